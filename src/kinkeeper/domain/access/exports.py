"""Files that leave: who asked for which rows, what for, and who let them go. No rows are kept: a file is made when it is fetched."""

import re
from dataclasses import dataclass
from enum import StrEnum

from kinkeeper.domain.access import Actor, require
from kinkeeper.domain.errors import NotAllowed, Refused

MOST_ROWS = 500
"""So many rows leave on one person's word; more need a second person of the same agency."""

LASTS_HOURS = 24
"""So long a file can be fetched: from when it was asked for, or was allowed."""

WHY = re.compile(r"[^\x00-\x1f\x7f]{8,300}")


class ExportState(StrEnum):
    """How it stands with an export."""

    READY = "ready"
    WAITING = "waiting"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Content:
    """What a file is to hold: a report or a list by name, what was asked of it, as of which day, as known at how many entries, as what."""

    what: str
    asked: str
    as_of: str
    entries: int
    form: str
    language: str


@dataclass(frozen=True, slots=True)
class Export:
    """One file that was asked for. Moments are UTC; empty: it did not happen yet."""

    export_id: str
    account: str
    agency: str
    role: str
    purpose: str
    why: str
    content: Content
    rows: int
    state: ExportState
    asked_at: str
    expires_at: str = ""
    answered_by: str = ""
    answered_at: str = ""
    fetched: int = 0

    @property
    def mark(self) -> str:
        """What stands in the file, so that it is known again wherever it turns up."""
        who = f"{self.account} ({self.agency or '–'}, {self.role})"
        return " · ".join((self.export_id, who, self.purpose, f"{self.asked_at[:16]} UTC", self.why))


def check_why(why: str) -> str:
    """
    What the file is needed for, in words.

    :raises Refused: where it is said in less than eight letters, or in too many.
    """
    why = " ".join(why.split())
    if not WHY.fullmatch(why):
        raise Refused("Say in 8 to 300 letters what you need the file for. It stands in the file and on the record.")
    return why


def state_of_new(rows: int) -> ExportState:
    """Whether it can be fetched at once, or a second person has to let it go."""
    return ExportState.READY if rows <= MOST_ROWS else ExportState.WAITING


def check_answer(answerer: Actor, export: Export) -> None:
    """
    See that this actor may let this export go, or not.

    :raises NotAllowed: where the role does not carry it, it is another agency's, or their own.
    :raises Refused: where it does not wait.
    """
    require(answerer, "approve")
    if answerer.role != "operator" and answerer.agency != export.agency:
        raise NotAllowed("An export is let go by somebody of the agency that asked for it.")
    if answerer.name == export.account:
        raise NotAllowed("Somebody else has to let it go: who asked for an export does not approve it.")
    if export.state is not ExportState.WAITING:
        raise Refused("The export %(export_id)s does not wait for an answer.", export_id=export.export_id)


def check_fetch(fetcher: Actor, export: Export, now: str) -> None:
    """
    See that this actor may fetch this file now.

    :raises NotAllowed: where somebody else asked for it, or for another purpose.
    :raises Refused: where it waits, was refused, or its time is over.
    """
    if (fetcher.name, fetcher.agency, fetcher.purpose) != (export.account, export.agency, export.purpose):
        raise NotAllowed("A file is fetched by whoever asked for it, for the same purpose.")
    if export.state is ExportState.WAITING:
        raise Refused("This file has more rows than one person lets go. It waits for somebody else of your agency to approve it.")
    if export.state is ExportState.REFUSED:
        raise Refused("This file was not let go. Ask for fewer rows, or say better what you need it for.")
    if export.expires_at <= now:
        raise Refused("This file could be fetched until %(expires_at)s UTC. Ask for it again.", expires_at=export.expires_at[:16])
