"""Why lists differ: what may be said, what is taken back, and what the data suggest by themselves."""

from typing import Any

import pytest

from kinkeeper.domain.deliveries.differences import Evidence, ExplainDifference, Explanation, suggest
from kinkeeper.domain.deliveries.meetings import Meeting, RecordMeeting
from kinkeeper.domain.errors import Refused
from tests.domain.histories import History


def said(**told: str) -> ExplainDifference:
    return ExplainDifference(Explanation("ME-1", "P1", **told))


def test_a_reason_an_owner_and_a_step_stand_until_said_anew_or_taken_back() -> None:
    history = History()
    assert len(history.give(said(reason="left_off", owner="CBP", next_step="ask"))) == 1
    assert history.give(said(reason="left_off", owner="CBP", next_step="ask", by="another")) == [], "said twice, it is recorded once"
    assert len(history.give(said(reason="reported_late"))) == 1
    assert len(history.give(said())) == 1
    assert history.states["differences"].explanations["ME-1", "P1"].is_empty
    with pytest.raises(Refused, match="a reason, an owner or a next step"):
        history.give(said())


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"reason": "because"}, "is no reason. Known: not_yet_reported"),
        ({"reason": "out_of_definition"}, "which ruling or definition"),
        ({"reason": "other", "words": " "}, "in words"),
        ({}, "Say a reason"),
    ],
)
def test_what_is_no_reason_is_refused(told: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        History().give(said(**told))


MEETING = Meeting("ME-1", "Thursday", ("dhs *.csv", "apart"))


@pytest.mark.parametrize(
    ("meeting", "why"),
    [
        (Meeting("ME-1", " ", ("a", "b")), "a name"),
        (Meeting("ME-1", "x", ("a",)), "two lists or more"),
        (Meeting("ME-1", "x", ("a", "a")), "each once"),
        (Meeting("ME-1", "x", ("a", " ")), "two lists or more"),
        (Meeting("ME-1", "x", tuple("abcdefghijklm")), "no more than 12"),
        (Meeting("ME-1", "x", ("a", "b"), "sponsor"), "'child' or as 'adult'"),
        (Meeting("ME-1", "x", ("a", "b"), held_at="Thursday"), "2018-07-08T10:30"),
    ],
)
def test_a_meeting_has_a_name_two_lists_and_moments(meeting: Meeting, why: str) -> None:
    with pytest.raises(Refused, match=why):
        History().give(RecordMeeting(meeting))


def test_a_meeting_is_not_held_before_it_was_held_last() -> None:
    from kinkeeper.domain.facts import replace

    history = History()
    for held_at in ("", "2018-07-05T10:00", "2018-07-12T10:00"):
        assert len(history.give(RecordMeeting(replace(MEETING, held_at=held_at)))) == 1
    with pytest.raises(Refused, match="2018-07-12T10:00 already"):
        history.give(RecordMeeting(replace(MEETING, held_at="2018-07-11")))


LIST = {"missing": "dhs", "speaks_of": "2018-07-06"}


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (LIST, None),
        (LIST | {"known_from": "2018-07-08"}, "not_yet_reported"),
        (LIST | {"known_from": "2018-07-06"}, None),
        (LIST | {"stood_until": "2018-06-29"}, "left_off"),
        (LIST | {"born": "2000-07-06", "stood_until": "2018-06-29"}, "turned_18"),
        (LIST | {"born": "2000-07-07"}, None),
        (LIST | {"outcome": "reunited", "outcome_on": "2018-07-05", "stood_until": "2018-06-29"}, "reunited"),
        (LIST | {"outcome": "released_to_other"}, "released_to_other"),
        (LIST | {"outcome": "adult_removed"}, None),
        (LIST | {"excluded_by": "ms-l", "outcome": "reunited"}, "out_of_definition"),
        (LIST | {"likely": "dhs.csv#4", "excluded_by": "ms-l"}, "same_person_twice"),
        (LIST | {"is_asked": True}, "under_review"),
        ({"births": frozenset({"2010-03-04", "2010-04-03"})}, "day_and_month"),
        ({"births": frozenset({"2010-03-04", "2010-03-05"})}, "data_error"),
        ({"names": frozenset({"Luis Xol", "Luis Shol"})}, "name_spelling"),
        ({}, None),
    ],
)
def test_what_the_data_suggest(told: dict[str, Any], reason: str | None) -> None:
    found = suggest(Evidence(**told))
    assert (found.reason if found else None) == reason
