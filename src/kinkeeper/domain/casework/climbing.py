"""A warning as it stands, and how it climbs while nobody answers: whom it waits for at an instant, and when the next step is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from kinkeeper.domain.court.instants import instant_of
from kinkeeper.domain.facts import Fact

LADDER = ("supervisor", "head", "inspector")
"""To whom an unanswered warning climbs, one step each time its hours have passed."""

ANSWERERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "caseworker": frozenset({"case_manager", "receiving_custodian"}),
        "coordinator": frozenset({"supervisor", "head"}),
    }
)
"""Role of an account -> whom of those who must answer it stands for, beside its own name. No account is a supervisor's or a head's: the
coordinator, who sees all agencies, is told what has climbed to them."""


class Warning(Fact, frozen=True):
    """What is wrong, about whom, who must answer within how many hours. `rule` empty: a person says so."""

    warning_id: str
    rule: str
    person_id: str
    words: str
    role: str
    hours: int
    raised_at: str
    """UTC, as `utc_text` writes it."""
    raised_by: str = ""
    caused_by: str = ""
    """Whose act it is about, where that is known: that person cannot close it."""
    other: str = ""
    """The adult, the transfer or the clock it is about."""
    to_the_top: bool = False
    """Whether it goes to the agency's head and the inspector at once."""
    answer: str = ""
    answered_by: str = ""
    answered_at: str = ""
    closed_by: str = ""
    closed_at: str = ""
    closed_because: str = ""
    climbed_at: tuple[str, ...] = ()
    """When each step of the ladder was reached in silence, as far as that is recorded."""
    climb_hours: tuple[int, ...] = ()
    """How many hours after it was raised each step is due; empty: each time `hours` have passed."""
    parts: dict[str, str] = {}
    """What a rule's sentence speaks of, by name: pages say it in the reader's language. Empty for a person's words, and in old entries."""

    @property
    def steps_at(self) -> tuple[datetime, ...]:
        """When each step of the ladder is due, if nobody answers."""
        hours = self.climb_hours or tuple(max(self.hours, 1) * step for step in range(1, len(LADDER) + 1))
        return tuple(instant_of(self.raised_at) + timedelta(hours=after) for after in hours[: len(LADDER)])


@dataclass(frozen=True, slots=True)
class Climbed:
    """To whom a warning has climbed by an instant, how many steps of silence that is, and when the next is due."""

    role: str
    steps: int
    next_at: datetime | None


def climbed(one: Warning, now: datetime) -> Climbed:
    """Who must answer a warning at an instant. One that was answered in time waits for who closes it, and climbs no more."""
    if one.to_the_top:
        return Climbed("inspector", len(LADDER), None)
    until = instant_of(one.answered_at) if one.answered_at else now
    steps = sum(at <= until for at in one.steps_at)
    following = one.steps_at[steps] if steps < len(one.steps_at) and not one.answer else None
    return Climbed(LADDER[steps - 1] if steps else one.role, steps, following)


def waits_for(one: Warning, role: str, now: datetime) -> bool:
    """Whether an open warning waits for the answer of an account of this role."""
    if one.answer or one.closed_by:
        return False
    must = climbed(one, now).role
    return must == role or must in ANSWERERS.get(role, frozenset())


def next_step_at(one: Warning) -> datetime | None:
    """When the next step that is not recorded is, or was, due; None where it climbs no more."""
    due = one.steps_at[len(one.climbed_at) :]
    over = one.to_the_top or not due or (one.answered_at and due[0] > instant_of(one.answered_at))
    return None if over else due[0]
