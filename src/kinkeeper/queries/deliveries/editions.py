"""The editions of a list: the files that came in for it, the newest first, as known at a size of the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.deliveries.meetings import OF_SENDER, OURS
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.standpoint import standing

_CAME = (
    "SELECT t.known_at, e.extract_id, e.file, e.sheet, e.sender, e.layout, e.as_of, e.corrects, e.since, "
    "coalesce((n.recorded_at AT TIME ZONE 'UTC')::date::text, '') "
    "FROM unnest(%(moments)s::bigint[]) t (known_at) JOIN extract e ON e.since < t.known_at LEFT JOIN public.entry n ON n.seq = e.since "
    f"WHERE NOT EXISTS (SELECT FROM extract_withdrawal w WHERE w.extract_id = e.extract_id AND {standing('w', 't.known_at')}) "
    "ORDER BY e.since DESC"
)


@dataclass(frozen=True, slots=True)
class Edition:
    """One file of a list, or our own list: what it is called, the day it speaks of, and by which entry it came."""

    name: str
    extract_ids: tuple[str, ...] = ()
    """The extract, and those it corrects: rows that did not change stand in them."""
    speaks_of: Moment = ""
    since: int = 0
    sender: str = ""
    layout: str = ""

    @property
    def extract_id(self) -> str:
        """The extract's number; empty for our own list."""
        return self.extract_ids[0] if self.extract_ids else ""


@shows_nobody("files")
def list_editions(viewer: Viewer, known_at: int) -> list[Edition]:
    """
    Every file that stood when the ledger had so many entries, the newest first.

    :raises NotAllowed: if the viewer may not read.
    """
    return list_editions_at(viewer, known_at)[known_at]


@shows_nobody("files")
def list_editions_at(viewer: Viewer, *moments: int) -> dict[int, list[Edition]]:
    """
    The same for several sizes of the ledger, in one question.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_CAME, {"moments": list(set(moments))})
        rows = cursor.fetchall()
    return {known_at: _editions([row[1:] for row in rows if row[0] == known_at]) for known_at in moments}


def _editions(rows: Sequence[tuple[Any, ...]]) -> list[Edition]:
    corrected = {row[0]: row[6] for row in rows}
    found = []
    for number, file, sheet, sender, layout, as_of, _corrects, since, came in rows:
        name = f"{file}/{sheet}" if sheet else file
        found.append(Edition(name, _chain(number, corrected), (as_of or came)[:10], since, sender, layout))
    return found


def of_list(named: str, came: Sequence[Edition]) -> tuple[Edition, ...]:
    """The editions of a list, the newest first: by number, by sender, or by the file's name, in which `*` stands for anything."""
    if named == OURS:
        return (Edition(OURS),)
    if named.startswith(OF_SENDER):
        sender = named.removeprefix(OF_SENDER).strip().casefold()
        return tuple(one for one in came if one.sender.casefold() == sender)
    pattern = named.casefold()
    names = [(one, one.name.casefold(), one.name.partition("/")[0].casefold()) for one in came]
    return tuple(
        one for one, name, file in names if named == one.extract_id or pattern in (name, file) or fnmatchcase(name, _plain(pattern))
    )


def _plain(pattern: str) -> str:
    """The pattern with `*` alone as a sign: brackets and question marks stand in names of files."""
    return pattern.replace("[", "[[]").replace("?", "[?]")


def _chain(number: str, corrects: dict[str, str]) -> tuple[str, ...]:
    chain = [number]
    while (before := corrects.get(chain[-1], "")) and before not in chain:
        chain.append(before)
    return tuple(chain)
