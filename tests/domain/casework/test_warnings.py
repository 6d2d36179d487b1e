"""A warning must be answered in time, else it climbs; nobody switches one off for themselves."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.casework.climbing import climbed
from kinkeeper.domain.casework.warnings import (
    AnswerWarning,
    ClimbWarnings,
    CloseWarning,
    RaiseWarnings,
    ReopenWarning,
    TakeBackAnswer,
    Warning,
    WarningAnswerTakenBack,
    WarningClimbed,
    WarningReopened,
)
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import replace
from tests.domain.histories import History

ONE = Warning("W-1", "reason", "P1", "The reason is not permitted.", "case_worker", 24, "2018-07-01T00:00:00Z", caused_by="ruiz")


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2018, 7, day, hour, tzinfo=UTC)


def test_silence_climbs_step_by_step_to_the_inspector() -> None:
    roles = [climbed(ONE, at(day)).role for day in (1, 2, 3, 4, 5)]
    assert roles == ["case_worker", "supervisor", "head", "inspector", "inspector"]
    assert climbed(ONE, at(1, 23)).steps == 0 and climbed(ONE, at(1)).next_at == at(2)
    assert climbed(replace(ONE, to_the_top=True), at(1)).role == "inspector"


def test_an_answer_in_time_stops_the_climb_and_a_late_one_keeps_what_was_climbed() -> None:
    answered = replace(ONE, answer="the test was ordered", answered_by="ana", answered_at="2018-07-01T10:00:00Z")
    assert (climbed(answered, at(30)).role, climbed(answered, at(30)).next_at) == ("case_worker", None)
    assert climbed(replace(answered, answered_at="2018-07-03T10:00:00Z"), at(30)).role == "head"


def test_nobody_closes_what_they_caused_or_answered() -> None:
    history = History()
    history.give(RaiseWarnings((ONE,)))
    with pytest.raises(Refused, match="Nobody has answered"):
        history.give(CloseWarning("W-1", "fine", "2018-07-02T00:00:00Z", "luz"))
    history.give(AnswerWarning("W-1", "the test was ordered", "2018-07-01T10:00:00Z", "ana"))
    for who in ("ana", "ruiz"):
        with pytest.raises(Refused, match="for themselves"):
            history.give(CloseWarning("W-1", "fine", "2018-07-02T00:00:00Z", who))
    history.give(CloseWarning("W-1", "the test came back", "2018-07-02T00:00:00Z", "luz"))
    assert history.give(RaiseWarnings((ONE,))) == []
    with pytest.raises(Refused, match="is open"):
        history.give(AnswerWarning("W-1", "again", "2018-07-03T00:00:00Z", "ana"))


def test_who_answered_takes_the_answer_back_and_it_climbs_as_if_nobody_had_answered() -> None:
    history = History()
    history.give(RaiseWarnings((ONE,)))
    back = TakeBackAnswer("W-1", "of another child", "2018-07-03T12:00:00Z", "ana")
    with pytest.raises(Refused, match="no answer to take back"):
        history.give(back)
    history.give(AnswerWarning("W-1", "the test was ordered", "2018-07-01T10:00:00Z", "ana"))
    assert history.give(ClimbWarnings(("W-1",), "2018-07-03T11:00:00Z")) == []
    for bad, words in ((replace_by(back, "luz"), "Only who answered"), (TakeBackAnswer("W-1", " ", back.at, "ana"), "Say why")):
        with pytest.raises(Refused, match=words):
            history.give(bad)
    assert history.give(back) == [WarningAnswerTakenBack("W-1", "2018-07-01T10:00:00Z", "of another child", back.at, "ana")]
    steps = history.give(ClimbWarnings(("W-1",), back.at))
    assert [(one.role, one.at) for one in steps if isinstance(one, WarningClimbed)] == [
        ("supervisor", "2018-07-02T00:00:00Z"),
        ("head", "2018-07-03T00:00:00Z"),
    ]
    history.give(AnswerWarning("W-1", "the test of this child was ordered", "2018-07-03T13:00:00Z", "luz"))


def test_a_closed_warning_is_opened_again_and_its_answer_stands() -> None:
    history = History()
    history.give(RaiseWarnings((ONE,)))
    again = ReopenWarning("W-1", "the test was of another", "2018-07-04T00:00:00Z", "luz")
    history.give(AnswerWarning("W-1", "the test was ordered", "2018-07-01T10:00:00Z", "ana"))
    with pytest.raises(Refused, match="is closed"):
        history.give(again)
    history.give(CloseWarning("W-1", "the test came back", "2018-07-02T00:00:00Z", "luz"))
    with pytest.raises(Refused, match="is open"):
        history.give(TakeBackAnswer("W-1", "why", "2018-07-03T00:00:00Z", "ana"))
    with pytest.raises(Refused, match="Say why"):
        history.give(ReopenWarning("W-1", "", again.at, "luz"))
    assert history.give(again) == [WarningReopened("W-1", "luz", "2018-07-02T00:00:00Z", again.why, again.at, "luz")]
    assert history.give(ClimbWarnings(("W-1",), "2018-07-09T00:00:00Z")) == [], "answered in time, it climbs no more"
    history.give(CloseWarning("W-1", "the right test came back", "2018-07-05T00:00:00Z", "luz"))


def replace_by(one: TakeBackAnswer, by: str) -> TakeBackAnswer:
    return TakeBackAnswer(one.warning_id, one.why, one.at, by)


@pytest.mark.parametrize("bad", [replace(ONE, role=""), replace(ONE, words=" "), replace(ONE, hours=0), replace(ONE, closed_by="ruiz")])
def test_a_warning_that_nobody_must_answer_is_refused(bad: Warning) -> None:
    with pytest.raises(Refused):
        History().give(RaiseWarnings((bad,)))


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 500))
def test_a_warning_never_climbs_down(first: int, later: int, hours: int) -> None:
    one = replace(ONE, hours=hours)
    early, late = sorted((first, later))
    when = [datetime.fromtimestamp(1_530_403_200 + 3600 * n, tz=UTC) for n in (early, late)]
    assert climbed(one, when[0]).steps <= climbed(one, when[1]).steps
