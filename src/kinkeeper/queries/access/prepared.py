"""Questions that every list asks: the server takes each apart once a connection, not once a page.

Behind the wall the views are put into a question, and taking it apart took longer than answering it. PostgreSQL looks anew at what a
question that it keeps means where the search path is another than before: so each path has questions of its own. Whatever is kept, what is
shown is decided when it is asked: a question kept for one path and asked on another is taken apart anew.

They are kept by PREPARE, not by the driver, which would forget after a rollback what `gateway/conversation.py` has planned as well.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Connection, sql

MOST = 320
"""Questions that a connection keeps; what is asked after that is asked as it stands. Eight kinds of viewers ask 211 on the pages that
list (37 MB of the server's memory)."""


@dataclass(frozen=True, slots=True)
class Looking:
    """Through which search path a connection looks, and for counsel a mark of whom they are assigned to."""

    path: str = ""
    assigned: str = ""
    is_settled: bool = False
    """Whether what is shown here changes with the ledger and the assignments alone: somebody looks, and nothing is opened to them."""


ASSIGNED = (
    "(SELECT count(*) || ':' || coalesce(bit_xor(hashtextextended(person_id, 0)), 0) FROM public.assignment WHERE account = {account})"
)
"""SQL: a mark of whom counsel is assigned to, by which two sets of persons are told apart."""
NOWHERE = Looking()
_looking: WeakKeyDictionary[Connection[Any], Looking] = WeakKeyDictionary()
"""Connection -> how `gateway/wall.py` lets it look."""
_kept: WeakKeyDictionary[Connection[Any], set[str]] = WeakKeyDictionary()
"""Connection -> the names of what it keeps."""


def looks_through(looking: Looking) -> None:
    """From here on this connection looks so."""
    connection.ensure_connection()
    _looking[connection.connection] = looking


def looking() -> Looking:
    """How this connection looks."""
    return NOWHERE if connection.connection is None else _looking.get(connection.connection, NOWHERE)


class _Kept(CursorWrapper):  # type: ignore[misc]  # Django says no types
    def execute(self, question: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> Any:
        return super().execute(_asked(question) if params else question, params)


def prepared() -> CursorWrapper:
    """A cursor of whose questions the server keeps how they are answered. Each value is of one type throughout a question."""
    return _Kept(connection.cursor().cursor, connection)


def _asked(question: str) -> str:
    """What is to be said for this question: that the one kept under its name is meant, with these values."""
    driver: Connection[Any] = connection.connection
    kept = _kept.setdefault(driver, set())
    name, numbered, values = _named(_looking.get(driver, NOWHERE).path, question)
    if name not in kept:
        if len(kept) >= MOST:
            return question
        with connection.wrap_database_errors:
            driver.execute(sql.SQL(f"PREPARE {name} AS {numbered}"))
        kept.add(name)
    return f"EXECUTE {name} ({values})" if values else f"EXECUTE {name}"


@cache
def _named(path: str, question: str) -> tuple[str, str, str]:
    """The name of a question on a path, its words with numbers where values stand, and the values in the order of these numbers."""
    places: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        if found[0] == "%s" or found[0] not in places:
            places.append(found[0])
        return f"${len(places) if found[0] == '%s' else places.index(found[0]) + 1}"

    words = re.sub(r"%%|%s|%\(\w+\)s", numbered, question)
    return f"asked_{sha256(f'{path}/{question}'.encode()).hexdigest()[:32]}", words, ", ".join(places)
