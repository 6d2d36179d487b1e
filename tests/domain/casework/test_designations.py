"""F-01, F-02, F-08: a designation never reaches a tie, a family or its numbers."""

from kinkeeper.domain.casework.designations import Designation, RecordDesignation, last_designation
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.ties import AssessTies, Tie
from tests.domain.histories import History


def test_f01_f02_after_five_redesignations_of_every_member_the_tie_the_family_and_its_number_stand() -> None:
    history = History()
    history.give(AssessTies("run", (Tie("P1", "P2", "parent", "claimed", "0.9500", "recorded"),)))
    history.give(FormFamilies("run", (Family("KF-1", ("P1", "P2"), ("RGV-77",)),)))
    before = dict(history.states["ties"].ties), dict(history.states["families"].families)
    for number, code in enumerate(("FMUA", "SINGLE", "UAC", "FMUA", "UAC")):
        for person in ("P1", "P2"):
            history.give(RecordDesignation(Designation(f"D{number}{person}", person, code, f"2018-05-1{number}")))
    assert (history.states["ties"].ties, history.states["families"].families) == before
    assert len(history.states["designations"].designations) == 10


def test_f08_recorded_and_derived_are_kept_apart() -> None:
    said = [Designation("a", "P1", "FMUA", "2018-05-17"), Designation("b", "P1", "UAC", "2018-05-18", column="derived")]
    assert (last_designation(said), last_designation(said, "derived"), last_designation([])) == ("FMUA", "UAC", "")
