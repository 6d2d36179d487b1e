"""Workbooks (.xlsx, .xls, .ods): every sheet is a table of its own; values, never formulas, through calamine."""

import gzip
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import python_calamine

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.tables import MAX_RATIO, Row, Source, Table

MAX_WORKBOOK = 1 << 30
"""Unpacked size of a workbook that is still opened; 1 million rows of 20 columns stay below."""


def tables(source: Source) -> Iterator[Table]:
    """Every sheet of a workbook, in its order.

    :raises BadExtract: where the workbook is cut off, locked, or unpacks without end.
    """
    content = _content(source)
    if source.kind in {".xlsx", ".ods"}:
        _check_archive(content)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        raise BadExtract(f"The workbook cannot be opened: it is damaged, cut off or locked ({_short(fault)}). Ask for it again.") from fault
    for name in workbook.sheet_names:
        yield Table(name, lambda name=name: _rows(workbook, name))  # type: ignore[misc]


def _content(source: Source) -> bytes:
    if source.packed:
        return gzip.decompress(source.path.read_bytes())
    return source.path.read_bytes()


def _check_archive(content: bytes) -> None:
    """Add up what the archive's own directory says before anything is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as fault:
        if content[:4] == b"\xd0\xcf\x11\xe0":
            raise BadExtract("The workbook is locked with a password, or an old .xls by another name. Save it unlocked.") from fault
        raise BadExtract("The workbook is damaged or was only half written. Ask the sender for it again.") from fault
    if unpacked > MAX_WORKBOOK or unpacked > len(content) * MAX_RATIO + (1 << 20):
        raise BadExtract(f"The workbook would unpack to {unpacked >> 20} MB, far more than its size allows. It was not opened.")


def _rows(workbook: Any, name: str) -> Iterator[Row]:
    try:
        sheet = workbook.get_sheet_by_name(name)
        for line, cells in enumerate(sheet.iter_rows(), start=1):
            yield line, [text_of(cell) for cell in cells]
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        raise BadExtract(f"The sheet cannot be read: {_short(fault)}. Ask the sender for it again.") from fault


def text_of(cell: Any) -> str:
    """A cell's value as text: whole numbers without point, dates and times in ISO form."""
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
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


def _short(fault: Exception) -> str:
    return str(fault).split("\n")[0][:120]
