import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import replace
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import ReceiveRecords, Record, Stay
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.ties import AssessTies, DisputeTie, Evidence, RefuteTie, Tie, TieAssessed, TieState, VerifyTie, decide, evolve

from .histories import History, fold

PEOPLE = ["rosa", "mateo", "ana"]
people = st.sampled_from(PEOPLE)
words = st.sampled_from(["", " ", "birth certificate", "witness"])
ties = st.builds(
    Tie,
    child=people,
    adult=people,
    relation=st.sampled_from(["parent", "sibling", "unknown"]),
    status=st.sampled_from(["claimed", "suggested", "corroborated"]),
    probability=st.sampled_from(["0.5000", "0.9700"]),
    basis=st.sampled_from(["recorded", "recovered"]),
)
tie_commands = st.one_of(
    st.builds(AssessTies, run=st.just("run"), ties=st.lists(ties, max_size=3).map(tuple)),
    st.builds(VerifyTie, child=people, adult=people, relation=st.just("parent"), proof=words),
    st.builds(DisputeTie, child=people, adult=people, reason=words),
    st.builds(RefuteTie, child=people, adult=people, evidence=words),
)
designations = st.builds(
    lambda n, person, sort: ReceiveRecords((Record(f"r{n}", "x1", f"subjects.csv#{n}", "usbp", n, remarks=f"{person} now {sort}"),)),
    st.integers(1, 9),
    people,
    st.sampled_from(["FMUA", "UAC", "SINGLE"]),
)
stays = st.builds(
    Stay, custodian=st.sampled_from(["CBP", "USMS", "ICE", "ORR", "ABROAD", "RELEASED"]), place=st.just(""), start=st.just("2018-05-17")
)
other_commands = st.one_of(
    designations,
    st.builds(lambda person, n: IdentifyPeople("run", (Person(person, (f"r{n}",)),)), people, st.integers(1, 9)),
    st.builds(lambda members: FormFamilies("run", (Family("KF-1", tuple(members)),)), st.lists(people, max_size=2, unique=True)),
    st.builds(lambda person, stay, n: ReportPlacement(Placement(f"p{n}", person, stay)), people, stays, st.integers(1, 3)),
    st.builds(
        lambda child, adult: RaiseSeparations(
            "run", (Separation(child, adult, "2018-05-17", "", "", "detected", "0.9", "", "", "apart", ""),)
        ),
        people,
        people,
    ),
)

MOTHER = Tie("rosa", "ana", "parent", "suggested", "0.9700", "recovered")


@given(st.lists(tie_commands, max_size=12))
def test_no_sequence_of_commands_ever_removes_a_tie(commands):
    history, known = History(), set()
    for command in commands:
        history.try_all([command])
        ties_now = history.states["ties"].ties
        assert known <= ties_now.keys()
        assert all(tie.key == key for key, tie in ties_now.items())
        known = set(ties_now)


@given(st.lists(st.one_of(tie_commands, other_commands), max_size=20))
def test_redesignation_moves_prosecution_release_and_removal_never_touch_a_tie(commands):
    """F-01: what happens to the people leaves every tie as the tie commands alone have left it."""
    everything = History().try_all(commands)
    ties_alone = History().try_all(command for command in commands if type(command) in (AssessTies, VerifyTie, DisputeTie, RefuteTie))
    assert everything.states["ties"] == ties_alone.states["ties"]


@given(st.lists(st.one_of(tie_commands, other_commands), max_size=20))
def test_the_entries_alone_tell_the_whole_state(commands):
    history = History().try_all(commands)
    assert fold(history.entries) == history.states


@given(st.lists(ties, max_size=6))
def test_a_refuted_tie_stays_refuted_whatever_the_machine_finds_later(found):
    history = History()
    history.give(AssessTies("run 1", (MOTHER,)))
    history.give(RefuteTie("rosa", "ana", "DNA: not the biological mother, and no guardian"))
    before = history.states["ties"].ties[MOTHER.key]
    for at, tie in enumerate(found):
        history.give(AssessTies(f"run {at}", (replace(tie, child="rosa", adult="ana"),)))
    assert history.states["ties"].ties[MOTHER.key] == before
    assert (before.status, before.probability) == ("refuted", "0.0000")


def test_an_assessment_that_stands_behind_a_persons_word_does_not_undo_it():
    state = TieState({MOTHER.key: replace(MOTHER, status="refuted", probability="0.0000")})
    assert evolve(state, TieAssessed("run 2", MOTHER)).ties[MOTHER.key].status == "refuted"


@pytest.mark.parametrize(
    ("word", "status", "probability"),
    [
        (VerifyTie("rosa", "ana", "parent", "birth certificate"), "verified", "1.0000"),
        (DisputeTie("rosa", "ana", "the child says she is an aunt"), "disputed", "0.9700"),
    ],
)
def test_a_persons_word_outlasts_the_machines(word, status, probability):
    history = History()
    history.give(AssessTies("run 1", (MOTHER,)))
    history.give(word)
    assert history.give(AssessTies("run 2", (replace(MOTHER, probability="0.5100"),))) == []
    tie = history.states["ties"].ties[MOTHER.key]
    assert (tie.status, tie.probability) == (status, probability)


def test_evidence_stays_with_a_tie_whatever_is_said_of_it():
    history = History()
    evidence = (Evidence("event", "Both were taken into custody in one event", "6.1"),)
    history.give(AssessTies("run 1", (replace(MOTHER, evidence=evidence),)))
    history.give(DisputeTie("rosa", "ana", "a doubt"))
    history.give(RefuteTie("rosa", "ana", "the consulate says no"))
    assert history.states["ties"].ties[MOTHER.key].evidence == evidence


def test_a_person_can_prove_a_tie_that_was_refuted_in_error():
    history = History()
    history.give(AssessTies("run 1", (MOTHER,)))
    history.give(RefuteTie("rosa", "ana", "the wrong woman was tested"))
    history.give(VerifyTie("rosa", "ana", "parent", "second test"))
    assert history.states["ties"].ties[MOTHER.key].status == "verified"


def test_a_tie_can_be_proven_that_no_source_and_no_machine_knew():
    history = History()
    history.give(VerifyTie("rosa", "ana", "grandparent", "consulate"))
    tie = history.states["ties"].ties["rosa", "ana"]
    assert (tie.relation, tie.status, tie.probability) == ("grandparent", "verified", "1.0000")


def test_the_same_assessment_twice_adds_nothing():
    history = History()
    assert len(history.give(AssessTies("run 1", (MOTHER,)))) == 1
    assert history.give(AssessTies("run 2", (MOTHER,))) == []


@pytest.mark.parametrize("command", [DisputeTie("rosa", "ana", "a doubt"), RefuteTie("rosa", "ana", "a test")])
def test_nobody_can_doubt_or_refute_a_tie_that_is_not_known(command):
    with pytest.raises(Refused, match="No tie between these two persons is known"):
        decide(TieState(), command)


@pytest.mark.parametrize(
    "command", [VerifyTie("rosa", "ana", "parent", " "), DisputeTie("rosa", "ana", ""), RefuteTie("rosa", "ana", "\t")]
)
def test_a_persons_word_needs_its_reason(command):
    state = TieState()
    for entry in decide(state, AssessTies("run", (MOTHER,))):
        evolve(state, entry)
    with pytest.raises(Refused):
        decide(state, command)
