"""Lanes: who stands beside whom, what is drawn where, whatever the sources say."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.custody import timeline
from kinkeeper.domain.dates import days_between
from kinkeeper.domain.records import Record, Stay
from kinkeeper.domain.terms import Custodian, Outcome
from kinkeeper.queries.apart import Apart
from kinkeeper.queries.custody import Custody
from kinkeeper.queries.families import Household, Member, neighbours
from kinkeeper.queries.portraits import Portrait
from kinkeeper.web.pictures.landscape import LEFT, RIGHT, fitting, landscape
from kinkeeper.web.pictures.lanes import Lanes, lay_out
from kinkeeper.web.pictures.portrait import portrait

TODAY = "2018-07-08"

days = st.dates().map(lambda day: day.isoformat())
moments = days | days.map(lambda day: day + "T10:30") | st.sampled_from(["2018-05", "2018", "", "0001-01-01", "9999-12-31"])
stays = st.builds(
    Stay, st.sampled_from(Custodian).map(str), st.text(max_size=20), moments, moments, st.sampled_from(["", "removed", "released"])
)


def member(person_id: str, told: Sequence[Stay], *, is_child: bool) -> Member:
    custody = timeline([Record(f"r{person_id}", "", "", "", 0, stays=tuple(told))])
    return Member(Portrait(person_id, person_id), is_child, None, Custody(custody, custody.periods[-1:]))


def apart(child: str, adult: str, on: str, outcome: str = Outcome.APART, outcome_on: str = "") -> Apart:
    still = outcome in (Outcome.APART, Outcome.ADULT_REMOVED)
    return Apart(child, adult, on, "", "", "detected", "0.9", outcome, outcome_on, still, days_between(on, TODAY))


def household(child: Sequence[Stay], adult: Sequence[Stay], *separations: Apart) -> Household:
    return Household("KF-1", (), (member("C", child, is_child=True), member("A", adult, is_child=False)), (), separations)


@given(st.lists(stays, max_size=5), st.lists(stays, max_size=5), moments, st.sampled_from(Outcome), moments)
def test_whatever_sources_say_is_drawn_within_the_picture(
    child: list[Stay], adult: list[Stay], on: str, outcome: str, outcome_on: str
) -> None:
    lanes = lay_out(household(child, adult, apart("C", "A", on, outcome, outcome_on)), TODAY)
    drawn = landscape(lanes)
    for strip in drawn.strips:
        assert all(box.x >= LEFT and box.x + box.width <= RIGHT + 3 for box in strip.boxes)
        assert all(ribbon.x >= LEFT for ribbon in strip.ribbons)
    assert portrait(lanes, 10).height > 0 and len(drawn.ticks) <= 40


def test_the_mark_joins_two_neighbouring_lanes() -> None:
    lanes = lay_out(household([Stay("ORR", "", "2018-05-23")], [Stay("ICE", "", "2018-05-21")], apart("C", "A", "2018-05-21")), TODAY)
    drawn = landscape(lanes)
    (ribbon,) = drawn.strips[1].ribbons
    assert not drawn.strips[0].ribbons
    assert ribbon.mark_top < drawn.strips[0].y and ribbon.mark_bottom > drawn.strips[1].y + 30
    assert ribbon.separated == "Separated here, 21 May" and ribbon.band.lasted == "Apart 48 days"


def test_a_lane_of_a_person_nobody_mentions_is_hatched_from_first_to_last() -> None:
    lanes = lay_out(household([Stay("ORR", "", "2018-05-23")], []), TODAY)
    (bar,) = lanes.lanes[1].bars
    assert bar.is_gap and bar.start == 0 and bar.end == lanes.today


def test_records_that_disagree_are_half_as_high_and_none_hides_the_other() -> None:
    told = [Stay("ICE", "Eloy", "2018-06-01", "2018-06-20"), Stay("USMS", "Pharr", "2018-06-05", "2018-06-10")]
    boxes = landscape(lay_out(household([Stay("ORR", "", "2018-05-23")], told), TODAY)).strips[1].boxes
    held = [box for box in boxes if not box.bar.is_gap]
    assert {box.bar.row for box in held} == {0, 1} and {box.height for box in held} == {15}
    assert all("Two records disagree" in box.bar.sentence for box in held)


def test_a_bar_is_labelled_with_what_fits() -> None:
    assert fitting(("ICE detention, Eloy, Arizona", "ICE"), 300) == "ICE detention, Eloy, Arizona"
    assert fitting(("ICE detention, Eloy, Arizona", "ICE"), 40) == "ICE"
    assert fitting(("ICE detention, Eloy, Arizona", "ICE"), 10) == ""


def test_only_the_first_weeks_begin_a_week_before_the_separation() -> None:
    whole = household([Stay("CBP", "", "2018-01-01"), Stay("ORR", "", "2018-05-23")], [], apart("C", "A", "2018-05-21"))
    assert lay_out(whole, TODAY, zoom="weeks").lanes[0].bars[0].start == 0
    assert len(lay_out(whole, TODAY, zoom="weeks").ticks) == 6


def test_pairs_stay_together_and_others_follow() -> None:
    told = [
        apart("K2", "A2", "2018-06-01"),
        apart("K1", "A1", "2018-05-01"),
        apart("K3", "A1", "2018-05-02", Outcome.REUNITED, "2018-06-01"),
    ]
    assert neighbours(["K1", "K2", "K3", "A1", "A2", "A3"], told, {"K1", "K2", "K3"}) == ["K1", "A1", "K2", "A2", "K3", "A3"]


@given(st.sampled_from([2, 30, 99, 101, 400, 4000, 40_000]))
def test_the_grid_is_never_too_dense(length: int) -> None:
    from datetime import date, timedelta

    start = (date.fromisoformat(TODAY) - timedelta(days=length)).isoformat()
    lanes: Lanes = lay_out(household([Stay("ORR", "", start)], []), TODAY)
    assert len(lanes.ticks) <= 16
