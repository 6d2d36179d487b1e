"""A file as tables of text: the one table of a delimited or Parquet file, every sheet of a workbook.

A row is a pair of its line, as a person counts it in a spreadsheet (the first is 1, blank lines and
preamble included; a quoted line break does not count), and its cells as text.
"""

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.files.damage import shown

Row = tuple[int, list[str]]

CHUNK = 1 << 20
MOST_UNPACKED = 4 << 30
"""A file that unpacks to more than this is taken for a bomb."""
MOST_FOLD = 200
"""Tables of text pack 5 to 30 times; nothing honest packs more than this."""
MOST_COLUMNS = 2_000

DELIMITED = frozenset({".csv", ".tsv", ".txt", ".psv", ".tab", ".dat", ".prn"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
OBJECTS = frozenset({".json", ".jsonl", ".ndjson"})
DOCUMENTS = frozenset({".xml"})
"""Read where they are of a standard: an exchange of families (NIEM 6.0), or PFIF."""
READABLE = DELIMITED | WORKBOOKS | OBJECTS | DOCUMENTS | {".parquet"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file: the sheet's name (empty where the file has no sheets) and its rows, to be read once.

    `has_gaps`: there are blank lines, below which another table may begin. `from_1904`: its days are counted from there.
    `below`: it begins below this line of the sheet, where it is not the first on it.
    `said`: how its bytes were read, where that was not plain.
    """

    sheet: str
    rows: Callable[[], Iterator[Row]]
    has_gaps: bool = True
    from_1904: bool = False
    below: int = 0
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: where it is, what it is called in its folder, its kind (`.csv`) and the hash of its bytes."""

    path: Path
    name: str
    kind: str
    packed: bool
    sha256: str
    widths: tuple[int, ...] = ()
    """The widths of its columns, where somebody said that they are fixed."""
    container: str = ""
    """The SHA-256 of the archive that it came in."""
    keeps: Any = None
    """What must not go before the file was read: what it was unpacked to."""

    def open(self) -> BinaryIO:
        """The content as bytes, of a file that `checked` unpacked where it was packed."""
        return self.path.open("rb")


def source_of(path: Path, name: str, *, container: str = "", keeps: Any = None) -> Source:
    """A file by its path, called `name`. One that cannot be opened has no hash and does not pass `check`."""
    lowered = name.lower()
    kind = Path(lowered.removesuffix(".gz")).suffix
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        digest = ""
    return Source(path, shown(name), kind, lowered.endswith(".gz"), digest, container=container, keeps=keeps)


def checked(source: Source) -> Source:
    """The file as it is to be read, unpacked once, where it is worth opening.

    :raises BadExtract: for an empty file, a kind nobody can read, or one that unpacks without end.
    """
    if not source.sha256:
        raise BadExtract("The file cannot be opened. See whether Kinkeeper may read it.")
    if source.kind not in READABLE:
        raise BadExtract(f"A file of the kind '{source.kind or source.name}' is not read. Save it as one of {', '.join(sorted(READABLE))}.")
    if not source.path.stat().st_size:
        raise BadExtract("The file is empty (0 bytes). Ask the sender for it again.")
    return _unpacked(source) if source.packed else source


def _unpacked(source: Source) -> Source:
    unpacked = 0
    file = NamedTemporaryFile(prefix="kinkeeper-")  # noqa: SIM115 (goes with the last that keeps it)
    try:
        with source.path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as stream:
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                limit = min(MOST_UNPACKED, packed.tell() * MOST_FOLD + CHUNK)  # of what was unpacked by now: a bomb shows at once
                if unpacked > limit:
                    most = f"{MOST_FOLD} times its size, or to more than {MOST_UNPACKED >> 30} GB"
                    raise BadExtract(f"The file unpacks to more than {most}: no table does. It was not opened.")
                file.write(chunk)
        file.flush()
    except (OSError, EOFError, zlib.error) as fault:
        raise BadExtract(f"The packed file is damaged or cut off ({fault}). Ask the sender for it again.") from fault
    if not unpacked:
        raise BadExtract("The file is empty (0 bytes when unpacked). Ask the sender for it again.")
    return replace(source, path=Path(file.name), packed=False, keeps=(file, source.keeps))


def open_tables(source: Source) -> Iterator[Table]:
    """The tables of a file.

    :raises BadExtract: where the file cannot be read as what its name says.
    """
    from kinkeeper.extracts.files import delimited, limited

    return delimited.tables(source) if source.kind in DELIMITED else limited.tables(source)
