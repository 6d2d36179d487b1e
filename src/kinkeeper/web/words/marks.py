"""What stands on a person's way as a mark of the timeline: calls, choices, hearings, tests, rules missed, deadlines; each in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinkeeper.domain.casework.contacts import read_attempt
from kinkeeper.domain.casework.decisions import Decision, counts
from kinkeeper.domain.casework.departures import Departure, Stand
from kinkeeper.domain.casework.milestones import Milestone
from kinkeeper.domain.casework.parentage import Proof
from kinkeeper.domain.court.clock_rules import Step
from kinkeeper.domain.court.clocks import State
from kinkeeper.domain.court.instants import instant_of, local_text
from kinkeeper.domain.court.wording import Order
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.casework.way import Way
from kinkeeper.queries.court.due import Due
from kinkeeper.queries.families import Household
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.dates import exact, short_day
from kinkeeper.web.words.names import called, shown
from kinkeeper.web.words.warnings import clock_name

CALL, UNANSWERED, DECISION, COURT, TEST, MISSED, DEADLINE, PLAN, STEP = (
    *("call", "unanswered", "decision", "court", "test"),
    *("missed", "deadline", "plan", "step"),
)
KINDS: dict[str, Any] = {
    CALL: gettext_lazy("Call"),
    UNANSWERED: gettext_lazy("No answer"),
    DECISION: gettext_lazy("Choice"),
    COURT: gettext_lazy("Hearing"),
    TEST: gettext_lazy("DNA result"),
    STEP: gettext_lazy("Step reported"),
    PLAN: gettext_lazy("Departure planned"),
    DEADLINE: gettext_lazy("Deadline"),
    MISSED: gettext_lazy("Rule missed"),
}
"""Kind -> what the legend calls it."""

MISSES = frozenset({State.LATE, State.MET_LATE})
RUNS = frozenset({State.RUNNING, State.UNSURE})
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on one person's way: when, what kind, its words on the picture (the longest first), and the whole sentence."""

    person_id: str
    at: Moment
    kind: str
    labels: tuple[str, ...]
    sentence: str

    @property
    def is_red(self) -> bool:
        """Whether a rule was missed, or somebody is about to be parted."""
        return self.kind in (MISSED, DEADLINE)


def marks(way: Way, household: Household) -> tuple[Mark, ...]:
    """Every mark of a family, in the order of time."""
    names = {member.person_id: called(member.portrait) for member in household.members}
    found: list[Mark] = []
    for one in way.milestones:
        found.append(_milestone(one, names))
    for decision in way.decisions:
        found.append(_decision(decision, names))
    for proof in way.proofs:
        found.append(_proof(proof, names))
    for departure in way.departures:
        found.append(_departure(departure, names))
    found += _attempts(way, names)
    found += (mark for clock in way.clocks for mark in _clock(clock, way.orders, names))
    return tuple(sorted((one for one in found if len(one.at) >= 10), key=lambda one: one.at))


def order_words(order: Order) -> str:
    """`Court order, 26 Jun`."""
    return _("Court order, %(day)s") % {"day": short_day(order.issued_on, order.issued_on)}


def _sentence(who: str, what: str, at: Moment, words: str = "") -> str:
    told = {"who": who, "what": what, "at": exact(at), "words": shown(words, LONGEST)}
    return (_("%(who)s: %(what)s, %(at)s. %(words)s") if words else _("%(who)s: %(what)s, %(at)s.")) % told


def _milestone(one: Milestone, names: Mapping[str, str]) -> Mark:
    kind = {Step.CALLED: CALL, Step.HEARING: COURT}.get(Step(one.step), STEP)
    short = _("Call") if kind == CALL else value(one.step)
    long = short[:1].upper() + short[1:]
    return Mark(one.person_id, one.at, kind, (long,), _sentence(names.get(one.person_id, ""), value(one.step), one.at, one.words))


def _decision(one: Decision, names: Mapping[str, str]) -> Mark:
    what = _("choice: %(choice)s") % {"choice": value(one.choice)}
    if one.revoked_at:
        what = _("%(what)s, taken back") % {"what": what}
    elif not counts(one):
        what = _("%(what)s, does not count") % {"what": what}
    short = _("Choice")
    return Mark(one.adult, one.at, DECISION, (what[:1].upper() + what[1:], short), _sentence(names.get(one.adult, ""), what, one.at))


def _proof(one: Proof, names: Mapping[str, str]) -> Mark:
    """Only the result of a test is ever shown."""
    what = f"{value(one.kind)}: {value(one.result)}"
    kind = TEST if one.kind == "dna" else STEP
    return Mark(one.adult, one.on, kind, (what[:1].upper() + what[1:], value(one.kind)), _sentence(names.get(one.adult, ""), what, one.on))


def _departure(one: Departure, names: Mapping[str, str]) -> Mark:
    what = _("%(kind)s planned: %(stand)s") % {"kind": value(one.kind), "stand": value(one.stand)}
    kind = MISSED if one.stand == Stand.OVERRIDDEN else PLAN
    said = what[:1].upper() + what[1:]
    return Mark(one.adult, one.planned_at, kind, (said, value(one.kind)), _sentence(names.get(one.adult, ""), what, one.planned_at))


def _attempts(way: Way, names: Mapping[str, str]) -> Iterator[Mark]:
    for contact in way.contacts:
        for attempt in map(read_attempt, contact.attempts):
            reached = attempt.result == "reached"
            who = names.get(contact.person_id, "")
            what = _("attempt to reach: %(result)s") % {"result": value(attempt.result)}
            label = value(attempt.result)
            sentence = _sentence(who, what, attempt.at)
            yield Mark(contact.person_id, attempt.at, CALL if reached else UNANSWERED, (label[:1].upper() + label[1:],), sentence)


def _clock(one: Due, orders: Mapping[str, Order], names: Mapping[str, str]) -> Iterable[Mark]:
    order = orders.get(one.clock.order_id)
    zone = order.zone if order else "UTC"
    at = local_text(instant_of(one.clock.due_last), zone)
    who, title = names.get(one.clock.child, ""), clock_name(one.clock.order_id, one.clock.clock, orders)
    day = short_day(at, at)
    if one.reading.state in RUNS and one.reading.left >= timedelta():
        words = _("Deadline %(day)s: %(what)s") % {"day": day, "what": title}
        yield Mark(one.clock.child, at, DEADLINE, (words, _("Deadline %(day)s") % {"day": day}, day), _sentence(who, title, at))
    elif one.reading.state == State.UNSURE:
        unsure = _("late or not, the record does not say: %(what)s") % {"what": title}
        yield Mark(one.clock.child, at, STEP, (_("Late or not?"),), _sentence(who, unsure, at))
    elif one.reading.state in MISSES:
        late = _("too late: %(what)s") % {"what": title}
        yield Mark(one.clock.child, at, MISSED, (late[:1].upper() + late[1:], _("Too late")), _sentence(who, late, at))
