"""What time brings is the same however late, and however often, somebody looks."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.casework.climbing import climbed, next_step_at
from kinkeeper.domain.casework.timing import Stood, late, of_transfer, soon
from kinkeeper.domain.casework.warnings import (
    AnswerWarning,
    ClimbWarnings,
    RaiseWarnings,
    Warning,
    WarningState,
    decide,
    evolve,
)
from kinkeeper.domain.court.clocks import Clock
from kinkeeper.domain.court.instants import utc_text
from kinkeeper.domain.facts import replace
from kinkeeper.domain.handover.transfers import Transfer

BEGIN = datetime(2018, 7, 1, tzinfo=UTC)
END = BEGIN + timedelta(hours=400)
hours = st.integers(0, 400)


def at(hour: int) -> datetime:
    return BEGIN + timedelta(hours=hour)


def clock(due: int, *, met: int = 0) -> Clock:
    day = utc_text(at(due))
    one = Clock("ms-l-2018", "reunite", "Pchild", 1, "Padult", "ORR", "yes", "2018-06-26", day, day)
    return replace(one, met="2018-07-09", met_first=utc_text(at(met)), met_last=utc_text(at(met))) if met else one


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Clock, Stood]]:
    """A clock as known from hour to hour: its end moves, and at last it may be met."""
    cuts = sorted(draw(st.sets(hours, min_size=1, max_size=4)))
    found = []
    for place, begin in enumerate(cuts):
        until = at(cuts[place + 1]) if place + 1 < len(cuts) else None
        met = draw(hours) if until is None and draw(st.booleans()) else 0
        found.append((clock(draw(hours), met=met), Stood(at(begin), until)))
    return found


def look(state: WarningState, versions: list[tuple[Clock, Stood]], now: datetime) -> None:
    """One tick of a worker: of what was recorded by then it raises what is due, and lets climb what nobody answered."""
    known = [(one, Stood(stood.since, stood.until if stood.until and stood.until <= now else None)) for one, stood in versions]
    known = [(one, stood) for one, stood in known if stood.since <= now]
    found = {
        one.warning_id: one
        for clock, stood in reversed(known)
        for one in (*late(clock, stood, now), *soon(clock, (168, 72, 24), stood, now))
    }
    for command in (
        RaiseWarnings(tuple(found.values())),
        ClimbWarnings(tuple(key for (key,) in state.warnings) + tuple(found), utc_text(now)),
    ):
        for entry in decide(state, command):
            evolve(state, entry)


@given(histories(), st.lists(hours, max_size=8))
def test_however_often_a_worker_looked_it_has_recorded_the_same_at_the_end(versions: list[tuple[Clock, Stood]], looked: list[int]) -> None:
    often, once = WarningState(), WarningState()
    for hour in sorted(looked):
        look(often, versions, at(hour))
    look(often, versions, END)
    look(once, versions, END)
    assert often == once


@given(st.integers(1, 72), st.none() | st.integers(0, 400), st.lists(hours, max_size=8))
def test_what_is_recorded_of_the_climbing_is_what_is_shown(answer_within: int, answered: int | None, looked: list[int]) -> None:
    state = WarningState()
    one = Warning("W-1", "", "Pchild", "wrong", "case_manager", answer_within, utc_text(BEGIN))
    commands: list[tuple[int, object]] = [(hour, ClimbWarnings(("W-1",), utc_text(at(hour)))) for hour in (*looked, 400)]
    if answered is not None:
        commands.append((answered, AnswerWarning("W-1", "done", utc_text(at(answered)), "somebody")))
    for command in (RaiseWarnings((one,)), *(command for _, command in sorted(commands, key=lambda told: told[0]))):
        for entry in decide(state, command):  # type: ignore[arg-type]
            evolve(state, entry)
    told = state.warnings["W-1",]
    assert len(told.climbed_at) == climbed(told, END).steps
    assert list(told.climbed_at) == [utc_text(step) for step in told.steps_at[: len(told.climbed_at)]]
    assert (next_step_at(told) is None) == (climbed(told, END).next_at is None)


def test_the_end_of_a_clock_is_warned_of_once_and_climbs_at_each_of_its_hours() -> None:
    [one] = soon(clock(200), (168, 72, 24), Stood(BEGIN), END)
    assert one.raised_at == utc_text(at(32))
    assert [utc_text(step) for step in one.steps_at] == [utc_text(at(hour)) for hour in (128, 176, 200)]
    # Known late: as of then, with the hours that are left.
    [one] = soon(clock(200), (168, 72, 24), Stood(at(150)), END)
    assert (one.raised_at, one.words) == (utc_text(at(150)), "reunite of ms-l-2018 is due in 50 hours, at 2018-07-09T08:00:00Z.")
    assert [utc_text(step) for step in one.steps_at] == [utc_text(at(hour)) for hour in (176, 200)]
    assert soon(clock(200), (168, 72, 24), Stood(at(201)), END) == []
    assert soon(clock(200, met=20), (168,), Stood(BEGIN), END) == []


def test_f18_on_the_instant_that_it_is_due_a_clock_is_not_late() -> None:
    assert late(clock(72), Stood(BEGIN), at(72)) == []
    [one] = late(clock(72), Stood(BEGIN), at(72) + timedelta(seconds=1))
    assert one.raised_at == utc_text(at(72))


def test_an_offer_answered_after_its_hour_is_warned_of_also_by_who_looks_later_still() -> None:
    offer = Transfer("TR-1", "Pchild", "CBP", "McAllen", "ORR", "Harlingen", "2018-07-01T00:00", "2018-07-01T04:00", "UTC")
    assert [one.raised_at for one in of_transfer(offer, Stood(BEGIN, at(9)), END)] == [utc_text(at(4))]
    assert of_transfer(offer, Stood(BEGIN, at(3)), END) == []
    assert of_transfer(replace(offer, answered="refused"), Stood(at(9)), END) == []
