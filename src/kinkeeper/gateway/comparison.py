"""The read tables held against the ledger, row by row, and the requests against the entries they brought; nothing is changed.

The tables are made again beside those that are read, as temporary ones of the same names, which this transaction sees first. So every
row is compared, those of the past too, and every column, also those that no rule looks at. Who holds records of whom follows from them by
triggers (`holding`), and from both how many are with whom (`custody_move`); temporary tables have none: they are asked once, for everybody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper
from psycopg import sql

from kinkeeper import projections
from kinkeeper.domain.terms import counted
from kinkeeper.gateway import ledger_writer
from kinkeeper.store.tables import READ_TABLES

HOLDING = "holding"
EVERYBODY = "SELECT person_id FROM membership UNION SELECT person_id FROM transfer UNION SELECT person_id FROM family_member"


@dataclass(frozen=True, slots=True)
class Difference:
    """A noun or table that is not what the ledger says, and one thing in it that differs."""

    noun: str
    words: str


def compare_tables(cursor: CursorWrapper) -> list[Difference]:
    """Make the read tables beside those that stand, and say what differs. To be called in a transaction that reads one snapshot."""
    for table in READ_TABLES:
        name = sql.Identifier(table)
        cursor.execute(sql.SQL("CREATE TEMPORARY TABLE {0} (LIKE public.{0} INCLUDING ALL) ON COMMIT DROP").format(name))
    brought: dict[str, tuple[int, int]] = {}
    for statements in ledger_writer.read(cursor):
        projections.apply(cursor, [(one.position, one.statement.entry) for one in statements])
        for one in statements:
            first, count = brought.get(one.statement.request_id, (one.position, 0))
            brought[one.statement.request_id] = (first, count + 1)
    _follow(cursor)
    differences = [difference for table in (*READ_TABLES, HOLDING) for difference in _compare(cursor, table)]
    for table in (*READ_TABLES, HOLDING):
        cursor.execute(sql.SQL("DROP TABLE pg_temp.{}").format(sql.Identifier(table)))
    return differences + list(_compare_requests(cursor, brought))


def _follow(cursor: CursorWrapper) -> None:
    """Ask of the tables made beside what triggers keep: who holds records of whom, and how many are with whom."""
    cursor.execute("ANALYZE pg_temp.membership, pg_temp.record, pg_temp.family_member, pg_temp.transfer")
    cursor.execute(f"CREATE TEMPORARY TABLE {HOLDING} (LIKE public.{HOLDING} INCLUDING ALL) ON COMMIT DROP")
    cursor.execute(f"INSERT INTO {HOLDING} (person_id, agency, own, custody, offered) SELECT * FROM holdings_of(ARRAY({EVERYBODY}))")
    cursor.execute("INSERT INTO custody_move (agency, day, custodian, more) SELECT * FROM custody_moves()")


def _compare(cursor: CursorWrapper, table: str) -> Iterable[Difference]:
    names = {"table": sql.Identifier(table), "key": _key(cursor, table)}
    cursor.execute(
        sql.SQL(
            """
            WITH more AS (SELECT t::text AS line, {key} AS named FROM public.{table} t
                          EXCEPT ALL SELECT t::text, {key} FROM pg_temp.{table} t),
            less AS (SELECT t::text AS line, {key} AS named FROM pg_temp.{table} t
                     EXCEPT ALL SELECT t::text, {key} FROM public.{table} t)
            SELECT coalesce(m.named, l.named), m.named IS NOT NULL, l.named IS NOT NULL
            FROM more m FULL JOIN less l ON l.named = m.named ORDER BY 1
            """
        ).format(**names)
    )
    rows = cursor.fetchall()
    if rows:
        named, stands, is_said = rows[0]
        what = "changed" if stands and is_said else "missing" if is_said else "not from the ledger"
        yield Difference(table, f"{counted(len(rows), 'row differs', 'rows differ')}, first ({named}): it is {what}")


def _key(cursor: CursorWrapper, table: str) -> sql.Composed:
    """SQL: the values that name a row."""
    cursor.execute(
        "SELECT attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid "
        "AND a.attnum = ANY((i.indkey::int2[])[0:i.indnkeyatts - 1]) "
        "WHERE i.indrelid = ('public.' || quote_ident(%s))::regclass AND i.indisprimary ORDER BY array_position(i.indkey, a.attnum)",
        [table],
    )
    columns = [sql.SQL("t.{}::text").format(sql.Identifier(name)) for (name,) in cursor.fetchall()]
    return sql.SQL("concat_ws(', ', {})").format(sql.SQL(", ").join(columns))


def _compare_requests(cursor: CursorWrapper, brought: Mapping[str, tuple[int, int]]) -> Iterable[Difference]:
    """Of each request the entries that name it, where the request says they stand. What it was, its digest, no entry tells."""
    cursor.execute("SELECT request_id, first, count FROM request")
    kept = {request_id: (first, count) for request_id, first, count in cursor.fetchall()}
    wrong = [one for one, told in kept.items() if (told[1] and brought.get(one) != told) or (not told[1] and one in brought)]
    wrong += [one for one in brought if one not in kept]
    if wrong:
        first = min(wrong)
        what = "missing" if first not in kept else "not where its entries are" if first in brought else "not from the ledger"
        yield Difference("request", f"{len(wrong)} differ, first {first}: it is {what}")
