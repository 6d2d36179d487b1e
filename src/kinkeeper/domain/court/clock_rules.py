"""A clock: what an order asks to be done, from when, by when and by whom; as data, and what it gives for one child.

Every due time is a span, because what starts it is one: a stay of which only the day is known may have begun at any hour of it.
A clock is late only where it is late whatever the start was, and met only where it is met whatever the start was; between them
the record does not say, and that is shown (F-18, F-20, F-25).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kinkeeper.domain.court.calendars import Calendar, court_days_after, days_after
from kinkeeper.domain.court.instants import Span, end_of_day, local_day, span_of
from kinkeeper.domain.dates import Moment, age_on, birthday, day
from kinkeeper.domain.facts import Fact


class Step(StrEnum):
    """What a clock can start or stop with: taken from custody and ties, or reported by staff."""

    ORDERED = "ordered"
    APPREHENDED = "apprehended"
    DETERMINED = "determined"
    """Found to be an unaccompanied child."""
    SUSPECTED = "suspected"
    """Somebody claimed or suspected that a person in custody is under 18."""
    NOTIFIED = "notified"
    """HHS was told."""
    PLACED = "placed"
    """In the care of ORR."""
    SEPARATED = "separated"
    CALLED = "called"
    """Child and parent spoke."""
    REUNITED = "reunited"
    LEFT_CARE = "left_care"
    IDENTIFIED = "identified"
    """The sponsor is known."""
    HEARING = "hearing"
    BORN = "born"


class Counted(StrEnum):
    """How the time of a clock is counted."""

    HOURS = "hours"
    DAYS = "days"
    COURT_DAYS = "court_days"
    AGE = "age"
    """Until the birthday on which the child completes so many years."""
    DAY = "day"
    """The day or hour of the event itself, as of a hearing."""


class ByAge(Fact, frozen=True):
    """Another amount for children under an age on the order's day."""

    under: int
    amount: int


class ClockRule(Fact, frozen=True):
    """What must be done, from which step, within how much time, by whom, and how long before the end somebody is warned."""

    clock: str
    title: str
    titulo: str
    """The title in Spanish."""
    owner: str
    """The agency, or the role, that must do it."""
    start: str
    stop: tuple[str, ...] = ()
    amount: int = 0
    counted: str = "hours"
    by_age: tuple[ByAge, ...] = ()
    rolls: bool = False
    """Whether a last day on which the court does not sit moves on to the next on which it does."""
    warn_hours: tuple[int, ...] = ()
    """Hours left at which the owner is warned."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A step that a child reached: as written, and what that can mean."""

    moment: Moment
    span: Span


Steps = Mapping[str, Sequence[Reached]]
"""Step -> when the child reached it, the earliest first."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What of an order all its clocks share: its day, its zone and its calendar."""

    ordered_on: Moment
    zone: str
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Run:
    """One clock of one child: what started it, when it is due, what met it."""

    started: Reached
    due: Span
    met: Reached | None = None


def run_clock(rule: ClockRule, terms: Terms, steps: Steps, born: Moment) -> Run | None:
    """The clock of a child, or None where nothing has started it."""
    started = start_of(rule, terms, steps, born)
    if started is None:
        return None
    due = due_of(rule, terms, started.span, born)
    return Run(started, due, first_after(rule.stop, steps, started.span)) if due else None


def start_of(rule: ClockRule, terms: Terms, steps: Steps, born: Moment) -> Reached | None:
    """What starts a clock: the first time the child reached the step; of a hearing the last that is set."""
    if rule.start == Step.ORDERED:
        span = span_of(terms.ordered_on, terms.zone)
        return Reached(terms.ordered_on, span) if span else None
    if rule.start == Step.BORN:
        span = span_of(born, terms.zone) if day(born) else None
        return Reached(born, span) if span else None
    reached = steps.get(rule.start) or ()
    if not reached:
        return None
    return reached[-1] if rule.start == Step.HEARING else reached[0]


def due_of(rule: ClockRule, terms: Terms, start: Span, born: Moment) -> Span | None:
    """When a clock that began within a span is due; the whole span of it, where the child's age is not known."""
    if rule.counted == Counted.AGE:
        of_age = birthday(born, rule.amount)
        last = end_of_day(of_age - timedelta(days=1), terms.zone) if of_age else None
        return Span(last, last) if last else None
    if rule.counted == Counted.DAY:
        return start
    amounts = amounts_of(rule, terms.ordered_on, born)
    return Span(_after(rule, terms, start.earliest, min(amounts)), _after(rule, terms, start.latest, max(amounts)))


def amounts_of(rule: ClockRule, ordered_on: Moment, born: Moment) -> tuple[int, ...]:
    """How much time a child is given: by age on the order's day, whenever a birthday comes later; every amount where no birth is known."""
    if not rule.by_age:
        return (rule.amount,)
    age = age_on(born, ordered_on)
    if age is None:
        return tuple(sorted({rule.amount, *(one.amount for one in rule.by_age)}))
    younger = [one for one in sorted(rule.by_age, key=lambda one: one.under) if age < one.under]
    return (younger[0].amount if younger else rule.amount,)


def first_after(names: Iterable[str], steps: Steps, start: Span) -> Reached | None:
    """The first of the steps that a child reached once the clock ran."""
    reached = [one for name in names for one in steps.get(name, ()) if one.span.latest >= start.earliest]
    return min(reached, key=lambda one: (one.span.earliest, one.span.latest), default=None)


def _after(rule: ClockRule, terms: Terms, instant: datetime, amount: int) -> datetime:
    if rule.counted == Counted.HOURS:
        return instant + timedelta(hours=amount)
    start: date = local_day(instant, terms.zone)
    if rule.counted == Counted.COURT_DAYS:
        return end_of_day(court_days_after(terms.calendar, start, amount), terms.zone)
    return end_of_day(days_after(terms.calendar, start, amount, rolls=rule.rolls), terms.zone)
