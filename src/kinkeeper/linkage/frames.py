"""The columns linkage compares, read from records once.

Records that say exactly the same are one line of the frame, and the lines stand in the order of
their content: so no result can depend on the order in which records came.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.records import Record
from kinkeeper.linkage.features.dates import chance_of_same_birth, in_years
from kinkeeper.linkage.features.names import MOST_WORDS, Lexicon, PersonName
from kinkeeper.linkage.lines import NONE, ROLES, YEAR, Content, Line, line_of, usual_day_of, with_mates

Codes = NDArray[np.int32]
NUMBERS_KEPT = 2
"""A-numbers of one record that are compared."""


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
class Reading:
    """How names and ages are read, and how common what is read is: learnt from the records of one run, kept with its version."""

    lexicon: Lexicon
    usual_day: int
    """The day that an age without a date is held to be of."""
    layouts: tuple[str, ...]
    births: Codes
    """The dates of birth known, of each line one."""
    nationalities: dict[str, int]
    """How many lines have each."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One line per distinct content; every array has one entry per line; -1 and NaN are unknown; days are ordinals."""

    members: tuple[tuple[int, ...], ...]
    """The records (positions in the sequence given) that say exactly this."""
    contents: tuple[Content, ...]
    layouts: tuple[str, ...]
    layout: Codes
    names: Names
    name: Codes
    born: Codes
    """Birth as yyyymmdd, mm and dd 0 where unknown."""
    birth_chance: NDArray[np.float64]
    """log2 of how often another person has this date of birth."""
    born_by_age: NDArray[np.float64]
    """Middle of the time of birth that a stated age allows, in years."""
    usual_age: NDArray[np.float64]
    """Age in years on the day in the middle of those on which people were seen."""
    role: Codes
    """Code of child or adult in `ROLES`, where the layout says which."""
    sex: NDArray[np.int64]
    nationality: Codes
    nationality_chance: NDArray[np.float64]
    """log2 of how often another person has this nationality."""
    a_numbers: NDArray[np.int64]
    own_numbers: dict[str, NDArray[np.int64]]
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
    reading: Reading
    """What the lines were read with."""

    def __len__(self) -> int:
        return len(self.members)


def build_frame(records: Sequence[Record], reading: Reading | None = None) -> Frame:
    """The frame of these records, read as they were under a version, or as they themselves teach."""
    lexicon = reading.lexicon if reading else Lexicon((one.given, one.surnames) for one in records if not one.whole_name)
    usual_day = reading.usual_day if reading else usual_day_of(records)
    contents = with_mates(records, [line_of(record, lexicon, usual_day) for record in records])
    order = sorted(set(contents))
    at = {content: number for number, content in enumerate(order)}
    members: list[list[int]] = [[] for _ in order]
    for position, content in enumerate(contents):
        members[at[content]].append(position)
    return frame_of(order, members, _mates(records, contents, at), reading or _learn_reading(order, lexicon, usual_day))


def _learn_reading(contents: list[Content], lexicon: Lexicon, usual_day: int) -> Reading:
    lines = [line for line, _ in contents]
    layouts = tuple(sorted({line.layout for line in lines}))
    births = np.sort(_codes([line.born for line in lines if line.born > 0]))
    return Reading(lexicon, usual_day, layouts, births, dict(Counter(line.nationality for line in lines if line.nationality)))


def _mates(records: Sequence[Record], contents: list[Content], at: dict[Content, int]) -> tuple[tuple[int, ...], ...]:
    number_of = {record.record_id: at[content] for record, content in zip(records, contents, strict=True)}
    mates: list[set[int]] = [set() for _ in at]
    for record, content in zip(records, contents, strict=True):
        mates[at[content]].update(number_of[claim.record] for claim in record.claims if claim.record in number_of)
    return tuple(tuple(sorted(found)) for found in mates)


# Columns


def frame_of(contents: Sequence[Content], members: Sequence[Sequence[int]], mates: Sequence[tuple[int, ...]], reading: Reading) -> Frame:
    """The frame of lines that say this, told in order."""
    lines = [line for line, _ in contents]
    layout_of = {layout: code for code, layout in enumerate(reading.layouts)}
    layout = _codes([layout_of[line.layout] for line in lines])
    places, place = _coded([line.place for line in lines])
    name_of: dict[PersonName, int] = {}
    name = [name_of.setdefault(PersonName(line.given, line.surnames), len(name_of)) for line in lines]
    by_age = np.array([line.born_by_age for line in lines], dtype=np.float64)
    by_age[by_age == NONE] = np.nan
    born = _codes([line.born for line in lines])
    return Frame(
        members=tuple(tuple(found) for found in members),
        contents=tuple(contents),
        layouts=reading.layouts,
        layout=layout,
        names=_names(tuple(name_of), reading.lexicon),
        name=_codes(name),
        born=born,
        birth_chance=chance_of_same_birth(born, reading.births),
        born_by_age=by_age,
        usual_age=reading.usual_day / YEAR - np.where(born > 0, in_years(born), by_age),
        role=_codes([ROLES.index(line.role) if line.role else NONE for line in lines]),
        sex=_lasting([line.sex for line in lines]),
        nationality=_coded([line.nationality for line in lines])[1],
        nationality_chance=_log_share([line.nationality for line in lines], reading.nationalities),
        a_numbers=_a_numbers(lines),
        own_numbers={kind: _lasting(values) for kind, values in _by_kind([line.own_numbers for line in lines])},
        company={kind: _coded(values)[1] for kind, values in _by_kind([line.company for line in lines])},
        seen=_codes([line.seen for line in lines]),
        place=place,
        places=places,
        held=_codes([line.held for line in lines]),
        left=_codes([line.left for line in lines]),
        held_at=_coded([line.held_at for line in lines])[1],
        mates=tuple(mates),
        reading=reading,
    )


def _codes(values: Sequence[int]) -> Codes:
    return np.array(values, dtype=np.int32)


def _coded(values: Sequence[str]) -> tuple[tuple[str, ...], Codes]:
    """Distinct values in order, and the code of each; empty text is -1."""
    distinct = sorted(set(values) - {""})
    at = {value: code for code, value in enumerate(distinct)} | {"": NONE}
    return tuple(distinct), _codes([at[value] for value in values])


def _log_share(values: Sequence[str], counts: dict[str, int]) -> NDArray[np.float64]:
    """log2 of the share of each value among those counted; one that was not counted is as rare as one that was once."""
    known = max(sum(counts.values()), 1)
    return np.log2(np.array([counts.get(value, 1) / known for value in values], dtype=np.float64))


def lasting_code(value: str) -> int:
    """A number for a value, the same in every run; -1 for none."""
    return int.from_bytes(blake2b(value.encode(), digest_size=5).digest()) if value else NONE


def _lasting(values: Sequence[str]) -> NDArray[np.int64]:
    return np.array([lasting_code(value) for value in values], dtype=np.int64)


def _a_numbers(lines: Sequence[Line]) -> NDArray[np.int64]:
    table = np.full((len(lines), NUMBERS_KEPT), NONE, dtype=np.int64)
    for row, line in zip(table, lines, strict=True):
        kept = line.a_numbers[:NUMBERS_KEPT]
        row[: len(kept)] = kept
    return table


def _by_kind(numbers: list[tuple[tuple[str, str], ...]]) -> Iterator[tuple[str, list[str]]]:
    """Each kind of number, and what each line has of it."""
    for kind in sorted({kind for line in numbers for kind, _ in line}):
        yield kind, [dict(line).get(kind, "") for line in numbers]


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
