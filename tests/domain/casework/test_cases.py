"""F-34, F-22, F-23, F-44, F-32, F-33: the way back, the parent's choice, proofs, contact, and what is known after."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.casework.aftercare import Aftercare, RecordAftercare, back_with
from kinkeeper.domain.casework.cases import CloseCase, CloseFlag, DoStep, Flag, OpenCase, RaiseFlag
from kinkeeper.domain.casework.contacts import ContactPoint, RecordContact, next_action
from kinkeeper.domain.casework.decisions import Decision, RecordDecision, counts, flaws
from kinkeeper.domain.casework.departures import OverrideStop, PlanDeparture
from kinkeeper.domain.casework.inquiries import Inquiry, RecordInquiry
from kinkeeper.domain.casework.parentage import ESTABLISHED_FROM, RESULTS, Proof, RecordProof, posterior
from kinkeeper.domain.casework.plans import open_steps
from kinkeeper.domain.casework.tasks import RecordTask, Task
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import replace
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.extracts.court import shipped_plans
from tests.domain.histories import History

PLANS = shipped_plans()
FLAG = Flag("FL-1", "background", "a charge of 2009 in another name", "HHS", "2018-07-20")


def case(plan: str = "stage-2") -> History:
    history = History()
    history.give(OpenCase("P1", PLANS[plan], "2018-07-10", "HHS"))
    return history


def do(history: History, *steps: str) -> None:
    for step in steps:
        history.give(DoStep("P1", step, "2018-07-12", "", "ana"))


def test_f34_steps_run_side_by_side_where_they_may() -> None:
    assert [one.step for one in open_steps(PLANS["stage-2"], ())] == ["identity", "background", "parentage", "fitness"]
    history = case()
    do(history, "fitness", "background")
    with pytest.raises(Refused, match="comes after parentage"):
        do(history, "interview")


def test_f34_nothing_moves_and_nothing_closes_with_an_open_flag() -> None:
    history = case()
    do(history, "background", "parentage", "fitness", "interview", "choice")
    history.give(RaiseFlag("P1", FLAG, "ana"))
    with pytest.raises(Refused, match="red flag is open"):
        do(history, "move")
    with pytest.raises(Refused, match="Nothing closes with an open flag"):
        history.give(CloseCase("P1", "reunited", "2018-07-20", "ana"))
    history.give(CloseFlag("P1", "FL-1", "another person of that name", "luz"))
    do(history, "move", "reunion")
    history.give(CloseCase("P1", "reunited", "2018-07-20", "ana"))


@pytest.mark.parametrize("bad", [replace(FLAG, owner=""), replace(FLAG, due="soon"), replace(FLAG, words=" ")])
def test_f34_a_flag_has_an_owner_and_a_day(bad: Flag) -> None:
    with pytest.raises(Refused, match="who owns it"):
        case().give(RaiseFlag("P1", bad, "ana"))


@pytest.mark.parametrize("plan", sorted(PLANS))
def test_f34_every_plan_can_be_walked_to_its_end_and_waits_for_no_step_it_does_not_have(plan: str) -> None:
    done: list[str] = []
    while following := open_steps(PLANS[plan], done):
        done.append(following[0].step)
    assert sorted(done) == sorted(one.step for one in PLANS[plan].steps) and "reunion" in done


CHOICE = Decision(
    "DC-1", "P2", "P1", "part", "2018-07-10T10:00", "Q'anjob'al", "interpreter 4471", "what parting means, read aloud", "L. Paz",
    "2018-07-12T10:00", "2018-07-12T11:00",
)  # fmt: skip


@pytest.mark.parametrize("field", ["language", "interpreter", "explained", "counsel", "reconsider_until", "signed_at"])
def test_f23_a_waiver_that_lacks_what_the_parent_was_told_or_how_does_not_count(field: str) -> None:
    flawed = replace(CHOICE, **{field: ""})
    assert counts(CHOICE) and not counts(flawed) and field in flaws(flawed)


def test_f23_a_choice_without_time_to_reconsider_does_not_count() -> None:
    assert flaws(replace(CHOICE, reconsider_until="2018-07-10T10:00")) == ("time to reconsider",)


def test_f23_a_parent_may_take_a_choice_back_and_it_is_not_put_back() -> None:
    history = History()
    history.give(RecordDecision(CHOICE))
    history.give(RecordDecision(replace(CHOICE, revoked_at="2018-07-15")))
    with pytest.raises(Refused, match="not put back"):
        history.give(RecordDecision(CHOICE))
    with pytest.raises(Refused, match="another decision's"):
        history.give(RecordDecision(replace(CHOICE, choice="reunite_here", revoked_at="2018-07-15")))


APART = Separation("P1", "P2", "2018-05-21", "ZTP", "PROSECUTION", "recorded", "0.9700", "ORR", "ICE", "apart", "")


def departing(*commands: object) -> str:
    history = History()
    history.give(RaiseSeparations("run", (APART,)))
    for command in commands:
        history.give(command)
    history.give(PlanDeparture("DP-1", "P2", "removal", "2018-07-20"))
    return str(history.states["departures"].departures["DP-1",].stand)


def test_f22_a_removal_with_an_open_separation_is_stopped_until_a_choice_that_counts() -> None:
    assert departing() == "stopped"
    assert departing(RecordDecision(replace(CHOICE, explained=""))) == "stopped"
    assert departing(RecordDecision(CHOICE)) == "cleared"
    assert departing(RecordDecision(replace(CHOICE, revoked_at="2018-07-15"))) == "stopped"
    assert departing(RecordDecision(replace(CHOICE, child="P9"))) == "stopped"
    assert departing(RaiseSeparations("run 2", (replace(APART, outcome="reunited", outcome_on="2018-07-10"),))) == "cleared"


def test_f33_a_child_of_whom_nothing_is_known_still_stops_a_removal() -> None:
    assert departing(RaiseSeparations("run 2", (replace(APART, outcome="unknown"),))) == "stopped"


def test_f22_who_overrides_a_stop_is_named_with_the_reason() -> None:
    history = History()
    history.give(RaiseSeparations("run", (APART,)))
    history.give(PlanDeparture("DP-1", "P2", "removal", "2018-07-20"))
    with pytest.raises(Refused, match="says why"):
        history.give(OverrideStop("DP-1", "", "boss"))
    history.give(OverrideStop("DP-1", "flight leaves today", "boss"))
    assert history.states["departures"].departures["DP-1",].overridden_by == "boss"
    assert history.give(PlanDeparture("DP-1", "P2", "removal", "2018-07-20")) == []


@pytest.mark.parametrize(("index", "probability"), [("199", "0.995000"), ("99", "0.990000"), ("100", "0.990099"), ("0", "0.000000")])
def test_f44_the_posterior_is_shown_with_its_prior(index: str, probability: str) -> None:
    assert posterior(index, "0.5") == Decimal(probability)
    assert (posterior(index, "0.5") >= ESTABLISHED_FROM) == (index == "199")


@given(st.integers(0, 10**9), st.integers(1, 998))
def test_a_larger_index_or_prior_never_lowers_the_posterior(index: int, prior: int) -> None:
    before = posterior(str(index), f"0.{prior:03}")
    assert 0 <= before <= 1
    assert posterior(str(index + 1), f"0.{prior:03}") >= before <= posterior(str(index), f"0.{prior + 1:03}")


PROOF = Proof("PR-1", "P1", "P2", "dna", "not_biological_parent", "2018-07-09", "two mismatches", "Lab 4", "0.001")


def test_f44_no_result_says_fraud_and_f41_there_is_no_room_for_a_profile() -> None:
    assert not any("fraud" in result for result in RESULTS)
    assert not any(word in name for name in Proof.__struct_fields__ for word in ("profile", "allele", "marker", "sample"))
    History().give(RecordProof(PROOF))


@pytest.mark.parametrize("bad", [{"laboratory": ""}, {"index": "many"}, {"prior": "1"}, {"index": "NaN"}, {"result": "fraud"}])
def test_a_test_without_laboratory_index_or_prior_is_refused(bad: dict[str, str]) -> None:
    with pytest.raises(Refused):
        History().give(RecordProof(replace(PROOF, **bad)))


PHONE = ContactPoint("CO-1", "P2", "phone", "502 5555 0101", "the child, by telephone", "2018-07-01", "given")
COUSIN = ContactPoint("CO-2", "P2", "relative", "cousin in Joyabaj", "consulate", "2018-07-02")


def test_f32_the_next_best_action() -> None:
    today = date(2018, 7, 20)
    assert next_action([], today).action == "find_first_contact"
    assert next_action([COUSIN, PHONE], today).contact == PHONE
    tried = replace(PHONE, attempts=("2018-07-03T10:00 no_answer",))
    assert next_action([tried, COUSIN], today).contact == COUSIN
    both = [tried, replace(COUSIN, attempts=("2018-07-04 message_left",))]
    assert (next_action(both, today).action, next_action(both, today).due) == ("call_again", date(2018, 7, 11))
    dead = [replace(PHONE, attempts=("2018-07-03 out_of_service",)), replace(COUSIN, attempts=("2018-07-04 wrong_person",))]
    assert next_action(dead, today).action == "ask_for_new_number"
    assert next_action(dead[:1], today).action == "search_on_the_ground"
    assert next_action([replace(PHONE, consent="refused")], today).action == "find_first_contact"


def test_f32_attempts_are_added_never_lost() -> None:
    history = History()
    history.give(RecordContact(replace(PHONE, attempts=("2018-07-03 no_answer",))))
    with pytest.raises(Refused, match="never taken away"):
        history.give(RecordContact(PHONE))
    with pytest.raises(Refused, match="Write an attempt"):
        history.give(RecordContact(replace(PHONE, attempts=("2018-07-03 no_answer", "yesterday"))))


def test_f33_three_values_and_no_record_is_not_not_reunited() -> None:
    told = Aftercare("AF-1", "P1", "reunion_reported", "2019-01-02", "organization", "high", "seen at home in Joyabaj")
    History().give(RecordAftercare(told))
    assert (back_with(["reunited"], []), back_with(["unknown"], [told]), back_with(["unknown"], [])) == (
        "confirmed",
        "reported",
        "no_record",
    )


def test_f42_an_asker_is_told_no_more_than_they_may_know() -> None:
    one = Inquiry("IN-1", "relative", "Rosa", "phone", "her nephew Kevin, nine", "2018-07-08", matched=("P1",), answered_at="2018-07-09")
    with pytest.raises(Refused, match="nothing yet"):
        History().give(RecordInquiry(replace(one, told=("is_known",))))
    with pytest.raises(Refused, match="custodian"):
        History().give(RecordInquiry(replace(one, verified="called back", told=("is_known", "custodian"))))
    History().give(RecordInquiry(replace(one, verified="called back", told=("is_known", "is_safe"))))


def test_what_is_due_has_an_owner() -> None:
    with pytest.raises(Refused, match="somebody who does it"):
        History().give(RecordTask(Task("TA-1", "P1", "ask for the birth certificate", due="2018-07-20")))
