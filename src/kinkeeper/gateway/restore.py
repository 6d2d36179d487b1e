"""Restore a backup into an empty database, in one transaction: all that it proves, or nothing.

The files are proven first, the ledger in them against its own head, the last checkpoint that was signed and those that are given. Then the
tables are made and filled, what the ledger says is expunged is destroyed should it stand there, and the read tables are made from
the ledger. Only then is it committed, so that nobody is ever served half of it.
"""

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import DataError, Error, sql

from kinkeeper.domain.errors import Unavailable
from kinkeeper.domain.terms import counted
from kinkeeper.gateway import ledger_writer, rebuild
from kinkeeper.gateway.backup import Progress, columns_of, last_migrations, state_of, tables_to_keep
from kinkeeper.gateway.backup_files import BackupBroken, Manifest, file_of, read_integer, read_ledger, read_manifest, read_rows
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.note import parse_note
from kinkeeper.ledger.stored import Slice
from kinkeeper.ledger.tree import Frontier
from kinkeeper.ledger.verify import audit
from kinkeeper.store.tables import LEDGER_TABLES

READ_BYTES = 1 << 20


def prove(folder: Path, saved: Iterable[Checkpoint] = (), sha256: str = "", *, progress: Progress) -> Manifest:
    """
    See that a backup is whole, and its ledger the one that its manifest and these checkpoints stand for. Touches no database.

    :raises BackupBroken: naming the first thing that is wrong.
    """
    manifest = read_manifest(folder, sha256)
    for table in LEDGER_TABLES:
        if table not in manifest.tables:
            raise BackupBroken(f"The backup is broken: the table {table} is missing.")
    head = _head(folder, manifest)
    signed = [Checkpoint.parse(parse_note(manifest.checkpoint).text)] if manifest.checkpoint else []
    fault = audit(_counted(read_ledger(folder, manifest.tables), progress), head, [*signed, *saved])
    if fault:
        raise BackupBroken(f"The backup is broken. {fault}")
    return manifest


def _head(folder: Path, manifest: Manifest) -> Frontier:
    columns = manifest.tables["head"].columns
    try:
        [row] = read_rows(folder, "head")
        told = dict(zip(columns, row, strict=True))
        head = Frontier.from_bytes(read_integer(told["size"]), told["frontier"] or b"")
    except (ValueError, KeyError) as error:
        raise BackupBroken("The backup is broken: its head is not there once, or does not fit its size.") from error
    if (head.size, head.root().hex()) != (manifest.size, manifest.root):
        raise BackupBroken("The backup is broken: its head is not the one that its manifest names.")
    return head


def _counted(slices: Iterable[Slice], progress: Progress) -> Iterator[Slice]:
    for one in slices:
        yield one
        progress("entries proven", len(one.entries))


def restore(folder: Path, manifest: Manifest, *, progress: Progress) -> int:
    """
    Fill an empty database from a backup that was proven. Returns how many parts had to be expunged again.

    :raises Unavailable: where the database is not empty, or the backup was made by a newer program.
    :raises BackupBroken: where what is restored is not what was backed up.
    """
    try:
        with transaction.atomic(using="owner", durable=True), connections["owner"].cursor() as cursor:
            _refuse_others(cursor)
            _migrate(manifest)
            _load(cursor, folder, manifest, progress)
            again = _expunge_again(cursor)
            call_command("migrate", database="owner", verbosity=0, interactive=False)
            again += _expunge_files_again(cursor)
            rebuild.remake(cursor, manifest.size)
            rebuild.say_current(cursor)
            _compare(cursor, manifest)
    except (DataError, Error) as error:
        raise BackupBroken(f"The backup does not fit the tables: {str(error).splitlines()[0]} Nothing was restored.") from error
    return again


def _refuse_others(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' LIMIT 1")
    if cursor.fetchone():
        raise Unavailable("The database to restore into is not empty. Name a new folder or an empty database with --database.")


def _migrate(manifest: Manifest) -> None:
    """Make the tables as they were then."""
    for app, name in manifest.migrations.items():
        try:
            call_command("migrate", app, name, database="owner", verbosity=0, interactive=False)
        except CommandError as error:
            raise Unavailable(
                f"The backup was made by another Kinkeeper ({manifest.kinkeeper}, {app} {name}). Restore it with that one."
            ) from error


def _load(cursor: CursorWrapper, folder: Path, manifest: Manifest, progress: Progress) -> None:
    kept = tables_to_keep(cursor)
    missing = sorted(set(kept) - manifest.tables.keys())
    if missing:
        raise BackupBroken(f"The backup is broken: the table {missing[0]} is missing.")
    unknown = sorted(manifest.tables.keys() - set(kept))
    if unknown:
        raise BackupBroken(f"The backup is broken: there is no table {unknown[0]}.")
    _empty(cursor, [table for table in kept if table not in ("head", "access_head")])
    for table, copied in manifest.tables.items():
        if set(copied.columns) != set(columns_of(cursor, table)):
            raise BackupBroken(f"The backup is broken: the table {table} has other columns.")
        if table == "head":
            head = _head(folder, manifest)
            cursor.execute("UPDATE head SET size = %s, frontier = %s WHERE id = 1", [head.size, head.to_bytes()])
        elif table == "access_head":
            _grow_access_head(cursor, folder, copied.columns)
        elif _fill(cursor, folder, table, copied.columns) != copied.rows:
            raise BackupBroken(f"The backup is broken: the table {table} does not have {counted(copied.rows, 'row')}.")
        progress(f"rows of {table}", copied.rows)
    _move_counters_on(cursor)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _grow_access_head(cursor: CursorWrapper, folder: Path, columns: tuple[str, ...]) -> None:
    """The head of the access log only grows, so that it is not emptied and filled: it grows to what it was."""
    cursor.execute("CREATE TEMPORARY TABLE access_head_then (LIKE access_head) ON COMMIT DROP")
    _fill(cursor, folder, "access_head", columns, into="access_head_then")
    cursor.execute("UPDATE access_head SET size = t.size, frontier = t.frontier FROM access_head_then t WHERE t.id = access_head.id")


def _empty(cursor: CursorWrapper, tables: list[str]) -> None:
    """Take away what making the tables put in; what may never be emptied is empty then."""
    filled = []
    for table in tables:
        cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table)))
        if cursor.fetchone()[0]:
            filled.append(sql.Identifier(table))
    if filled:
        cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(filled)))


def _fill(cursor: CursorWrapper, folder: Path, table: str, columns: tuple[str, ...], into: str = "") -> int:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(into or table), names)
    with gzip.open(folder / file_of(table)) as file, cursor.copy(statement) as copy:
        while data := file.read(READ_BYTES):
            copy.write(data)
    return int(cursor.rowcount)


def _move_counters_on(cursor: CursorWrapper) -> None:
    """Numbers that the database gives out go on after those that were restored."""
    cursor.execute(
        "SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name) FROM information_schema.columns "
        "WHERE table_schema = 'public' AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL"
    )
    for table, column, counter in cursor.fetchall():
        question = sql.SQL("SELECT setval(%s, coalesce(max({0}), 0) + 1, false) FROM {1}")
        cursor.execute(question.format(sql.Identifier(column), sql.Identifier(table)), [counter])


def _expunge_again(cursor: CursorWrapper) -> int:
    """The ledger is the list of what was expunged."""
    cursor.execute("SELECT coalesce(sum(expunge_parts(seq)), 0) FROM part WHERE k = 1 AND body LIKE %s", [b'%"kind":"record.expunged"%'])
    return int(cursor.fetchone()[0])


def _expunge_files_again(cursor: CursorWrapper) -> int:
    question = "SELECT seq FROM part WHERE k = 1 AND body LIKE %s"
    cursor.execute(question, [b'%"kind":"file.expunged"%'])
    return sum(ledger_writer.expunge_file(cursor, position) > 0 for (position,) in cursor.fetchall())


def _compare(cursor: CursorWrapper, manifest: Manifest) -> None:
    if ledger_writer.size(cursor) != manifest.size:
        raise BackupBroken("What was restored has another size than what was backed up. Nothing was restored.")
    found = state_of(cursor)
    wrong = sorted(table for table, state in manifest.state.items() if tuple(state) != found.get(table))
    if wrong and last_migrations() == manifest.migrations:
        raise BackupBroken(f"The table {wrong[0]}, made from the restored ledger, is not what it was when the backup was made.")
