"""The application as a web server calls it: opens the database named by KINKEEPER_DATABASE for as long as it runs."""

import atexit
import gc
import os
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from kinkeeper.domain.errors import Unavailable
from kinkeeper.site.database import open_database, place_of
from kinkeeper.site.logs import start_logging
from kinkeeper.site.setup import configure
from kinkeeper.site.signing import hold_against_signer
from kinkeeper.site.warming import read_ahead, warm
from kinkeeper.site.whole_requests import WholeRequests

THREADS = 4

start_logging(os.environ.get("KINKEEPER_LOG", ""))
_opened = ExitStack()
atexit.register(_opened.close)
_database = _opened.enter_context(open_database(os.environ.get("KINKEEPER_DATABASE")))
configure(_database, pages=True)
settings.KINKEEPER_DEMONSTRATION = tuple(os.environ.get("KINKEEPER_DEMONSTRATION", "").split())
with suppress(Unavailable):  # a signer that is away does not keep the pages away; the publisher says so
    hold_against_signer(os.environ.get("KINKEEPER_DATABASE"))
application = get_wsgi_application()
served = WholeRequests(application, THREADS)
"""The same for clients of any speed (`site.server`)."""
warm(language for language, _ in settings.LANGUAGES)
gc.freeze()  # what is loaded now stays: else each long list has all of it looked through for cycles, which took half of the list's time
if "://" not in (place := place_of(os.environ.get("KINKEEPER_DATABASE"))):
    Thread(target=read_ahead, args=(_database, Path(place)), daemon=True).start()
