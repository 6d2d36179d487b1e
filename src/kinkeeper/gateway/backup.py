"""Back up everything that cannot be made again, as of one instant, while others go on writing.

What was acknowledged before the backup began is in it: it reads one snapshot that is taken then.
"""

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from kinkeeper import __version__
from kinkeeper.domain.errors import LedgerBroken, Unavailable
from kinkeeper.gateway import clock
from kinkeeper.gateway.backup_files import FORMAT, CopiedTable, HashedFile, Manifest, file_of, write_manifest
from kinkeeper.ledger.tree import Frontier
from kinkeeper.store.tables import NOT_KEPT_TABLES, READ_TABLES
from kinkeeper.witness import lasting

Progress = Callable[[str, int], None]
ORDER = {"entry": "seq", "part": "seq, k"}
MADE_AGAIN = (*READ_TABLES, *NOT_KEPT_TABLES, "django_migrations")


def backup(folder: Path, progress: Progress) -> tuple[Manifest, str]:
    """
    Write a backup into a new folder, whole or not at all. Returns its manifest, and the SHA-256 of that.

    :raises Unavailable: where the folder is not a new one.
    :raises LedgerBroken: where there is no head that fits its size.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unavailable(f"{folder} is there already. Name a new folder for the backup.")
    making = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700, parents=True)
    try:
        manifest = _copy_all(making, progress)
        digest = write_manifest(making, manifest)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    if folder.exists():
        folder.rmdir()
    lasting.sync([making])
    making.rename(folder)
    lasting.sync([folder.parent])
    return manifest, digest


def _copy_all(folder: Path, progress: Progress) -> Manifest:
    with transaction.atomic(using="owner", durable=True), connections["owner"].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        head = _head(cursor)
        tables = {}
        for table in tables_to_keep(cursor):
            tables[table] = _copy(cursor, table, folder)
            progress(f"rows of {table}", tables[table].rows)
        return Manifest(
            format=FORMAT,
            made_at=clock.now(),
            kinkeeper=__version__,
            size=head.size,
            root=head.root().hex(),
            checkpoint=_last_checkpoint(cursor, tables),
            migrations=last_migrations(),
            tables=tables,
            state=state_of(cursor),
        )


def _head(cursor: CursorWrapper) -> Frontier:
    cursor.execute("SELECT size, frontier FROM head")
    try:
        [(size, frontier)] = cursor.fetchall()
        return Frontier.from_bytes(size, bytes(frontier))
    except ValueError as error:
        raise LedgerBroken("The ledger is broken: its head is not there once, or does not fit its size. Run: kinkeeper verify") from error


def tables_to_keep(cursor: CursorWrapper) -> list[str]:
    """Every table but those that are made from the ledger, and those of sessions."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY(%s) ORDER BY 1", [list(MADE_AGAIN)])
    return [name for (name,) in cursor.fetchall()]


def columns_of(cursor: CursorWrapper, table: str) -> tuple[str, ...]:
    """The columns of a table that hold something of their own."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' "
        "ORDER BY attnum",
        [table],
    )
    return tuple(name for (name,) in cursor.fetchall())


def _copy(cursor: CursorWrapper, table: str, folder: Path) -> CopiedTable:
    columns = columns_of(cursor, table)
    named = sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table))
    if table in ORDER:
        named += sql.SQL(" ORDER BY {}").format(sql.SQL(ORDER[table]))
    file = HashedFile(folder / file_of(table))
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT BINARY)").format(named)
    with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0) as compressed, cursor.copy(statement) as copy:
        for data in copy:
            compressed.write(bytes(data))
    return CopiedTable(columns, cursor.rowcount, file.bytes, file.close())


def _last_checkpoint(cursor: CursorWrapper, tables: dict[str, CopiedTable]) -> str:
    if "checkpoint" not in tables:
        return ""
    cursor.execute("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1")
    row = cursor.fetchone()
    return str(row[0]) if row else ""


def last_migrations() -> dict[str, str]:
    """App -> the last migration that was applied."""
    applied = MigrationRecorder(connections["owner"]).applied_migrations()
    return {app: max(name for of, name in applied if of == app) for app in sorted({of for of, _ in applied})}


def state_of(cursor: CursorWrapper) -> dict[str, tuple[int, int]]:
    """Read table -> its rows, and a sum over them that any other content would change."""
    found = {}
    for table in READ_TABLES:
        name = sql.Identifier(table)
        cursor.execute(
            sql.SQL("SELECT count(*), coalesce(sum(('x' || left(md5({0}::text), 12))::bit(48)::bigint), 0)::text FROM {0}").format(name)
        )
        count, total = cursor.fetchone()
        found[table] = (int(count), int(total))
    return found
