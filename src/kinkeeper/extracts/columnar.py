"""Parquet files: one table, read in slices through polars."""

from collections.abc import Iterator
from io import BytesIO

import polars

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.tables import Row, Source, Table
from kinkeeper.extracts.workbooks import text_of

SLICE = 50_000
MOST_ROWS = 20_000_000


def tables(source: Source) -> Iterator[Table]:
    """The one table of a Parquet file; its column names stand as line 1.

    :raises BadExtract: where the file is damaged, or claims more rows than anybody has.
    """
    try:
        with source.open() as stream:
            frame = polars.scan_parquet(BytesIO(stream.read()))
        names = frame.collect_schema().names()
        height = frame.select(polars.len()).collect().item()
    except (polars.exceptions.PolarsError, OSError) as fault:
        raise BadExtract("The Parquet file is damaged or cut off. Ask the sender for it again.") from fault
    if height > MOST_ROWS:
        raise BadExtract(f"The Parquet file claims {height:,} rows. It was not opened.")
    yield Table("", lambda: _rows(frame, names, height))


def _rows(frame: polars.LazyFrame, names: list[str], height: int) -> Iterator[Row]:
    yield 1, names
    for start in range(0, height, SLICE):
        try:
            rows = frame.slice(start, SLICE).collect().iter_rows()
        except polars.exceptions.PolarsError as fault:
            raise BadExtract("The Parquet file is damaged or cut off. Ask the sender for it again.") from fault
        for line, cells in enumerate(rows, start=start + 2):
            yield line, [text_of(cell) for cell in cells]
