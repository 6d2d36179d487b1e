"""From records to persons: compare, learn, score, join, then place those who are only named on lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.people import Join
from kinkeeper.domain.records import Record
from kinkeeper.linkage.decided import SAID_SAME, Decided, Decisions, on_lines
from kinkeeper.linkage.doubts import Doubt, Lot, Scored, Worded, draw_lots, find_doubts, without_decided
from kinkeeper.linkage.engine.persons import spanning
from kinkeeper.linkage.explain import LISTED, SAME_ROW, explain
from kinkeeper.linkage.forming import Formed, Version, form
from kinkeeper.linkage.frames import Frame, build_frame
from kinkeeper.linkage.listed import Found
from kinkeeper.linkage.model import Model, kinds_of
from kinkeeper.linkage.scoring import compare

Clusters = NDArray[np.int64]
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class LinkedPeople:
    """Who is held to be whom."""

    person_of: list[int]
    """By record: the number of its person; persons are numbered in the order of their first records."""
    joins: list[Join]
    """For every person of several records, joins that hold them together: one fewer than records, the surest there are."""
    formed: Formed
    """How it was found, and under which version."""
    doubts: list[Doubt]
    """What a person should be asked."""
    lots: list[Lot]
    """Of the pairs left apart unread, those drawn to be read."""

    @property
    def model(self) -> Model:
        """What was learnt, for the report (`explain.weights`)."""
        return self.formed.version.model


def link_people(
    records: Sequence[Record],
    decisions: Decisions | None = None,
    *,
    version: Version | None = None,
    progress: Progress | None = None,
) -> LinkedPeople:
    """Find which records are of one person, by what they teach or under a version. In another order they give the same persons.

    What people have decided holds whatever the score.
    """
    tell = progress or (lambda stage, count: None)
    frame = build_frame(records, version.reading if version else None)
    tell("records to compare", len(frame))
    ids = [record.record_id for record in records]
    line_of = {ids[position]: line for line, members in enumerate(frame.members) for position in members}
    formed = form(frame, on_lines(line_of, decisions or Decisions()), version)
    tell("pairs compared", len(formed.scored.pairs))
    linked = word(formed, ids)
    tell("persons", len(set(linked.person_of)))
    return linked


def word(formed: Formed, ids: Sequence[str]) -> LinkedPeople:
    """Persons of records, these their ids, with what holds them together in words, and what is left to people."""
    frame, decided, listed = formed.frame, formed.decided, formed.listed
    scored = Scored(formed.scored.pairs, formed.scored.odds)
    alone = too_little_to_join(formed, listed)
    within = spanning_within(len(frame), scored, formed.cluster)
    worded = Worded(frame, ids, formed.version.model)
    members = [[ids[at] for at in theirs] for theirs in frame.members]
    joins = [*joins_within_lines(members, alone), *joins_between_lines(worded, scored, within)]
    joins += [*joins_of_listed(worded, formed.found), *joins_decided(worded, decided, listed)]
    open_still = without_decided(scored, decided, listed)
    held = listed, spanning_within(len(frame), open_still, formed.cluster)
    return LinkedPeople(
        number_persons(members, ids, listed, Alone(alone, decided.leaving)),
        joins,
        formed,
        find_doubts(worded, open_still, held),
        draw_lots(worded, open_still, listed),
    )


def too_little_to_join(formed: Formed, listed: Clusters) -> NDArray[np.bool_]:
    """Lines of several equal records that say too little to be one person, and that nothing else ties to one."""
    frame = formed.frame
    several = np.array([len(members) > 1 for members in frame.members], dtype=bool)
    ask = np.flatnonzero(several & (np.bincount(listed, minlength=len(frame))[listed] == 1))
    return says_too_little(frame, formed.version.model, ask)


def says_too_little(frame: Frame, model: Model, ask: NDArray[np.int64]) -> NDArray[np.bool_]:
    """By line, of those asked for, whether two records that say this need not be one person's."""
    alone = np.zeros(len(frame), dtype=bool)
    if len(ask):
        pairs = np.column_stack((ask, ask))
        alone[ask] = model.log_odds(kinds_of(frame, pairs), compare(frame, pairs)) <= 0
    return alone


@dataclass(frozen=True, slots=True)
class Alone:
    """Lines whose records say too little to be one person, and records of whom people say that they are another's."""

    lines: NDArray[np.bool_]
    records: frozenset[str]


def number_persons(members: Sequence[Sequence[str]], ids: Sequence[str], cluster: Clusters, alone: Alone) -> list[int]:
    """By record, in the order of these ids, the number of its person; persons are numbered in the order of their first records."""
    person_of: dict[str, str | int] = {}
    for theirs, person, apart in zip(members, cluster.tolist(), alone.lines.tolist(), strict=True):
        for nth, record in enumerate(theirs):
            person_of[record] = record if record in alone.records or (nth > 0 and apart) else person
    numbers: dict[str | int, int] = {}
    return [numbers.setdefault(person_of[record], len(numbers)) for record in ids]


# Joins, in words


def joins_within_lines(members: Sequence[Sequence[str]], alone: NDArray[np.bool_]) -> list[Join]:
    """Records that say exactly the same, by line."""
    return [
        Join(theirs[0], other, _decimal(1.0), SAME_ROW)
        for theirs, apart in zip(members, alone.tolist(), strict=True)
        if not apart
        for other in theirs[1:]
    ]


def joins_between_lines(worded: Worded, scored: Scored, kept: NDArray[np.int64]) -> list[Join]:
    """The surest joins that hold each cluster together."""
    frame, model = worded.frame, worded.model
    held, odds = scored.pairs[kept], scored.odds[kept]
    comparison, kinds = compare(frame, held), kinds_of(frame, held)
    sure = 1.0 / (1.0 + np.exp2(-odds))
    return [
        Join(worded.first(one), worded.first(other), _decimal(probability), words)
        for (one, other), probability, words in zip(held.tolist(), sure.tolist(), explain(model, kinds, comparison), strict=True)
    ]


def joins_decided(worded: Worded, decided: Decided, cluster: Clusters) -> list[Join]:
    """The joins that people made, beside those that hold without them."""
    ends = [(one, other) for one, other in decided.same.tolist() if cluster[one] == cluster[other]]
    return [Join(worded.first(one), worded.first(other), _decimal(1.0), SAID_SAME) for one, other in ends]


def spanning_within(count: int, scored: Scored, cluster: Clusters) -> NDArray[np.int64]:
    """Positions of the surest joins that hold each cluster together."""
    pairs, odds = scored.pairs, scored.odds
    within = np.flatnonzero((cluster[pairs[:, 0]] == cluster[pairs[:, 1]]) & (odds > 0))
    return within[np.flatnonzero(spanning(count, pairs[within], np.argsort(-odds[within], kind="stable")))]


def joins_of_listed(worded: Worded, found: Sequence[Found]) -> list[Join]:
    """Those whom only lists name, with whom they are held to be."""
    return [Join(worded.first(one.line), worded.first(one.cluster), _decimal(one.probability), LISTED) for one in found]


def _decimal(probability: float) -> str:
    """Four places; no join is certain."""
    return f"{min(probability, 0.9999):.4f}"
