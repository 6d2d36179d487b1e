"""Which children apart stand on which list of separated children, and how sure it is that the records are one child's."""

from collections import Counter, defaultdict
from dataclasses import dataclass

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import separations
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.together import Question, Rows

LISTS = {
    "separation_list": "weekly list",
    "orr_children": "shelter flag",
    "border_patrol": "station flag",
    "port_of_entry": "port flag",
    "hand_list": "hand-kept list",
    "hotline": "hotline",
}
"""Layout -> the list of separated children that its records make. Of shelters, stations and ports only those that flag a separation."""

WHOLE = ("separation_list", "hand_list", "hotline")
"""Layouts all of whose children are on the list."""


@dataclass(frozen=True, slots=True)
class ListedChild:
    """A child on at least one list: (record, list) for each, and (record, other record, probability) for the joins of all its records."""

    child: str
    records: tuple[tuple[str, str], ...]
    joins: tuple[tuple[str, str, float], ...]


_LISTED = f"""
WITH children AS MATERIALIZED (SELECT DISTINCT child FROM ({separations()}) s),
theirs AS MATERIALIZED (
    SELECT m.person_id AS child, r.record_id, r.layout, r.since FROM membership m JOIN record r ON r.record_id = m.record_id
    WHERE m.person_id = ANY(ARRAY(SELECT child FROM children)) AND {standing("m")} AND r.layout = ANY(%(layouts)s)
)
SELECT t.child, t.record_id, t.layout FROM theirs t LEFT JOIN part d ON d.seq = t.since AND d.k = 2
WHERE t.layout = ANY(%(whole)s)
   OR (convert_from(d.body, 'UTF8')::jsonb -> 'record' -> 'separation') IS NOT NULL
ORDER BY t.child COLLATE "C", t.record_id COLLATE "C"
"""
_JOINS = f"SELECT p.person_id, p.joins FROM person p WHERE p.person_id = ANY(%(persons)s) AND {standing('p')}"


def ask_listed(standpoint: Standpoint) -> Question:
    """Every record of a child of a separation that puts the child on a list: child, record, layout."""
    return Question(_LISTED, 3, {**standpoint.parameters, "layouts": list(LISTS), "whole": list(WHOLE)})


def lists_of(rows: Rows) -> Counter[tuple[str, ...]]:
    """The lists on which children stand, of what was answered -> how many children stand on just these."""
    on: dict[str, set[str]] = defaultdict(set)
    for child, _record, layout in rows:
        on[child].add(LISTS[layout])
    return Counter(tuple(sorted(lists)) for lists in on.values())


@shows_nobody("counted; the report says whom its tables name")
def list_listed_children(viewer: Viewer, standpoint: Standpoint) -> tuple[ListedChild, ...]:
    """
    Every child of a separation who stands on a list, by person. A flag that was sealed is not seen.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    on: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, {**standpoint.parameters, "layouts": list(LISTS), "whole": list(WHOLE)})
        for child, record, layout in cursor.fetchall():
            on[child].append((record, LISTS[layout]))
        cursor.execute(_JOINS, {**standpoint.parameters, "persons": list(on)})
        joins = {person: _joins(told) for person, told in cursor.fetchall()}
    return tuple(ListedChild(child, tuple(records), joins.get(child, ())) for child, records in on.items())


def _joins(told: str) -> tuple[tuple[str, str, float], ...]:
    return tuple((one["record"], one["other"], float(one["probability"])) for one in msgspec.json.decode(told))
