"""What a record says, in comparable form. Records that say exactly the same are one line, whoever brought them and when."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kinkeeper.domain.dates import Moment
from kinkeeper.domain.records import Identifier, Record, Stay
from kinkeeper.domain.terms import SHARED_IDENTIFIERS, IdentifierKind
from kinkeeper.linkage.features.names import Lexicon
from kinkeeper.linkage.features.places import place_key

NONE = -1
ROLES = ("child", "adult")
YEAR = 365.25
_COMPANY = frozenset({IdentifierKind.EVENT, IdentifierKind.FAMILY_UNIT})


class Line(NamedTuple):
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


Content = tuple[Line, tuple[Line, ...]]
"""What a record says, and what those say who stand in its row: records of equal content are one line of a frame."""


def with_mates(records: Sequence[Record], lines: list[Line]) -> list[Content]:
    """Each record's line with those of the other persons in its row: the same name in two rows may be two persons."""
    line_of = {record.record_id: line for record, line in zip(records, lines, strict=True)}
    return [
        (line, tuple(sorted(line_of[claim.record] for claim in record.claims if claim.record in line_of)) if record.claims else ())
        for record, line in zip(records, lines, strict=True)
    ]


def line_of(record: Record, lexicon: Lexicon, usual_day: int) -> Line:
    """What a record says."""
    name = lexicon.read(record.given, record.surnames, record.whole_name)
    stay = min(record.stays, key=lambda one: one.start, default=Stay("", "", record.referred))
    return Line(
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


def usual_day_of(records: Sequence[Record]) -> int:
    """The middle of the days on which people were seen: the day an age without a date is held to be of."""
    days = sorted(day for day in (_ordinal(record.encountered or record.age_on) for record in records) if day != NONE)
    return days[len(days) // 2] if days else NONE


def _born_by_age(record: Record, usual_day: int) -> float:
    day = _ordinal(record.age_on)
    day = usual_day if day == NONE else day
    return round(day / YEAR - record.age - 0.5, 2) if record.age is not None and day != NONE else float(NONE)
