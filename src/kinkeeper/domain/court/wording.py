"""What an order says, as data that can be computed with."""

from kinkeeper.domain.court import population
from kinkeeper.domain.court.calendars import Calendar
from kinkeeper.domain.court.clock_rules import ClockRule, Counted, Step, Terms
from kinkeeper.domain.court.instants import zone_of
from kinkeeper.domain.court.population import Criterion
from kinkeeper.domain.court.regimes import Limits, Regime
from kinkeeper.domain.dates import Moment, day
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact


class Order(Fact, frozen=True):
    """One version of an order. `status` says how far its text was checked: verified or recalled."""

    order_id: str
    version: int
    kind: str
    """order, statute or settlement."""
    title: str
    titulo: str
    """The title in Spanish."""
    authority: str
    """Where it is written: docket, statute, page."""
    status: str
    issued_on: Moment
    from_day: Moment
    until_day: Moment = ""
    zone: str = "America/New_York"
    calendar: Calendar = Calendar("none")
    include: tuple[Criterion, ...] = ()
    exclude: tuple[Criterion, ...] = ()
    clocks: tuple[ClockRule, ...] = ()
    limits: Limits | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What the version is known by."""
        return self.order_id, str(self.version)

    @property
    def terms(self) -> Terms:
        """What its clocks share."""
        return Terms(self.issued_on, self.zone, self.calendar)

    @property
    def regime(self) -> Regime | None:
        """The limits it sets to reasons, if any."""
        return Regime(self.order_id, self.title, self.from_day, self.until_day, self.limits) if self.limits else None


class Trial(Fact, frozen=True):
    """What a version of an order gives on everything known: how many children it covers, and how their clocks would stand."""

    known_at: int
    as_of: Moment
    covered: int
    not_covered: int
    not_known: int
    clocks: int
    late: int


def check_order(order: Order) -> None:
    """Let an order pass that can be computed with.

    :raises Refused: naming the first thing that cannot.
    """
    if not order.order_id or not order.title.strip() or not order.authority.strip():
        raise Refused("An order needs an id, a title and the place where it is written.")
    if not day(order.issued_on) or not day(order.from_day) or (order.until_day and not day(order.until_day)):
        raise Refused("Write the order's days as 2018-06-26.")
    zone_of(order.zone)
    for criterion in (*order.include, *order.exclude):
        population.check(criterion)
    if len({rule.clock for rule in order.clocks}) != len(order.clocks):
        raise Refused("Two clocks of the order have one name.")
    for rule in order.clocks:
        _check_rule(rule)


def _check_rule(rule: ClockRule) -> None:
    unknown = {rule.start, *rule.stop} - set(Step)
    if unknown:
        raise Refused(f"Clock '{rule.clock}' names '{min(unknown)}', which is no step. Known: {', '.join(Step)}.")
    if rule.counted not in set(Counted):
        raise Refused(f"Clock '{rule.clock}' counts '{rule.counted}'. Known: {', '.join(Counted)}.")
    if rule.counted != Counted.DAY and min((rule.amount, *(one.amount for one in rule.by_age))) < 0:
        raise Refused(f"Clock '{rule.clock}' has a time below nothing.")
    if not rule.owner.strip():
        raise Refused(f"Clock '{rule.clock}' says nobody who must act.")
