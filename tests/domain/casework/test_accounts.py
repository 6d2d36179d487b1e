"""F-11 to F-14: what staff write down of a separation, how complete it is, and what the rule of its day says."""

import pytest

from kinkeeper.domain.casework.accounts import ASKED, Account, RecordAccount, completeness
from kinkeeper.domain.casework.counts import Compared, CountClaim, RecordClaim
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import replace
from kinkeeper.extracts.court import shipped_orders
from tests.domain.histories import History

REGIMES = [regime for order in shipped_orders() if (regime := order.regime)]
WHOLE = Account(
    "AC-1",
    "P1",
    "P2",
    "2020-02-01",
    "McAllen",
    "CBP",
    "unable to verify relationship",
    "PARENTAGE_DOUBT",
    "The birth certificate gives another surname.",
    "photograph of the certificate",
    "J. Ruiz",
    "A. Solis",
)


def test_f11_completeness_equals_a_hand_count() -> None:
    complete = replace(WHOLE, reason_code="CRIMINAL_HISTORY")
    assert completeness(complete, REGIMES).missing == () and completeness(complete, REGIMES).score == 100
    bare = Account("AC-2", "P1", reason_as_recorded="criminal history", reason_code="CRIMINAL_HISTORY")
    assert set(completeness(bare, REGIMES).missing) == set(ASKED) - {"reason_as_recorded", "reason_code"}
    assert completeness(bare, REGIMES).score == 30


@pytest.mark.parametrize(("looked_into", "complete"), [("", False), ("tested", True), ("refused", True), ("impossible", True)])
def test_f14_a_doubt_about_parentage_stays_incomplete_without_a_test(looked_into: str, complete: bool) -> None:
    one = replace(WHOLE, looked_into=looked_into, looked_into_words="no swab kit at the station" if looked_into else "")
    assert completeness(one, REGIMES).is_complete is complete


def test_f12_a_correction_says_why_and_the_words_as_recorded_stay() -> None:
    history = History()
    history.give(RecordAccount(WHOLE))
    with pytest.raises(Refused, match="says why"):
        history.give(RecordAccount(replace(WHOLE, reason_code="CRIMINAL_HISTORY")))
    history.give(RecordAccount(replace(WHOLE, reason_code="NOT_PARENT", corrects="the second reader found the code wrong")))
    [one] = history.states["accounts"].accounts.values()
    assert (one.reason_as_recorded, one.reason_code) == ("unable to verify relationship", "NOT_PARENT")
    assert len([entry for entry in history.entries if hasattr(entry, "account")]) == 2


@pytest.mark.parametrize("bad", [{"child": ""}, {"separated_on": "May"}, {"looked_into": "maybe"}, {"looked_into": "tested"}])
def test_an_account_that_cannot_be_is_refused(bad: dict[str, str]) -> None:
    with pytest.raises(Refused):
        History().give(RecordAccount(replace(WHOLE, **bad)))


def test_f15_seven_claimed_sixty_found() -> None:
    claim = CountClaim("CL-1", "OFO", 7, "families", "separated at ports of entry", "2018-05-06", "2018-07-09")
    assert (Compared(claim, 60).disagrees, Compared(claim, 60).factor) == (True, "8.6")
    assert not Compared(claim, 7).disagrees


@pytest.mark.parametrize("bad", [{"unit": "units"}, {"definition": " "}, {"from_day": "May"}, {"claimed": -1}])
def test_f27_a_number_without_unit_definition_or_days_is_refused(bad: dict[str, object]) -> None:
    claim = CountClaim("CL-1", "OFO", 7, "families", "separated at ports of entry", "2018-05-06", "2018-07-09")
    with pytest.raises(Refused):
        History().give(RecordClaim(replace(claim, **bad)))
