"""A command's session: the database it works on, who gives the command, and the checkpoint over what it recorded."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kinkeeper.cli.console import BEFORE_SHOWING, about_to_show, print_error, steps_of_an_upgrade
from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import Unavailable
from kinkeeper.site.database import open_database
from kinkeeper.site.setup import configure, migrate
from kinkeeper.site.signing import has_signer, hold_against_signer, open_signer


@contextmanager
def session(database: str | Path | None) -> Iterator[Actor]:
    """
    Open the database (an address, a folder, or the usual one), bring its tables up to date, and say who commands.

    A database that is behind what its signer signed is read-only from here on. What the command records is signed at its end.

    :raises Unavailable: where the database cannot be had.
    """
    with open_database(database) as opened:
        configure(opened)
        with steps_of_an_upgrade() as progress:
            migrate(progress)
        try:
            before = _guarded_size(database)
            yield Actor(name=_user(), agency="", role="operator")
            _sign(database, before)
        finally:
            from django.db import connections

            connections.close_all()


@contextmanager
def looking(database: str | Path | None, door: str) -> Iterator[Actor]:
    """
    A session of a command that shows persons: whom, is in the access log before anything is printed.

    :raises Unavailable: where the database cannot be had.
    :raises LedgerBroken: where it cannot be written down; nothing is printed then.
    """
    with session(database) as actor:
        from kinkeeper.gateway import access_log
        from kinkeeper.queries.access.reading import reading

        with reading() as seen:

            def write() -> None:
                said, persons = seen.said(f"command {door}")
                if said:
                    access_log.write_down(said, actor, persons)
                    seen.forget()

            BEFORE_SHOWING[:] = [write]
            try:
                yield actor
                about_to_show()
            finally:
                BEFORE_SHOWING.clear()


def _guarded_size(database: str | Path | None) -> int:
    """How many entries there are, after the guard has looked."""
    from kinkeeper.jobs.publish import head_size

    try:
        words = hold_against_signer(database)
    except Unavailable as error:
        print_error(f"{error} Nobody says whether this database is the newest.")
        words = ""
    if words:
        print_error(f"The ledger is read-only. {words}")
    return head_size()


def _sign(database: str | Path | None, before: int) -> None:
    """Have signed what was recorded; where that cannot be, the next publisher does."""
    from kinkeeper.jobs.publish import AnotherPublishes, head_size, publish, publishers_turn
    from kinkeeper.queries.log.which import ACCESS_LOG

    if head_size() == before or not has_signer(database):
        return
    try:
        with open_signer(database) as signer, publishers_turn():
            if signer:
                publish(signer)
                publish(signer.of_access, ACCESS_LOG)
    except AnotherPublishes:
        pass
    except Unavailable as error:
        print_error(f"What was recorded stands, and is not signed yet. {error}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
