"""Workbooks looked at from outside: what their archive's own directory and cell references promise, before they are opened."""

import re
import zipfile
import zlib
from typing import BinaryIO

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.tables import CHUNK, MOST_FOLD, Source

MOST_UNPACKED = 2 << 30
MOST_CELLS = 60_000_000
"""Cells between the first and the last of a sheet: a million rows of 60 columns. The reader makes room for all of them."""
CELL = re.compile(rb'\sr\s*=\s*["\']([A-Za-z]{1,7})?(\d{1,10})["\']')
OLD, ARCHIVE, PARQUET = b"\xd0\xcf\x11\xe0", b"PK", b"PAR1"


def check_archive(source: Source, content: BinaryIO) -> None:
    """See whether a workbook or Parquet file is what its name says, whole, and no larger than it looks.

    :raises BadExtract: where it is not.
    """
    start = content.read(4)
    size = content.seek(0, 2)
    if source.kind == ".parquet":
        if start != PARQUET:
            raise BadExtract("The content is no Parquet though the file's name says so. Give the file its right ending.")
        return
    if start == OLD:
        if source.kind != ".xls":
            raise BadExtract("The workbook is locked with a password, or an old .xls under another name. Save it unlocked as .xlsx.")
        return
    if not start.startswith(ARCHIVE):
        raise BadExtract("The content is no workbook though the file's name says so. Open it in a spreadsheet and save it as .xlsx.")
    try:
        with zipfile.ZipFile(content) as archive:
            _check_members(archive, size)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, zlib.error) as fault:
        raise BadExtract("The workbook is damaged or was only half written. Ask the sender for it again.") from fault
    except (NotImplementedError, RuntimeError) as fault:
        raise BadExtract("The workbook is locked with a password or packed in an unusual way. Save it anew.") from fault


def _check_members(archive: zipfile.ZipFile, packed: int) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > min(MOST_UNPACKED, packed * MOST_FOLD + CHUNK):
        raise BadExtract(f"The workbook would unpack to {unpacked >> 20} MB, far more than its size allows. It was not opened.")
    for member in members:
        if "worksheets/" in member.filename:
            _check_spread(archive, member)


def _check_spread(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a sheet whose cells lie so far apart that the room between them would fill the memory."""
    columns = rows = 0
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            part = tail + chunk
            for letters, row in CELL.findall(part):
                columns, rows = max(columns, _number_of(letters.upper())), max(rows, int(row))
            tail = part[-200:]
    if columns * rows > MOST_CELLS:
        raise BadExtract(
            f"A sheet spans {rows:,} rows by {columns:,} columns, most of them empty. Delete the stray cells and save it again."
        )


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
