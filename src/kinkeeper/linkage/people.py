"""From records to persons: compare, learn, score, join, then place those who are only named on lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import minimum_spanning_tree

from kinkeeper.domain.people import Join
from kinkeeper.domain.records import Record
from kinkeeper.linkage.blocking import candidate_pairs
from kinkeeper.linkage.clustering import join
from kinkeeper.linkage.explain import LISTED, SAME_ROW, explain
from kinkeeper.linkage.frames import Frame, build_frame
from kinkeeper.linkage.listed import Found, named_only, resolve
from kinkeeper.linkage.model import Model, kinds_of
from kinkeeper.linkage.remaining import look_again
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


def link_people(records: Sequence[Record], *, progress: Progress | None = None) -> LinkedPeople:
    """Find which records are of one person. The same records in another order give the same persons."""
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

    clusters = join(np.arange(len(frame)), pairs, odds, score)
    clusters, odds = look_again(frame, model, clusters, (pairs, odds), score)
    found = resolve(frame, model, clusters)
    listed = clusters.copy()
    listed[[one.line for one in found]] = [one.cluster for one in found]
    alone = _too_little_to_join(frame, listed, score)
    joins = [*_joins_within_lines(frame, records, alone), *_joins_between_lines(frame, records, model, (pairs, odds, clusters))]
    joins.extend(_joins_of_listed(frame, records, clusters, found))
    tell("persons", len(np.unique(listed)))
    return LinkedPeople(_numbered(frame, records, listed, alone), joins, model)


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


def _numbered(frame: Frame, records: Sequence[Record], cluster: Clusters, alone: NDArray[np.bool_]) -> list[int]:
    person_of = [0] * len(records)
    for line, members in enumerate(frame.members):
        for nth, position in enumerate(members):
            person_of[position] = int(cluster[line]) if nth == 0 or not alone[line] else len(frame) + position
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


def _joins_between_lines(frame: Frame, records: Sequence[Record], model: Model, joined: tuple[Pairs, Bits, Clusters]) -> list[Join]:
    """The surest joins that hold each cluster together."""
    pairs, odds, cluster = joined
    within = np.flatnonzero((cluster[pairs[:, 0]] == cluster[pairs[:, 1]]) & (odds > 0))
    kept = within[_spanning(len(frame), pairs[within], odds[within])]
    held = pairs[kept]
    comparison, kinds = compare(frame, held), kinds_of(frame, held)
    sure = 1.0 / (1.0 + np.exp2(-odds[kept]))
    return [
        Join(_first(frame, records, one), _first(frame, records, other), _decimal(probability), words)
        for (one, other), probability, words in zip(held.tolist(), sure.tolist(), explain(model, kinds, comparison), strict=True)
    ]


def _spanning(count: int, pairs: Pairs, odds: Bits) -> NDArray[np.int64]:
    """Positions of the surest pairs that connect all that the pairs connect; pairs are distinct and in order."""
    graph = coo_array((1.0 / (1.0 + odds), pairs.T), shape=(count, count))
    one, other = minimum_spanning_tree(graph.tocsr()).nonzero()
    keys = pairs[:, 0] * count + pairs[:, 1]
    return np.searchsorted(keys, np.sort(one.astype(np.int64) * count + other))


def _joins_of_listed(frame: Frame, records: Sequence[Record], cluster: Clusters, found: list[Found]) -> list[Join]:
    return [Join(_first(frame, records, one.line), _first(frame, records, one.cluster), _decimal(one.probability), LISTED) for one in found]


def _decimal(probability: float) -> str:
    """Four places; no join is certain."""
    return f"{min(probability, 0.9999):.4f}"


def _first(frame: Frame, records: Sequence[Record], line: int) -> str:
    return records[frame.members[line][0]].record_id
