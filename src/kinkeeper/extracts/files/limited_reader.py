"""Turns a workbook, a Parquet, JSON or XML file on standard input into frames of rows on standard output.

A program of its own, run by `limited.py` in a process with little memory: a hostile file harms nobody else.

A frame is a letter, four bytes of length and MessagePack: `S` a sheet begins (its name), `R` rows (a list
of lists of text), `N` what is to be said of it, `F` why the sheet, or the whole file where none has begun, cannot be read.
"""

import sys
import zipfile
from collections.abc import Callable
from typing import Any, BinaryIO
from xml.parsers import expat

import msgspec

from kinkeeper.extracts.files.documents import json_document, xml_document
from kinkeeper.extracts.files.large_workbooks import size_of_sheets, streamed
from kinkeeper.extracts.files.values import SLICE, Damaged, Frames, short, slices, text_of

MOST_MEMORY = {".parquet": 16 << 30, ".xlsx": 2 << 30, ".xlsm": 2 << 30}
"""Addresses, not memory used: the reader of Parquet sets much aside for each core."""
MOST_MEMORY_OF_OTHERS = 3 << 29
LARGE = 24 << 20
"""From so many bytes of sheets on they are read piece by piece: slower, and in little memory however long they are."""
ENCODER = msgspec.msgpack.Encoder()


def main() -> None:
    """Read the file of the kind that the first argument names."""
    kind, content = sys.argv[1], sys.stdin.buffer
    limit_memory(MOST_MEMORY.get(kind, MOST_MEMORY_OF_OTHERS))
    readers: dict[str, Callable[[BinaryIO], Frames]] = {
        ".parquet": parquet,
        ".xml": xml_document,
        **dict.fromkeys((".json", ".jsonl", ".ndjson"), json_document),
    }
    for letter, told in readers.get(kind, workbook)(content):
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


def workbook(content: BinaryIO) -> Frames:
    """Every sheet that holds anything: values, never formulas."""
    import python_calamine

    faults = (python_calamine.CalamineError, OSError, ValueError, zipfile.BadZipFile, KeyError, Damaged, expat.ExpatError)
    try:
        if zipfile.is_zipfile(content) and size_of_sheets(content) > LARGE:
            yield from streamed(content)
            return
        content.seek(0)
        book = python_calamine.CalamineWorkbook.from_filelike(content)
    except faults as fault:
        yield b"F", f"The workbook cannot be opened: it is damaged, cut off or locked ({short(fault)})."
        return
    for name in book.sheet_names:
        try:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                yield b"S", name
                yield from slices([text_of(cell) for cell in cells] for cells in sheet.iter_rows())
        except faults as fault:
            yield b"S", name
            yield b"F", f"The sheet cannot be read: {short(fault)}."


def parquet(content: BinaryIO) -> Frames:
    """The one table of a Parquet file; its column names are the first row."""
    import polars

    try:
        frame = polars.scan_parquet(content.read())
        names = frame.collect_schema().names()
        height = frame.select(polars.len()).collect().item()
        yield b"S", ""
        yield from slices([names])
        for start in range(0, height, 20 * SLICE):
            yield from slices([text_of(cell) for cell in cells] for cells in frame.slice(start, 20 * SLICE).collect().iter_rows())
    except (polars.exceptions.PolarsError, OSError) as fault:
        yield b"F", f"The Parquet file is damaged or cut off ({short(fault)})."


if __name__ == "__main__":
    main()
