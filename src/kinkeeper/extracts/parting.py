"""Several tables on one sheet, below each other: another header below a blank line begins another table."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kinkeeper.extracts.files.tables import Row, Table
from kinkeeper.extracts.recognise import known_headers

TITLES = 3
"""So many lines below a blank one may be titles and the header."""
FEWEST, ENOUGH = 3, 0.6
"""A header has so many cells, and so large a share of them some layout knows."""
LONGEST = 60


def parts(table: Table) -> Iterator[Table]:
    """The tables on a sheet, from above; one, where there is no more than one header."""
    if not table.has_gaps:
        yield table
        return
    begins = [0, *_beginnings(table.rows())]
    if len(begins) == 1:
        yield table
        return
    for begin, end in zip(begins, (*begins[1:], 0), strict=True):
        yield replace(table, rows=lambda begin=begin, end=end: _between(table, begin, end), below=max(begin - 1, 0))  # type: ignore[misc]


def _between(table: Table, begin: int, end: int) -> Iterator[Row]:
    for line, cells in table.rows():
        if end and line >= end:
            return
        if line >= begin:
            yield line, cells


def _beginnings(rows: Iterator[Row]) -> Iterator[int]:
    """The first line of each table but the first: of the block of lines in which another header stands."""
    header: tuple[str, ...] = ()
    place = block = 0
    for line, cells in rows:
        if not any(cells) or not any(map(str.strip, cells)):
            place = 0
            continue
        place += 1
        block = line if place == 1 else block
        if (place <= TITLES or not header) and (found := _header(cells)) and found != header:
            if header:
                yield block
            header = found


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    """The row as a header; nothing where it is none."""
    given = tuple(" ".join(cell.split()) for cell in cells if cell.strip())
    if len(given) < FEWEST or any(cell[:1].isdigit() or len(cell) > LONGEST for cell in given):
        return ()
    return given if known_headers(given) >= max(FEWEST, ENOUGH * len(given)) else ()
