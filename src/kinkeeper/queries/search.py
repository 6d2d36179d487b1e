"""Finding persons: by the words of a name in any order, accent and beginning, or by any number they carry."""

import re
from contextlib import suppress

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.extracts.cells import read_a_number
from kinkeeper.extracts.moments import Unreadable
from kinkeeper.queries.access.reading import note_search, shows
from kinkeeper.queries.standpoint import Standpoint, standing

LONGEST = 200
"""Characters of a search that count."""

MOST_WORDS = 8

NAME, OWN = "name", "kinkeeper"
"""Why somebody is found, beside the kinds of identifiers: by name; by a number of Kinkeeper's own, the person's or the family's."""

_FOUND = f"""
WITH asked AS (
    SELECT to_tsquery('simple', string_agg(quote_literal(word) || ':*', ' & ')) AS words
    FROM (SELECT unnest(folded_words(%(text)s)) AS word LIMIT %(most)s) AS word
),
found AS (
    SELECT r.record_id, 'name' AS why FROM record r, asked
    WHERE (r.given <> '' OR r.surnames <> '' OR r.whole_name <> '')
      AND array_to_tsvector(folded_words(r.given || ' ' || r.surnames || ' ' || r.whole_name)) @@ asked.words
    UNION ALL SELECT i.record_id, i.kind FROM identifier i WHERE i.value = ANY(%(numbers)s)
),
persons AS (
    SELECT m.person_id, found.why FROM found JOIN membership m ON m.record_id = found.record_id AND {standing("m")}
    UNION ALL SELECT p.person_id, '{OWN}' FROM person p WHERE p.person_id = ANY(%(numbers)s) AND {standing("p")}
    UNION ALL SELECT f.person_id, '{OWN}' FROM family_member f WHERE f.family_id = ANY(%(numbers)s) AND {standing("f")}
)
SELECT person_id, array_agg(DISTINCT why) FROM persons GROUP BY person_id ORDER BY bool_and(why = 'name'), count(*) DESC, person_id
"""


@shows(FieldGroup.IDENTITY)
def find_persons(viewer: Viewer, text: str, standpoint: Standpoint) -> dict[str, tuple[str, ...]]:
    """
    Person -> why: those on whose records all the words of a name begin as typed, and those who carry the number typed, who come first.

    Numbers: of a person, a family, an event, an alien file in any spelling, or whatever else a source gave.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    note_search(text)
    text = text.replace("\x00", " ").strip()[:LONGEST]
    if not text:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, {**standpoint.parameters, "text": text, "numbers": _numbers(text), "most": MOST_WORDS})
        return {person: tuple(why) for person, why in cursor.fetchall()}


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
