"""How a person stands on a page: one name of those the sources have, birth, sex and A-numbers."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from anyascii import anyascii

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import Moment, age_on
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.standpoint import Standpoint, stood
from kinkeeper.queries.together import Question, Rows, ask_together


@dataclass(frozen=True, slots=True)
class Portrait:
    """One person in a few words. Names are as received: never translated, shortened or re-ordered. Empty = not given."""

    person_id: str
    name: str = ""
    given: str = ""
    born: Moment = ""
    sex: str = ""
    nationality: str = ""
    a_numbers: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    """The ids of the records held to be this person."""

    def age(self, on: Moment) -> int | None:
        """Completed years on a day; None where the birth is not known to the day."""
        return age_on(self.born, on)

    @property
    def called(self) -> str:
        """The first given name, for use inside the family; else the first word of the name; else the person's number."""
        return next(iter((self.given or self.name).split()), self.person_id)


@shows(FieldGroup.IDENTITY)
def get_portraits(viewer: Viewer, person_ids: Collection[str], standpoint: Standpoint) -> dict[str, Portrait]:
    """
    Person id -> portrait. A person of whom nothing was known is left out.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    return portraits_of(ask_together(rows=ask_portraits(person_ids, standpoint))["rows"])


def ask_portraits(person_ids: Collection[str], standpoint: Standpoint) -> Question:
    """What of these persons their portraits are made of."""
    return Question(_RECORDS, 9, {**standpoint.parameters, "persons": sorted(person_ids)})


_RECORDS = f"""
SELECT person_id, record_id, given, surnames, whole_name, born, sex, nationality, a_numbers
FROM portrait m WHERE m.person_id = ANY(%(persons)s) AND {stood("m")} ORDER BY m.person_id, m.record_id
"""
"""One row a record that is held to be the person (`gateway/access/joined.py`)."""


def portraits_of(rows: Rows) -> dict[str, Portrait]:
    """The portraits that are made of what was answered."""
    return {person_id: _portrait(person_id, [row[1:] for row in own]) for person_id, own in groupby(rows, key=lambda row: row[0])}


def _portrait(person_id: str, rows: Sequence[Sequence[Any]]) -> Portrait:
    name, given = choose_name((given, surnames, whole) for _, given, surnames, whole, *_ in rows)
    return Portrait(
        person_id=person_id,
        name=name,
        given=given,
        born=_most_say(row[4] for row in rows if len(row[4]) >= 10),
        sex=_most_say(row[5] for row in rows),
        nationality=_most_say(row[6] for row in rows),
        a_numbers=_by_frequency(number for row in rows for number in row[7]),
        records=tuple(row[0] for row in rows),
    )


def choose_name(spellings: Iterable[tuple[str, str, str]]) -> tuple[str, str]:
    """
    The name to show, and the given names in it, out of (given, surnames, whole name) as the sources have them.

    The name that most sources bear out, be it that they leave a word of it away; of several the fullest.
    Of its spellings the one that says most: with accents before without, in small letters before in capitals.
    """
    shown = [(f"{given} {surnames}".strip() or whole, given) for given, surnames, whole in spellings]
    named = [(name, given) for name, given in shown if name]
    if not named:
        return "", ""
    words = {name: frozenset(_plain(name).split()) for name, _ in named}
    support = {name: sum(words[other] <= words[name] for other, _ in named) for name in words}
    return min(named, key=lambda one: (-support[one[0]], -len(words[one[0]]), _plain(one[0]), not one[1], _poverty(one[0]), one))


def _plain(name: str) -> str:
    return " ".join(anyascii(name).casefold().split())


def _poverty(name: str) -> tuple[bool, int]:
    return name.isupper(), -sum(not letter.isascii() for letter in name)


def _most_say(values: Iterable[str]) -> str:
    return next(iter(_by_frequency(values)), "")


def _by_frequency(values: Iterable[str]) -> tuple[str, ...]:
    counted = Counter(value for value in values if value)
    return tuple(sorted(counted, key=lambda value: (-counted[value], value)))
