"""The wall: who may know of whom, kept by the database for every question a page puts to it.

A viewer who may not know of everybody reads views that bear the names of the read tables (schema `seen`) and show what
`domain/access/decisions.py` allows; a page's connection reads nothing else until it is known who looks. The gateway decides on all that is
known, whoever asks, and so reads the tables themselves. Row-level security would do the same and forbid COPY, by which all is written.

For an agency that arrests there is a second set over the first (schema `parted`), with fewer rows and fields (`gateway/parted.py`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection, connections

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import Reach, arrests, reach_of
from kinkeeper.gateway import opened
from kinkeeper.gateway.access.joined import JOINED
from kinkeeper.gateway.access.shown import FALSE, TRUE, Known, every
from kinkeeper.gateway.conversation import Said, say
from kinkeeper.gateway.parted import PARTED, PERSON_LEFT, Parted
from kinkeeper.queries.access.prepared import ASSIGNED, NOWHERE, Looking, looking, looks_through
from kinkeeper.store.tables import READ_TABLES

SETTINGS = ("search_path", *(f"kinkeeper.{name}" for name in ("reach", "agency", "name", "purpose", "opened")))

FIRST = ("membership", "person", "record", "identifier", "extract", "family_member", "placement")
"""Views that others look into, in the order in which they are made."""

NARROW = {"near": Reach.CONCERNED, "assigned": Reach.ASSIGNED, "own": Reach.OWN}
"""Schemas of views for those to whom nothing is opened, by their reach."""

OF_WHO_ARRESTS = {"seen": "parted", "near": "near_parted", "own": "own_parted"}
"""Schema -> what is left of it for an agency that arrests. None of them has counsel."""

SCHEMAS = (*OF_WHO_ARRESTS.values(), *NARROW, "seen")
IN_CUSTODY = re.compile(re.escape(PERSON_LEFT).replace("PERSON", r"([\w.]+)"))
DOWN = "; ".join(
    [f"DROP SCHEMA IF EXISTS {schema} CASCADE" for schema in SCHEMAS] + [f"DROP VIEW IF EXISTS public.{name}" for name in JOINED]
)


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
    every_schema = ", ".join(SCHEMAS)
    grants = f"GRANT USAGE ON SCHEMA {every_schema} TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA {every_schema} TO {role}"
    grants += "".join(f"; GRANT SELECT ON public.{name} TO {role}" for name in JOINED)
    made = opened.functions(Known().sees("person"))
    return "; ".join([*(f"CREATE SCHEMA {schema}" for schema in SCHEMAS), *made, *_views(columns), *_joined(), grants])


def _views(columns: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for table in (*FIRST, *sorted({*READ_TABLES, "part"} - set(FIRST))):
        left = PARTED.get(table, Parted(FALSE))
        yield _view("seen", table, _of_table(table, columns[table], Known()))
        yield _view("parted", table, _left(table, columns[table], left))
        for schema, reach in NARROW.items():
            yield _view(schema, table, _of_table(table, columns[table], Known(reach)))
            if reach is Reach.CONCERNED:
                yield _view(f"{schema}_parted", table, _left_at_once(table, columns[table], left))
            elif schema in OF_WHO_ARRESTS:
                yield _view(f"{schema}_parted", table, _left(table, columns[table], left))


def _joined() -> Iterator[str]:
    for name, (of_views, of_tables) in JOINED.items():
        yield f"CREATE VIEW public.{name} AS {of_views.format(schema='public')}"
        for schema in ("seen", "parted", "own_parted"):
            yield f"CREATE VIEW {schema}.{name} AS {of_views.format(schema=schema)}"
        for schema, reach in NARROW.items():
            yield f"CREATE VIEW {schema}.{name} AS {of_tables(Known(reach))}"
        yield f"CREATE VIEW near_parted.{name} AS {of_tables(Known(Reach.CONCERNED, in_custody=True))}"


def _view(schema: str, table: str, question: str) -> str:
    """A view, in whose words the others of its kind stand under the names of the general ones."""
    whole = next((one for one, less in OF_WHO_ARRESTS.items() if less == schema and one != "near"), schema)
    question = re.sub(r"\bparted\.", f"{schema}.", question)
    return f'CREATE VIEW {schema}."{table}" AS ' + re.sub(
        r"\bseen\.(?!(?:opened|tells|reached|is_lent|of_others)\()", f"{whole}.", question
    )


def _of_table(table: str, columns: Sequence[str], known: Known) -> str:
    """What is shown of a table."""
    return f'SELECT {_told(columns, known.columns(table))} FROM public."{table}" t WHERE {known.rows(table, columns)}'


def _left(table: str, columns: Sequence[str], left: Parted) -> str:
    """What is left of it for an agency that arrests."""
    return f'SELECT {_told(columns, left.columns)} FROM seen."{table}" t WHERE {left.rows}'


def _left_at_once(table: str, columns: Sequence[str], left: Parted) -> str:
    """What is shown and left of it for those of an agency that arrests who may know of whom it is concerned with: asked once, not twice.

    They may know of whoever there is a record of custody of. Where the rule asks that of a person, what is left need not ask it again.
    """
    known = Known(Reach.CONCERNED, in_custody=True)
    rows = known.rows(table, columns)

    def in_custody(found: re.Match[str]) -> str:
        sees, knows = known.sees(found[1]), known.knows(found[1])
        return TRUE if sees in rows or knows in rows else knows

    told = {name: IN_CUSTODY.sub(in_custody, what) for name, what in left.columns.items()}
    both = every(rows.replace("seen.", "parted."), IN_CUSTODY.sub(in_custody, left.rows))
    return f'SELECT {_told(columns, told)} FROM public."{table}" t WHERE {both}'


def _told(columns: Sequence[str], other: Mapping[str, str]) -> str:
    """SQL: the columns, some of them with something else in place of what they hold."""
    return ", ".join(f'{other[name]} AS "{name}"' if name in other else f't."{name}"' for name in columns)


def take_down() -> None:
    """Away with the views, so that the tables can be changed. Until they are built again a page shows nothing."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(DOWN)


def look_as(viewer: Viewer) -> None:
    """From here on this connection shows whom the viewer may know of."""
    reach = reach_of(viewer)
    path, more = _path(viewer, reach), f"{_of(viewer, 'seen')}, public"
    looks_through(Looking(path))  # so that it is ended, whatever becomes of what is said now
    told = (path, more, reach.value, viewer.agency, viewer.name, viewer.purpose)
    [[[found, assigned, *_]]] = say(connection, [replace(_LOOKS[reach], values=[one.encode() for one in told])])
    settled = reach is not Reach.NOBODY and found.decode() == path
    looks_through(Looking(found.decode(), assigned.decode(), settled))


def _looks(path: str, words: str, assigned: str) -> Said:
    """The statement by which somebody looks; its values are two paths, then reach, agency, name and purpose."""
    named = "".join(f", set_config('kinkeeper.{name}', ${n}, FALSE)" for n, name in enumerate(("reach", "agency", "name", "purpose"), 3))
    return Said(
        f"SELECT set_config('search_path', {path}, FALSE), assigned{named}, set_config('kinkeeper.opened', words, FALSE) "
        f"FROM (SELECT {words} AS words, {assigned} AS assigned OFFSET 0) o".encode()
    )


_OPENED = opened.WORDS.replace("%(agency)s", "$4").replace("%(name)s", "$5")
_TO_WHOM_IT_MAY_OPEN = "CASE WHEN words = '' THEN $1 ELSE $2 END"
_LOOKS = {
    **dict.fromkeys((Reach.EVERYBODY, Reach.NOBODY), _looks("coalesce($1, $2)", "''", "''")),
    **dict.fromkeys((Reach.CONCERNED, Reach.OWN), _looks(_TO_WHOM_IT_MAY_OPEN, _OPENED, "''")),
    Reach.ASSIGNED: _looks(_TO_WHOM_IT_MAY_OPEN, _OPENED, ASSIGNED.format(account="$5")),
}
"""Reach -> the statement, which says through which path one looks, and for counsel a mark of whom they are assigned to."""


def _path(viewer: Viewer, reach: Reach) -> str:
    """Where this viewer looks, where nothing is opened: the tables for who may know of everybody, else views."""
    if reach is Reach.EVERYBODY:
        return "public"
    schema = next((schema for schema, its in NARROW.items() if its is reach), "seen")
    return f"{_of(viewer, schema)}, public"


def _of(viewer: Viewer, schema: str) -> str:
    return OF_WHO_ARRESTS[schema if schema in OF_WHO_ARRESTS else "seen"] if arrests(viewer) else schema


NO_MORE = tuple(Said(f"RESET {name}".encode()) for name in SETTINGS)
"""What ends somebody's looking: said with the last that is said for them, and `looked_no_more` when it is answered."""


def look_no_more() -> None:
    """From here on this connection shows what it did when it was opened: on the pages nobody."""
    if looking() is not NOWHERE:
        say(connection, NO_MORE)
        looked_no_more()


def looked_no_more() -> None:
    """`NO_MORE` was said."""
    looks_through(NOWHERE)
