"""The clocks that the orders in force set for one child."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kinkeeper.domain.court.adjustments import Adjustment, adjust, concerns
from kinkeeper.domain.court.clock_rules import ClockRule, Steps, run_clock
from kinkeeper.domain.court.clocks import Clock
from kinkeeper.domain.court.instants import utc_text
from kinkeeper.domain.court.knowledge import Known, ZoneOf, facts_of, steps_of
from kinkeeper.domain.court.population import Answer, Membership, membership
from kinkeeper.domain.court.wording import Order
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.separations import Separation
from kinkeeper.domain.whereabouts import Whereabouts

OF_A_SEPARATION = frozenset({"separated_on", "relation", "reason_code", "outcome"})
FIRST = (Answer.YES, Answer.UNKNOWN, Answer.NO)


@dataclass(frozen=True, slots=True)
class Covered:
    """Whether an order covers a child, by which of its separations (None: whatever adult there is), and why not."""

    membership: Membership
    separation: Separation | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What clocks need beside the child: the adults, what each is to the child, zones of places, adjustments, and the day."""

    adults: Mapping[str, Whereabouts]
    relations: Mapping[tuple[str, str], str]
    zone_of: ZoneOf
    adjustments: Sequence[Adjustment]
    as_of: Moment


def covered_by(order: Order, known: Known, around: Around) -> Covered:
    """
    Whether an order covers a child: by the separation that answers best, or by the child alone where there is none.

    An order about separated children says nothing of one of whom no separation is known.
    """
    if not known.separations and is_of_separated(order):
        return Covered(Membership(Answer.NO))
    found = []
    for one in known.separations or (None,):
        adult = around.adults.get(one.adult) if one else None
        relation = around.relations.get((one.child, one.adult), "") if one else ""
        facts = facts_of(known, one, adult, relation, around.as_of)
        found.append(Covered(membership(order.include, order.exclude, facts), one))
    return min(found, key=lambda one: FIRST.index(one.membership.covered))


def is_of_separated(order: Order) -> bool:
    """Whether an order's criteria ask about a separation."""
    return any(one.fact in OF_A_SEPARATION for one in order.include)


def clocks_of(orders: Iterable[Order], known: Known, around: Around) -> list[Clock]:
    """Every clock that the orders set for a child, met or not."""
    steps = steps_of(known, around.zone_of)
    found = []
    for order in orders:
        covered = covered_by(order, known, around)
        if covered.membership.covered != Answer.NO:
            made = (_clock(order, rule, known, (steps, covered, around)) for rule in order.clocks)
            found += [one for one in made if one]
    return found


def _clock(order: Order, rule: ClockRule, known: Known, rest: tuple[Steps, Covered, Around]) -> Clock | None:
    steps, covered, around = rest
    run = run_clock(rule, order.terms, steps, known.child.born)
    if run is None:
        return None
    child = known.child.person_id
    about = [one for one in around.adjustments if concerns(one, order.order_id, rule.clock, child)]
    adjusted = adjust(run, about, order.zone)
    return Clock(
        order_id=order.order_id,
        clock=rule.clock,
        child=child,
        version=order.version,
        adult=covered.separation.adult if covered.separation else "",
        owner=rule.owner,
        covered=covered.membership.covered,
        started=run.started.moment,
        due_first=utc_text(adjusted.due.earliest),
        due_last=utc_text(adjusted.due.latest),
        met=run.met.moment if run.met else "",
        met_first=utc_text(run.met.span.earliest) if run.met else "",
        met_last=utc_text(run.met.span.latest) if run.met else "",
        held=adjusted.held,
        ground=adjusted.ground,
    )
