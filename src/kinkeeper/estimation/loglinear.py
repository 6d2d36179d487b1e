"""
Log-linear models of overlapping lists (Fienberg 1972; Cormack 1989): which pairs of lists depend on each other, and how many are on none.

Of all models with dependence between pairs the one of the least BIC is taken. Its 95 % interval is that of the profile likelihood, which is
as lopsided as the truth is. It knows nothing of the other models: read it beside the average over graphs (`graphs.py`).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from kinkeeper.estimation.chao import Interval
from kinkeeper.estimation.overlaps import Overlaps

Pair = tuple[int, int]
Floats = npt.NDArray[np.float64]
CHI_95 = 3.841458820694124
"""The 95 % point of chi-squared with one degree of freedom."""

FARTHEST = 1e4
"""No interval is sought beyond so many times those seen."""


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model: which pairs depend on each other, its BIC, and how many there are in all."""

    pairs: tuple[Pair, ...]
    bic: float
    total: float


def fit_all(told: Overlaps) -> list[Model]:
    """Every model whose parameters these counts can tell, the least BIC first. A pair that nobody has in common has none."""
    able = [(one, other) for one, other in combinations(range(told.lists), 2) if told.on_both(one, other)]
    found = []
    for size in range(len(able) + 1):
        for pairs in combinations(able, size):
            fitted = _fit_seen(told, pairs)
            if fitted is not None:
                found.append(fitted)
    return sorted(found, key=lambda one: (one.bic, len(one.pairs), one.pairs))


def interval(told: Overlaps, pairs: Sequence[Pair]) -> Interval:
    """How many in all by one model, at the top of the profile likelihood, with its 95 % limits; an infinite limit where none is found."""
    design = _design(told.lists, pairs)
    seen = told.seen
    best = _top(told, design, 0.0, FARTHEST * seen)
    height = _height(told, design, best)

    def inside(missing: float) -> bool:
        return 2 * (height - _height(told, design, missing)) <= CHI_95

    low = 0.0 if inside(0.0) else _edge(inside, 0.0, best)
    far = max(2 * best, 10.0)
    while inside(far) and far < FARTHEST * seen:
        far *= 2
    high = math.inf if inside(far) else _edge(inside, far, best)
    return Interval(seen + best, seen + low, seen + high)


def _design(lists: int, pairs: Sequence[Pair]) -> Floats:
    """One row a combination of lists, that of none first; one column a parameter: level, lists, pairs."""
    columns = [[1.0] * (1 << lists)]
    columns += [[float(h >> one & 1) for h in range(1 << lists)] for one in range(lists)]
    columns += [[float(h >> one & h >> other & 1) for h in range(1 << lists)] for one, other in pairs]
    return np.array(columns).T


def _fit_seen(told: Overlaps, pairs: Sequence[Pair]) -> Model | None:
    design, counts = _design(told.lists, pairs), np.array(told.counts[1:], dtype=float)
    if design.shape[1] > len(counts):
        return None
    beta = _newton(design[1:], counts)
    if beta is None:
        return None
    expected = np.exp(design[1:] @ beta)
    with np.errstate(divide="ignore"):
        likelihood = float(np.sum(counts * np.log(expected) - expected)) - sum(math.lgamma(one + 1) for one in told.counts[1:])
    missing = math.exp(min(beta[0], 60.0))
    return Model(tuple(pairs), -2 * likelihood + design.shape[1] * math.log(told.seen), told.seen + missing)


def _newton(design: Floats, counts: Floats) -> Floats | None:
    """Poisson regression with the log link; None where the counts do not tell the parameters."""
    beta = np.asarray(np.linalg.lstsq(design, np.log(counts + 0.5), rcond=None)[0], dtype=np.float64)
    for _ in range(60):
        expected = np.exp(np.clip(design @ beta, -40, 40))
        information = design.T @ (design * expected[:, None])
        try:
            step = np.linalg.solve(information, design.T @ (counts - expected))
        except np.linalg.LinAlgError:
            return None
        size = float(np.max(np.abs(step)))
        beta = beta + step * min(1.0, 5.0 / size if size else 1.0)
        if size < 1e-9:
            return beta
    return None


def _height(told: Overlaps, design: Floats, missing: float) -> float:
    """The logarithm of the multinomial likelihood at its highest, were so many missing."""
    counts = np.array((missing, *told.counts[1:]), dtype=float)
    beta = _newton(design, counts)
    if beta is None:
        return -math.inf
    total = told.seen + missing
    chances = np.exp(np.clip(design @ beta, -40, 40)) / total
    return math.lgamma(total + 1) - math.lgamma(missing + 1) + float(np.sum(counts * np.log(np.maximum(chances, 1e-300))))


def _top(told: Overlaps, design: Floats, low: float, high: float) -> float:
    """Where the profile likelihood is highest, by golden section on the scale of logarithms."""
    ratio = (math.sqrt(5) - 1) / 2
    left, right = math.log(low + 1e-3), math.log(high)
    for _ in range(70):
        one, other = right - ratio * (right - left), left + ratio * (right - left)
        if _height(told, design, math.exp(one)) < _height(told, design, math.exp(other)):
            left = one
        else:
            right = other
    return math.exp((left + right) / 2)


def _edge(inside: Callable[[float], bool], outer: float, inner: float) -> float:
    for _ in range(60):
        middle = (outer + inner) / 2
        if inside(middle):
            inner = middle
        else:
            outer = middle
    return (outer + inner) / 2
