"""An order: what a court, a statute or a settlement asks, entered as data.

It takes two persons and a trial: one enters it, it is tried on what is known of the past, another approves it; only then does it
count. A change is a new version, entered, tried and approved in the same way, and every version stays (F-25).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.court.wording import Order, Trial, check_order
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace


class OrderVersion(Fact, frozen=True):
    """A version with what was done to it. It counts once it is approved, until a later version is or it is withdrawn."""

    order: Order
    entered_by: str
    trial: Trial | None = None
    tried_by: str = ""
    approved_by: str = ""
    withdrawn_because: str = ""

    @property
    def counts(self) -> bool:
        """Whether two persons stand for it, and nobody has withdrawn it."""
        return bool(self.approved_by) and not self.withdrawn_because


# Commands


@dataclass(frozen=True, slots=True)
class EnterOrder:
    """Enter a version of an order. It does not count yet."""

    order: Order
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns: this version and the one before it."""
        return self.order.key, (self.order.order_id, str(self.order.version - 1))


@dataclass(frozen=True, slots=True)
class RecordTrial:
    """Say what a version gives on everything known."""

    order_id: str
    version: int
    trial: Trial
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.order_id, str(self.version)),)


@dataclass(frozen=True, slots=True)
class ApproveOrder:
    """Let a version count, as a second person."""

    order_id: str
    version: int
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.order_id, str(self.version)),)


@dataclass(frozen=True, slots=True)
class WithdrawOrder:
    """Let a version count no longer, with the reason."""

    order_id: str
    version: int
    because: str
    by: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.order_id, str(self.version)),)


# Entries


class OrderEntered(Fact, frozen=True):
    """A version of an order was entered."""

    order: Order
    by: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return self.order.key


class OrderTried(Fact, frozen=True):
    """A version was tried on everything known."""

    order_id: str
    version: int
    trial: Trial
    by: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return self.order_id, str(self.version)


class OrderApproved(Fact, frozen=True):
    """A second person let a version count."""

    order_id: str
    version: int
    by: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return self.order_id, str(self.version)


class OrderWithdrawn(Fact, frozen=True):
    """A version counts no longer."""

    order_id: str
    version: int
    because: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return self.order_id, str(self.version)


OrderCommand = EnterOrder | RecordTrial | ApproveOrder | WithdrawOrder
OrderEntry = OrderEntered | OrderTried | OrderApproved | OrderWithdrawn


@dataclass(slots=True)
class OrderState:
    """Every version of every order, by order and version."""

    orders: dict[tuple[str, ...], OrderVersion] = field(default_factory=dict)


def decide(state: OrderState, command: OrderCommand) -> Iterable[OrderEntry]:
    """What the command adds.

    :raises Refused: for an order that cannot be computed with; for a version out of turn; for an approval without a trial or by
        the one who entered it.
    """
    if isinstance(command, EnterOrder):
        _check_turn(state, command.order)
        check_order(command.order)
        return [OrderEntered(command.order, command.by)]
    known = state.orders.get((command.order_id, str(command.version)))
    if known is None or known.withdrawn_because:
        raise Refused(f"There is no version {command.version} of order {command.order_id} that could be tried, approved or withdrawn.")
    if isinstance(command, RecordTrial):
        return [OrderTried(command.order_id, command.version, command.trial, command.by)]
    if isinstance(command, WithdrawOrder):
        if not command.because.strip():
            raise Refused("Say why the order counts no longer.")
        return [OrderWithdrawn(command.order_id, command.version, command.because)]
    return _approve(known, command)


def evolve(state: OrderState, entry: OrderEntry) -> OrderState:
    """The state after an entry."""
    if isinstance(entry, OrderEntered):
        state.orders[entry.key] = OrderVersion(entry.order, entry.by)
        return state
    known = state.orders[entry.key]
    if isinstance(entry, OrderTried):
        state.orders[entry.key] = replace(known, trial=entry.trial, tried_by=entry.by)
    elif isinstance(entry, OrderApproved):
        state.orders[entry.key] = replace(known, approved_by=entry.by)
    else:
        state.orders[entry.key] = replace(known, withdrawn_because=entry.because)
    return state


def in_force(versions: Iterable[OrderVersion], on: Moment) -> list[Order]:
    """The orders that count on a day, each in its newest approved version, by id."""
    newest: dict[str, Order] = {}
    for one in sorted((one for one in versions if one.counts), key=lambda one: one.order.version):
        newest[one.order.order_id] = one.order
    return [
        order for _, order in sorted(newest.items()) if order.from_day <= on[:10] and (not order.until_day or on[:10] < order.until_day)
    ]


def _approve(known: OrderVersion, command: ApproveOrder) -> list[OrderApproved]:
    if known.approved_by:
        return []
    if known.trial is None:
        raise Refused(f"Try version {command.version} of {command.order_id} on what is known before it counts: kinkeeper orders try")
    if command.by == known.entered_by:
        raise Refused("An order takes two persons: who entered it cannot approve it.")
    return [OrderApproved(command.order_id, command.version, command.by)]


def _check_turn(state: OrderState, order: Order) -> None:
    if order.key in state.orders:
        raise Refused(f"Version {order.version} of {order.order_id} is known. A change is a new version.")
    if order.version < 1 or (order.version > 1 and (order.order_id, str(order.version - 1)) not in state.orders):
        raise Refused(f"Version {order.version} of {order.order_id} does not follow the versions known.")
