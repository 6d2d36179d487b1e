"""The columns linkage compares, read from records once.

Records that say exactly the same are one line of the frame, and the lines stand in the order of
their content: so no result can depend on the order in which records came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.dates import Moment
from kinkeeper.domain.records import Identifier, Record, Stay
from kinkeeper.domain.terms import SHARED_IDENTIFIERS, IdentifierKind
from kinkeeper.linkage.features.dates import in_years
from kinkeeper.linkage.features.names import MOST_WORDS, Lexicon, PersonName
from kinkeeper.linkage.features.places import place_key

Codes = NDArray[np.int32]
NONE = -1
ROLES = ("child", "adult")
NUMBERS_KEPT = 2
"""A-numbers of one record that are compared."""
_YEAR = 365.25
_COMPANY = frozenset({IdentifierKind.EVENT, IdentifierKind.FAMILY_UNIT})


@dataclass(frozen=True, slots=True)
class Names:
    """The distinct names of a frame, their words as codes of one vocabulary (-1: no further word)."""

    distinct: tuple[PersonName, ...]
    vocabulary: tuple[str, ...]
    given: Codes
    surnames: Codes
    given_chance: NDArray[np.float64]
    """By word: log2 of how often a given name is this word."""
    surname_chance: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """One line per distinct content; every array has one entry per line; -1 and NaN are unknown; days are ordinals."""

    members: tuple[tuple[int, ...], ...]
    """The records (positions in the sequence given) that say exactly this."""
    layouts: tuple[str, ...]
    layout: Codes
    names: Names
    name: Codes
    born: Codes
    """Birth as yyyymmdd, mm and dd 0 where unknown."""
    born_by_age: NDArray[np.float64]
    """Middle of the time of birth that a stated age allows, in years."""
    usual_age: NDArray[np.float64]
    """Age in years on the day in the middle of those on which people were seen."""
    role: Codes
    """Code of child or adult in `ROLES`, where the layout says which."""
    sex: Codes
    nationality: Codes
    a_numbers: NDArray[np.int64]
    own_numbers: dict[str, Codes]
    """Kind -> code of the number of that kind which only one person may carry."""
    company: dict[str, Codes]
    """Kind -> code of the number of the event or family unit, shared by those who were taken together."""
    seen: Codes
    """Day taken into custody."""
    place: Codes
    places: tuple[str, ...]
    held: Codes
    left: Codes
    held_at: Codes
    """First day, last day and place of the stay the record states."""
    mates: tuple[tuple[int, ...], ...]
    """Lines that stand in the same row of the same list, told to be this person's kin."""

    def __len__(self) -> int:
        return len(self.members)


class _Line(NamedTuple):
    """What one record says, in comparable form: the key by which equal records are one line."""

    layout: str
    role: str
    given: tuple[str, ...]
    surnames: tuple[str, ...]
    born: int
    born_by_age: float
    sex: str
    nationality: str
    a_numbers: tuple[int, ...]
    own_numbers: tuple[tuple[str, str], ...]
    company: tuple[tuple[str, str], ...]
    seen: int
    place: str
    held: int
    left: int
    held_at: str


def build_frame(records: Sequence[Record]) -> Frame:
    """The frame of these records."""
    lexicon = Lexicon((record.given, record.surnames) for record in records if not record.whole_name)
    usual_day = _usual_day(records)
    lines = [_line_of(record, lexicon, usual_day) for record in records]
    keys = _with_mates(records, lines)
    order = sorted(set(keys))
    at = {key: number for number, key in enumerate(order)}
    members: list[list[int]] = [[] for _ in order]
    for position, key in enumerate(keys):
        members[at[key]].append(position)
    return _columns([key[0] for key in order], members, (lexicon, usual_day), _mates(records, keys, at))


_Key = tuple[_Line, tuple[_Line, ...]]


def _with_mates(records: Sequence[Record], lines: list[_Line]) -> list[_Key]:
    """Each record's line with those of the other persons in its row: the same name in two rows may be two persons."""
    line_of = {record.record_id: line for record, line in zip(records, lines, strict=True)}
    return [
        (line, tuple(sorted(line_of[claim.record] for claim in record.claims if claim.record in line_of)) if record.claims else ())
        for record, line in zip(records, lines, strict=True)
    ]


def _mates(records: Sequence[Record], keys: list[_Key], at: dict[_Key, int]) -> tuple[tuple[int, ...], ...]:
    number_of = {record.record_id: at[key] for record, key in zip(records, keys, strict=True)}
    mates: list[set[int]] = [set() for _ in at]
    for record, key in zip(records, keys, strict=True):
        mates[at[key]].update(number_of[claim.record] for claim in record.claims if claim.record in number_of)
    return tuple(tuple(sorted(found)) for found in mates)


def _line_of(record: Record, lexicon: Lexicon, usual_day: int) -> _Line:
    name = lexicon.read(record.given, record.surnames, record.whole_name)
    stay = min(record.stays, key=lambda one: one.start, default=Stay("", "", record.referred))
    return _Line(
        layout=record.layout,
        role=record.role if record.role in ROLES else "",
        given=name.given,
        surnames=name.surnames,
        born=_born(record.born),
        born_by_age=_born_by_age(record, usual_day),
        sex=record.sex,
        nationality=record.nationality,
        a_numbers=tuple(sorted(int(one.value) for one in record.identifiers if _is_a_number(one))),
        own_numbers=tuple(sorted((one.kind, one.value) for one in record.identifiers if _is_own(one.kind))),
        company=tuple(sorted((one.kind, one.value) for one in record.identifiers if one.kind in _COMPANY)),
        seen=_ordinal(record.encountered),
        place=place_key(record.station or record.sector),
        held=_ordinal(stay.start),
        left=max((_ordinal(one.end) for one in record.stays), default=NONE),
        held_at=place_key(stay.place),
    )


def _is_a_number(identifier: Identifier) -> bool:
    value = identifier.value
    return identifier.kind == IdentifierKind.A_NUMBER and value.isascii() and value.isdigit() and len(value) <= 9


def _is_own(kind: str) -> bool:
    return kind not in SHARED_IDENTIFIERS and kind not in (IdentifierKind.A_NUMBER, IdentifierKind.OTHER)


def _ordinal(moment: Moment) -> int:
    return date.fromisoformat(moment[:10]).toordinal() if len(moment) >= 10 else NONE


def _born(moment: Moment) -> int:
    digits = moment[:10].replace("-", "")
    return int(digits.ljust(8, "0")) if digits.isdigit() else NONE


def _usual_day(records: Sequence[Record]) -> int:
    """The middle of the days on which people were seen: the day an age without a date is held to be of."""
    days = sorted(day for day in (_ordinal(record.encountered or record.age_on) for record in records) if day != NONE)
    return days[len(days) // 2] if days else NONE


def _born_by_age(record: Record, usual_day: int) -> float:
    day = _ordinal(record.age_on)
    day = usual_day if day == NONE else day
    return round(day / _YEAR - record.age - 0.5, 2) if record.age is not None and day != NONE else NONE


# Columns


def _columns(lines: list[_Line], members: list[list[int]], of_run: tuple[Lexicon, int], mates: tuple[tuple[int, ...], ...]) -> Frame:
    lexicon, usual_day = of_run
    layouts = tuple(sorted({line.layout for line in lines}))
    layout = _codes([layouts.index(line.layout) for line in lines])
    places, place = _coded([line.place for line in lines])
    name_of: dict[PersonName, int] = {}
    name = [name_of.setdefault(PersonName(line.given, line.surnames), len(name_of)) for line in lines]
    by_age = np.array([line.born_by_age for line in lines], dtype=np.float64)
    by_age[by_age == NONE] = np.nan
    born = _codes([line.born for line in lines])
    return Frame(
        members=tuple(tuple(found) for found in members),
        layouts=layouts,
        layout=layout,
        names=_names(tuple(name_of), lexicon),
        name=_codes(name),
        born=born,
        born_by_age=by_age,
        usual_age=usual_day / _YEAR - np.where(born > 0, in_years(born), by_age),
        role=_codes([ROLES.index(line.role) if line.role else NONE for line in lines]),
        sex=_coded([line.sex for line in lines])[1],
        nationality=_coded([line.nationality for line in lines])[1],
        a_numbers=_a_numbers(lines),
        own_numbers=_by_kind([line.own_numbers for line in lines]),
        company=_by_kind([line.company for line in lines]),
        seen=_codes([line.seen for line in lines]),
        place=place,
        places=places,
        held=_codes([line.held for line in lines]),
        left=_codes([line.left for line in lines]),
        held_at=_coded([line.held_at for line in lines])[1],
        mates=mates,
    )


def _codes(values: Sequence[int]) -> Codes:
    return np.array(values, dtype=np.int32)


def _coded(values: Sequence[str]) -> tuple[tuple[str, ...], Codes]:
    """Distinct values in order, and the code of each; empty text is -1."""
    distinct = sorted(set(values) - {""})
    at = {value: code for code, value in enumerate(distinct)} | {"": NONE}
    return tuple(distinct), _codes([at[value] for value in values])


def _a_numbers(lines: list[_Line]) -> NDArray[np.int64]:
    table = np.full((len(lines), NUMBERS_KEPT), NONE, dtype=np.int64)
    for row, line in zip(table, lines, strict=True):
        kept = line.a_numbers[:NUMBERS_KEPT]
        row[: len(kept)] = kept
    return table


def _by_kind(numbers: list[tuple[tuple[str, str], ...]]) -> dict[str, Codes]:
    kinds = sorted({kind for line in numbers for kind, _ in line})
    return {kind: _coded([dict(line).get(kind, "") for line in numbers])[1] for kind in kinds}


def _names(distinct: tuple[PersonName, ...], lexicon: Lexicon) -> Names:
    vocabulary = sorted({word for name in distinct for side in (name.given, name.surnames) for word in side})
    at = {word: code for code, word in enumerate(vocabulary)}
    given, surnames = (np.full((len(distinct), MOST_WORDS), NONE, dtype=np.int32) for _ in range(2))
    for number, name in enumerate(distinct):
        for table, side in ((given, name.given), (surnames, name.surnames)):
            for place, word in enumerate(side[:MOST_WORDS]):
                table[number, place] = at[word]
    return Names(
        distinct=distinct,
        vocabulary=tuple(vocabulary),
        given=given,
        surnames=surnames,
        given_chance=np.log2([lexicon.given_frequency(word) for word in vocabulary]),
        surname_chance=np.log2([lexicon.surname_frequency(word) for word in vocabulary]),
    )
