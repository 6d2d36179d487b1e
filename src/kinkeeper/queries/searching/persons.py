"""Finding persons: by the words of a name in any order, accent and beginning, or by any number they carry; else by names much like it."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.extracts.cells import read_a_number
from kinkeeper.extracts.moments import Unreadable
from kinkeeper.queries.access.reading import note_search, shows, unseen
from kinkeeper.queries.likely import Told, find_likely
from kinkeeper.queries.searching.likeness import slips
from kinkeeper.queries.standpoint import Standpoint, standing

LONGEST = 200
"""Characters of a search that count."""

MOST_WORDS = 8
MOST_RECORDS = 2_000
"""Records of a name that are looked at: whoever finds so many has to say more."""
ENOUGH = 5
"""Where fewer are found by all their words, those are looked for whose names are much like it."""

LOOKED_AT = 40
"""Persons who may be meant, of whom those are shown whose names were typed with the fewest slips."""
SURE = 1.0
"""Beside those found by all their words, others are shown only where they are typed with fewer slips."""

NAME, OWN, ALIKE = "name", "kinkeeper", "alike"
"""Why somebody is found, beside the kinds of identifiers: by name; by a number of Kinkeeper's own, the person's or the family's; by a
name much like it, however it is misspelt."""

YEAR = re.compile(r"(?<![\d/-])(?:19|20)\d{2}(?:-\d{2}(?:-\d{2})?)?(?![\d/-])")
"""A year of birth, or the whole date, beside a name."""

_FOUND = f"""
WITH asked AS (
    SELECT to_tsquery('simple', string_agg(quote_literal(word) || ':*', ' & ')) AS words
    FROM (SELECT unnest(folded_words(%(name)s)) AS word LIMIT %(most)s) AS word
),
found AS (
    (SELECT r.record_id, 'name' AS why, length(r.given || r.surnames || r.whole_name) AS letters
    FROM record r, asked WHERE (r.given <> '' OR r.surnames <> '' OR r.whole_name <> '')
      AND array_to_tsvector(folded_words(r.given || ' ' || r.surnames || ' ' || r.whole_name)) @@ asked.words
      AND (%(born)s = '' OR starts_with(r.born, %(born)s)) LIMIT %(bound)s)
    UNION ALL SELECT i.record_id, i.kind, 0 FROM identifier i WHERE i.value = ANY(%(numbers)s)
),
persons AS (
    SELECT m.person_id, found.why, found.letters FROM found JOIN membership m ON m.record_id = found.record_id AND {standing("m")}
    UNION ALL SELECT p.person_id, '{OWN}', 0 FROM person p WHERE p.person_id = ANY(%(numbers)s) AND {standing("p")}
    UNION ALL SELECT f.person_id, '{OWN}', 0 FROM family_member f WHERE f.family_id = ANY(%(numbers)s) AND {standing("f")}
)
SELECT person_id, array_agg(DISTINCT why), (SELECT count(*) FROM found WHERE why = 'name') FROM persons
GROUP BY person_id ORDER BY bool_and(why = 'name'), min(letters), count(*) DESC, person_id
"""
"""Numbers before names; of names those first that have the fewest letters beside what was typed."""


@dataclass(frozen=True, slots=True)
class FoundPersons:
    """Person -> why, the likeliest first; whether there are more than were looked at."""

    why: dict[str, tuple[str, ...]]
    bounded: bool = False


def _found(found: FoundPersons) -> Iterator[tuple[bool, str]]:
    """Whom a search hands out."""
    return ((False, person) for person in found.why)


@shows(FieldGroup.IDENTITY)
def find_persons(viewer: Viewer, text: str, standpoint: Standpoint) -> dict[str, tuple[str, ...]]:
    """
    Person -> why: those on whose records all the words of a name begin as typed, and those who carry the number typed, who come first.

    Numbers: of a person, a family, an event, an alien file in any spelling, or whatever else a source gave. A year beside a name is one
    of birth.

    :raises NotAllowed: if the viewer may not read.
    """
    return _exactly(viewer, text, standpoint).why


@shows(FieldGroup.IDENTITY, who=_found)
def find_persons_alike(viewer: Viewer, text: str, standpoint: Standpoint) -> FoundPersons:
    """
    The same, and where they are few, those whose names are much like what was typed: misspelt, in another order, with a name left out.

    :raises NotAllowed: if the viewer may not read.
    """
    found = _exactly(viewer, text, standpoint)
    if len(found.why) >= ENOUGH or any(NAME not in why for why in found.why.values()):
        return found
    name, born = _told(text)
    with unseen():  # of those looked at, only who is handed out is shown
        alike = find_likely(viewer, Told(whole=name, born=born), standpoint, most=LOOKED_AT) if name else ()
    typed = sorted((slips(name, f"{one.given} {one.surnames}"), -one.probability, one.person_id) for one in alike if one.person_id)
    meant = [person for few, _, person in typed[:ENOUGH] if not found.why or few < SURE]
    return FoundPersons(found.why | {person: (ALIKE,) for person in meant if person not in found.why})


def _exactly(viewer: Viewer, text: str, standpoint: Standpoint) -> FoundPersons:
    require(viewer, "read")
    note_search(text)
    text = text.replace("\x00", " ").strip()[:LONGEST]
    if not text:
        return FoundPersons({})
    name, born = _told(text)
    asked = {**standpoint.parameters, "name": name, "born": born, "numbers": _numbers(text), "most": MOST_WORDS, "bound": MOST_RECORDS}
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, asked)
        rows = cursor.fetchall()
    return FoundPersons({person: tuple(why) for person, why, _ in rows}, bool(rows) and rows[0][2] >= MOST_RECORDS)


def _told(text: str) -> tuple[str, str]:
    """The name in what was typed, and the year or date of birth beside it; empty where there is none."""
    text = text.replace("\x00", " ").strip()[:LONGEST]
    year = YEAR.search(text)
    name = (text[: year.start()] + " " + text[year.end() :]).strip() if year else text
    return (name, year[0]) if year and any(letter.isalpha() for letter in name) else (text, "")


def _numbers(text: str) -> list[str]:
    """What is typed, as the canonical forms of numbers of all kinds would have it."""
    solid = re.sub(r"\s+", "", text)
    numbers = {text, solid, solid.upper(), solid[:1].upper() + solid[1:].lower()}
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 7 and len(digits) >= len(solid) / 2:
        numbers.add(digits)
    with suppress(Unreadable):
        numbers.add(read_a_number(text))
    return sorted(numbers)
