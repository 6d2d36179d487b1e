import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import replace
from kinkeeper.domain.placements import Placement, PlacementState, ReportPlacement, decide
from kinkeeper.domain.records import Stay

from .histories import History, fold

SHELTER = Placement("p1", "rosa", Stay("ORR", "Shelter One", "2018-05-17", "2018-07-08"))
placements = st.builds(
    lambda n, custodian, end: replace(SHELTER, placement_id=n, stay=replace(SHELTER.stay, custodian=custodian, end=end)),
    st.sampled_from(["p1", "p2"]),
    st.sampled_from(["CBP", "ORR", "JAIL"]),
    st.sampled_from(["", "2018-05", "2018-05-17", "2018-05-16"]),
)


@given(st.lists(placements.map(ReportPlacement), max_size=8))
def test_reports_are_kept_side_by_side(commands):
    history = History().try_all(commands)
    assert all(placement.placement_id == key for key, placement in history.states["placements"].placements.items())
    assert fold(history.entries) == history.states


def test_the_same_report_twice_adds_nothing():
    history = History()
    assert len(history.give(ReportPlacement(SHELTER))) == 1
    assert history.give(ReportPlacement(SHELTER)) == []


@pytest.mark.parametrize(
    "stay",
    [
        Stay("ORR", "", "2018"),
        Stay("ICE", "", "2018-05", "2018"),
        Stay("CBP", "", "2018-05-17T06:13", "2018-05-17"),
        Stay("HOSPITAL", "", "2018-05-17"),
    ],
)
def test_a_stay_may_be_known_only_roughly(stay):
    assert decide(PlacementState(), ReportPlacement(replace(SHELTER, stay=stay)))


@pytest.mark.parametrize(
    "stay",
    [
        Stay("ZOO", "", "2018-05-17"),
        Stay("ORR", "", ""),
        Stay("ORR", "", "2018-05-17", "2018-05-16"),
        Stay("ORR", "", "2018-05-17", "2018-04"),
        Stay("ORR", "", "yesterday"),
        Stay("ORR", "", "2018-02-31"),
        Stay("ORR", "", "2018-05-17", "9999-99-99"),
    ],
    ids=["no such custodian", "no start", "ends before it begins", "ends a month before", "no moment", "no such day", "no such end"],
)
def test_a_stay_that_cannot_be_is_refused(stay):
    with pytest.raises(Refused):
        decide(PlacementState(), ReportPlacement(replace(SHELTER, stay=stay)))
