"""Places found, and who of separated families is held at each on the day, as far as who looks may know of them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import Reach, reach_of
from kinkeeper.extracts.places.search import PlaceFound, find_places, find_spelt, lies_in
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.counts.held import HOLD
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.together import Question, Rows


@dataclass(frozen=True, slots=True)
class HeldAt:
    """A place found, and how many children apart and adults tied to them are held there. Of whom sources disagree stand at none."""

    found: PlaceFound
    persons: int


@shows_nobody("a question: places are counted as far as who is there is shown")
def ask_held(viewer: Viewer, text: str, standpoint: Standpoint, *, most: int) -> Question:
    """How many of those who were ever said to be apart are held at each place that may be meant by what was typed, as it is spelt."""
    # What stands now is found in the index of what stands now; only a look back reads what has ended since.
    known = standing("t") if standpoint.is_past else "t.until IS NULL"
    spelt = _spellings_of(text, standpoint, most)
    held = _HELD_OF_THEIRS if reach_of(viewer) is Reach.ASSIGNED else _HELD
    return Question(held.format(known=known), 3, {**standpoint.parameters, "then": standpoint.as_of, "hold": list(HOLD), "spelt": spelt})


_HELD = """
SELECT h.custodian, h.place, count(*)
FROM public.apart_day t, LATERAL (
    SELECT d.custodian, d.place FROM apart_day d
    WHERE d.person_id = t.person_id AND d.from_day = t.from_day AND d.since = t.since OFFSET 0
) h
WHERE t.custodian = ANY(%(hold)s) AND t.place <> '' AND t.place = ANY(%(spelt)s)
  AND t.from_day + 0 <= %(then)s::date AND t.until_day > %(then)s::date AND {known}
  AND h.custodian = ANY(%(hold)s) AND h.place = ANY(%(spelt)s)
GROUP BY h.custodian, h.place ORDER BY h.custodian, h.place
"""
"""They are found by place as they are kept, and counted as far as they are shown. + 0: by the first of their days half of all are found."""

_HELD_OF_THEIRS = """
SELECT t.custodian, t.place, count(*) FROM apart_day t
WHERE t.custodian = ANY(%(hold)s) AND t.place = ANY(%(spelt)s)
  AND t.from_day + 0 <= %(then)s::date AND t.until_day > %(then)s::date AND {known}
GROUP BY t.custodian, t.place ORDER BY t.custodian, t.place
"""
"""To whom persons are assigned, these are found first, wherever they are: they are few beside whom a place holds."""


@shows_nobody("how places are spelt; who is there, and whether a spelling is said at all, is asked of those whom one may know of")
def _spellings_of(text: str, standpoint: Standpoint, most: int) -> list[str]:
    """Of all spellings of places those that may be meant. Few are: that each row is decided on, is for these alone."""
    meant = {one.place.place_id for one in find_places(text, most=most)}
    with connection.cursor() as cursor:
        cursor.execute(_SPELLINGS, [list(HOLD)])
        told = cursor.fetchall()
    named = {place for custodian, place in told if not meant.isdisjoint(lies_in(place, custodian, standpoint.as_of))}
    return sorted(named | {place for custodian, place in told if find_spelt(text, [(custodian, place)])})


_SPELLINGS = """
WITH RECURSIVE spelt AS (
    (SELECT custodian, place FROM public.apart_day WHERE place <> '' ORDER BY custodian, place LIMIT 1)
    UNION ALL
    SELECT after.* FROM spelt, LATERAL (
        SELECT d.custodian, d.place FROM public.apart_day d
        WHERE d.place <> '' AND (d.custodian, d.place) > (spelt.custodian, spelt.place) ORDER BY d.custodian, d.place LIMIT 1
    ) after
)
SELECT custodian, place FROM spelt WHERE custodian = ANY(%s)
"""
"""From one spelling to the next in an index: they are few, and the rows are many."""


def held_at(rows: Rows, text: str, standpoint: Standpoint, *, most: int) -> tuple[HeldAt, ...]:
    """The places meant by what was typed, those of the gazetteer first, with who is held at each, as was answered."""
    held: Counter[str] = Counter()
    for custodian, spelling, count in rows:
        held.update(dict.fromkeys(lies_in(spelling, custodian, standpoint.as_of), count))
    meant: Sequence[PlaceFound] = find_places(text, most=most)
    known = {one.place.place_id for one in meant}
    there = [(custodian, place) for custodian, place, _ in rows if known.isdisjoint(lies_in(place, custodian, standpoint.as_of))]
    spelt = find_spelt(text, there)
    # A name much like what was typed is a guess: not where sources spell a place just so.
    meant = [one for one in meant if not (spelt and one.is_guess)]
    return tuple(HeldAt(one, held[one.place.place_id]) for one in (*meant, *spelt))[:most]


@shows_nobody("who of those chosen is at a place; another query shows them")
def find_held_at(viewer: Viewer, standpoint: Standpoint, place_id: str, persons: Collection[str]) -> set[str]:
    """
    Those of these persons, of children apart and adults tied to them, who are held at a place or at one within it.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_WHERE, {**standpoint.parameters, "then": standpoint.as_of, "persons": list(persons), "hold": list(HOLD)})
        return {person for person, custodian, place in cursor.fetchall() if place_id in lies_in(place, custodian, standpoint.as_of)}


_WHERE = f"""
SELECT h.person_id, h.custodian, h.place FROM apart_day h
WHERE h.person_id = ANY(%(persons)s) AND h.from_day <= %(then)s::date AND h.until_day > %(then)s::date AND {standing("h")}
  AND h.custodian = ANY(%(hold)s) AND h.place <> ''
"""
