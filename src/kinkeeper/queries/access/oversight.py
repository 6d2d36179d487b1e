"""What oversight asks of the access log: what was printed for whom, and who looked, without whom they looked at."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment
from kinkeeper.ledger.lines import to_base64
from kinkeeper.ledger.tree import Frontier
from kinkeeper.queries.access.reading import shows_nobody

MOST = 100


@dataclass(frozen=True, slots=True)
class Printed:
    """A report that was given out: when, by whom, of which day, as known at how many entries, in which form, and the total it told."""

    at: Moment
    who: str
    agency: str
    role: str
    report: str
    version: int
    as_of: Moment
    entries: int
    form: str
    total: int
    public: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """A look: when, by whom, why, through which door, at how many persons."""

    at: Moment
    who: str
    agency: str
    role: str
    purpose: str
    door: str
    persons: int


@dataclass(frozen=True, slots=True)
class AccessHead:
    """How many entries the access log has, and the root of its tree (base64)."""

    entries: int
    root: str


@shows_nobody("what was printed, not whom it named")
def list_printed(viewer: Viewer) -> tuple[Printed, ...]:
    """
    The reports given out last, the newest first.

    :raises NotAllowed: where the viewer is not of oversight.
    """
    require(viewer, "oversee")
    return tuple(_printed(told) for told in _newest(("report.printed",)))


@shows_nobody("who looked, not at whom")
def list_latest_looks(viewer: Viewer) -> tuple[Looked, ...]:
    """
    The looks at persons last, the newest first.

    :raises NotAllowed: where the viewer is not of oversight.
    """
    require(viewer, "oversee")
    return tuple(_looked(told) for told in _newest(("person.read", "reading.unusual")))


@shows_nobody("the size of the log and its root")
def get_access_head(viewer: Viewer) -> AccessHead:
    """
    The head of the access log, to be written down and compared with a later one.

    :raises NotAllowed: where the viewer is not of oversight.
    """
    require(viewer, "oversee")
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, frontier FROM access_head WHERE id = 1")
        size, frontier = cursor.fetchone()
    return AccessHead(size, to_base64(Frontier.from_bytes(size, bytes(frontier)).root()))


def _newest(kinds: Collection[str]) -> list[dict[str, Any]]:
    wanted = [f'"kind":"{kind}"'.encode() for kind in kinds]
    with connection.cursor() as cursor:
        found = " OR ".join(["position(%s::bytea IN body) > 0"] * len(wanted))
        cursor.execute(f"SELECT body FROM access_entry WHERE {found} ORDER BY seq DESC LIMIT %s", [*wanted, MOST])
        told = [msgspec.json.decode(bytes(body)) for (body,) in cursor.fetchall()]
    return [one for one in told if one["kind"] in kinds]


def _printed(told: dict[str, Any]) -> Printed:
    said = told["said"]
    of = said["report"], said["version"], said["as_of"], said["entries"], said["form"], said["total"], bool(said.get("public"))
    return Printed(told["at"][:19], told["actor"], told["agency"], told["role"], *of)


def _looked(told: dict[str, Any]) -> Looked:
    said = told["said"]
    how = (
        told["purpose"],
        said.get("door") or f"more than usual: {said.get('what', 'families')}",
        len(said.get("persons", ())) or said.get("families", 0),
    )
    return Looked(told["at"][:19], told["actor"], told["agency"], told["role"], *how)
