"""Parquet files: one table, read in slices through polars."""

from collections.abc import Iterator
from io import BytesIO

import polars

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.tables import Row, Source, Table
from kinkeeper.extracts.workbooks import text_of

SLICE = 20_000


def tables(source: Source) -> Iterator[Table]:
    """The one table of a Parquet file; its column names stand as line 1.

    :raises BadExtract: where the file is damaged.
    """
    try:
        with source.open() as stream:
            frame = polars.read_parquet(BytesIO(stream.read()))
    except (polars.exceptions.PolarsError, OSError) as fault:
        raise BadExtract("The Parquet file is damaged or cut off. Ask the sender for it again.") from fault
    yield Table("", lambda: _rows(frame))


def _rows(frame: polars.DataFrame) -> Iterator[Row]:
    yield 1, list(frame.columns)
    for start in range(0, frame.height, SLICE):
        for line, cells in enumerate(frame.slice(start, SLICE).iter_rows(), start=start + 2):
            yield line, [text_of(cell) for cell in cells]
