"""Questions and judgements: a new version at each word about one; an answer taken back ends its version and stays."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from kinkeeper.domain import reviews
from kinkeeper.domain.reviews import (
    AskQuestions,
    ControlDrawn,
    Draw,
    DrawControl,
    Judgement,
    JudgementUndone,
    Key,
    Question,
    QuestionAsked,
    QuestionJudged,
    ReviewCommand,
    Reviewed,
    ReviewEntry,
    ReviewState,
)
from kinkeeper.domain.ties import Evidence
from kinkeeper.projections.versions import Cursor, Version, VersionedTable, from_json, read_current, to_json, write_versions

KEY = ("subject", "one", "other")
QUESTION = VersionedTable("question", KEY, ("probability", "why", "reunites", "relation", "evidence", "withdrawn"))
JUDGEMENT = VersionedTable("judgement", (*KEY, "reader"), ("answer", "reason"))
DRAW = VersionedTable("draw", ("subject", "below"), ("least", "population", "drawn"))


def load(cursor: Cursor, commands: Sequence[ReviewCommand]) -> ReviewState:
    """The questions that the commands name, where known."""
    keys: list[Key] = []
    draws: list[tuple[str, str]] = []
    for command in commands:
        if isinstance(command, AskQuestions):
            keys += [*(one.key for one in command.questions), *command.withdrawn]
        elif isinstance(command, DrawControl):
            draws.append(command.draw.key)
        else:
            keys.append((command.subject, command.one, command.other))
    return ReviewState(_questions(cursor, keys), _draws(read_current(cursor, DRAW, draws)))


def apply(cursor: Cursor, entries: Sequence[tuple[int, ReviewEntry]]) -> None:
    """Write the versions that each entry brings or ends."""
    told = [(at, entry) for at, entry in entries if not isinstance(entry, ControlDrawn)]
    keys = [entry.question.key if isinstance(entry, QuestionAsked) else (entry.subject, entry.one, entry.other) for _, entry in told]
    state = ReviewState(_questions(cursor, keys))
    questions, judgements = [], []
    for (at, entry), key in zip(told, keys, strict=True):
        state = reviews.evolve(state, entry)
        if isinstance(entry, QuestionJudged):
            one = entry.judgement
            judgements.append(Version(at, (*key, one.reader), (one.answer, one.reason)))
        elif isinstance(entry, JudgementUndone):
            judgements.append(Version(at, (*key, entry.reader), None))
        else:
            questions.append(Version(at, key, _values(state.questions[key])))
    write_versions(cursor, QUESTION, questions)
    write_versions(cursor, JUDGEMENT, judgements)
    drawn = [(at, entry.draw) for at, entry in entries if isinstance(entry, ControlDrawn)]
    write_versions(cursor, DRAW, [Version(at, one.key, (one.least, one.population, to_json(one.drawn))) for at, one in drawn])


def dump(cursor: Cursor) -> ReviewState:
    """Every question and lot as known now."""
    return ReviewState(_questions(cursor), _draws(read_current(cursor, DRAW)))


def _values(reviewed: Reviewed) -> tuple[Any, ...]:
    one = reviewed.question
    return Decimal(one.probability), one.why, one.reunites, one.relation, to_json(one.evidence), reviewed.withdrawn


def _questions(cursor: Cursor, keys: Sequence[Key] | None = None) -> dict[Key, Reviewed]:
    judgements = _judgements(cursor, keys)
    found: dict[Key, Reviewed] = {}
    for subject, one, other, probability, why, reunites, relation, evidence, withdrawn in read_current(cursor, QUESTION, keys):
        told = msgspec.convert(from_json(evidence), tuple[Evidence, ...])
        question = Question(subject, one, other, f"{probability:.4f}", why, reunites, relation, told)
        found[question.key] = Reviewed(question, tuple(judgements.get(question.key, ())), withdrawn)
    return found


def _judgements(cursor: Cursor, keys: Sequence[Key] | None) -> dict[Key, list[Judgement]]:
    """Question -> what is said of it, in the order in which it was said."""
    asked = "unnest(%s::text[], %s::text[], %s::text[]) AS w(subject, one, other) JOIN judgement j USING (subject, one, other)"
    cursor.execute(
        "SELECT j.subject, j.one, j.other, j.reader, j.answer, j.reason FROM "
        f"{'judgement j' if keys is None else asked} WHERE j.until IS NULL ORDER BY j.since",
        [] if keys is None else [[key[at] for key in set(keys)] for at in range(len(KEY))],
    )
    found: dict[Key, list[Judgement]] = {}
    for subject, one, other, *said in cursor.fetchall():
        found.setdefault((subject, one, other), []).append(Judgement(*said))
    return found


def _draws(rows: Sequence[tuple[Any, ...]]) -> dict[tuple[str, str], Draw]:
    return {
        (subject, below): Draw(subject, least, below, population, tuple((one, other) for one, other in from_json(drawn)))
        for subject, below, least, population, drawn in rows
    }
