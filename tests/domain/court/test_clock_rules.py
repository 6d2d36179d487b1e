"""The edges of clocks: hours across a change of the clock, days by age on the order's day, birthdays that are not every year."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.court.adjustments import Adjustment, adjust
from kinkeeper.domain.court.calendars import Calendar
from kinkeeper.domain.court.clock_rules import ByAge, ClockRule, Reached, Terms, run_clock
from kinkeeper.domain.court.clocks import Clock, State, read_clock
from kinkeeper.domain.court.instants import Span, local_text, span_of, utc_text
from kinkeeper.extracts.court import shipped_calendars

TERMS = Terms("2018-06-26", "America/Los_Angeles", Calendar("none"))
NOTICE = ClockRule("notice", "n", "n", "CBP", "apprehended", ("notified",), 48)
PLACEMENT = ClockRule("placement", "p", "p", "CBP", "apprehended", ("placed",), 72)
REUNITE = ClockRule("reunite", "r", "r", "ORR", "ordered", ("reunited",), 30, "days", (ByAge(5, 14),))
EIGHTEEN = ClockRule("turns-18", "t", "t", "ORR", "born", ("left_care",), 18, "age")


def reached(moment: str, zone: str = "America/Chicago") -> Reached:
    span = span_of(moment, zone)
    assert span is not None
    return Reached(moment, span)


def clock(rule: ClockRule, born: str = "2010-01-01", terms: Terms = TERMS, **steps: Any) -> Clock:
    run = run_clock(rule, terms, {step: [reached(*one) if isinstance(one, tuple) else reached(one)] for step, one in steps.items()}, born)
    assert run is not None
    met = run.met
    return Clock(
        "o", rule.clock, "P1", 1, "", rule.owner, "yes", run.started.moment, utc_text(run.due.earliest), utc_text(run.due.latest),
        met.moment if met else "", utc_text(met.span.earliest) if met else "", utc_text(met.span.latest) if met else "",
    )  # fmt: skip


def state(one: Clock, now: str = "2030-01-01T00:00:00") -> State:
    return read_clock(one, datetime.fromisoformat(now).replace(tzinfo=UTC)).state


# The night of 11 March 2018 has 23 hours in Chicago, that of 4 November 2018 has 25.
SPRING, AUTUMN, PLAIN = "2018-03-10T06:00", "2018-11-03T06:00", "2018-05-17T06:00"


@pytest.mark.parametrize("start", [SPRING, AUTUMN, PLAIN])
@pytest.mark.parametrize(
    ("rule", "step", "after", "wanted"),
    [
        (NOTICE, "notified", (47, 59), State.MET),
        (NOTICE, "notified", (48, 0), State.MET),
        (NOTICE, "notified", (48, 1), State.MET_LATE),
        (PLACEMENT, "placed", (71, 59), State.MET),
        (PLACEMENT, "placed", (72, 0), State.MET),
        (PLACEMENT, "placed", (72, 1), State.MET_LATE),
    ],
)
def test_f18_f19_hours_are_hours_also_when_clocks_are_changed(
    start: str, rule: ClockRule, step: str, after: tuple[int, int], wanted: State
) -> None:
    instant = reached(start).span.earliest + timedelta(hours=after[0], minutes=after[1])
    local = local_text(instant, "America/Chicago")
    assert state(clock(rule, apprehended=start, **{step: local})) == wanted


def test_f18_72_hours_of_a_spring_night_end_an_hour_later_by_the_wall() -> None:
    due = clock(PLACEMENT, apprehended=SPRING).due_last
    assert local_text(datetime.fromisoformat(due[:-1]).replace(tzinfo=UTC), "America/Chicago") == "2018-03-13T07:00"


def test_f18_where_one_place_keeps_its_clock_and_the_next_does_not() -> None:
    placed = ("2018-03-13T05:59", "America/Phoenix")  # 07:59 in Chicago's summer time would be past the 72 hours
    assert state(clock(PLACEMENT, apprehended=SPRING, placed=placed)) == State.MET_LATE
    assert state(clock(PLACEMENT, apprehended=SPRING, placed=("2018-03-13T04:59", "America/Phoenix"))) == State.MET


@pytest.mark.parametrize(("now", "wanted"), [("2018-05-20T11:00:00", State.RUNNING), ("2018-05-20T11:00:01", State.LATE)])
def test_on_the_very_instant_a_clock_is_not_late(now: str, wanted: State) -> None:
    assert state(clock(PLACEMENT, apprehended=PLAIN), now) == wanted


def test_f20_a_start_of_which_only_the_day_is_known_is_a_day_long() -> None:
    one = clock(PLACEMENT, apprehended="2018-05-17")
    assert (one.due_first, one.due_last) == ("2018-05-20T05:00:00Z", "2018-05-21T04:59:59Z")
    assert state(one, "2018-05-20T05:00:00") == State.RUNNING
    assert state(one, "2018-05-20T18:00:00") == State.UNSURE
    assert state(one, "2018-05-21T05:00:00") == State.LATE
    assert state(clock(PLACEMENT, apprehended="2018-05-17", placed="2018-05-20")) == State.UNSURE


def test_f20_a_place_that_nobody_knows_widens_the_start_to_every_zone_of_the_country() -> None:
    span = span_of("2018-05-17T06:00", "")
    assert span and span.latest - span.earliest == timedelta(hours=3)


def test_an_hour_that_comes_twice_is_both() -> None:
    span = span_of("2018-11-04T01:30", "America/Chicago")
    assert span == Span(datetime(2018, 11, 4, 6, 30, tzinfo=UTC), datetime(2018, 11, 4, 7, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("born", "due"),
    [
        ("2015-01-01", "2018-07-10"),  # three: 14 days
        ("2010-01-01", "2018-07-26"),  # eight: 30 days
        ("2013-06-26", "2018-07-26"),  # five on the very day of the order
        ("2013-06-27", "2018-07-10"),  # turns five between order and due date, keeps the phase of the order's day
    ],
)
def test_f25_days_by_age_on_the_orders_day(born: str, due: str) -> None:
    one = clock(REUNITE, born)
    assert one.due_first == one.due_last
    assert local_text(datetime.fromisoformat(one.due_last[:-1]).replace(tzinfo=UTC), TERMS.zone) == f"{due}T23:59"


def test_f25_where_no_birth_is_known_the_first_due_day_counts_as_the_last_warning() -> None:
    one = clock(REUNITE, "")
    assert (one.due_first[:10], one.due_last[:10]) == ("2018-07-11", "2018-07-27")
    assert state(one, "2018-07-15T00:00:00") == State.UNSURE


def test_f25_reunited_on_the_last_day_is_met_and_the_day_after_is_seven_months_or_one_day_late() -> None:
    assert state(clock(REUNITE, "2015-01-01", reunited=("2018-07-10", TERMS.zone))) == State.MET
    assert state(clock(REUNITE, "2015-01-01", reunited=("2018-07-11", TERMS.zone))) == State.MET_LATE


@pytest.mark.parametrize(
    ("born", "last"),
    [("2000-07-03", "2018-07-02"), ("2000-02-29", "2018-02-28"), ("2002-02-28", "2020-02-27"), ("2004-02-29", "2022-02-28")],
)
def test_f24_a_child_turns_18_on_the_birthday_and_born_on_29_february_on_1_march(born: str, last: str) -> None:
    due = clock(EIGHTEEN, born).due_last
    assert local_text(datetime.fromisoformat(due[:-1]).replace(tzinfo=UTC), TERMS.zone) == f"{last}T23:59"


def test_days_that_end_when_the_court_does_not_sit_roll_on_where_the_order_says_so() -> None:
    federal = shipped_calendars()["federal"]
    terms = Terms("2018-06-20", "America/Los_Angeles", federal)
    rule = ClockRule("answer", "a", "a", "DOJ", "ordered", (), 14, "days", rolls=True)
    assert clock(rule, terms=terms).due_last.startswith("2018-07-06")  # 4 July is a holiday: the 5th, 23:59:59 in the Pacific zone
    court_days = ClockRule("answer", "a", "a", "DOJ", "ordered", (), 3, "court_days")
    assert clock(court_days, terms=Terms("2018-07-02", "America/New_York", federal)).due_last.startswith("2018-07-07T03:59:59")


def test_a_hearing_is_due_at_its_own_hour_and_the_last_that_was_set_counts() -> None:
    rule = ClockRule("hearing", "h", "h", "counsel", "hearing", (), counted="day")
    run = run_clock(rule, TERMS, {"hearing": [reached("2018-07-01T09:00"), reached("2018-09-01T09:00")]}, "")
    assert run and run.started.moment == "2018-09-01T09:00"


def granted(kind: str, **told: str) -> Adjustment:
    return Adjustment("AD-1", "o", "", "", kind, "stipulation", **told)


def test_time_that_does_not_count_moves_the_end_and_open_it_holds_the_clock() -> None:
    run = run_clock(REUNITE, TERMS, {}, "2015-01-01")
    assert run is not None
    moved = adjust(run, [granted("tolling", since="2018-07-01", until="2018-07-04")], TERMS.zone)
    assert moved.due == run.due.plus(timedelta(days=3))
    assert adjust(run, [granted("tolling", since="2018-07-01")], TERMS.zone).held == "tolling"
    before = adjust(run, [granted("tolling", since="2018-06-01", until="2018-06-02")], TERMS.zone)
    assert before.due == run.due
    assert adjust(run, [granted("extension", until="2018-07-20")], TERMS.zone).due.latest.day == 21
    assert adjust(run, [granted("extension", until="2018-07-01")], TERMS.zone).due == run.due
    assert adjust(run, [granted("exception")], TERMS.zone).held == "exception"


moments = st.sampled_from(["", "2018", "2018-05", "2018-05-17", "2018-05-17T06:13", "2018-03-11T02:30", "2018-11-04T01:30", "2099-12-31"])
zones = st.sampled_from(["", "America/Chicago", "America/Phoenix", "UTC"])


@given(moments, moments, zones, zones, st.integers(0, 10_000))
def test_contradictory_and_future_reports_never_crash_a_clock(start: str, stop: str, one: str, other: str, amount: int) -> None:
    told = (("apprehended", start, one), ("placed", stop, other))
    steps = {name: [Reached(moment, span)] for name, moment, zone in told if (span := span_of(moment, zone))}
    run = run_clock(ClockRule("c", "c", "c", "CBP", "apprehended", ("placed",), amount), TERMS, steps, "2010-01-01")
    assert (run is None) == (not start)
    if run:
        assert run.due.earliest <= run.due.latest
        assert run.due.latest - run.due.earliest == run.started.span.latest - run.started.span.earliest
