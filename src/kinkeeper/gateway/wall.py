"""The wall: who may know of whom, kept by the database for every question a page puts to it.

A viewer who may not know of everybody reads views that bear the names of the read tables (schema `seen`) and show what
`domain/access/decisions.py` allows; a page's connection reads nothing else until it is known who looks. The gateway decides on all that is
known, whoever asks, and so reads the tables themselves. Row-level security would do the same and forbid COPY, by which all is written.

For an agency that arrests there is a second set over the first (schema `parted`), with fewer rows and fields (`gateway/parted.py`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection, connections

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.accounts import ENFORCES
from kinkeeper.domain.access.decisions import FieldGroup, Reach, arrests, reach_of
from kinkeeper.gateway import opened
from kinkeeper.gateway.parted import PARTED, PERSON_LEFT, Parted
from kinkeeper.queries.access.prepared import looks_through
from kinkeeper.store.tables import READ_TABLES

SETTINGS = ("search_path", *(f"kinkeeper.{name}" for name in ("reach", "agency", "name", "purpose", "opened")))
REACH, AGENCY, NAME = "(SELECT public.reach())", "(SELECT public.reach_agency())", "(SELECT public.reach_name())"


ARRESTS = ", ".join(f"'{agency}'" for agency in sorted(ENFORCES))
"""A document may say anything, of sponsors too: agencies that arrest are shown none."""


def sees(person: str) -> str:
    """SQL: the viewer may know of this person, by the role's reach or in an emergency."""
    return (
        f"({REACH} IN ('concerned', 'own') AND EXISTS (SELECT FROM public.holding h WHERE h.person_id = {person} "
        f"AND h.agency = {AGENCY} AND (h.own OR {REACH} = 'concerned'))) OR ({REACH} = 'assigned' AND EXISTS "
        f"(SELECT FROM public.assignment a WHERE a.account = {NAME} AND a.person_id = {person})) OR "
        + opened.IN_AN_EMERGENCY.format(person=person)
    )


def tells(person: str, group: FieldGroup) -> str:
    """SQL: the viewer may know of this person, or an agreement or a consent opens this group of fields of them."""
    return f"({sees(person)} OR {opened.opens(person, group)})"


NOT_OWN = f"{REACH} <> 'own'"
MEMBERSHIP = (
    f"(({sees('t.person_id')}) AND ({NOT_OWN} OR public.held_by(t.record_id) = {AGENCY})) "
    f"OR {opened.opens('t.person_id', FieldGroup.IDENTITY, 'public.held_by(t.record_id)')}"
)
RECORD = (
    f"({REACH} IN ('concerned', 'own') AND t.holder = {AGENCY}) "
    f"OR (({NOT_OWN} OR {opened.LENT}) AND EXISTS (SELECT FROM seen.membership m WHERE m.record_id = t.record_id))"
)
NUMBER = (
    f"(({NOT_OWN} OR {opened.LENT}) AND EXISTS (SELECT FROM seen.membership m WHERE m.record_id = t.record_id)) "
    f"OR ({REACH} IN ('concerned', 'own') AND EXISTS (SELECT FROM public.record r WHERE r.record_id = t.record_id AND r.holder = {AGENCY}))"
)
"""As RECORD, and asked in this order: most numbers are somebody's."""
BOTH = " AND ".join([NOT_OWN, *(f"EXISTS (SELECT FROM seen.record r WHERE r.record_id = t.{name})" for name in ("one", "other"))])
SHOWN = {
    "person": tells("t.person_id", FieldGroup.IDENTITY),
    "membership": MEMBERSHIP,
    "record": RECORD,
    "identifier": f"({NUMBER}) AND {opened.NUMBERS}",
    "tie": f"{NOT_OWN} AND {tells('t.child', FieldGroup.KINSHIP)} AND {tells('t.adult', FieldGroup.KINSHIP)}",
    "family_member": f"{NOT_OWN} AND {tells('t.person_id', FieldGroup.KINSHIP)}",
    "family": f"{NOT_OWN} AND EXISTS (SELECT FROM seen.family_member m WHERE m.family_id = t.family_id)",
    "placement": f"CASE WHEN t.person_id <> '' THEN {NOT_OWN} AND {tells('t.person_id', FieldGroup.CUSTODY)} "
    f"ELSE EXISTS (SELECT FROM seen.membership m WHERE m.record_id = t.source_id) END AND {opened.IN_CUSTODY} AND {opened.STAYS}",
    **dict.fromkeys(("custody_day", "apart_day"), f"{NOT_OWN} AND {tells('t.person_id', FieldGroup.CUSTODY)}"),
    "apart_person": f"{NOT_OWN} AND {tells('t.person_id', FieldGroup.IDENTITY)}",
    "apart_member": f"{NOT_OWN} AND {tells('t.person_id', FieldGroup.KINSHIP)}",
    "separation": f"{NOT_OWN} AND {tells('t.child', FieldGroup.KINSHIP)} AND (t.adult = '' OR {tells('t.adult', FieldGroup.KINSHIP)})",
    "agreement": "TRUE",
    "child_apart": "FALSE",
    "agency_apart": f"{REACH} = 'concerned' AND NOT {opened.OPENED} AND t.agency = {AGENCY}",
    "custody_move": "FALSE",
    "extract": f"{REACH} IN ('concerned', 'own') AND public.holder_of(t.layout) = {AGENCY}",
    "refusal": "EXISTS (SELECT FROM seen.extract e WHERE e.extract_id = t.extract_id)",
    "objection": f"{NOT_OWN} AND CASE t.subject WHEN 'record' THEN EXISTS (SELECT FROM seen.membership m WHERE m.record_id = t.id) "
    "ELSE EXISTS (SELECT FROM seen.placement p WHERE p.source_id = t.id) END",
    "part": f"{NOT_OWN} AND {opened.STATED}",
    "question": BOTH,
    "judgement": BOTH,
    "draw": NOT_OWN,
    "departure": f"{NOT_OWN} AND ({sees('t.adult')})",
    "document": f"{NOT_OWN} AND {AGENCY} NOT IN ({ARRESTS}) AND ({sees('t.about')})",
    "caseload": f"{NOT_OWN} AND {NAME} IN (t.to_owner, t.told->>'from_owner')",
    "saved_view": f"t.owner = {NAME}",
    "task": f"{NOT_OWN} AND ({sees('t.about')})",
    "withheld": "TRUE",
    "file_expunged": "TRUE",
    "court_order": "TRUE",
    "inquiry": f"{REACH} = 'concerned' AND (t.told->>'taken_by' = {NAME} OR EXISTS "
    f"(SELECT FROM jsonb_array_elements_text(coalesce(t.told->'matched', '[]'::jsonb)) m (id) WHERE {sees('m.id')}))",
    "beds": "TRUE",
    "count_claim": "TRUE",
    "meeting": "FALSE",
}
"""Read table -> which of its rows are shown. Officers who enforce see no statement of the ledger. What is summed up over
persons is shown to those alone who may know of everybody: others are answered from the persons they may know of, and those who may know
of whom their agency is concerned with, from what is summed up over these."""

FIRST = ("membership", "person", "record", "identifier", "extract", "family_member", "placement")
"""Views that others look into, in the order in which they are made."""

NARROW = {"near": Reach.CONCERNED, "assigned": Reach.ASSIGNED, "own": Reach.OWN}
"""Schemas of views for those to whom nothing is opened, by their reach."""

OF_WHO_ARRESTS = {"seen": "parted", "near": "near_parted", "own": "own_parted"}
"""Schema -> what is left of it for an agency that arrests. None of them has counsel."""

SCHEMAS = (*OF_WHO_ARRESTS.values(), *NARROW, "seen")
IN_CUSTODY = re.compile(re.escape(PERSON_LEFT).replace("PERSON", r"([\w.]+)"))
DOWN = "; ".join(f"DROP SCHEMA IF EXISTS {schema} CASCADE" for schema in SCHEMAS)
ABOUT = ("person_id", "child", "record_id")


def build() -> None:
    """Make the views over the tables as they are now; as the owner of the tables."""
    with connections["owner"].cursor() as cursor:
        sql = _written(cursor)
        cursor.execute(f"{DOWN}; {sql}")
        cursor.execute("SELECT set_config('kinkeeper.wall', %s, FALSE)", [_sign(sql)])
        cursor.execute("DO $$ BEGIN EXECUTE format('COMMENT ON SCHEMA seen IS %L', current_setting('kinkeeper.wall')); END $$")


def stands() -> bool:
    """Whether the views are there, and as this version of the program makes them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regnamespace('seen'), 'pg_namespace')")
        [sign] = cursor.fetchone()
        return sign is not None and sign == _sign(_written(cursor))


def _sign(sql: str) -> str:
    return sha256(sql.encode()).hexdigest()


def _written(cursor: Any) -> str:
    """The statements that make the views of both schemas."""
    cursor.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"
    )
    columns: dict[str, list[str]] = {}
    for table, column in cursor.fetchall():
        columns.setdefault(table, []).append(column)
    role = connections["owner"].ops.quote_name(settings.APPLICATION_ROLE)
    every = ", ".join(SCHEMAS)
    grants = f"GRANT USAGE ON SCHEMA {every} TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA {every} TO {role}"
    made = opened.functions(sees("person"))
    return "; ".join([*(f"CREATE SCHEMA {schema}" for schema in SCHEMAS), *made, *_views(columns), grants])


def _views(columns: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for table in (*FIRST, *sorted({*READ_TABLES, "part"} - set(FIRST))):
        rows = shown(table, columns[table])
        told = _told(columns[table], opened.COLUMNS.get(table, {}))
        view = f'CREATE VIEW seen."{table}" AS SELECT {told} FROM public."{table}" t WHERE {rows}'
        left = PARTED.get(table, Parted("FALSE"))
        less = f'CREATE VIEW parted."{table}" AS SELECT {_told(columns[table], left.columns)} FROM seen."{table}" t WHERE {left.rows}'
        yield view
        yield less
        for schema, reach in NARROW.items():
            yield narrow(view, schema, reach)
            if schema in OF_WHO_ARRESTS:
                yield narrow(less, schema, reach)


def narrow(view: str, schema: str, reach: Reach) -> str:
    """A view as those need it who have this reach and to whom nothing is opened: most of all viewers.

    What is known of them stands in it as a constant, so that the planner leaves out the rest: it took longer to plan than to answer.
    """
    known = {REACH: f"'{reach}'", opened.OPENED: "FALSE", opened.LENT: "FALSE", opened.EMERGENCY: "FALSE"}
    for what, value in known.items():
        view = view.replace(what, value)
    if reach is Reach.CONCERNED:
        view = IN_CUSTODY.sub(rf"EXISTS (SELECT FROM public.holding x WHERE x.person_id = \1 AND x.agency = {AGENCY} AND x.custody)", view)
    view = re.sub(r"\bparted\.", f"{schema}_parted.", view)
    return re.sub(r"\bseen\.(?!(?:opened|tells|reached|is_lent|of_others)\()", f"{schema}.", view)


def _told(columns: Sequence[str], other: Mapping[str, str]) -> str:
    """SQL: the columns, some of them with something else in place of what they hold."""
    return ", ".join(f'{other[name]} AS "{name}"' if name in other else f't."{name}"' for name in columns)


def take_down() -> None:
    """Away with the views, so that the tables can be changed. Until they are built again a page shows nothing."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(DOWN)


def shown(table: str, columns: Sequence[str]) -> str:
    """SQL: which rows of a table are shown. A table that nothing is said of shows those about a person who may be known of, or none."""
    if table in SHOWN:
        return SHOWN[table]
    about = next((name for name in ABOUT if name in columns), "")
    if about == "record_id":
        return f"{NOT_OWN} AND EXISTS (SELECT FROM seen.record r WHERE r.record_id = t.record_id)"
    return f"{NOT_OWN} AND ({sees(f't.{about}')})" if about else "FALSE"


def look_as(viewer: Viewer) -> None:
    """From here on this connection shows whom the viewer may know of."""
    reach = reach_of(viewer)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT set_config('search_path', CASE WHEN {_opened(reach)} = '' THEN %(path)s ELSE %(more)s END, FALSE), "
            "set_config('kinkeeper.reach', %(reach)s, FALSE), "
            "set_config('kinkeeper.agency', %(agency)s, FALSE), set_config('kinkeeper.name', %(name)s, FALSE), "
            f"set_config('kinkeeper.purpose', %(purpose)s, FALSE), set_config('kinkeeper.opened', {_opened(reach)}, FALSE)",
            {
                "path": _path(viewer, reach),
                "more": f"{_of(viewer, 'seen')}, public",
                "reach": reach.value,
                "agency": viewer.agency,
                "name": viewer.name,
                "purpose": viewer.purpose,
            },
        )
        looks_through(cursor.fetchone()[0])


def _opened(reach: Reach) -> str:
    return "''" if reach in (Reach.EVERYBODY, Reach.NOBODY) else opened.WORDS


def _path(viewer: Viewer, reach: Reach) -> str:
    """Where this viewer looks, where nothing is opened: the tables for who may know of everybody, else views."""
    if reach is Reach.EVERYBODY:
        return "public"
    schema = next((schema for schema, its in NARROW.items() if its is reach), "seen")
    return f"{_of(viewer, schema)}, public"


def _of(viewer: Viewer, schema: str) -> str:
    return OF_WHO_ARRESTS[schema if schema in OF_WHO_ARRESTS else "seen"] if arrests(viewer) else schema


def look_no_more() -> None:
    """From here on this connection shows what it did when it was opened: on the pages nobody."""
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"RESET {name}" for name in SETTINGS))
        looks_through("")
