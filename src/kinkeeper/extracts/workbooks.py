"""Workbooks (.xlsx, .xls, .ods): every sheet is a table of its own; values, never formulas, through calamine."""

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import python_calamine

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.tables import CHUNK, MOST_FOLD, Row, Source, Table

MOST_UNPACKED = 2 << 30
MOST_CELLS = 60_000_000
"""Cells between the first and the last of a sheet: a million rows of 60 columns. The reader makes room for all of them."""
CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')
OLD = b"\xd0\xcf\x11\xe0"


def tables(source: Source) -> Iterator[Table]:
    """Every sheet of a workbook that holds anything, in its order.

    :raises BadExtract: where the workbook is cut off, locked, or unpacks without end.
    """
    with source.open() as stream:
        content = stream.read()
    _check(source, content)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        names = workbook.sheet_names
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        raise BadExtract(f"The workbook cannot be opened: it is damaged, cut off or locked ({_short(fault)}).") from fault
    for name in names:
        sheet = _sheet(workbook, name)
        if isinstance(sheet, str):
            yield Table(name, _refusing(sheet))
        elif sheet.height:
            yield Table(name, _reading(sheet))


def _sheet(workbook: Any, name: str) -> Any:
    """The sheet, or why it cannot be read."""
    try:
        return workbook.get_sheet_by_name(name)
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        return f"The sheet cannot be read: {_short(fault)}."


def _reading(sheet: Any) -> Callable[[], Iterator[Row]]:
    return lambda: ((line, [text_of(cell) for cell in cells]) for line, cells in enumerate(sheet.iter_rows(), start=1))


def _refusing(why: str) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        raise BadExtract(why)

    return rows


def text_of(cell: Any) -> str:
    """A cell's value as text: whole numbers without a point, dates and times in ISO form."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell)


# Before anything is unpacked


def _check(source: Source, content: bytes) -> None:
    if content.startswith(OLD):
        if source.kind != ".xls":
            raise BadExtract("The workbook is locked with a password, or an old .xls under another name. Save it unlocked as .xlsx.")
        return
    if not content.startswith(b"PK"):
        raise BadExtract("The content is no workbook though the file's name says so. Open it in a spreadsheet and save it as .xlsx.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_archive(archive, len(content))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError) as fault:
        raise BadExtract("The workbook is damaged or was only half written. Ask the sender for it again.") from fault
    except (NotImplementedError, RuntimeError) as fault:
        raise BadExtract("The workbook is locked with a password or packed in an unusual way. Save it anew.") from fault


def _check_archive(archive: zipfile.ZipFile, packed: int) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if unpacked > min(MOST_UNPACKED, packed * MOST_FOLD + CHUNK):
        raise BadExtract(f"The workbook would unpack to {unpacked >> 20} MB, far more than its size allows. It was not opened.")
    for member in members:
        if re.search(r"worksheets/[^/]+\.xml$|^content\.xml$", member.filename):
            _check_spread(archive, member)


def _check_spread(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a sheet whose cells lie so far apart that the room between them would fill the memory."""
    columns = rows = 0
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            part = tail + chunk
            for letters, row in CELL.findall(part):
                columns, rows = max(columns, _number_of(letters)), max(rows, int(row))
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


def _short(fault: Exception) -> str:
    return str(fault).splitlines()[0][:120] if str(fault) else type(fault).__name__
