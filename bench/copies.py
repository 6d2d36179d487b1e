"""Read tables copied until there are so many times as many persons: tables as large as of a long season, in minutes instead of hours.

Each copy has persons, records, families and numbers of its own. Names are given anew: a copied person keeps the given names and takes the
surnames of another person, so that full names are no more frequent than among so many persons. The ledger is not copied: a copied row
stands from a position before its beginning, each copy's positions in order and apart from all others, as entries of its own would be. Of a
copied family there are so no statements; what the wall asks of a statement's entry meets the rows of one entry among those of all. What is
summed up over persons or words (`custody_move`, `apart_tally`, `findable_value`) is multiplied; what a copy can be
found by is that of the row it was copied from, so that each key leads to as many more.
"""

import re
import time
from typing import Any

TABLES = (
    *("person", "membership", "record", "identifier", "family", "family_member", "tie", "placement", "separation", "question"),
    *("child_apart", "agency_apart", "apart_pair", "findable", "apart_person", "apart_member", "apart_day", "custody_day"),
    *("clock", "running_clock", "class_member", "holding"),
)
NAMES = {"person_id", "family_id", "child", "adult", "record_id", "source_id", "one", "other", "tie_child", "tie_adult"}
"""Columns that hold the number of somebody or of a record."""

POSITIONS, APART = {"since", "until"}, 1_000_000_000
"""Columns that hold a position in the ledger, and how far the positions of two copies lie apart."""

NUMBER = """CASE WHEN t.value ~ '^[0-9]{5,15}$' THEN
    right('00000000000000' || ((t.value::bigint + k * 1000003) % (10 ^ length(t.value))::bigint), length(t.value))
ELSE t.value || '-' || k END"""
OWN = {
    ("identifier", "value"): NUMBER,
    ("identifier", "raw"): "t.raw",
    ("family", "members"): "(SELECT jsonb_agg(m || '~' || k) FROM jsonb_array_elements_text(t.members) m)",
    **{
        (table, column): f"ARRAY(SELECT CASE WHEN a = '' THEN '' ELSE a || '~' || k END FROM unnest(t.{column}) a)"
        for table in ("child_apart", "agency_apart")
        for column in ("adults", "adults_still")
    },
    ("clock", "told"): "t.told || jsonb_build_object('child', t.child || '~' || k, 'adult', coalesce(nullif(t.adult, '') || '~' || k, ''))",
    ("class_member", "told"): "t.told || jsonb_build_object('child', t.child || '~' || k)",
    ("record", "surnames"): "CASE WHEN t.surnames = '' THEN '' ELSE coalesce(d.surnames, t.surnames) END",
    ("record", "whole_name"): "CASE WHEN t.whole_name = '' THEN '' ELSE coalesce(d.whole_name, t.whole_name) END",
}
"""What stands in a column of a copy, where it is more than the number of somebody."""

GENERATED = {("record", "holder")}
"""Columns that the database makes of others."""

DONORS = """
CREATE TEMPORARY TABLE numbered AS
SELECT m.person_id, row_number() OVER (ORDER BY md5(m.person_id)) AS at, count(*) OVER () AS persons,
    max(r.surnames) AS surnames, max(r.whole_name) AS whole_name
FROM membership m JOIN record r USING (record_id) WHERE m.until IS NULL GROUP BY m.person_id;
CREATE TEMPORARY TABLE donor AS
SELECT m.record_id, k, n.surnames, coalesce(nullif(n.whole_name, ''), n.surnames) AS whole_name
FROM membership m JOIN numbered o USING (person_id) CROSS JOIN generate_series(2, %(times)s) k
JOIN numbered n ON n.at = (o.at + k * 7919) %% o.persons + 1 WHERE m.until IS NULL
"""
LARGE_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%USING gin%'"


def copy_read_tables(times: int) -> None:
    """Have so many times as many persons, as the owner of the tables; prints how long it took."""
    from django.db import connections

    started = time.perf_counter()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'")
        cursor.execute(DONORS, {"times": times})
        cursor.execute("CREATE INDEX ON donor (record_id, k); ANALYZE donor")
        cursor.execute(LARGE_INDEXES)
        made_anew = cursor.fetchall()
        for name, _ in made_anew:
            cursor.execute(f"DROP INDEX {name}")
        for table in TABLES:
            _copy(cursor, table, times)
        cursor.execute("UPDATE custody_move SET more = more * %s", [times])
        cursor.execute("UPDATE apart_tally SET count = count * %s", [times])
        cursor.execute("UPDATE findable_value SET count = count * %s", [times])
        for _, definition in made_anew:
            cursor.execute(definition)
        cursor.execute("VACUUM ANALYZE")
    print(f"copied in {time.perf_counter() - started:.0f} s", flush=True)


def _copy(cursor: Any, table: str, times: int) -> None:
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s", [table])
    columns = [name for (name,) in cursor.fetchall() if (table, name) not in GENERATED]
    names = ", ".join(f'"{one}"' for one in columns)
    told = ", ".join(_told(table, one) for one in columns)
    donor = "LEFT JOIN donor d ON d.record_id = t.record_id AND d.k = g.k" if table == "record" else ""
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {told} FROM {table} t CROSS JOIN generate_series(2, {times:d}) g (k) {donor}")
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _told(table: str, column: str) -> str:
    if (own := OWN.get((table, column))) is not None:
        return re.sub(r"\bk\b", "g.k", own)
    if column in POSITIONS:
        return f't."{column}" - g.k * {APART}::bigint'
    if column in NAMES:
        return f"CASE WHEN t.\"{column}\" = '' THEN '' ELSE t.\"{column}\" || '~' || g.k END"
    return f't."{column}"'
