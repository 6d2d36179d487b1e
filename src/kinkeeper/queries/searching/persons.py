"""Finding persons: by the words of a name in any order, accent and beginning, or by any number they carry; else by names much like it."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, reach_of
from kinkeeper.extracts.cells import read_a_number
from kinkeeper.extracts.moments import Unreadable
from kinkeeper.queries.access.prepared import looking
from kinkeeper.queries.access.reading import note_search, shows, unseen
from kinkeeper.queries.likely import Told, find_likely
from kinkeeper.queries.searching.likeness import slips
from kinkeeper.queries.standpoint import Standpoint, standing

LONGEST = 200
"""Characters of a search that count."""

MOST_WORDS = 8
MOST_RECORDS = 2_000
"""Records of a name that are looked at: whoever finds so many has to say more."""
MOST_OF_ONE_WORD = 500
"""The same where one word was typed, or its beginning: nobody is found among thousands by one word."""
MOST_COMMON = 8 * MOST_OF_ONE_WORD
"""How often the words that begin as one typed word have to stand in names for the shortest of them to be looked for alone."""
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
WITH typed AS MATERIALIZED (SELECT folded_words(%(name)s) AS words),
common AS MATERIALIZED (
    SELECT value, sum(count) OVER (ORDER BY length(value), value) - count AS before, sum(count) OVER () AS in_all
    FROM public.findable_value, typed
    WHERE %(shortest)s AND %(born)s = '' AND cardinality(words) = 1 AND kind IN ('given', 'surnames')
      AND value >= upper(words[1]) AND value < upper(words[1]) || '~'
),
begun AS MATERIALIZED (
    SELECT string_agg(quote_literal(lower(value)), ' | ') AS words FROM common WHERE in_all > %(common)s AND before < %(common)s
),
asked AS (
    SELECT to_tsquery('simple', coalesce(begun.words, (
        SELECT string_agg(quote_literal(word) || ':*', ' & ') FROM (SELECT unnest(typed.words) AS word LIMIT %(most)s) AS word
    ))) AS words, CASE WHEN cardinality(typed.words) = 1 THEN %(bound_of_one)s ELSE %(bound)s END AS bound,
    begun.words IS NOT NULL AS is_part FROM typed, begun
),
found AS (
    (SELECT r.record_id, 'name' AS why, length(r.given || r.surnames || r.whole_name) AS letters
    FROM record r, asked WHERE (r.given <> '' OR r.surnames <> '' OR r.whole_name <> '')
      AND array_to_tsvector(folded_words(r.given || ' ' || r.surnames || ' ' || r.whole_name)) @@ asked.words
      AND (%(born)s = '' OR starts_with(r.born, %(born)s)) AND {{among}} LIMIT (SELECT bound FROM asked))
    UNION ALL SELECT i.record_id, i.kind, 0 FROM identifier i WHERE i.value = ANY(%(numbers)s)
),
persons AS (
    SELECT m.person_id, found.why, found.letters FROM found JOIN membership m ON m.record_id = found.record_id AND {standing("m")}
    UNION ALL SELECT p.person_id, '{OWN}', 0 FROM person p WHERE p.person_id = ANY(%(numbers)s) AND {standing("p")}
    UNION ALL SELECT f.person_id, '{OWN}', 0 FROM family_member f WHERE f.family_id = ANY(%(numbers)s) AND {standing("f")}
)
SELECT person_id, array_agg(DISTINCT why), (SELECT count(*) FROM found WHERE why = 'name') >= bound, is_part
FROM asked LEFT JOIN persons ON TRUE GROUP BY person_id, bound, is_part
ORDER BY bool_and(why = 'name'), min(letters), count(*) DESC, person_id
"""
"""Numbers before names; of names those first that have the fewest letters beside what was typed.

Of one word's beginning that half of all names have, an index would gather every record before the first is looked at. So the words that
begin so are found first, and those records looked for that have the shortest of them.
"""


_THEIRS = """r.record_id = ANY(ARRAY(SELECT m.record_id FROM public.membership m WHERE m.person_id = ANY(ARRAY(
    SELECT a.person_id FROM public.assignment a WHERE a.account = (SELECT public.reach_name())))))"""
"""Of the few persons whom somebody is assigned to the records are looked through: among all who have a common name theirs are rare."""


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
        alike = find_likely(viewer, Told(whole=name, born=born), standpoint, most=LOOKED_AT, thoroughly=True) if name else ()
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
    asked = {**standpoint.parameters, "name": name, "born": born, "numbers": _numbers(text), "most": MOST_WORDS}
    asked |= {"bound": MOST_RECORDS, "bound_of_one": MOST_OF_ONE_WORD, "common": MOST_COMMON}
    are_few = reach_of(viewer) is Reach.ASSIGNED and looking().is_settled
    question = _FOUND.format(among=_THEIRS if are_few else "TRUE")
    with connection.cursor() as cursor:
        for shortest in (not are_few, False):
            cursor.execute(question, {**asked, "shortest": shortest})
            rows = cursor.fetchall()
            _, _, is_bounded, is_part = rows[0]
            if is_bounded or not is_part:
                break  # else so few of those with the shortest words may be known of that all have to be looked at
    return FoundPersons({person: tuple(why) for person, why, *_ in rows if person}, is_bounded)


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
