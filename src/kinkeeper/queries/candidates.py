"""Who an arrival may be of those already known: looked for before anybody is entered anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.terms import IdentifierKind
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.custody import Custody, get_custody
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint, standing

MOST = 5
LOOKED_AT = 200
"""Records with a like name that are looked at closer."""


class Likeness(StrEnum):
    """Why somebody is a candidate, the strongest first."""

    A_NUMBER = "a_number"
    NAME_AND_BIRTH = "name_and_birth"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of an arrival. Empty = not said."""

    given: str = ""
    surnames: str = ""
    born: Moment = ""
    a_number: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody known who may be the arrival, and why."""

    portrait: Portrait
    custody: Custody
    likeness: Likeness


_ALIKE = f"""
WITH wanted AS (
    SELECT (SELECT string_agg(quote_literal(word) || ':*', ' | ') FROM unnest(folded_words(%(given)s)) AS word) AS given,
           (SELECT string_agg(quote_literal(word) || ':*', ' | ') FROM unnest(folded_words(%(surnames)s)) AS word) AS surnames
),
alike AS (
    SELECT r.record_id, r.born FROM record r, wanted
    WHERE (r.given <> '' OR r.surnames <> '' OR r.whole_name <> '')
      AND array_to_tsvector(folded_words(r.given || ' ' || r.surnames || ' ' || r.whole_name))
          @@ to_tsquery('simple', concat_ws(' & ', '(' || wanted.given || ')', '(' || wanted.surnames || ')'))
      AND (wanted.given IS NOT NULL AND wanted.surnames IS NOT NULL)
    ORDER BY left(r.born, 10) = left(%(born)s, 10) AND %(born)s <> '' DESC, r.record_id LIMIT {LOOKED_AT}
),
found AS (
    SELECT record_id, CASE WHEN born <> '' AND left(born, 10) = left(%(born)s, 10) THEN 1 ELSE 2 END AS strength
    FROM alike WHERE %(born)s = '' OR born = '' OR left(born, 4)::int BETWEEN left(%(born)s, 4)::int - 1 AND left(%(born)s, 4)::int + 1
    UNION ALL
    SELECT i.record_id, 0 FROM identifier i WHERE i.kind = '{IdentifierKind.A_NUMBER}' AND i.value = %(a_number)s AND %(a_number)s <> ''
)
SELECT m.person_id, min(found.strength) FROM found JOIN membership m ON m.record_id = found.record_id AND {standing("m")}
GROUP BY m.person_id ORDER BY 2, count(*) DESC, 1 LIMIT {MOST}
"""


@shows(FieldGroup.IDENTITY)
def find_candidates(viewer: Viewer, wanted: Wanted, standpoint: Standpoint) -> Sequence[Candidate]:
    """
    At most five persons who may be the one wanted, the likeliest first.

    Whoever has the A-number; whoever shares a given name and a surname, however accented or ordered, and is not of another age.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    asked = {"given": wanted.given, "surnames": wanted.surnames, "born": wanted.born, "a_number": wanted.a_number}
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, {**standpoint.parameters, **asked})
        found = cursor.fetchall()
    persons = [person_id for person_id, _ in found]
    portraits = get_portraits(viewer, persons, standpoint)
    custody = get_custody(viewer, persons, standpoint)
    return [Candidate(portraits[one], custody[one], list(Likeness)[strength]) for one, strength in found if one in portraits]
