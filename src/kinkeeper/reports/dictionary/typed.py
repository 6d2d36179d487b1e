"""Rows as Parquet: days as days, numbers as numbers, and in the file's own metadata what they are and their data dictionary."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
import polars

from kinkeeper.domain.dates import day
from kinkeeper.reports.dictionary import Column, Holds
from kinkeeper.reports.dictionary.told import as_objects

AS_KNOWN = "_as_known"
"""Beside each column of days: the moment as precise as it is known. The day is null where it is known less closely."""
METADATA = "kinkeeper"


def table(columns: Sequence[Column], rows: Sequence[Sequence[Any]], about: Mapping[str, str]) -> bytes:
    """The rows; the metadata `kinkeeper` of the file is a JSON object with `about` and `dictionary`."""
    told = {"about": about, "dictionary": as_objects(columns)}
    series = [one for at, column in enumerate(columns) for one in _series(column, [row[at] for row in rows])]
    out = io.BytesIO()
    polars.DataFrame(series).write_parquet(out, metadata={METADATA: msgspec.json.encode(told).decode()})
    return out.getvalue()


def _series(column: Column, cells: list[Any]) -> Iterator[polars.Series]:
    if column.holds is Holds.MOMENT:
        yield polars.Series(column.name, [_day(str(cell or "")) for cell in cells], dtype=polars.Date)
        yield polars.Series(column.name + AS_KNOWN, list(map(_text, cells)), dtype=polars.String)
        return
    kind, read = TYPES.get(column.holds, (polars.String, _text))
    yield polars.Series(column.name, [read(cell) for cell in cells], dtype=kind)


def _day(moment: str) -> date | None:
    return day(moment) if moment[:1].isdigit() else None


def _text(cell: Any) -> str | None:
    return None if cell in (None, "") else str(cell)


def _whole(cell: Any) -> int | None:
    return None if cell in (None, "") else int(cell)


def _number(cell: Any) -> float | None:
    return None if cell in (None, "") else float(cell)


def _yes_no(cell: Any) -> bool | None:
    return None if cell in (None, "") else str(cell) in ("yes", "True", "1")


TYPES: dict[Holds, tuple[Any, Callable[[Any], Any]]] = {
    Holds.WHOLE: (polars.Int64, _whole),
    Holds.NUMBER: (polars.Float64, _number),
    Holds.YES_NO: (polars.Boolean, _yes_no),
}
"""What is not text, and how it is read. Moments are two columns."""
