"""Hand-overs: acknowledged, refused, overdue; a need refuses to be left behind (F-17); tags say nothing about who wears them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import replace
from kinkeeper.domain.handover.capacity import Beds, ReportBeds, Waiting, forecast, place_children
from kinkeeper.domain.handover.needs import Need, RecordNeed
from kinkeeper.domain.handover.tags import CHECKS, LETTERS, GiveTag, Scan, ScanTag, Tag, check_character, read_token
from kinkeeper.domain.handover.transfers import (
    AcknowledgeTransfer,
    OfferTransfer,
    RefuseTransfer,
    Transfer,
    answers_for,
    is_overdue,
)
from tests.domain.histories import History

DEAF = Need("NE-1", "P1", "deaf", "Speaks Lengua de Señas de Guatemala; needs an interpreter", "2018-05-17")
OFFER = Transfer("TR-1", "P1", "CBP", "McAllen", "ORR", "Harlingen", "2018-05-19T08:00", "2018-05-19T12:00", "America/Chicago")


def history(*commands: object) -> History:
    played = History()
    for command in commands:
        played.give(command)
    return played


def test_f17_the_deaf_childs_need_refuses_to_be_left_behind() -> None:
    played = history(RecordNeed(DEAF))
    with pytest.raises(Refused, match=r"deaf \(NE-1\) must travel"):
        played.give(OfferTransfer(OFFER))
    played.give(OfferTransfer(replace(OFFER, needs=("NE-1",))))
    with pytest.raises(Refused, match=r"deaf \(NE-1\) must travel"):
        played.give(AcknowledgeTransfer("TR-1", "2018-05-19T11:00", (), "luz"))
    played.give(AcknowledgeTransfer("TR-1", "2018-05-19T11:00", ("NE-1",), "luz"))
    [one] = played.states["transfers"].transfers.values()
    assert (one.answered, one.answered_by) == ("acknowledged", "luz")


def test_f17_a_need_said_after_the_offer_must_be_read_all_the_same() -> None:
    played = history(OfferTransfer(OFFER), RecordNeed(DEAF))
    with pytest.raises(Refused, match="must travel"):
        played.give(AcknowledgeTransfer("TR-1", "2018-05-19T11:00", (), "luz"))


def test_a_need_ends_for_a_reason() -> None:
    played = history(RecordNeed(DEAF))
    with pytest.raises(Refused, match="for a reason"):
        played.give(RecordNeed(replace(DEAF, ended="2018-06-01")))
    played.give(RecordNeed(replace(DEAF, ended="2018-06-01", ended_because="recorded for another child")))
    played.give(OfferTransfer(OFFER))


def test_who_answers_until_the_next_custodian_does() -> None:
    assert answers_for([OFFER], "CBP") == "CBP"
    assert answers_for([replace(OFFER, answered="acknowledged")], "ORR") == "ORR"
    assert answers_for([OFFER], "") == "CBP"


def test_an_offer_is_overdue_only_past_its_hour() -> None:
    assert not is_overdue(OFFER, datetime(2018, 5, 19, 17, 0, tzinfo=UTC))
    assert is_overdue(OFFER, datetime(2018, 5, 19, 17, 1, tzinfo=UTC))
    assert not is_overdue(replace(OFFER, answered="refused"), datetime(2019, 1, 1, tzinfo=UTC))


def test_a_refusal_gives_its_reason_and_an_answered_offer_is_closed() -> None:
    played = history(OfferTransfer(OFFER))
    with pytest.raises(Refused, match="Say why"):
        played.give(RefuseTransfer("TR-1", "2018-05-19T11:00", " ", False, "luz"))
    played.give(RefuseTransfer("TR-1", "2018-05-19T11:00", "no bed for a boy of nine", False, "luz"))
    with pytest.raises(Refused, match="is open"):
        played.give(AcknowledgeTransfer("TR-1", "2018-05-19T12:00", (), "luz"))


tokens = st.text(LETTERS, min_size=16, max_size=16)


@given(tokens, st.integers(0, 16), st.sampled_from(CHECKS), st.integers(0, 15))
def test_one_wrong_or_two_swapped_characters_never_pass(token: str, at: int, other: str, swap: int) -> None:
    good = token + check_character(token)
    assert read_token(good.lower()[:4] + "-" + good[4:]) == good
    wrong = good[:at] + other + good[at + 1 :]
    swapped = good[:swap] + good[swap + 1] + good[swap] + good[swap + 2 :]
    for bad in (wrong, swapped):
        if bad.translate(str.maketrans("OIL", "011")) != good:
            with pytest.raises(Refused):
                read_token(bad)


def test_a_scan_is_of_a_tag_that_somebody_wears() -> None:
    token = "0123456789ABCDEF"
    token += check_character(token)
    played = history(GiveTag(Tag(token, "P1", "2018-05-17T06:13", "McAllen")))
    scan = Scan("SC-1", token, "2018-05-19T11:00", "ORR", "Harlingen")
    assert len(played.give(ScanTag(scan))) == 1 and played.give(ScanTag(scan)) == []
    with pytest.raises(Refused, match="Another person"):
        played.give(GiveTag(Tag(token, "P2", "2018-05-17T06:13")))
    played.give(GiveTag(Tag(token, "P1", "2018-05-17T06:13", "McAllen", "lost")))
    with pytest.raises(Refused, match="Nobody wears"):
        played.give(ScanTag(replace(scan, scan_id="SC-2")))
    assert "P1" not in token


def test_siblings_stay_together_where_a_program_holds_them() -> None:
    beds = [
        Beds("a", "Small", "2018-07-01", 1),
        Beds("b", "Large", "2018-07-01", 3, needs=("deaf",)),
        Beds("c", "Girls", "2018-07-01", 2, sex="F"),
    ]
    waiting = [
        Waiting("alone", 9, "M"),
        Waiting("sister", 8, "F", party="KF-1"),
        Waiting("brother", 9, "M", party="KF-1"),
        Waiting("deaf", 5, "F", ("deaf",)),
    ]
    assert place_children(waiting, beds) == {"sister": "Large", "brother": "Large", "deaf": "Large", "alone": "Small"}
    assert place_children([Waiting("boy", 9, "M")] * 1, [Beds("c", "Girls", "2018-07-01", 2, sex="F")]) == {}
    with pytest.raises(Refused):
        history(ReportBeds(Beds("a", "x", "2018-07-01", -1)))


def test_arrivals_are_forecast_from_the_last_seven_days() -> None:
    assert (forecast([100, 1, 1, 1, 1, 1, 1, 1], 3), forecast([], 3), forecast([1, 0], 3)) == (3, 0, 2)
