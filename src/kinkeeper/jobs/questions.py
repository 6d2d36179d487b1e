"""What a run leaves to people: questions asked, those that no longer arise withdrawn, and the lots drawn."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kinkeeper.domain.access import Actor
from kinkeeper.domain.facts import replace
from kinkeeper.domain.records import Record
from kinkeeper.domain.requests import Request
from kinkeeper.domain.reviews import Answer, AskQuestions, Draw, DrawControl, Key, Question, Subject, Why
from kinkeeper.domain.terms import HELD, Custodian, TieStatus
from kinkeeper.domain.ties import Tie
from kinkeeper.gateway import submit
from kinkeeper.jobs.runs import SLICE
from kinkeeper.linkage.decided import Decisions
from kinkeeper.linkage.doubts import Doubt, Lot
from kinkeeper.linkage.ties import FoundTie, TieLot
from kinkeeper.queries.findings import list_ties
from kinkeeper.queries.review.verdicts import Verdict, list_reviewed, list_verdicts

ASKED_AT_ONCE = SLICE // 2
"""A question carries its evidence, and is about twice as long as a finding."""
LIVE = 0.5
PersonOf = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The questions and lots of one run."""

    subject: Subject
    questions: list[Question]
    draws: list[Draw]


# What people have decided, for the run


def decisions(viewer: Actor) -> Decisions:
    """What readers have settled of pairs of records."""
    settled = list_verdicts(viewer, Subject.PERSON)
    same, different = (
        frozenset((one.one, one.other) for one in settled if one.answer == answer) for answer in (Answer.SAME, Answer.DIFFERENT)
    )
    return Decisions(same, different)


def decided_ties(viewer: Actor, person_of: PersonOf) -> dict[tuple[str, str], Verdict]:
    """Child and adult as they are known now -> what readers have settled of them; nothing where two settled questions differ."""
    found: dict[tuple[str, str], Verdict] = {}
    differ = set()
    for verdict in list_verdicts(viewer, Subject.TIE):
        if verdict.one in person_of and verdict.other in person_of:
            key = person_of[verdict.one], person_of[verdict.other]
            if found.setdefault(key, verdict).answer != verdict.answer:
                differ.add(key)
    return {key: verdict for key, verdict in found.items() if key not in differ}


# What the run leaves to people


def about_persons(doubts: Sequence[Doubt], lots: Sequence[Lot], would_reunite: Callable[[str, str], bool]) -> Wanted:
    """The questions whether two records are of one person."""

    def question(one: Doubt, why: Why) -> Question:
        first, second = sorted((one.one, one.other))
        reunites = would_reunite(first, second)
        return Question(Subject.PERSON, first, second, f"{one.probability:.4f}", why, reunites, "", one.evidence)

    asked = [question(one, Why.DOUBT) for one in doubts]
    drawn = [question(one, Why.CONTROL) for lot in lots for one in lot.drawn]
    return Wanted(Subject.PERSON, asked + drawn, _draws(Subject.PERSON, lots, iter(drawn)))


def about_ties(doubts: Sequence[FoundTie[str]], lots: Sequence[TieLot[str]], reunions: "Reunions") -> Wanted:
    """The questions whether a child and an adult are kin, by the first record of each."""
    first: dict[str, str] = {}
    for record, person in reunions.person_of.items():
        first[person] = min(first.get(person, record), record)

    def question(one: FoundTie[str], why: Why) -> Question:
        ends = first[one.child], first[one.adult]
        reunites = reunions.by_tie(one.child)
        return Question(Subject.TIE, *ends, f"{one.probability:.4f}", why, reunites, one.relation, tuple(one.evidence))

    asked = [question(one, Why.DOUBT) for one in doubts]
    drawn = [question(one, Why.CONTROL) for lot in lots for one in lot.drawn]
    return Wanted(Subject.TIE, asked + drawn, _draws(Subject.TIE, lots, iter(drawn)))


def _draws(subject: Subject, lots: Sequence[Lot] | Sequence[TieLot[str]], drawn: Iterable[Question]) -> list[Draw]:
    take = iter(drawn)
    return [
        Draw(
            subject, f"{lot.least:g}", f"{lot.below:g}", lot.population, tuple((one.one, one.other) for one in islice(take, len(lot.drawn)))
        )
        for lot in lots
    ]


def ask(wanted: Wanted, person_of: PersonOf, *, run: str, actor: Actor) -> int:
    """
    Ask what is wanted and withdraw what is not any more; a question about the same two persons keeps the records it is known by.

    Returns how many questions stand that nobody has settled.
    """
    asked = Asked(wanted.subject, person_of, actor)
    known = asked.known
    questions: dict[Key, Question] = {}
    renamed: dict[tuple[str, str], tuple[str, str]] = {}
    for question in wanted.questions:
        key = asked.key_of(question.key)
        renamed[question.one, question.other] = key[1:]
        questions.setdefault(key, replace(question, one=key[1], other=key[2]))
    withdrawn = [one.question.key for one in known if one.question.key not in questions and not one.judgements]
    _submit(list(questions.values()), withdrawn, run=run, actor=actor)
    draws = [replace(one, drawn=tuple(dict.fromkeys(renamed[ends] for ends in one.drawn))) for one in wanted.draws]
    submit([Request.by_content(run, DrawControl(run, one)) for one in draws], actor=actor)
    settled = {one.question.key for one in known if one.verdict}
    return len(questions.keys() - settled)


class Asked:
    """The questions of one subject that stand or were answered, by the records or the persons that they are about."""

    def __init__(self, subject: Subject, person_of: PersonOf, actor: Actor) -> None:
        self.known = list_reviewed(actor, subject)
        self._person_of = person_of
        self._by_key = {one.question.key: one for one in self.known}
        self._by_persons = {ends: one.question.key for one in reversed(self.known) if (ends := _ends(one.question.key, person_of))}

    def key_of(self, key: Key) -> Key:
        """The key by which this is asked already, or this one."""
        return key if key in self._by_key else self._by_persons.get(_ends(key, self._person_of) or ("", ""), key)

    def standing(self, key: Key) -> Question | None:
        """The question, as it stands."""
        known = self._by_key.get(self.key_of(key))
        return known.question if known and not known.withdrawn else None


def _ends(key: Key, person_of: PersonOf) -> tuple[str, str] | None:
    """The two persons in question; None where they are one, or not known any more."""
    subject, one, other = key
    ends = person_of.get(one, ""), person_of.get(other, "")
    if "" in ends or ends[0] == ends[1]:
        return None
    return ends if subject == Subject.TIE else (min(ends), max(ends))


def _submit(questions: Sequence[Question], withdrawn: Sequence[Key], *, run: str, actor: Actor) -> None:
    for at in range(0, max(len(questions), len(withdrawn)), ASKED_AT_ONCE):
        part = slice(at, at + ASKED_AT_ONCE)
        submit([Request.by_content(run, AskQuestions(run, tuple(questions[part]), tuple(withdrawn[part])))], actor=actor)


# What hangs on an answer


class Reunions:
    """Whether an answer would lead to a reunion: two readers must then agree."""

    def __init__(self, records: Iterable[Record], person_of: PersonOf, ties: Iterable[Tie]) -> None:
        """See who is in a shelter, who is held, and who is tied to whom."""
        self.person_of = person_of
        self._in_shelter: set[str] = set()
        self._held: set[str] = set()
        for record in records:
            person = person_of.get(record.record_id)
            custodians = {stay.custodian for stay in record.stays}
            if person and custodians & HELD:
                self._held.add(person)
            if person and Custodian.ORR in custodians:
                self._in_shelter.add(person)
        live = [tie for tie in ties if tie.status != TieStatus.REFUTED and float(tie.probability) >= LIVE]
        self._tied = {person for tie in live for person in tie.key}

    def by_tie(self, child: str) -> bool:
        """A child of a shelter goes back to kin who are found."""
        return child in self._in_shelter

    def by_joining(self, one: str, other: str) -> bool:
        """One of the two records is of a person whose kin are known and the other of somebody held whose kin are not."""
        ends = self.person_of.get(one, one), self.person_of.get(other, other)
        return ends[0] != ends[1] and any(a in self._tied and b not in self._tied and b in self._held for a, b in (ends, ends[::-1]))


def weigh_again(records: Iterable[Record], person_of: PersonOf, *, run: str, actor: Actor) -> None:
    """See anew, once ties are known, which questions about persons decide a reunion."""
    reunions = Reunions(records, person_of, list_ties(actor))
    open_still = [one.question for one in list_reviewed(actor, Subject.PERSON) if not one.verdict and not one.withdrawn]
    seen = [replace(one, reunites=reunions.by_joining(one.one, one.other)) for one in open_still]
    _submit([new for new, old in zip(seen, open_still, strict=True) if new != old], (), run=run, actor=actor)
