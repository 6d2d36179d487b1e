"""What all records of one person say together, as far as kinship can turn on it.

Records of one person disagree (F-07): the reading that most records support is taken, the others
stay in the records.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from rapidfuzz.distance import JaroWinkler

from kinkeeper.domain.dates import Moment
from kinkeeper.domain.records import Record
from kinkeeper.domain.terms import Custodian, IdentifierKind
from kinkeeper.linkage.features.names import Grade, Lexicon, PersonName, grade, sound
from kinkeeper.linkage.features.places import place_key

Who = TypeVar("Who", bound=int | str)
"""What the caller knows a person by."""

YEAR = 365.25
ADULT_AGE = 18
SURNAMES_KEPT = 3
_SAME_BIRTH = 300
"""Days within which two dates of birth are held to be one."""
_AGE_SLACK = 400
"""Days by which a stated age may miss the date of birth."""
_FAR_APART = 0.8
"""Jaro-Winkler similarity below which two words are never one: a look that costs little."""
_FAR_FROM_THE_REST = 3 * 365
"""Days from the middle of all encounters beyond which a date is a slip of the pen (2070 for 2020)."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One time this person was taken into custody: place, day (ordinal, 0 unknown), minute of the day (-1), event number."""

    place: str
    day: int
    minute: int
    event: str


@dataclass(frozen=True, slots=True)
class Someone:
    """One person as all their records have them; empty and 0 = unknown."""

    records: tuple[Record, ...]
    given: tuple[str, ...]
    surnames: tuple[str, ...]
    born: int
    """Day of birth as an ordinal."""
    sex: str
    nationality: str
    a_numbers: tuple[int, ...]
    units: frozenset[str]
    """Family unit numbers."""
    meetings: tuple[Meeting, ...]
    is_child: bool
    is_adult: bool
    held: bool
    """Whether an agency held this person; false for those whom only lists and calls name."""
    day: int
    """Day this person was first met, as an ordinal."""

    @property
    def age(self) -> float | None:
        """Years at the first encounter."""
        return (self.day - self.born) / YEAR if self.day and self.born else None


def gather(records: Sequence[Record], person_of: Sequence[Who]) -> tuple[list[Who], list[Someone]]:
    """The persons these records are held to be and what is known of each, in an order that does not depend on that of the records."""
    lexicon = Lexicon((record.given, record.surnames) for record in records if not record.whole_name)
    usual_day = _usual_day(records)
    by_person: dict[Who, list[Record]] = defaultdict(list)
    for record, person in zip(records, person_of, strict=True):
        by_person[person].append(record)
    groups = [(person, sorted(theirs, key=lambda one: (one.name, one.record_id))) for person, theirs in by_person.items()]
    groups.sort(key=lambda group: (group[1][0].name, group[1][0].record_id))
    return [person for person, _ in groups], [_someone(theirs, lexicon, usual_day) for _, theirs in groups]


def _someone(records: list[Record], lexicon: Lexicon, usual_day: int) -> Someone:
    meetings = tuple(_meetings(records, usual_day))
    held_since = [_ordinal(stay.start) for record in records for stay in record.stays]
    day = min((one.day for one in meetings if one.day), default=0) or min((one for one in held_since if one), default=0)
    born = _born(records, usual_day)
    given, surnames = _names([lexicon.read(record.given, record.surnames, record.whole_name) for record in records])
    age = ((day or usual_day) - born) / YEAR if born and (day or usual_day) else None
    is_child = _is_child(records, age)
    return Someone(
        records=tuple(records),
        given=given,
        surnames=surnames,
        born=born,
        sex=_commonest(record.sex for record in records),
        nationality=_commonest(record.nationality for record in records),
        a_numbers=tuple(sorted({int(one) for one in _numbers(records, IdentifierKind.A_NUMBER) if one.isdigit()})),
        units=frozenset(_numbers(records, IdentifierKind.FAMILY_UNIT)),
        meetings=meetings,
        is_child=is_child,
        is_adult=not is_child,
        held=any(record.stays or record.encountered for record in records),
        day=day,
    )


def may_be_adult(record: Record) -> bool:
    """Whether a record alone does not rule out that it is an adult's; half a million children's rows hold no tie."""
    return record.role != "child" and not any(stay.custodian == Custodian.ORR for stay in record.stays)


def _is_child(records: list[Record], age: float | None) -> bool:
    """Whoever ORR held is a child; otherwise the age on the day of encounter decides, then what a list calls the person."""
    if any(stay.custodian == Custodian.ORR for record in records for stay in record.stays):
        return True
    roles = Counter(record.role for record in records)
    if roles["adult"] and not roles["child"]:
        return False
    return age < ADULT_AGE if age is not None else roles["child"] > 0


# Reading


def _ordinal(moment: Moment) -> int:
    return date.fromisoformat(moment[:10]).toordinal() if len(moment) >= 10 else 0


def _minute(moment: Moment) -> int:
    return int(moment[11:13]) * 60 + int(moment[14:16]) if len(moment) >= 16 else -1


def _usual_day(records: Iterable[Record]) -> int:
    days = sorted(day for day in (_ordinal(record.encountered or record.age_on) for record in records) if day)
    return days[len(days) // 2] if days else 0


def _meetings(records: list[Record], usual_day: int) -> Iterable[Meeting]:
    for record in records:
        event = next((one.value for one in record.identifiers if one.kind == IdentifierKind.EVENT), "")
        day = _ordinal(record.encountered)
        day = day if abs(day - usual_day) <= _FAR_FROM_THE_REST else 0
        if day or event:
            yield Meeting(place_key(record.station or record.sector), day, _minute(record.encountered) if day else -1, event)


def _numbers(records: list[Record], kind: IdentifierKind) -> list[str]:
    return [one.value for record in records for one in record.identifiers if one.kind == kind]


def _commonest(values: Iterable[str]) -> str:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else ""


def _born(records: list[Record], usual_day: int) -> int:
    """The day of birth that most dates and ages support; a date is taken before an age."""
    dates = [day for day in (_ordinal(record.born) for record in records) if day]
    ages = [
        (_ordinal(record.age_on) or usual_day) - int((record.age + 0.5) * YEAR)
        for record in records
        if record.age is not None and (record.age_on or usual_day)
    ]
    if len(dates) <= 1 and not ages:
        return dates[0] if dates else 0

    def support(day: int) -> int:
        return sum(abs(day - one) <= _SAME_BIRTH for one in dates) + sum(abs(day - one) <= _AGE_SLACK for one in ages)

    return max([(support(day), 1, day) for day in dates] + [(support(day), 0, day) for day in ages])[2]


# Names


def _names(readings: list[PersonName]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Given names, and up to three surnames in their usual order; a word spelt two ways is taken once, as most records spell it."""
    given = _one_spelling_each([word for name in readings for word in dict.fromkeys(name.given)])
    places: dict[str, list[int]] = defaultdict(list)
    for name in readings:
        for place, word in enumerate(name.surnames[:SURNAMES_KEPT]):
            places[word].append(place)
    spelt = _one_spelling_each([word for word, stood in places.items() for _ in stood])
    often = max(spelt.values(), default=0)
    kept = [word for word, times in spelt.items() if times * 4 >= often][:SURNAMES_KEPT]
    return tuple(given)[:4], tuple(sorted(kept, key=lambda word: (sum(places[word]) / len(places[word]), word)))


def _one_spelling_each(found: list[str]) -> dict[str, int]:
    """Words, the commonest first, with how often each stands there in any spelling."""
    counts = Counter(found)
    merged: dict[str, int] = {}
    for word in sorted(counts, key=lambda one: (-counts[one], -len(one), one)):
        same = next((head for head in merged if are_close(head, word)), word)
        merged[same] = merged.get(same, 0) + counts[word]
    return merged


@lru_cache(maxsize=500_000)
def are_close(one: str, other: str) -> bool:
    """Whether two words of names are one word, as heard or misspelt."""
    if one == other or sound(one) == sound(other):
        return True
    if min(len(one), len(other)) < 4 or not JaroWinkler.similarity(one, other, score_cutoff=_FAR_APART):
        return False
    return bool(grade([one], [other])[0] >= Grade.CLOSE)
