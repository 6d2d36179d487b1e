"""Orders and adjustments, as known at a size of the ledger."""

from collections.abc import Iterable

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.court.adjustments import Adjustment
from kinkeeper.domain.court.orders import OrderVersion, in_force
from kinkeeper.domain.court.regimes import Regime
from kinkeeper.domain.court.wording import Order
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.things import list_things


@shows_nobody("orders")
def list_orders(viewer: Viewer, *, known_at: int | None = None) -> list[OrderVersion]:
    """
    Every version of every order, by id and version.

    :raises NotAllowed: if the viewer may not read.
    """
    found = list_things(viewer, "court_order", OrderVersion, asked={"known_at": known_at})
    return sorted(found, key=lambda one: (one.order.order_id, one.order.version))


@shows_nobody("orders")
def get_versions(viewer: Viewer, order_id: str, *, known_at: int | None = None) -> list[OrderVersion]:
    """
    Every version of one order, the newest first.

    :raises NotFound: if there is no such order.
    """
    found = list_things(viewer, "court_order", OrderVersion, "order_id = %(order)s", {"order": order_id, "known_at": known_at})
    if not found:
        raise NotFound("There is no order %(order_id)s. See them with: kinkeeper orders list", order_id=order_id)
    return sorted(found, key=lambda one: -one.order.version)


@shows_nobody("orders")
def list_in_force(viewer: Viewer, on: Moment, *, known_at: int | None = None) -> list[Order]:
    """
    The orders that count on a day, each in its newest approved version.

    :raises NotAllowed: if the viewer may not read.
    """
    return in_force(list_things(viewer, "court_order", OrderVersion, "counts", {"known_at": known_at}), on)


@shows_nobody("orders")
def list_regimes(viewer: Viewer, *, known_at: int | None = None) -> list[Regime]:
    """
    The limits on reasons that approved orders set, of every time.

    :raises NotAllowed: if the viewer may not read.
    """
    return regimes_of(list_orders(viewer, known_at=known_at))


def regimes_of(versions: Iterable[OrderVersion]) -> list[Regime]:
    """The limits on reasons that the approved ones of these orders set."""
    counting = sorted((one for one in versions if one.counts), key=lambda one: (one.order.order_id, one.order.version))
    newest = {one.order.order_id: one.order for one in counting}
    return [order.regime for order in newest.values() if order.regime]


@shows(FieldGroup.CUSTODY)
def list_adjustments(viewer: Viewer, *, known_at: int | None = None) -> list[Adjustment]:
    """
    Every adjustment, revoked ones included, in the order in which they were granted.

    :raises NotAllowed: if the viewer may not read.
    """
    return list_things(viewer, "adjustment", Adjustment, asked={"known_at": known_at})
