"""Orders, adjustments and clocks: a new version at each word about one."""

from kinkeeper.domain.court import adjustments, clocks, members, orders
from kinkeeper.domain.court.instants import instant_of
from kinkeeper.projections.things import Things

ORDERS = Things(
    "court_order",
    ("order_id", "version"),
    orders,
    orders.OrderState,
    orders.OrderVersion,
    ("counts",),
    lambda one: (one.counts,),
)
ADJUSTMENTS = Things(
    "adjustment",
    ("adjustment_id",),
    adjustments,
    adjustments.AdjustmentState,
    adjustments.Adjustment,
    ("order_id", "child"),
    lambda one: (one.order_id, one.child),
)
CLOCKS = Things(
    "clock",
    ("order_id", "clock", "child"),
    clocks,
    clocks.ClockState,
    clocks.Clock,
    ("adult", "owner", "due_first", "due_last", "met_last", "running"),
    lambda one: (
        one.adult,
        one.owner,
        instant_of(one.due_first),
        instant_of(one.due_last),
        instant_of(one.met_last) if one.met_last else None,
        one.runs,
    ),
)
MEMBERS = Things(
    "class_member",
    ("order_id", "child"),
    members,
    members.MemberState,
    members.Member,
    ("standing",),
    lambda one: (one.standing,),
)
THINGS = {"orders": ORDERS, "adjustments": ADJUSTMENTS, "clocks": CLOCKS, "members": MEMBERS}
