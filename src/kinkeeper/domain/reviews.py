"""A review: a question that the machine leaves to people, and what its readers say.

Two records may be one person; a child and an adult may be kin. The machine asks where its score lies
between two thresholds, and a few of those it would leave apart, drawn by lot, so that what it misses
is known. A question is known by its records, which are for ever; persons are named anew as they grow.
Where the answer decides a reunion two readers must agree; where readers differ a third is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace
from kinkeeper.domain.ties import Evidence

Key = tuple[str, str, str]


class Subject(StrEnum):
    """What is asked of two records: are they of one person; is the second's adult kin of the first's child."""

    PERSON = "person"
    TIE = "tie"


class Answer(StrEnum):
    """What a reader says: one person, or kin; two persons, or no kin; cannot tell from what is shown."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Why(StrEnum):
    """Why a question is asked: the score is in doubt, or the lot fell on it."""

    DOUBT = "doubt"
    CONTROL = "control"


class Question(Fact, frozen=True):
    """One question. `one` and `other` are records; of a tie the child's and the adult's. `probability` is decimal text, four places."""

    subject: str
    one: str
    other: str
    probability: str
    why: str = Why.DOUBT
    reunites: bool = False
    """Whether `same` would lead to a reunion: two readers must then agree."""
    relation: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def key(self) -> Key:
        """What the question is known by."""
        return self.subject, self.one, self.other


class Judgement(Fact, frozen=True):
    """What one reader says of a question, and why."""

    reader: str
    answer: str
    reason: str = ""


class Draw(Fact, frozen=True):
    """A lot drawn among the pairs left apart between two probabilities (decimal text): how many there are, and on which records it fell."""

    subject: str
    least: str
    below: str
    population: int
    drawn: tuple[tuple[str, str], ...]

    @property
    def key(self) -> tuple[str, str]:
        """What a lot takes the place of: the one of the same subject and band."""
        return self.subject, self.below


# Commands


@dataclass(frozen=True, slots=True)
class AskQuestions:
    """Ask these, and no longer those of `withdrawn` that nobody has answered. Others stay as they are."""

    run: str
    questions: tuple[Question, ...]
    withdrawn: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawControl:
    """Record a lot, so that what it shows of the pairs left apart can be reckoned."""

    run: str
    draw: Draw


@dataclass(frozen=True, slots=True)
class JudgeQuestion:
    """A reader answers, in the reader's own name."""

    subject: str
    one: str
    other: str
    answer: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class TakeBackJudgement:
    """A reader takes back the reader's own answer."""

    subject: str
    one: str
    other: str
    by: str


# Entries


class QuestionAsked(Fact, frozen=True):
    """The machine leaves this to people, from here on in these words."""

    run: str
    question: Question


class QuestionWithdrawn(Fact, frozen=True):
    """Nobody has answered, and the machine no longer asks."""

    run: str
    subject: str
    one: str
    other: str


class ControlDrawn(Fact, frozen=True):
    """A lot was drawn among the pairs left apart."""

    run: str
    draw: Draw


class QuestionJudged(Fact, frozen=True):
    """A reader has answered."""

    subject: str
    one: str
    other: str
    judgement: Judgement


class JudgementUndone(Fact, frozen=True):
    """A reader has taken back the reader's own answer. It stays in history."""

    subject: str
    one: str
    other: str
    reader: str


ReviewCommand = AskQuestions | DrawControl | JudgeQuestion | TakeBackJudgement
ReviewEntry = QuestionAsked | QuestionWithdrawn | ControlDrawn | QuestionJudged | JudgementUndone


# State


class Reviewed(Fact, frozen=True):
    """A question with what its readers say, in the order in which they said it."""

    question: Question
    judgements: tuple[Judgement, ...] = ()
    withdrawn: bool = False

    @property
    def verdict(self) -> str:
        """What holds: `same`, `different`, or empty where readers are still needed."""
        return verdict([one.answer for one in self.judgements], reunites=self.question.reunites)


@dataclass(slots=True)
class ReviewState:
    """Every question ever asked, by its key, and the lot in force of each subject and band."""

    questions: dict[Key, Reviewed] = field(default_factory=dict)
    draws: dict[tuple[str, str], Draw] = field(default_factory=dict)


def verdict(answers: Sequence[str], *, reunites: bool) -> str:
    """
    What readers' answers come to. One answer is enough; two that agree are needed where a reunion follows, or where readers differ.

    Unsure counts for neither side.
    """
    same, different = answers.count(Answer.SAME), answers.count(Answer.DIFFERENT)
    enough = 2 if reunites or (same and different) else 1
    if max(same, different) < enough or same == different:
        return ""
    return Answer.SAME if same > different else Answer.DIFFERENT


def decide(state: ReviewState, command: ReviewCommand) -> Iterable[ReviewEntry]:
    """What the command adds.

    :raises Refused: where one run asks a question twice; where a question is not known, is settled, or is answered twice by one reader;
        where an answer has no reason that needs one.
    """
    if isinstance(command, AskQuestions):
        return _ask(state, command)
    if isinstance(command, DrawControl):
        return [] if state.draws.get(command.draw.key) == command.draw else [ControlDrawn(command.run, command.draw)]
    if isinstance(command, JudgeQuestion):
        return _judge(state, command)
    reviewed = _known(state, (command.subject, command.one, command.other))
    if command.by not in {one.reader for one in reviewed.judgements}:
        raise Refused("You have not answered this question, so there is nothing to undo.")
    return [JudgementUndone(command.subject, command.one, command.other, command.by)]


def _ask(state: ReviewState, command: AskQuestions) -> list[ReviewEntry]:
    if len({question.key for question in command.questions}) != len(command.questions):
        raise Refused("One run asks the same question twice. Nothing was recorded.")
    asked: list[ReviewEntry] = [QuestionAsked(command.run, one) for one in command.questions if _says_something_new(state, one)]
    open_still = (key for key in command.withdrawn if key in state.questions)
    return asked + [
        QuestionWithdrawn(command.run, *key)
        for key in open_still
        if not state.questions[key].judgements and not state.questions[key].withdrawn
    ]


def _says_something_new(state: ReviewState, question: Question) -> bool:
    """A question that is settled is not put in other words: what its readers saw stays what they answered."""
    known = state.questions.get(question.key)
    return known is None or (not known.verdict and (known.question != question or known.withdrawn))


def _judge(state: ReviewState, command: JudgeQuestion) -> list[ReviewEntry]:
    reviewed = _known(state, (command.subject, command.one, command.other))
    if command.answer not in set(Answer):
        raise Refused("'%(answer)s' is not an answer. Known: %(known)s.", answer=command.answer, known=", ".join(Answer))
    if command.by in {one.reader for one in reviewed.judgements}:
        raise Refused("You have answered this question already. Undo your answer to give another.")
    if reviewed.verdict:
        raise Refused("Other readers have just decided this pair.")
    if command.answer != Answer.SAME and not command.reason.strip():
        raise Refused("Say in a few words why: a different or unsure answer needs its reason.")
    judgement = Judgement(command.by, command.answer, command.reason.strip())
    return [QuestionJudged(command.subject, command.one, command.other, judgement)]


def _known(state: ReviewState, key: Key) -> Reviewed:
    reviewed = state.questions.get(key)
    if reviewed is None or (reviewed.withdrawn and not reviewed.judgements):
        raise Refused("This pair is not in question. The list of questions may have changed; open it anew.")
    return reviewed


def evolve(state: ReviewState, entry: ReviewEntry) -> ReviewState:
    """The state after an entry."""
    if isinstance(entry, ControlDrawn):
        state.draws[entry.draw.key] = entry.draw
        return state
    if isinstance(entry, QuestionAsked):
        known = state.questions.get(entry.question.key)
        state.questions[entry.question.key] = Reviewed(entry.question, known.judgements if known else ())
        return state
    key = entry.subject, entry.one, entry.other
    reviewed = state.questions[key]
    if isinstance(entry, QuestionWithdrawn):
        state.questions[key] = replace(reviewed, withdrawn=True)
    elif isinstance(entry, QuestionJudged):
        state.questions[key] = replace(reviewed, judgements=(*reviewed.judgements, entry.judgement))
    else:
        left = tuple(one for one in reviewed.judgements if one.reader != entry.reader)
        state.questions[key] = replace(reviewed, judgements=left)
    return state
