"""How right a linkage is, where the truth is known: over pairs of records, or over a lot of them that was read."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import comb


@dataclass(frozen=True, slots=True)
class PairScore:
    """Pairs of records held to be one person, against the pairs that are."""

    claimed: int
    true: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the claimed pairs that are right; 1 where none is claimed."""
        return self.right / self.claimed if self.claimed else 1.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that are claimed; 1 where there is none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.claimed + self.true) if self.claimed + self.true else 1.0


def score_pairs(person_of: Sequence[Hashable], truth: Sequence[Hashable]) -> PairScore:
    """Compare two namings of the same records: by whom they were found to be, and who they are."""
    return PairScore(
        claimed=_pairs(person_of),
        true=_pairs(truth),
        right=_pairs(zip(person_of, truth, strict=True)),
    )


def _pairs(names: Iterable[Hashable]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(names).values())


def interval(found: int, among: int, sure: float = 0.95) -> tuple[float, float]:
    """
    Between which shares the true one lies, `sure` of the time at least, where `found` of `among` drawn by lot showed it.

    The exact interval of Clopper and Pearson (Biometrika 26, 1934): honest also where nothing was found in a few.
    """
    if not among:
        return 0.0, 1.0
    rest = (1 - sure) / 2
    low = 0.0 if found == 0 else _where(lambda share: 1 - _at_most(found - 1, among, share), rest)
    high = 1.0 if found == among else _where(lambda share: 1 - _at_most(found, among, share), 1 - rest)
    return low, high


def _at_most(found: int, among: int, share: float) -> float:
    """How often at most so many show it."""
    return sum(comb(among, count) * share**count * (1 - share) ** (among - count) for count in range(found + 1))


def _where(rises: Callable[[float], float], to: float) -> float:
    """The share at which what rises with it comes to a value, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) < to else (low, middle)
    return (low + high) / 2
