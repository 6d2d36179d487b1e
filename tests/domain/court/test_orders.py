"""An order takes two persons and a trial before it counts."""

from typing import Any

import pytest

from kinkeeper.domain.court.adjustments import Adjustment, GrantAdjustment, RevokeAdjustment
from kinkeeper.domain.court.clock_rules import ClockRule
from kinkeeper.domain.court.clocks import Clock, SetClocks
from kinkeeper.domain.court.orders import ApproveOrder, EnterOrder, OrderVersion, RecordTrial, WithdrawOrder, in_force
from kinkeeper.domain.court.wording import Order, Trial
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import replace
from kinkeeper.extracts.court import shipped_orders
from tests.domain.histories import History

ORDER = Order("o", 1, "order", "An order", "Una orden", "18-cv-0428", "verified", "2018-06-26", "2018-06-26")
TRIAL = Trial(10, "2018-07-01", 1, 2, 3, 4, 5)


def versions(history: History) -> list[OrderVersion]:
    return list(history.states["orders"].orders.values())


def entered(*commands: Any) -> History:
    history = History()
    for command in (EnterOrder(ORDER, "Ana"), *commands):
        history.give(command)
    return history


def test_it_counts_when_a_second_person_has_approved_what_was_tried() -> None:
    history = entered(RecordTrial("o", 1, TRIAL, "Ana"))
    assert in_force(versions(history), "2018-07-01") == []
    history.give(ApproveOrder("o", 1, "Luz"))
    assert in_force(versions(history), "2018-07-01") == [ORDER]
    assert in_force(versions(history), "2018-06-25") == []


def test_nobody_approves_what_was_not_tried_or_their_own() -> None:
    history = entered()
    with pytest.raises(Refused, match="Try version 1"):
        history.give(ApproveOrder("o", 1, "Luz"))
    history.give(RecordTrial("o", 1, TRIAL, "Luz"))
    with pytest.raises(Refused, match="two persons"):
        history.give(ApproveOrder("o", 1, "Ana"))


def test_a_new_version_counts_only_once_it_is_approved_and_the_old_one_until_then() -> None:
    history = entered(RecordTrial("o", 1, TRIAL, "Ana"), ApproveOrder("o", 1, "Luz"))
    second = replace(ORDER, version=2, title="Changed")
    history.give(EnterOrder(second, "Luz"))
    assert in_force(versions(history), "2018-07-01") == [ORDER]
    history.give(RecordTrial("o", 2, TRIAL, "Luz"))
    history.give(ApproveOrder("o", 2, "Ana"))
    assert in_force(versions(history), "2018-07-01") == [second]
    history.give(WithdrawOrder("o", 2, "vacated on appeal", "Ana"))
    assert in_force(versions(history), "2018-07-01") == [ORDER]


@pytest.mark.parametrize(
    "bad",
    [
        replace(ORDER, version=3),
        replace(ORDER, version=2, zone="Mars/Olympus"),
        replace(ORDER, version=2, issued_on="June"),
        replace(ORDER, version=2, authority=" "),
        replace(ORDER, version=2, clocks=(ClockRule("c", "c", "c", "CBP", "arrival"),)),
        replace(ORDER, version=2, clocks=(ClockRule("c", "c", "c", "", "placed"),)),
        replace(ORDER, version=2, clocks=(ClockRule("c", "c", "c", "CBP", "placed", amount=-1),)),
        replace(ORDER, version=2, clocks=(ClockRule("c", "c", "c", "CBP", "placed", counted="moons"),)),
        ORDER,
    ],
)
def test_an_order_that_cannot_be_computed_with_is_refused(bad: Order) -> None:
    with pytest.raises(Refused):
        entered(EnterOrder(bad, "Luz"))


def test_the_orders_that_came_with_it_can_be_entered() -> None:
    history = History()
    for one in shipped_orders():
        history.give(EnterOrder(one, "Ana"))
    assert len(versions(history)) == 8


def test_an_adjustment_needs_a_ground_and_stays_when_it_is_taken_back() -> None:
    history = History()
    with pytest.raises(Refused, match="ground"):
        history.give(GrantAdjustment(Adjustment("AD-1", "o", "", "P1", "exception", " "), "Ana"))
    with pytest.raises(Refused, match="new last day"):
        history.give(GrantAdjustment(Adjustment("AD-1", "o", "", "P1", "extension", "ECF 99"), "Ana"))
    history.give(GrantAdjustment(Adjustment("AD-1", "o", "", "P1", "exception", "ECF 99"), "Ana"))
    with pytest.raises(Refused, match="why"):
        history.give(RevokeAdjustment("AD-1", "", "Luz"))
    history.give(RevokeAdjustment("AD-1", "granted for another child", "Luz"))
    [one] = history.states["adjustments"].adjustments.values()
    assert (one.granted_by, one.revoked_because) == ("Ana", "granted for another child")
    with pytest.raises(Refused, match="nothing to take back"):
        history.give(RevokeAdjustment("AD-1", "again", "Luz"))


def test_clocks_that_are_known_add_nothing() -> None:
    one = Clock("o", "c", "P1", 1, "", "CBP", "yes", "2018-05-17", "2018-05-20T00:00:00Z", "2018-05-20T00:00:00Z")
    history = History()
    assert len(history.give(SetClocks("run", (one,)))) == 1
    assert history.give(SetClocks("run 2", (one,))) == []
    with pytest.raises(Refused, match="two things"):
        history.give(SetClocks("run", (one, replace(one, met="2018-05-18"))))
