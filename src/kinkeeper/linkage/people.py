"""From records to persons: compare, learn, score, join, then place those who are only named on lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.people import Join
from kinkeeper.domain.records import Record
from kinkeeper.linkage.blocking import candidate_pairs
from kinkeeper.linkage.clustering import join
from kinkeeper.linkage.decided import SAID_SAME, Decided, Decisions, on_lines
from kinkeeper.linkage.doubts import Doubt, Lot, Scored, draw_lots, find_doubts, without_decided
from kinkeeper.linkage.engine.persons import spanning
from kinkeeper.linkage.explain import LISTED, SAME_ROW, explain
from kinkeeper.linkage.frames import Frame, build_frame
from kinkeeper.linkage.listed import Found, named_only, resolve
from kinkeeper.linkage.model import Model, kinds_of
from kinkeeper.linkage.remaining import FirstLook, look_again
from kinkeeper.linkage.scoring import Pairs, compare
from kinkeeper.linkage.training import learn

Bits = NDArray[np.float64]
Clusters = NDArray[np.int64]
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class LinkedPeople:
    """Who is held to be whom."""

    person_of: list[int]
    """By record: the number of its person; persons are numbered in the order of their first records."""
    joins: list[Join]
    """For every person of several records, joins that hold them together: one fewer than records, the surest there are."""
    model: Model
    """What was learnt, for the report (`explain.weights`)."""
    doubts: list[Doubt]
    """What a person should be asked."""
    lots: list[Lot]
    """Of the pairs left apart unread, those drawn to be read."""


def link_people(records: Sequence[Record], decisions: Decisions | None = None, *, progress: Progress | None = None) -> LinkedPeople:
    """Find which records are of one person. The same records in another order give the same persons.

    What people have decided holds whatever the score.
    """
    tell = progress or (lambda stage, count: None)
    frame = build_frame(records)
    tell("records to compare", len(frame))
    pairs = _pairs_to_score(frame)
    comparison = compare(frame, pairs)
    model = learn(frame, pairs, comparison)
    odds = model.log_odds(kinds_of(frame, pairs), comparison)
    tell("pairs compared", len(pairs))

    def score(asked: Pairs) -> Bits:
        return model.log_odds(kinds_of(frame, asked), compare(frame, asked))

    decided = on_lines(frame, records, decisions or Decisions())
    clusters = decided.unite(join(np.arange(len(frame)), pairs, odds, score, decided.different))
    clusters, odds = look_again(frame, model, FirstLook(clusters, pairs, odds, decided), score)
    found = [one for one in resolve(frame, model, clusters) if decided.leaves_open(clusters, one.line, one.cluster)]
    listed = clusters.copy()
    listed[[one.line for one in found]] = [one.cluster for one in found]
    alone = _too_little_to_join(frame, listed, score)
    within = _spanning_within(len(frame), pairs, odds, clusters)
    joins = [*_joins_within_lines(frame, records, alone), *_joins_between_lines(frame, records, model, Scored(pairs, odds), within)]
    joins += [*_joins_of_listed(frame, records, clusters, found), *_joins_decided(frame, records, decided, listed)]
    open_still = without_decided(Scored(pairs, odds), decided, listed)
    held = listed, _spanning_within(len(frame), open_still.pairs, open_still.odds, clusters)
    tell("persons", len(np.unique(listed)))
    return LinkedPeople(
        _numbered(frame, records, listed, _Alone(alone, decided.leaving)),
        joins,
        model,
        find_doubts(frame, records, model, open_still, held),
        draw_lots(frame, records, model, open_still, listed),
    )


def _pairs_to_score(frame: Frame) -> Pairs:
    pairs = candidate_pairs(frame)
    waiting = named_only(frame)
    return pairs[~(waiting[pairs[:, 0]] | waiting[pairs[:, 1]])]


def _too_little_to_join(frame: Frame, cluster: Clusters, score: Callable[[Pairs], Bits]) -> NDArray[np.bool_]:
    """Lines of several equal records that say too little to be one person, and that nothing else ties to one."""
    several = np.array([len(members) > 1 for members in frame.members], dtype=bool)
    sizes = np.bincount(cluster, minlength=len(frame))
    ask = np.flatnonzero(several & (sizes[cluster] == 1))
    alone = np.zeros(len(frame), dtype=bool)
    if len(ask):
        alone[ask] = score(np.column_stack((ask, ask))) <= 0
    return alone


@dataclass(frozen=True, slots=True)
class _Alone:
    """Lines whose records say too little to be one person, and records of whom people say that they are another's."""

    lines: NDArray[np.bool_]
    records: frozenset[int]


def _numbered(frame: Frame, records: Sequence[Record], cluster: Clusters, alone: _Alone) -> list[int]:
    person_of = [0] * len(records)
    for line, members in enumerate(frame.members):
        for nth, position in enumerate(members):
            apart = position in alone.records or (nth > 0 and alone.lines[line])
            person_of[position] = len(frame) + position if apart else int(cluster[line])
    numbers: dict[int, int] = {}
    return [numbers.setdefault(person, len(numbers)) for person in person_of]


# Joins, in words


def _joins_within_lines(frame: Frame, records: Sequence[Record], alone: NDArray[np.bool_]) -> list[Join]:
    return [
        Join(records[members[0]].record_id, records[other].record_id, _decimal(1.0), SAME_ROW)
        for members, apart in zip(frame.members, alone.tolist(), strict=True)
        if not apart
        for other in members[1:]
    ]


def _joins_between_lines(frame: Frame, records: Sequence[Record], model: Model, scored: Scored, kept: NDArray[np.int64]) -> list[Join]:
    """The surest joins that hold each cluster together."""
    held, odds = scored.pairs[kept], scored.odds[kept]
    comparison, kinds = compare(frame, held), kinds_of(frame, held)
    sure = 1.0 / (1.0 + np.exp2(-odds))
    return [
        Join(_first(frame, records, one), _first(frame, records, other), _decimal(probability), words)
        for (one, other), probability, words in zip(held.tolist(), sure.tolist(), explain(model, kinds, comparison), strict=True)
    ]


def _joins_decided(frame: Frame, records: Sequence[Record], decided: Decided, cluster: Clusters) -> list[Join]:
    """The joins that people made, beside those that hold without them."""
    ends = [(one, other) for one, other in decided.same.tolist() if cluster[one] == cluster[other]]
    return [Join(_first(frame, records, one), _first(frame, records, other), _decimal(1.0), SAID_SAME) for one, other in ends]


def _spanning_within(count: int, pairs: Pairs, odds: Bits, cluster: Clusters) -> NDArray[np.int64]:
    """Positions of the surest joins that hold each cluster together."""
    within = np.flatnonzero((cluster[pairs[:, 0]] == cluster[pairs[:, 1]]) & (odds > 0))
    return within[_spanning(count, pairs[within], odds[within])]


def _spanning(count: int, pairs: Pairs, odds: Bits) -> NDArray[np.int64]:
    """Positions of the surest pairs that connect all that the pairs connect."""
    return np.flatnonzero(spanning(count, pairs, np.argsort(-odds, kind="stable")))


def _joins_of_listed(frame: Frame, records: Sequence[Record], cluster: Clusters, found: list[Found]) -> list[Join]:
    return [Join(_first(frame, records, one.line), _first(frame, records, one.cluster), _decimal(one.probability), LISTED) for one in found]


def _decimal(probability: float) -> str:
    """Four places; no join is certain."""
    return f"{min(probability, 0.9999):.4f}"


def _first(frame: Frame, records: Sequence[Record], line: int) -> str:
    return records[frame.members[line][0]].record_id
