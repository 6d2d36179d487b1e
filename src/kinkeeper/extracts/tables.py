"""A file as tables of text: every sheet of a workbook, the one table of a delimited file, of a Parquet file.

A row is a pair of its line, as a person counts it in a spreadsheet (the first is 1, blank lines and
preamble included; a quoted line break does not count), and its cells as text.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kinkeeper.domain.errors import BadExtract

Row = tuple[int, list[str]]

CHUNK = 1 << 20
MAX_UNPACKED = 4 << 30
"""A file that unpacks to more than this is taken for a bomb."""
MAX_RATIO = 400
"""Compressed text of agencies packs 5 to 30 times; nothing honest packs more than this."""

DELIMITED = frozenset({".csv", ".tsv", ".txt"})
WORKBOOKS = frozenset({".xlsx", ".xls", ".ods"})
READABLE = DELIMITED | WORKBOOKS | {".parquet"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file: the sheet's name (empty where the file has no sheets) and its rows, to be read once."""

    sheet: str
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: where it is, what it is called in its folder, its kind and the hash of its content."""

    path: Path
    name: str
    kind: str
    packed: bool
    sha256: str

    def open(self) -> BinaryIO:
        """The content as bytes, unpacked."""
        return gzip.open(self.path, "rb") if self.packed else self.path.open("rb")  # type: ignore[return-value]


def kind_of(name: str) -> tuple[str, bool]:
    """The kind of a file by its name, and whether it is packed: `list.CSV.gz` -> (`.csv`, True)."""
    lowered = name.lower()
    packed = lowered.endswith(".gz")
    return Path(lowered.removesuffix(".gz")).suffix, packed


def look_at(path: Path, name: str) -> Source:
    """Take a file's hash and check that it is worth opening.

    :raises BadExtract: for an empty file, a kind nobody can read, or one that unpacks without end.
    """
    kind, packed = kind_of(name)
    digest = sha256_of(path)
    source = Source(path, name, kind, packed, digest)
    if kind not in READABLE:
        raise BadExtract(f"Files of the kind '{kind or name}' are not read. Save it as {', '.join(sorted(READABLE))}.")
    if not path.stat().st_size:
        raise BadExtract("The file is empty (0 bytes). Ask the sender for it again.")
    if packed:
        _check_unpacks(source)
    return source


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes as they lie there, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _check_unpacks(source: Source) -> None:
    limit = min(MAX_UNPACKED, source.path.stat().st_size * MAX_RATIO + CHUNK)
    unpacked = 0
    try:
        with source.open() as stream:
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > limit:
                    raise BadExtract(f"The file unpacks to more than {limit >> 20} MB, far more than its size allows. It was not opened.")
    except (OSError, EOFError) as fault:
        raise BadExtract(f"The packed file is damaged or cut off ({fault}). Ask the sender for it again.") from fault
    if not unpacked:
        raise BadExtract("The file is empty (0 bytes when unpacked). Ask the sender for it again.")


def open_tables(source: Source) -> Iterator[Table]:
    """The tables of a file.

    :raises BadExtract: where the file cannot be read as what its name says.
    """
    from kinkeeper.extracts import columnar, delimited, workbooks

    if source.kind in DELIMITED:
        return delimited.tables(source)
    if source.kind in WORKBOOKS:
        return workbooks.tables(source)
    return columnar.tables(source)
