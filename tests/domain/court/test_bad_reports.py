"""Reports of custody out of order, contradictory, overlapping, of the future: all kept, shown as such, and no clock falls over them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.court.clocks import State, read_clock
from kinkeeper.domain.court.knowledge import Known, steps_of
from kinkeeper.domain.court.population import Answer
from kinkeeper.domain.court.running import Around, clocks_of, covered_by
from kinkeeper.domain.custody import Timeline, timeline
from kinkeeper.domain.custody_days import holdings
from kinkeeper.domain.divergence import find_separation
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.placements import Placement, PlacementState, ReportPlacement, decide, evolve
from kinkeeper.domain.records import Record, Stay
from kinkeeper.domain.separations import Separation
from kinkeeper.domain.terms import Custodian, Outcome, StayEnd
from kinkeeper.domain.ties import Tie
from kinkeeper.domain.whereabouts import Whereabouts, whereabouts
from kinkeeper.extracts.court import shipped_orders, zone_of_place

ORDERS = shipped_orders()
NOW = datetime(2018, 7, 8, 18, tzinfo=UTC)
PLACES = ("", "McAllen", "Harlingen, Texas", "nowhere")
days = st.sampled_from(["0001-01-01", "1900-01-01", "2018-02-28", "2018-03-11", "2018-11-04", "2020-02-29", "9999-12-31"]) | st.dates().map(
    str
)
near = st.integers(0, 80).map(lambda after: (datetime(2018, 5, 1) + timedelta(days=after)).date().isoformat())
hours = st.sampled_from(["T00:00", "T02:30", "T23:59:59"])
moments = st.one_of(
    near, near, days, st.builds(lambda day, hour: day + hour, near | days, hours), days.map(lambda day: day[:4]), days.map(lambda d: d[:7])
)
stays = st.builds(
    Stay,
    st.sampled_from(Custodian).map(str),
    st.sampled_from(PLACES),
    moments | st.just(""),
    moments | st.just(""),
    st.sampled_from(["", *StayEnd]).map(str),
)
reports = st.lists(st.tuples(stays, st.booleans()), max_size=6)
births = st.sampled_from(["", "2015-03-12", "2000-02-29", "2030-01-01", "9999-12-31"])
outcomes = st.builds(lambda on, what: (on, str(what)), moments | st.just(""), st.sampled_from(Outcome))


def person(name: str, told: list[tuple[Stay, bool]], born: str, chance: Random) -> Whereabouts:
    """Somebody of whom this was said, some of it by records and some by staff, in an order of its own."""
    records = [
        Record(f"{name}{n}", "x", "x.csv", "orr_children", n, born=born, stays=(stay,))
        for n, (stay, by_staff) in enumerate(told)
        if not by_staff
    ]
    state = PlacementState()
    for n, (stay, by_staff) in enumerate(told):
        if by_staff:
            try:
                for entry in decide(state, ReportPlacement(Placement(f"{name}{n}", name, stay))):
                    evolve(state, entry)
            except Refused:
                continue
    placed = list(state.placements.values())
    chance.shuffle(records)
    chance.shuffle(placed)
    return whereabouts(name, records, placed)


def said_by(told: Timeline) -> set[str]:
    return {source for one in (*told.periods, *told.undated) for source in one.said_by}


@given(reports, reports, births, outcomes, st.integers(0, 9), st.integers(0, 9))
def test_whatever_is_reported_is_kept_and_no_clock_falls_over_it(
    of_child: list[tuple[Stay, bool]], of_adult: list[tuple[Stay, bool]], born: str, outcome: tuple[str, str], one: int, other: int
) -> None:
    child, adult = person("c", of_child, born, Random(one)), person("a", of_adult, "", Random(one))
    assert child == person("c", of_child, born, Random(other)), "the order in which reports come changes nothing"
    records = {f"c{n}" for n, (_, by_staff) in enumerate(of_child) if not by_staff}
    assert records <= said_by(child.custody), "what a record says is never lost"
    cut = holdings([stay for stay, _ in of_child], lambda some: timeline((), [Placement(str(n), "c", stay) for n, stay in enumerate(some)]))
    assert (cut[0].from_day, cut[-1].until_day) == ("", "") and all(one.until_day == two.from_day for one, two in pairwise(cut))
    tie = Tie("c", "a", "parent", "corroborated", "0.9900", "recorded")
    parted = find_separation(tie, child, adult, "2018-07-08")
    told = Separation("c", "a", outcome[0], "", "PROSECUTION", "recorded", "0.9900", "", "", outcome[1], outcome[0])
    known = Known(child, ("2018-05-19",), tuple(one for one in (parted, told) if one))
    around = Around({"a": adult}, {("c", "a"): "parent"}, zone_of_place, (), "2018-07-08")
    assert all(covered_by(order, known, around).membership.covered in set(Answer) for order in ORDERS)
    for clock in clocks_of(ORDERS, known, around):
        assert clock.due_first <= clock.due_last
        assert read_clock(clock, NOW).state in set(State)
        assert (clock.met_first or "0") <= (clock.met_last or "0")
    assert all(
        reached == sorted(reached, key=lambda one: one.span.earliest) for reached in map(list, steps_of(known, zone_of_place).values())
    )


@given(near, near, st.sampled_from(["ICE", "USMS", "HOSPITAL"]))
def test_two_who_say_at_once_that_they_have_a_child_are_both_shown_and_marked(start: str, other: str, custodian: str) -> None:
    begin, later = sorted((start, other))
    told = whereabouts(
        "c",
        [],
        [
            Placement("1", "c", Stay("ORR", "Casa Sol", begin, "2018-09-30")),
            Placement("2", "c", Stay(custodian, "Eloy", later, "2018-09-30")),
        ],
    )
    assert {one.said_by for one in told.custody.periods} == {("1",), ("2",)}
    assert all(one.disagreement for one in told.custody.periods)


def test_a_report_of_a_day_to_come_is_kept_and_says_nothing_of_today() -> None:
    told = whereabouts(
        "c", [], [Placement("1", "c", Stay("CBP", "McAllen", "2018-05-19")), Placement("2", "c", Stay("ORR", "Casa Sol", "2031-01-01"))]
    )
    assert [one.custodian for one in told.custody.periods] == ["CBP", "ORR"]
    assert [one.custodian for one in told.custody.on("2018-07-08")] == ["CBP"]
