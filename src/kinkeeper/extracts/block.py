"""Rows of one table, so many at a time, to be read column by column."""

from collections.abc import Iterator, Sequence
from itertools import islice

from kinkeeper.extracts.files.tables import Row

BLOCK = 2_000


class Block:
    """Rows of equal width. A reader that cannot read a row as simply as the others puts its place among the `doubtful`."""

    __slots__ = ("columns", "doubtful", "rows")

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self.rows = rows
        self.columns: list[tuple[str, ...]] = list(zip(*rows, strict=True))
        self.doubtful: set[int] = set()

    def __len__(self) -> int:
        return len(self.rows)


def blocks_of(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """The rows in blocks. Where reading stops with a fault, the rows read before it come first."""
    while True:
        block: list[Row] = []
        try:
            block.extend(islice(rows, BLOCK))
        finally:
            if block:
                yield block
        if not block:
            return


def trimmed(rows: Sequence[Row]) -> tuple[Sequence[Row], bool]:
    """The rows without blanks around their cells, and whether all of their letters are plain ones, which nothing can have harmed."""
    text = f"~{'~'.join(['~'.join(cells) for _, cells in rows])}~"
    is_plain = text.isascii() and text.isprintable()
    if is_plain and "~ " not in text and " ~" not in text:
        return rows, True
    return [(line, list(map(str.strip, cells))) for line, cells in rows], is_plain
