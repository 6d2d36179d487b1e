"""Refused rows in the layout they came in, each with the reason: to be mended and sent again. One file for each table."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter

from kinkeeper.domain.errors import BadExtract
from kinkeeper.domain.records import Refusal
from kinkeeper.extracts import read_file
from kinkeeper.extracts.delivery import Delivery
from kinkeeper.extracts.files.damage import shown
from kinkeeper.extracts.folder import raw_tables

WHY, LINE = "Why it was refused", "Line of the file"


def refused_rows(path: Path, refusals: Sequence[Refusal], *, name: str = "") -> Iterator[tuple[str, bytes]]:
    """Name and content (.xlsx) of a file for each table of which rows or cells were refused."""
    name = name or path.name
    for table_name, header_line, rows in _tables(path, name):
        theirs: dict[int, list[Refusal]] = {}
        for one in refusals:
            if one.file == table_name and one.row:
                theirs.setdefault(one.row, []).append(one)
        if theirs:
            yield f"{table_name.replace('/', ' - ')} - refused.xlsx", _workbook(rows, header_line, theirs)


def _tables(path: Path, name: str) -> Iterator[tuple[str, int, Iterator[tuple[int, list[str]]]]]:
    headers = {one.name: _header_line(one) for one in read_file(path, name)}
    try:
        for table_name, table in raw_tables(path, name):
            yield table_name, headers.get(table_name, 0), table.rows()
    except BadExtract:
        return


def _header_line(delivery: Delivery) -> int:
    next(delivery.records, None)
    return delivery.found.header_line if delivery.found else 0


def _workbook(rows: Iterator[tuple[int, list[str]]], header_line: int, refusals: dict[int, list[Refusal]]) -> bytes:
    content = io.BytesIO()
    # Text stays text: nothing of a refused row becomes a formula or a link.
    book = xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet("Refused")
    at = 0
    for line, cells in rows:
        if line != header_line and line not in refusals:
            continue
        whys = [WHY, LINE] if line == header_line else ["; ".join(_words(one) for one in refusals[line]), str(line)]
        for place, cell in enumerate((*whys, *cells)):
            sheet.write_string(at, place, shown(cell)[:32_000])
        at += 1
    book.close()
    return content.getvalue()


def _words(refusal: Refusal) -> str:
    return f"{refusal.column}: {refusal.why}" if refusal.column else refusal.why
