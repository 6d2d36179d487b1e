"""A command's session: the database it works on, and who gives the command."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kinkeeper.domain.access import Actor
from kinkeeper.site.database import open_database
from kinkeeper.site.setup import configure, migrate


@contextmanager
def session(database: str | Path | None) -> Iterator[Actor]:
    """
    Open the database (an address, a folder, or the usual one), bring its tables up to date, and say who commands.

    :raises Unavailable: where the database cannot be had.
    """
    with open_database(database) as opened:
        configure(opened)
        migrate()
        try:
            yield Actor(name=_user(), agency="", role="operator")
        finally:
            from django.db import connections

            connections.close_all()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
