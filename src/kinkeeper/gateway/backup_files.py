"""The files of a backup: a manifest, and for each table its rows as PostgreSQL's binary COPY gives them, compressed.

    DIR/manifest.json       what is there: head and root, and for each file its rows, bytes and SHA-256
    DIR/TABLE.copy.gz

Everything but the read tables is in it: those are made from the ledger.
"""

import gzip
import hashlib
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from struct import Struct
from struct import error as StructError
from typing import Any, Protocol
from zlib import error as ZlibError

import msgspec

from kinkeeper.domain.errors import LedgerBroken
from kinkeeper.domain.facts import Fact
from kinkeeper.domain.terms import counted
from kinkeeper.ledger.stored import EntryRow, PartRow, Slice

FORMAT = "kinkeeper-backup/1"
MANIFEST = "manifest.json"
ENTRIES_AT_ONCE = 250


class BackupBroken(LedgerBroken):
    """A backup is not whole, not what was backed up, or older than what is known elsewhere. Nothing was restored."""

    code = "backup_broken"


class CopiedTable(Fact, frozen=True):
    """One table: its columns in the order of the file, and what the file is."""

    columns: tuple[str, ...]
    rows: int
    bytes: int
    sha256: str


class Manifest(Fact, frozen=True):
    """What a backup consists of, as of one instant."""

    format: str
    made_at: str
    kinkeeper: str
    size: int
    root: str
    """SHA-256 over the whole tree, in hex."""
    checkpoint: str
    """The last one that was signed; empty where none was."""
    migrations: dict[str, str]
    tables: dict[str, CopiedTable]
    state: dict[str, tuple[int, int]]
    """Read table -> its rows, and a sum over them: what the tables made from this ledger have to be."""


def file_of(table: str) -> str:
    """The name of a table's file."""
    return f"{table}.copy.gz"


def write_manifest(folder: Path, manifest: Manifest) -> str:
    """Write the manifest, last of all. Returns its SHA-256: who keeps that elsewhere can tell this backup from every other."""
    content = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    with (folder / MANIFEST).open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return hashlib.sha256(content).hexdigest()


def read_manifest(folder: Path, sha256: str = "") -> Manifest:
    """
    The manifest of a backup, all of whose files are there and are what it says.

    :raises BackupBroken: naming the first thing that is not.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
        manifest = msgspec.json.decode(content, type=Manifest)
    except OSError as error:
        raise BackupBroken(f"{folder} holds no backup: its {MANIFEST} cannot be read.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BackupBroken(f"The backup is broken: its {MANIFEST} is not one.") from error
    if manifest.format != FORMAT:
        raise BackupBroken(f"The backup is of the format {manifest.format[:40]!r}; this program reads {FORMAT}.")
    if sha256 and hashlib.sha256(content).hexdigest() != sha256.lower():
        raise BackupBroken(f"The backup is not the one asked for: its {MANIFEST} has another SHA-256.")
    for table, copied in manifest.tables.items():
        _refuse_other(folder / file_of(table), table, copied)
    extra = sorted(path.name for path in folder.iterdir() if path.name not in {MANIFEST, *map(file_of, manifest.tables)})
    if extra:
        raise BackupBroken(f"The backup is broken: {extra[0]} is no part of it.")
    return manifest


def _refuse_other(path: Path, table: str, copied: CopiedTable) -> None:
    if not path.is_file():
        raise BackupBroken(f"The backup is broken: the table {table} is missing.")
    if path.stat().st_size != copied.bytes:
        raise BackupBroken(f"The backup is broken: {path.name} has {counted(path.stat().st_size, 'byte')}, not {copied.bytes}.")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != copied.sha256:
            raise BackupBroken(f"The backup is broken: {path.name} is not what was backed up.")


class HashedFile:
    """A file that is written once, and what it is then."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")
        path.chmod(0o600)
        self._hash = hashlib.sha256()
        self.bytes = 0

    def write(self, data: bytes) -> int:
        """Add to it."""
        self._hash.update(data)
        self.bytes += len(data)
        return self._file.write(data)

    def flush(self) -> None:
        """Asked for by what compresses."""

    def close(self) -> str:
        """On the disk when this returns. Its SHA-256."""
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
        return self._hash.hexdigest()


# PostgreSQL's binary COPY, read without PostgreSQL: so a backup is proven before any database is touched

_OPENING = b"PGCOPY\n\xff\r\n\x00"
_FLAGS = Struct("!iI")
_COUNT, _LENGTH = Struct("!h"), Struct("!i")
_INTEGERS = {2: Struct("!h"), 4: Struct("!i"), 8: Struct("!q")}
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
Row = tuple[bytes | None, ...]


class _Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def read_rows(folder: Path, table: str) -> Iterator[Row]:
    """
    The rows of a table, each field as PostgreSQL sends it in binary.

    :raises BackupBroken: where the file breaks off or cannot be read.
    """
    try:
        with gzip.open(folder / file_of(table)) as file:
            yield from _rows(file)
    except (OSError, EOFError, ZlibError, StructError, ValueError) as error:
        raise BackupBroken(f"The backup is broken: {file_of(table)} cannot be read to its end.") from error


def _rows(file: _Readable) -> Iterator[Row]:
    if file.read(len(_OPENING)) != _OPENING or any(_FLAGS.unpack(file.read(_FLAGS.size))):
        raise ValueError("not a copy in binary")
    while True:
        (count,) = _COUNT.unpack(file.read(2))
        if count == -1:
            return
        yield tuple([_field(file) for _ in range(count)])


def _field(file: _Readable) -> bytes | None:
    (length,) = _LENGTH.unpack(file.read(4))
    if length < 0:
        return None
    data = file.read(length)
    if len(data) != length:
        raise EOFError
    return data


def read_integer(field: bytes | None) -> int:
    """A whole number of 2, 4 or 8 bytes."""
    if field is None or len(field) not in _INTEGERS:
        raise ValueError("not a whole number")
    return int(_INTEGERS[len(field)].unpack(field)[0])


def read_ledger(folder: Path, tables: Mapping[str, CopiedTable]) -> Iterator[Slice]:
    """The ledger in a backup, in slices, as `kinkeeper.ledger.verify.audit` takes it."""
    entries = (_entry(row) for row in _named(folder, "entry", tables, ("seq", "leaf", "recorded_at")))
    parts = (_part(row) for row in _named(folder, "part", tables, ("seq", "k", "salt", "body", "expunged_by")))
    waiting = next(parts, None)
    some: list[EntryRow] = []
    theirs: list[PartRow] = []
    for entry in entries:
        if len(some) == ENTRIES_AT_ONCE:
            yield Slice(some, theirs)
            some, theirs = [], []
        some.append(entry)
        while waiting and waiting[0] <= entry[0]:
            theirs.append(waiting)
            waiting = next(parts, None)
    yield Slice(some, theirs)
    if waiting:
        yield Slice((), [waiting, *parts])


def _named(folder: Path, table: str, tables: Mapping[str, CopiedTable], columns: tuple[str, ...]) -> Iterator[Row]:
    try:
        order = [tables[table].columns.index(column) for column in columns]
    except ValueError as error:
        raise BackupBroken(f"The backup is broken: the table {table} lacks a column.") from error
    for row in read_rows(folder, table):
        yield tuple([row[at] for at in order])


def _entry(row: Row) -> EntryRow:
    seq, leaf, at = row
    try:
        return read_integer(seq), leaf, _EPOCH + timedelta(microseconds=read_integer(at))
    except OverflowError:
        return read_integer(seq), leaf, datetime.min.replace(tzinfo=UTC)


def _part(row: Row) -> PartRow:
    seq, k, salt, body, by = row
    return read_integer(seq), read_integer(k), salt, body, None if by is None else read_integer(by)


def as_json(manifest: Manifest) -> dict[str, Any]:
    """What a command says of a backup."""
    rows = {table: copied.rows for table, copied in manifest.tables.items()}
    return {"made_at": manifest.made_at, "entries": manifest.size, "root": manifest.root, "rows": rows}
