"""How right a linkage is, where the truth is known: over pairs of records."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


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
