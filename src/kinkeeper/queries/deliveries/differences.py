"""Differences between the lists of a meeting: all of them by their lines, and those that are shown with what is known of each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kinkeeper.domain.dates import Moment, days_between
from kinkeeper.domain.deliveries.differences import Explanation, Suggestion
from kinkeeper.queries.deliveries.explanations import Said
from kinkeeper.queries.deliveries.lists import Listed


@dataclass(frozen=True, slots=True)
class Part:
    """Which of a meeting's differences are asked for: all where nothing else is said."""

    which: str = ""
    """Those that are `new`, or of which nobody said why: `unsaid`."""
    owner: str = ""
    persons: frozenset[str] | None = None
    first: int = 0
    most: int | None = None
    """So many from the first on; of those settled, as many of the first."""


EVERY_DIFFERENCE = Part()


@dataclass(frozen=True, slots=True)
class Difference:
    """Somebody whom the lists do not have alike."""

    person: str
    name: str
    on: Mapping[str, Listed]
    missing: tuple[str, ...]
    differs: tuple[str, ...]
    began_on: Moment
    days_open: int
    is_new: bool
    """Whether it was none when the meeting was last held."""
    said: Said | None
    """Why, and who sees to it, as it stands."""
    suggestion: Suggestion | None

    @property
    def explanation(self) -> Explanation | None:
        """What was said of it and not taken back."""
        return explanation_of(self.said)


@dataclass(frozen=True, slots=True)
class Settled:
    """Somebody whom the lists had differently when the meeting was last held, and have alike now, or have no more."""

    person: str
    name: str
    missing: tuple[str, ...]
    differs: tuple[str, ...]
    is_on_none: bool
    said: Said | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many differences there are, whichever of them are asked for."""

    open: int
    new: int
    unsaid: int
    settled: int
    among: int
    """Of those asked for, on all pages."""
    owners: Sequence[tuple[str, int, int]]
    """Owner, how many, and how many days the oldest has been open; the most first."""


def explanation_of(said: Said | None) -> Explanation | None:
    """What was said and not taken back."""
    return None if said is None or said.explanation.is_empty else said.explanation


def days_open(began: Moment, as_of: Moment) -> int:
    """How many days it has been so."""
    return max(days_between(began, as_of) or 0, 0)


def owners_of(found: Iterable[tuple[Explanation, Moment]], as_of: Moment) -> Sequence[tuple[str, int, int]]:
    """Of what was said, and since when each is open: who sees to how many, and how long the oldest is open; the most first."""
    days: dict[str, list[int]] = defaultdict(list)
    for said, began in found:
        if said.owner:
            days[said.owner].append(days_open(began, as_of))
    return sorted(((owner, len(some), max(some)) for owner, some in days.items()), key=lambda one: (-one[1], one[0]))
