"""Cells' values as text, and rows as frames: what the readers of the limited process share."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from kinkeeper.domain.errors import BadExtract

SLICE = 2_000
MOST_COLUMNS = 16_384
"""As many as a spreadsheet has."""

Frames = Iterator[tuple[bytes, Any]]
Row = list[str]


class Damaged(BadExtract):
    """What stands in the file cannot be meant."""

    code = "damaged"


def slices(rows: Iterable[Row]) -> Frames:
    """Rows, so many to a frame."""
    taking = iter(rows)
    while taken := list(islice(taking, SLICE)):
        yield b"R", taken


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


def short(fault: Exception) -> str:
    """The first line of a fault."""
    return str(fault).splitlines()[0][:120] if str(fault) else type(fault).__name__
