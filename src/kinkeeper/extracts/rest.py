"""What is left of a file when rows of it have to go by a court's order: its other rows, as cells, a line each.

The form of the file goes with it: no format that agencies send lets one row be taken out and be sure that nothing of it stays.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.folder import raw_tables

Line = tuple[str, int, list[str]]
"""The table's name, the line in it, the cells."""
Content = frozenset[tuple[str, int]]
"""What a row says, in whatever order of columns: each cell that is not empty, and how often it stands there."""


def lines_of(path: Path, name: str, *, is_rest: bool = False) -> Iterator[Line]:
    """Every line of every table of a file as it came, called `name`; or of what was left of one before.

    :raises BadExtract: where it cannot be read.
    """
    if is_rest:
        with path.open(encoding="utf-8", newline="") as stream:
            yield from ((table, int(line), cells) for table, line, *cells in csv.reader(stream))
        return
    try:
        for table_name, table in raw_tables(path, name):
            yield from ((table_name, line, cells) for line, cells in table.rows())
    except (UnicodeError, csv.Error) as fault:
        raise BadExtract(str(fault)) from fault


def content_of(cells: Sequence[str]) -> Content:
    """What a row says."""
    return frozenset(Counter(filter(None, map(str.strip, cells))).items())


def write_rest(lines: Iterable[Line], out: Path, goes: Callable[[Line], bool]) -> tuple[int, int]:
    """Write the lines that do not go. Returns how many were written and how many not."""
    kept = gone = 0
    with out.open("w", encoding="utf-8", newline="") as stream:
        rest = csv.writer(stream)
        for one in lines:
            if goes(one):
                gone += 1
            else:
                rest.writerow((one[0], one[1], *one[2]))
                kept += 1
    return kept, gone
