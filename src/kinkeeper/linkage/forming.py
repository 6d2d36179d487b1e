"""Persons formed of lines: pairs found, compared and scored; the surest joined; those left over looked at again; rows of lists resolved.

What is learnt on the way is a version. Under one version who is whom depends only on which records there are and what people have decided.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.blocking import candidate_pairs
from kinkeeper.linkage.clustering import join
from kinkeeper.linkage.control import BANDS
from kinkeeper.linkage.decided import Decided
from kinkeeper.linkage.frames import Frame, Reading
from kinkeeper.linkage.listed import Found, Listing, find_candidates, named_only, resolve, word_table
from kinkeeper.linkage.model import Model, kinds_of
from kinkeeper.linkage.remaining import OWN_EVIDENCE, Expected, FirstLook, look_again
from kinkeeper.linkage.scoring import Pairs, compare
from kinkeeper.linkage.training import learn

Bits = NDArray[np.float64]
Clusters = NDArray[np.int64]

_LEAST = float(np.log2(BANDS[-1][0]))
"""log2 odds below which a pair is neither joined, nor asked about, nor drawn."""


@dataclass(frozen=True, slots=True)
class Version:
    """All that one run has learnt of all records, which later runs go by until it is learnt anew."""

    reading: Reading
    model: Model
    expected: Expected
    listing: Listing
    lines: int
    """Of how many lines it was learnt."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of lines with their log2 odds as first seen, and as they stood when persons were formed."""

    pairs: Pairs
    first: Bits
    odds: Bits


@dataclass(frozen=True, slots=True)
class Met:
    """Lines that only lists name, with the lines that each may be, and what a further line must weigh to be among those."""

    pairs: Pairs
    lines: NDArray[np.int64]
    least: Bits


@dataclass(frozen=True, slots=True)
class Formed:
    """Who is whom, by line of a frame."""

    frame: Frame
    version: Version
    decided: Decided
    scored: Scored
    cluster: Clusters
    """The lowest line of each line's person, before rows of lists are resolved."""
    met: Met
    found: list[Found]

    @property
    def listed(self) -> Clusters:
        """The person of each line, those whom only lists name among them."""
        return with_found(self.cluster, self.found)


def form(frame: Frame, decided: Decided, version: Version | None = None) -> Formed:
    """Form the persons of a frame, under a version or by what its own lines teach."""
    pairs, waiting = candidate_pairs(frame), named_only(frame)
    pairs = pairs[~(waiting[pairs[:, 0]] | waiting[pairs[:, 1]])]
    comparison = compare(frame, pairs)
    model = version.model if version else learn(frame, pairs, comparison)
    first = model.log_odds(kinds_of(frame, pairs), comparison)
    cluster, odds, expected = grow(frame, model, (pairs, first), decided, version.expected if version else None)
    lines = np.flatnonzero(waiting)
    met, least = find_candidates(word_table(frame), lines, np.flatnonzero(~waiting))
    found, listing = resolve(frame, model, cluster, met, version.listing if version else None)
    found = [one for one in found if decided.leaves_open(cluster, one.line, one.cluster)]
    learnt = version or Version(frame.reading, model, expected, listing, len(frame))
    return Formed(frame, learnt, decided, Scored(pairs, first, odds), cluster, Met(met, lines, least), found)


def grow(
    frame: Frame, model: Model, first: tuple[Pairs, Bits], decided: Decided, expected: Expected | None
) -> tuple[Clusters, Bits, Expected]:
    """The clusters of lines joined along scored pairs, as people decided and after the second look; the odds as seen then, and what was
    expected of those left over.
    """

    def score(asked: Pairs) -> Bits:
        return model.log_odds(kinds_of(frame, asked), compare(frame, asked))

    clusters = decided.unite(join(np.arange(len(frame)), *first, score, decided.different))
    return look_again(frame, model, FirstLook(clusters, *first, decided), score, expected)


def with_found(cluster: Clusters, found: list[Found]) -> Clusters:
    """The clusters with those whom only lists name."""
    listed = cluster.copy()
    listed[[one.line for one in found]] = [one.cluster for one in found]
    return listed


def may_matter(frame: Frame, model: Model, pairs: Pairs, odds: Bits) -> NDArray[np.bool_]:
    """Pairs that can join, compete for or be asked about; no other has a say in who is whom."""
    evidence: Bits = odds - model.prior_same[kinds_of(frame, pairs)]
    return (odds > _LEAST) | (evidence >= OWN_EVIDENCE)
