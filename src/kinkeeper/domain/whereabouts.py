"""Whereabouts: what the records of one person say that a separation can be seen from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kinkeeper.domain.custody import Timeline, timeline
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.placements import Placement
from kinkeeper.domain.records import Record, SeparationFlag
from kinkeeper.domain.terms import IdentifierKind


@dataclass(frozen=True, slots=True)
class FlaggedSeparation:
    """A source's word that a child was separated, and the records of the adults that its row names; none: it names nobody."""

    flag: SeparationFlag
    adult_records: frozenset[str]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """One person: custody day by day, birth and sex as most sources have them, when and in which events taken into custody."""

    person_id: str
    custody: Timeline = field(default_factory=Timeline)
    born: Moment = ""
    sex: str = ""
    events: frozenset[str] = frozenset()
    encountered: frozenset[Moment] = frozenset()
    """The days on which agencies say that they took the person into custody."""
    flags: tuple[FlaggedSeparation, ...] = ()
    named: bool = False
    """Whether any source gives a name, so that kin could be searched for."""
    records: frozenset[str] = frozenset()
    """The ids of the person's records."""


def whereabouts(person_id: str, records: Sequence[Record], reported: Iterable[Placement] = ()) -> Whereabouts:
    """What these records of one person, and what staff reported of her, say; the same in whatever order they come."""
    return Whereabouts(
        person_id=person_id,
        custody=timeline(records, reported),
        born=_most_say(record.born for record in records if len(record.born) >= 10),
        sex=_most_say(record.sex for record in records if record.sex),
        events=frozenset(one.value for record in records for one in record.identifiers if one.kind == IdentifierKind.EVENT),
        encountered=frozenset(record.encountered[:10] for record in records if len(record.encountered) >= 10),
        flags=_flags(records),
        named=any(record.given or record.surnames or record.whole_name for record in records),
        records=frozenset(record.record_id for record in records),
    )


def _flags(records: Sequence[Record]) -> tuple[FlaggedSeparation, ...]:
    flagged = sorted((record for record in records if record.separation), key=lambda record: record.record_id)
    return tuple(
        FlaggedSeparation(record.separation, frozenset(claim.record for claim in record.claims if claim.record))
        for record in flagged
        if record.separation
    )


def _most_say(values: Iterable[str]) -> str:
    """What most sources say; of equally many the first in the alphabet, so that the order of sources does not matter."""
    counted = Counter(values)
    return min(counted, key=lambda value: (-counted[value], value), default="")
