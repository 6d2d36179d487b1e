"""What can be said against a record or a placement, and what is refused."""

from typing import Any

import pytest

from kinkeeper.domain.casework.objections import (
    Dispute,
    LiftObjection,
    Objection,
    ObjectionLifted,
    ObjectionState,
    Retract,
    StatementDisputed,
    StatementRetracted,
    StatementSuperseded,
    Supersede,
    decide,
    evolve,
)
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.placements import Placement, PlacementReported, PlacementState, ReportPlacement
from kinkeeper.domain.placements import decide as decide_placement
from kinkeeper.domain.placements import evolve as evolve_placement
from kinkeeper.domain.records import Stay

ME = "R. Delgado"
KNOWN = {("record", "r1"): 4, ("record", "r2"): 5, ("placement", "p1"): 6, ("placement", "p2"): 7}


def state(*given: Any) -> ObjectionState:
    known = ObjectionState(known=dict(KNOWN))
    for command in given:
        for entry in decide(known, command):
            known = evolve(known, entry)
    return known


def objection(kind: str, subject: str = "placement", id: str = "p1", instead: str = "") -> Objection:
    return Objection(subject, id, kind, KNOWN[subject, id], "wrong child", ME, instead)


def test_a_dispute_marks_and_a_retraction_takes_away() -> None:
    assert decide(state(), Dispute("placement", "p1", "wrong child", ME)) == [StatementDisputed(objection("disputed"))]
    assert decide(state(), Retract("placement", "p1", "wrong child", ME)) == [StatementRetracted(objection("retracted"))]
    assert decide(state(), Supersede("placement", "p1", "p2", "wrong child", ME)) == [
        StatementSuperseded(objection("superseded", instead="p2"))
    ]


def test_what_is_lifted_says_what_it_was() -> None:
    lift = LiftObjection("record", "r1", "it was right", ME)
    for command, kind in (
        (Retract("record", "r1", "wrong child", ME), "retracted"),
        (Dispute("record", "r1", "wrong child", ME), "disputed"),
    ):
        assert decide(state(command), lift) == [ObjectionLifted("record", "r1", kind, "it was right", ME)]
        assert state(command, lift).objections == {}


def test_the_same_doubt_twice_is_one_and_a_doubt_can_become_a_retraction() -> None:
    dispute = Dispute("placement", "p1", "wrong child", ME)
    assert decide(state(dispute), dispute) == []
    assert state(dispute, Retract("placement", "p1", "wrong child", ME)).objections["placement", "p1"].kind == "retracted"


@pytest.mark.parametrize(
    ("before", "command", "says"),
    [
        ([], Dispute("tie", "x", "w", ME), "'tie' cannot be objected to here"),
        ([], Dispute("record", "r9", "w", ME), "No record r9 is known"),
        ([], Retract("record", "r1", "  ", ME), "Say why"),
        ([], Supersede("placement", "p1", "p1", "w", ME), "Name another placement"),
        ([], Supersede("placement", "p1", "p9", "w", ME), "Name another placement"),
        ([Retract("placement", "p2", "w", "X. Y")], Supersede("placement", "p1", "p2", "w", ME), "was retracted itself"),
        ([Retract("placement", "p1", "w", "X. Y")], Dispute("placement", "p1", "w", ME), "was retracted already, by X. Y: w"),
        ([], LiftObjection("placement", "p1", "w", ME), "Nothing stands against"),
    ],
)
def test_what_is_refused(before: list[Any], command: Any, says: str) -> None:
    with pytest.raises(Refused, match=says):
        decide(state(*before), command)


def test_a_retracted_placement_counts_no_more_comes_back_when_that_is_lifted_and_is_not_reported_again() -> None:
    placement = Placement("p1", "P", Stay("ORR", "", "2018-05-17"))
    known = evolve_placement(PlacementState(), PlacementReported(placement))
    known = evolve_placement(known, StatementRetracted(objection("retracted")))
    assert known.placements == {}
    with pytest.raises(Refused, match=r"p1 was retracted\. Report the stay under another id"):
        decide_placement(known, ReportPlacement(placement))
    assert evolve_placement(known, ObjectionLifted("placement", "p1", "retracted", "it was right", ME)).placements == {"p1": placement}
