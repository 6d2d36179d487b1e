"""Histories of commands for properties: few people, few records, so that they collide."""

from typing import Any

from hypothesis import strategies as st

from kinkeeper.domain.casework.objections import Dispute, LiftObjection, Retract, Supersede
from kinkeeper.domain.deliveries.recipes import ColumnSeen, Recipe, SaveRecipe
from kinkeeper.domain.deliveries.withdrawals import RestoreExtract, RestoreRecords, WithdrawExtract, WithdrawRecords
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.families import Family, FormFamilies, UniteFamily
from kinkeeper.domain.models import LearnModel, Weight
from kinkeeper.domain.people import IdentifyPeople, Join, Person, RecogniseRecords
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import Claim, Identifier, ReceiveRecords, Record, Refusal, SeparationFlag, Stay
from kinkeeper.domain.reviews import AskQuestions, Draw, DrawControl, JudgeQuestion, Question, Subject, TakeBackJudgement, Why
from kinkeeper.domain.sealings import ApproveSealing, CarryOutSealing, Effect, ProposeSealing, RejectSealing
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.terms import Custodian, Outcome, TieStatus
from kinkeeper.domain.ties import AssessTies, DisputeTie, Evidence, RefuteTie, Tie, VerifyTie
from tests.strategies_casework import casework

words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
days = st.dates().map(lambda day: day.isoformat()) | st.just("")
record_ids = st.integers(0, 7).map(lambda n: f"r{n}")
person_ids = st.integers(0, 4).map(lambda n: f"P{n}")
probabilities = st.integers(0, 10_000).map(lambda n: f"{n / 10_000:.4f}")

stays = st.builds(Stay, custodian=st.sampled_from(Custodian).map(str), place=words, start=days, end=days, end_reason=words)
records = st.builds(
    Record,
    record_id=record_ids,
    extract_id=st.just("e"),
    name=words,
    layout=words,
    row=st.integers(1, 99),
    given=words,
    surnames=words,
    born=days,
    age=st.none() | st.integers(0, 99),
    identifiers=st.lists(st.builds(Identifier, words, words, words), max_size=2).map(tuple),
    stays=st.lists(stays, max_size=2).map(tuple),
    claims=st.lists(st.builds(Claim, relation=words, name=words), max_size=2).map(tuple),
    separation=st.none() | st.builds(SeparationFlag, words, words, days, words),
    cells=st.dictionaries(words, words, max_size=3),
)


def unique(items: st.SearchStrategy[Any], by: Any, most: int = 4) -> st.SearchStrategy[tuple[Any, ...]]:
    """Tuples in which no two items are the same thing."""
    return st.lists(items, unique_by=by, max_size=most).map(tuple)


extracts = st.builds(
    lambda n, refusals: ReceiveExtract(
        Extract(f"e{n}", "f.csv", "", "00", "layout", 50, len({one.row for one in refusals})), tuple(refusals)
    ),
    st.integers(0, 2),
    st.lists(st.builds(Refusal, words, st.integers(1, 9), words, words, words), max_size=3),
)


@st.composite
def people(draw: st.DrawFn) -> IdentifyPeople:
    """A run that parts some records among some persons."""
    given_to = draw(st.dictionaries(record_ids, person_ids, min_size=1))
    groups: dict[str, list[str]] = {}
    for record, person in given_to.items():
        groups.setdefault(person, []).append(record)
    held = [Person(one, tuple(theirs), (Join(theirs[0], theirs[-1], draw(probabilities), draw(words)),)) for one, theirs in groups.items()]
    return IdentifyPeople("run", tuple(held))


ties = st.builds(
    Tie,
    child=person_ids,
    adult=person_ids,
    relation=st.just("parent"),
    status=st.sampled_from([TieStatus.CLAIMED, TieStatus.SUGGESTED, TieStatus.CORROBORATED]).map(str),
    probability=probabilities,
    basis=st.just("recovered"),
    evidence=st.lists(st.builds(Evidence, words, words, st.just("1.5")), max_size=2).map(tuple),
)
separations = st.builds(
    Separation,
    child=person_ids,
    adult=person_ids,
    separated_on=days,
    reason_as_recorded=words,
    reason_code=words,
    basis=st.just("detected"),
    probability=probabilities,
    child_place=words,
    adult_place=words,
    outcome=st.sampled_from(Outcome).map(str),
    outcome_on=days,
)


@st.composite
def families(draw: st.DrawFn) -> FormFamilies:
    """A run that parts some persons among some families."""
    given_to = draw(st.dictionaries(person_ids, st.integers(0, 2).map(lambda n: f"KF-{n}")))
    groups: dict[str, list[str]] = {}
    for person, family in given_to.items():
        groups.setdefault(family, []).append(person)
    return FormFamilies(
        "run", tuple(Family(one, tuple(members), tuple(draw(st.lists(words, max_size=2)))) for one, members in groups.items())
    )


against = st.one_of(st.tuples(st.just("placement"), st.sampled_from("ab")), st.tuples(st.just("record"), record_ids))
objections = st.one_of(
    *(
        st.builds(lambda key, kind: kind(*key, "it is wrong", "R. Delgado"), against, st.just(kind))
        for kind in (Dispute, Retract, LiftObjection)
    ),
    st.builds(lambda key: Supersede(*key, "b", "it is wrong", "R. Delgado"), against),
)
sealings = st.one_of(
    st.builds(
        ProposeSealing,
        proposal_id=st.sampled_from("xyz"),
        effect=st.sampled_from(Effect).map(str),
        positions=st.lists(st.integers(0, 30), min_size=1, max_size=3).map(tuple),
        order=st.just("W.D. Tex., 18-cv-1"),
        reason=st.just("as the order says"),
        by=st.just("A. Ruiz"),
    ),
    st.builds(ApproveSealing, st.sampled_from("xyz"), st.just("R. Delgado"), st.sampled_from(["", "forthwith"])),
    st.builds(CarryOutSealing, st.sampled_from("xyz")),
    st.builds(RejectSealing, st.sampled_from("xyz"), st.just("no order"), st.just("R. Delgado")),
)


subjects = st.sampled_from(Subject).map(str)
questions = st.builds(
    Question,
    subject=subjects,
    one=record_ids,
    other=record_ids,
    probability=probabilities,
    why=st.sampled_from(Why).map(str),
    reunites=st.booleans(),
    evidence=st.lists(st.builds(Evidence, words, words, st.just("-2.25"), words, st.lists(words, max_size=2).map(tuple)), max_size=2).map(
        tuple
    ),
)
draws = st.builds(
    Draw,
    subjects,
    st.just("0.02"),
    st.sampled_from(["0.2", "0.5"]),
    st.integers(0, 9),
    st.lists(st.tuples(record_ids, record_ids)).map(tuple),
)
readers = st.sampled_from(["R. Delgado", "ben"])
reviews = (
    st.builds(
        AskQuestions,
        st.just("run"),
        unique(questions, lambda one: one.key),
        st.lists(st.tuples(subjects, record_ids, record_ids), max_size=3).map(tuple),
    ),
    st.builds(DrawControl, st.just("run"), draws),
    st.builds(JudgeQuestion, subjects, record_ids, record_ids, st.sampled_from(["same", "different", "unsure", "?"]), words, readers),
    st.builds(TakeBackJudgement, subjects, record_ids, record_ids, readers),
)

reasons = st.sampled_from(["", "sent by mistake"])
some_records = st.lists(record_ids, max_size=4, unique=True).map(tuple)
withdrawals = st.one_of(
    st.builds(WithdrawExtract, st.integers(0, 2).map(lambda n: f"e{n}"), reasons),
    st.builds(RestoreExtract, st.integers(0, 2).map(lambda n: f"e{n}"), reasons),
    st.builds(WithdrawRecords, some_records, reasons, st.just("e1")),
    st.builds(RestoreRecords, some_records, reasons),
)

recipes = st.builds(
    SaveRecipe,
    st.builds(
        Recipe,
        sender=st.sampled_from(["", "ICE"]),
        layout=st.sampled_from(["a", "b"]),
        columns=st.lists(st.builds(ColumnSeen, words, st.integers(0, 3), words, words, st.integers(0, 100)), max_size=2).map(tuple),
        orders=st.dictionaries(words, words, max_size=1),
        values=st.dictionaries(words, st.dictionaries(words, words, max_size=1), max_size=1),
    ),
)

commands = st.one_of(
    withdrawals,
    recipes,
    sealings,
    objections,
    extracts,
    casework,
    st.builds(ReceiveRecords, unique(records, lambda record: record.record_id)),
    people(),
    people().map(lambda run: RecogniseRecords(run.run, run.people, frozenset(one.person_id for one in run.people))),
    people().map(lambda run: RecogniseRecords(run.run, run.people)),
    st.builds(AssessTies, st.just("run"), unique(ties, lambda tie: tie.key)),
    st.builds(VerifyTie, person_ids, person_ids, st.just("parent"), words),
    st.builds(DisputeTie, person_ids, person_ids, words),
    st.builds(RefuteTie, person_ids, person_ids, words),
    families(),
    st.builds(UniteFamily, st.just("run"), families().filter(lambda run: run.families).map(lambda run: run.families[0])),
    st.builds(ReportPlacement, st.builds(Placement, placement_id=st.sampled_from("ab"), person_id=person_ids, stay=stays)),
    st.builds(RaiseSeparations, st.just("run"), unique(separations, lambda one: one.key)),
    *reviews,
    st.builds(
        LearnModel,
        st.just("run"),
        st.sampled_from(["link", "ties"]),
        st.just("1"),
        st.lists(st.builds(Weight, words, words, st.just("1.25")), max_size=2).map(tuple),
    ),
)
"""Any command of any noun; some of them the rules refuse."""
