"""Workbooks looked at from outside: what their archive's own directory and cell references promise, before they are opened."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.files.tables import CHUNK, DOCUMENTS, MOST_FOLD, OBJECTS, Source

MOST_UNPACKED = 2 << 30
MOST_CELLS = 60_000_000
"""Cells between the first and the last of a sheet: a million rows of 60 columns. The reader makes room for all of them."""
CELL = re.compile(rb'\sr\s*=\s*["\']([A-Za-z]{1,7})?(\d{1,10})["\']')
OLD, ARCHIVE, PARQUET = b"\xd0\xcf\x11\xe0", b"PK", b"PAR1"


MACROS = "The workbook holds macros; they were not run."
FORMULAS = "The workbook holds formulas; they were not worked out, their last values were read."
WIDEST = 16_384
"""So many columns has the widest sheet that a spreadsheet makes."""
BEGINNING = 4_096
"""So much of a part is looked at for entities: they are declared before anything else."""
FROM_1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true)["']""")


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be known of a workbook before it is read: where its days count from, and what is odd about it."""

    from_1904: bool = False
    said: tuple[str, ...] = ()


def check_archive(source: Source, content: BinaryIO) -> Marks:
    """See whether a workbook, Parquet or JSON file is what its name says, whole, and no larger than it looks.

    :raises BadExtract: where it is not.
    """
    start = content.read(4)
    size = content.seek(0, 2)
    if source.kind in OBJECTS | DOCUMENTS or source.kind == ".parquet":
        _check_start(source.kind, start)
        return Marks()
    if start == OLD:
        if source.kind != ".xls":
            raise BadExtract("The workbook is locked with a password, or an old .xls under another name. Save it unlocked as .xlsx.")
        return Marks()
    if not start.startswith(ARCHIVE):
        raise BadExtract("The content is no workbook though the file's name says so. Open it in a spreadsheet and save it as .xlsx.")
    try:
        with zipfile.ZipFile(content) as archive:
            return _marks(archive, has_formulas=_check_members(archive, size))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, zlib.error) as fault:
        raise BadExtract("The workbook is damaged or was only half written. Ask the sender for it again.") from fault
    except (NotImplementedError, RuntimeError) as fault:
        raise BadExtract("The workbook is locked with a password or packed in an unusual way. Save it anew.") from fault


def _check_start(kind: str, start: bytes) -> None:
    if kind == ".parquet" and start != PARQUET:
        raise BadExtract("The content is no Parquet though the file's name says so. Give the file its right ending.")
    if kind in OBJECTS | DOCUMENTS and start.startswith((ARCHIVE, OLD, PARQUET, b"%PDF")):
        raise BadExtract("The content is no JSON though the file's name says so. Give the file its right ending.")


def _marks(archive: zipfile.ZipFile, *, has_formulas: bool) -> Marks:
    names = archive.namelist()
    said: tuple[str, ...] = (MACROS,) if any(name.endswith("vbaProject.bin") for name in names) else ()
    said += (FORMULAS,) if has_formulas else ()
    if "xl/workbook.xml" not in names:
        return Marks(said=said)
    with archive.open("xl/workbook.xml") as stream:
        return Marks(bool(FROM_1904.search(stream.read(CHUNK))), said)


def _check_members(archive: zipfile.ZipFile, packed: int) -> bool:
    """See that the parts are no larger than they look; whether a sheet holds formulas."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > min(MOST_UNPACKED, packed * MOST_FOLD + CHUNK):
        raise BadExtract(f"The workbook would unpack to {unpacked >> 20} MB, far more than its size allows. It was not opened.")
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            _check_entities(archive, member)
    return any([_check_spread(archive, member) for member in members if "worksheets/" in member.filename])


def _check_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a part that declares entities: they can name files elsewhere, and multiply without end."""
    with archive.open(member) as stream:
        begins = stream.read(BEGINNING).replace(b"\0", b"")
    if b"<!DOCTYPE" in begins or b"<!ENTITY" in begins:
        raise BadExtract("The workbook declares entities, which no table needs. It was not opened. Save it anew.")


def _check_spread(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Refuse a sheet whose cells lie so far apart that the room between them would fill the memory; whether it holds formulas."""
    columns = rows = wide = 0
    has_formulas = False
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            part = tail + chunk
            for letters, row in CELL.findall(part):
                columns, rows = max(columns, _number_of(letters.upper())), max(rows, int(row))
            _before, begins, rest = chunk.rpartition(b"<row")
            wide = rest.count(b"<c") + (0 if begins else wide)
            if wide > WIDEST:
                raise BadExtract(f"A row of a sheet has more than {WIDEST:,} columns. It was not opened.")
            has_formulas = has_formulas or b"<f>" in part or b"<f " in part
            tail = part[-200:]
    if columns * rows > MOST_CELLS:
        raise BadExtract(
            f"A sheet spans {rows:,} rows by {columns:,} columns, most of them empty. Delete the stray cells and save it again."
        )
    return has_formulas


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
