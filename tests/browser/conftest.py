"""A real browser on the real pages: Debian's Chromium by Playwright, on the scene, served on the loopback address."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from kinkeeper.site.database import Database
from tests.web.browsing import client
from tests.web.scene import history, play

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ("--no-sandbox", "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking")
QUIET += ("--disable-component-update", "--disable-sync")
PHONE, SMALL_PHONE, DESK = 390, 320, 1280


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """The tests say what went wrong."""


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@dataclass
class Site:
    """The served scene, and what went wrong in a browser that looked at it."""

    address: str
    wrongs: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def chromium(_laid: object) -> Iterator[Any]:
    """The browser, started once a module; tests are skipped where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"There is no browser at {CHROMIUM}: the pages were not tried in one. (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: the pages were not tried in a browser.")
    # While Playwright runs, this thread has an event loop, which Django takes for asynchronous code of ours.
    with pytest.MonkeyPatch.context() as patch, playwright.sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def site(database: Database) -> Iterator[Site]:
    """The scene, served until the test ends."""
    from django.core.wsgi import get_wsgi_application

    play(history())
    server = make_server("127.0.0.1", 0, _closing(get_wsgi_application()), server_class=_Threads, handler_class=_Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()
    thread.join()


def _closing(application: Any) -> Any:
    """The application, whose threads keep no connection: the next test lays the tables anew."""
    from django.db import connections

    def answer(environ: Any, start_response: Any) -> Any:
        with closing(application(environ, start_response)) as response:
            body = b"".join(response)
        connections.close_all()
        return [body]

    return answer


Open = Callable[..., Any]


def session_cookie(address: str, role: str, agency: str = "") -> Any:
    """The cookie of somebody of this role who has signed in."""
    return {"name": "sessionid", "value": client(role=role, agency=agency).cookies["sessionid"].value, "url": address}


@pytest.fixture
def open_page(chromium: Any, site: Site) -> Iterator[Open]:
    """Open a page in a fresh browser profile, signed in as somebody of a role (empty: nobody), and see that nothing goes wrong in it."""
    contexts = []

    def open_at(
        path: str, *, width: int = DESK, language: str = "en-US", script: bool = True, role: str = "coordinator", agency: str = ""
    ) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale=language, java_script_enabled=script)
        contexts.append(context)
        if role:
            context.add_cookies([session_cookie(site.address, role, agency)])
        page = context.new_page()
        page.on("console", lambda message: site.wrongs.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: site.wrongs.append(f"error: {error}"))
        page.on("dialog", lambda dialog: site.wrongs.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: site.hosts.add(request.url.split("/")[2] if "//" in request.url else request.url[:5]))
        page.on("response", lambda response: site.wrongs.append(f"{response.status} {response.url}") if response.status >= 400 else None)
        page.goto(site.address + path)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert site.wrongs == []
    assert site.hosts <= {site.address.split("/")[2]}
