"""
An average over every way in which lists may depend on each other: Bayesian averaging over decomposable graphs (Madigan and York 1997).

In a graph the lists are points and a line between two says that they depend on each other, given the others. For a decomposable graph and
a hyper-Dirichlet prior the likelihood of every total is a ratio of gamma functions over the graph's cliques and separators, so nothing is
simulated. This is the method of the Human Rights Data Analysis Group's `dga`.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from kinkeeper.estimation.chao import Interval
from kinkeeper.estimation.overlaps import Overlaps

Floats = npt.NDArray[np.float64]
Lists = frozenset[int]
FARTHEST = 20
"""No more than so many times those seen are thought possible; where that is not enough, there is no estimate."""

POINTS = 3_000


@dataclass(frozen=True, slots=True)
class Graph:
    """A decomposable graph: its lines, its cliques, and the separators between them (one may stand several times)."""

    lines: frozenset[tuple[int, int]]
    cliques: tuple[Lists, ...]
    separators: tuple[Lists, ...]


@dataclass(frozen=True, slots=True)
class Posterior:
    """How likely each total is, and each graph. `totals` are evenly spaced; `beyond`: the weight at the end of what is thought possible."""

    totals: Floats
    weights: Floats
    of_graphs: tuple[tuple[Graph, float], ...]
    beyond: float

    def interval(self) -> Interval:
        """The median and the 95 % limits."""
        reached = np.cumsum(self.weights)
        at = [float(self.totals[min(int(np.searchsorted(reached, share)), len(self.totals) - 1)]) for share in (0.5, 0.025, 0.975)]
        return Interval(*at)


@lru_cache(maxsize=8)
def decomposable(lists: int) -> tuple[Graph, ...]:
    """Every decomposable graph: 8 of three lists, 61 of four, 822 of five."""
    pairs = list(combinations(range(lists), 2))
    graphs = (_graph(lists, frozenset(lines)) for size in range(len(pairs) + 1) for lines in combinations(pairs, size))
    return tuple(one for one in graphs if one is not None)


def _graph(lists: int, lines: frozenset[tuple[int, int]]) -> Graph | None:
    """By maximum cardinality search: the graph is decomposable where each list's earlier neighbours all know each other."""
    near = {one: {b if a == one else a for a, b in lines if one in (a, b)} for one in range(lists)}
    order: list[int] = []
    cliques: list[Lists] = []
    separators: list[Lists] = []
    for _ in range(lists):
        one = max((other for other in range(lists) if other not in order), key=lambda other: (len(near[other] & set(order)), -other))
        before = frozenset(near[one] & set(order))
        if any(b not in near[a] for a, b in combinations(before, 2)):
            return None
        if cliques and before == cliques[-1]:
            cliques[-1] = before | {one}
        else:
            if cliques:
                separators.append(before)
            cliques.append(before | {one})
        order.append(one)
    return Graph(lines, tuple(cliques), tuple(separators))


def posterior(
    told: Overlaps, *, delta: float | None = None, prior: Callable[[float], float] | None = None, missing: Sequence[int] | None = None
) -> Posterior:
    """
    How likely each total is, given the overlaps.

    `delta` is the prior count of each combination (2 to the minus number of lists); `prior` the logarithm of that of a total (one over it);
    `missing` the numbers of missing to weigh; without it those where anything is likely are found first.
    """
    delta = 2.0**-told.lists if delta is None else delta
    prior = prior or (lambda total: -math.log(total))
    if missing is not None:
        at = np.array(missing, dtype=float)
        return _weigh(told, at, delta, prior)
    farthest = FARTHEST * told.seen
    rough = _weigh(told, np.unique(np.round(np.geomspace(1, farthest + 1, 800) - 1)), delta, prior)
    spacing = np.gradient(rough.totals)
    high = rough.weights / spacing
    likely = rough.totals[high > high.max() * 1e-7] - told.seen
    first, last = max(0.0, likely[0] * 0.9 - 5), min(float(farthest), likely[-1] * 1.1 + 5)
    step = max(1, math.ceil((last - first) / POINTS))
    fine = _weigh(told, np.arange(math.floor(first), last + 1, step), delta, prior)
    beyond = float(fine.weights[fine.totals > told.seen + 0.95 * farthest].sum())
    return Posterior(fine.totals, fine.weights, fine.of_graphs, beyond)


def _weigh(told: Overlaps, missing: Floats, delta: float, prior: Callable[[float], float]) -> Posterior:
    totals = missing + told.seen
    chance = _log_gamma(totals + 1) - _log_gamma(missing + 1) + np.array([prior(float(one)) for one in totals])
    factor = {lists: _factor(told, missing, lists, delta) for lists in _subsets(told.lists)}
    graphs = decomposable(told.lists)
    rows = [chance + sum(factor[one] for one in graph.cliques) - sum(factor[one] for one in graph.separators) for graph in graphs]
    heights = np.array(rows)
    heights = np.exp(heights - heights.max())
    heights /= heights.sum()
    by_graph = sorted(zip(graphs, map(float, heights.sum(axis=1)), strict=True), key=lambda one: -one[1])
    return Posterior(totals, heights.sum(axis=0), tuple(by_graph), 0.0)


def _subsets(lists: int) -> Iterator[Lists]:
    for size in range(lists + 1):
        yield from (frozenset(one) for one in combinations(range(lists), size))


def _factor(told: Overlaps, missing: Floats, lists: Lists, delta: float) -> Floats:
    """The logarithm of the chance of the counts over these lists alone. Those on none of them change with how many are missing."""
    if not lists:
        return np.zeros_like(missing)
    each = delta * 2 ** (told.lists - len(lists))
    whole = each * 2 ** len(lists)
    mask = sum(1 << one for one in lists)
    counts: dict[int, int] = {}
    for h, count in enumerate(told.counts):
        if h:
            counts[h & mask] = counts.get(h & mask, 0) + count
    told_of = sum(math.lgamma(each + count) - math.lgamma(each) for h, count in counts.items() if h)
    none = _log_gamma(each + counts.get(0, 0) + missing) - math.lgamma(each)
    return math.lgamma(whole) - _log_gamma(whole + told.seen + missing) + told_of + none


def _log_gamma(values: Floats) -> Floats:
    return np.array([math.lgamma(one) for one in values])


def mixture(posteriors: Sequence[Posterior]) -> Posterior:
    """What several draws of one uncertain truth say together, each counting alike."""
    last = max(one.totals[-1] for one in posteriors)
    first = min(one.totals[0] for one in posteriors)
    step = max(1.0, math.ceil((last - first) / POINTS))
    totals = np.arange(first, last + step, step)
    weights = np.zeros_like(totals)
    for one in posteriors:
        reached = np.interp(totals, one.totals, np.cumsum(one.weights), left=0.0, right=1.0)
        weights += np.diff(reached, prepend=0.0) / len(posteriors)
    chances: dict[Graph, float] = {}
    for one in posteriors:
        for graph, chance in one.of_graphs:
            chances[graph] = chances.get(graph, 0.0) + chance / len(posteriors)
    ranked = tuple(sorted(chances.items(), key=lambda pair: -pair[1]))
    return Posterior(totals, weights, ranked, sum(one.beyond for one in posteriors) / len(posteriors))
