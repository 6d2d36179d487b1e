"""The nouns of orders: their commands, their kinds of entry, and what in them is personal."""

from kinkeeper.domain.court import adjustments, clocks, members, orders
from kinkeeper.domain.nouns import Noun

COURT: tuple[Noun, ...] = (
    Noun(
        "orders",
        orders,
        orders.OrderState,
        {orders.EnterOrder: "order", orders.RecordTrial: "order", orders.ApproveOrder: "order", orders.WithdrawOrder: "order"},
        {
            "order.entered": orders.OrderEntered,
            "order.tried": orders.OrderTried,
            "order.approved": orders.OrderApproved,
            "order.withdrawn": orders.OrderWithdrawn,
        },
    ),
    Noun(
        "adjustments",
        adjustments,
        adjustments.AdjustmentState,
        {adjustments.GrantAdjustment: "order", adjustments.RevokeAdjustment: "order"},
        {"adjustment.granted": adjustments.AdjustmentGranted, "adjustment.revoked": adjustments.AdjustmentRevoked},
    ),
    Noun("clocks", clocks, clocks.ClockState, {clocks.SetClocks: "assess"}, {"clock.set": clocks.ClockSet}),
    Noun(
        "members",
        members,
        members.MemberState,
        {members.ReviseList: "assess", members.PlaceMember: "order"},
        {"member.listed": members.MemberListed},
    ),
)

PERSONAL: dict[type, frozenset[str]] = {
    adjustments.Adjustment: frozenset({"ground", "granted_by", "revoked_because"}),
    adjustments.AdjustmentRevoked: frozenset({"because"}),
    members.Member: frozenset({"reason"}),
}
"""Class -> the fields that stand in the detail alone."""
