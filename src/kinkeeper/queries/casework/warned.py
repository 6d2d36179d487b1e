"""The warnings that are open, and to whom each has climbed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.casework.climbing import Climbed, climbed, waits_for
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import list_versions


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning, and who must answer it now."""

    warning: Warning
    climbed: Climbed
    position: int = 0
    """Of the entry that made it as it stands."""


OF_A_CLOCK = frozenset({"clock-soon", "clock-late"})
"""The rules that warn of one clock, one after the other."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Warnings of the same trouble, the newest first: of a clock that it is near its end, then that it is late; any other alone."""

    warnings: tuple[Warned, ...]

    @property
    def newest(self) -> Warned:
        """The one that says how it stands."""
        return self.warnings[0]

    @property
    def unanswered(self) -> tuple[Warned, ...]:
        """Those that nobody has answered."""
        return tuple(one for one in self.open if not one.warning.answer)

    @property
    def open(self) -> tuple[Warned, ...]:
        """Those that nobody has closed."""
        return tuple(one for one in self.warnings if not one.warning.closed_by)

    @property
    def roles(self) -> tuple[str, ...]:
        """Who must answer: of those that nobody has answered; where all are answered, whoever must look."""
        return tuple(dict.fromkeys(one.climbed.role for one in self.unanswered or self.warnings))


@dataclass(frozen=True, slots=True)
class Inbox:
    """What nobody has answered: the troubles that wait for the viewer, and how many of the others for each who must answer."""

    mine: tuple[Trouble, ...]
    others: dict[str, int]


def together(found: Iterable[Warned]) -> list[Trouble]:
    """These warnings, those of one clock together, where the first of them stands. One that is open is newer than one that is closed."""
    troubles: dict[tuple[str, ...], list[Warned]] = {}
    for one in found:
        told = one.warning
        about = (told.person_id, told.other) if told.rule in OF_A_CLOCK else (told.warning_id,)
        troubles.setdefault(about, []).append(one)
    return [
        Trouble(tuple(sorted(some, key=lambda one: (not one.warning.closed_by, one.warning.raised_at, one.position), reverse=True)))
        for some in troubles.values()
    ]


def inbox(found: Iterable[Trouble], role: str, now: datetime) -> Inbox:
    """What of this waits for an account of this role, and for whom the rest waits."""
    mine: list[Trouble] = []
    others: list[Trouble] = []
    for one in found:
        if one.unanswered:
            (mine if any(waits_for(warned.warning, role, now) for warned in one.unanswered) else others).append(one)
    return Inbox(tuple(mine), dict(sorted(Counter(must for one in others for must in one.roles).items())))


@shows(FieldGroup.STATEMENT)
def list_warnings(viewer: Viewer, standpoint: Standpoint, now: datetime, *, person: str = "", closed: bool = False) -> list[Warned]:
    """
    The open warnings, or all, those that climbed highest first; of one person where one is named.

    :raises NotAllowed: if the viewer may not read.
    """
    where = "(%(closed)s OR open) AND (%(person)s = '' OR person_id = %(person)s)"
    asked = {"closed": closed, "person": person, "known_at": standpoint.known_at}
    return in_turn(list_versions(viewer, "warning", Warning, where, asked), now)


def in_turn(found: Iterable[tuple[Warning, int]], now: datetime) -> list[Warned]:
    """These warnings as they stand, those that climbed highest first."""
    warned = [Warned(one, climbed(one, now), position) for one, position in found]
    return sorted(
        warned, key=lambda one: (bool(one.warning.closed_by), bool(one.warning.answer), -one.climbed.steps, one.warning.raised_at)
    )
