"""Turns a workbook or a Parquet file on standard input into frames of rows on standard output.

A program of its own, run by `limited.py` in a process with little memory: a hostile file harms nobody else.
It imports nothing of Kinkeeper, so that it starts at once.

A frame is a letter, four bytes of length and MessagePack: `S` a sheet begins (its name), `R` rows (a list
of lists of text), `F` why the sheet, or the whole file where none has begun, cannot be read.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import Any, BinaryIO

import msgspec

SLICE = 2_000
MOST_MEMORY = 4 << 30
MOST_MEMORY_OF_PARQUET = 16 << 30
"""Addresses, not memory used: its reader sets much aside for each core."""
ENCODER = msgspec.msgpack.Encoder()


def main() -> None:
    """Read the file of the kind that the first argument names."""
    limit_memory(MOST_MEMORY_OF_PARQUET if sys.argv[1] == ".parquet" else MOST_MEMORY)
    content = sys.stdin.buffer.read()
    frames = parquet(content) if sys.argv[1] == ".parquet" else workbook(content)
    for letter, told in frames:
        write(sys.stdout.buffer, letter, told)


def limit_memory(most: int) -> None:
    """Let a file that needs more memory than any table does end this process, where the system can do that."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def write(stream: BinaryIO, letter: bytes, told: Any) -> None:
    """Write one frame."""
    packed = ENCODER.encode(told)
    stream.write(letter + len(packed).to_bytes(4, "big"))
    stream.write(packed)


def workbook(content: bytes) -> Iterator[tuple[bytes, Any]]:
    """Every sheet that holds anything: values, never formulas."""
    import python_calamine

    faults = (python_calamine.CalamineError, OSError, ValueError)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    except faults as fault:
        yield b"F", f"The workbook cannot be opened: it is damaged, cut off or locked ({short(fault)})."
        return
    for name in book.sheet_names:
        try:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                yield b"S", name
                yield from slices(sheet.iter_rows())
        except faults as fault:
            yield b"S", name
            yield b"F", f"The sheet cannot be read: {short(fault)}."


def parquet(content: bytes) -> Iterator[tuple[bytes, Any]]:
    """The one table of a Parquet file; its column names are the first row."""
    import polars

    try:
        frame = polars.scan_parquet(BytesIO(content))
        names = frame.collect_schema().names()
        height = frame.select(polars.len()).collect().item()
        yield b"S", ""
        yield from slices([names])
        for start in range(0, height, 20 * SLICE):
            yield from slices(frame.slice(start, 20 * SLICE).collect().iter_rows())
    except (polars.exceptions.PolarsError, OSError) as fault:
        yield b"F", f"The Parquet file is damaged or cut off ({short(fault)})."


def slices(rows: Iterable[Iterable[Any]]) -> Iterator[tuple[bytes, Any]]:
    """Rows as text, so many to a frame."""
    texts = ([text_of(cell) for cell in cells] for cells in rows)
    while taken := list(islice(texts, SLICE)):
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


if __name__ == "__main__":
    main()
