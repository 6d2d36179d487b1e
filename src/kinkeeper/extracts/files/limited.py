"""Workbooks, Parquet and JSON files: read by a process of its own with little memory and time.

What it reads lies in a file without a name until it is fetched, so memory stays bounded here too.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO

import msgspec

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.files.archives import Marks, check_archive
from kinkeeper.extracts.files.tables import Row, Source, Table

READER = "kinkeeper.extracts.files.limited_reader"
MOST_SECONDS = 600
GAVE_UP = "The file could not be read: it is damaged, or needs more memory or time than a table does. Save it anew, or as .csv."

DECODER = msgspec.msgpack.Decoder(list[list[str]])


def tables(source: Source) -> Iterator[Table]:
    """Every sheet of a workbook that holds anything, or the one table of a Parquet or JSON file; column names are line 1 of that.

    :raises BadExtract: where the file is cut off, locked, or unpacks without end.
    """
    frames = _Frames()
    with source.open() as stream, TemporaryFile() as unpacked:
        copyfileobj(stream, unpacked)
        unpacked.seek(0)
        marks = check_archive(source, unpacked)
        unpacked.seek(0)
        _run(source.kind, unpacked, frames)
    yield from frames.tables(marks)


def _run(kind: str, content: BinaryIO, frames: "_Frames") -> None:
    try:
        subprocess.run(
            [sys.executable, "-m", READER, kind],
            stdin=content,
            stdout=frames.file,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
        raise BadExtract(GAVE_UP) from fault


class _Frames:
    """What the reader wrote (`limited_reader.py`), sheet by sheet. The file goes with the last table that needs it."""

    def __init__(self) -> None:
        self.file = TemporaryFile()  # noqa: SIM115 (closed by __del__, when no table is left)

    def __del__(self) -> None:
        self.file.close()

    def tables(self, marks: Marks) -> Iterator[Table]:
        """The tables, each to be fetched when it is asked for.

        :raises BadExtract: where the reader could not read the file at all.
        """
        for name, places, fault, said in self._sheets():
            rows = self._refusing(fault) if fault else self._fetching(places)
            yield Table(name, rows, from_1904=marks.from_1904, said=(*marks.said, *said))

    def _sheets(self) -> list[tuple[str, list[tuple[int, int]], str, list[str]]]:
        sheets: list[tuple[str, list[tuple[int, int]], str, list[str]]] = []
        for letter, place, length in self._frames():
            if letter == b"R":
                sheets[-1][1].append((place, length))
                continue
            text = msgspec.msgpack.decode(self._at(place, length), type=str)
            if letter == b"S":
                sheets.append((text, [], "", []))
            elif letter == b"N" and sheets:
                sheets[-1][3].append(text)
            elif sheets:
                sheets[-1] = (*sheets[-1][:2], text, sheets[-1][3])
            else:
                raise BadExtract(text)
        return sheets

    def _frames(self) -> Iterator[tuple[bytes, int, int]]:
        place = 0
        while head := self._at(place, 5):
            length = int.from_bytes(head[1:], "big")
            yield head[:1], place + 5, length
            place += 5 + length

    def _at(self, place: int, length: int) -> bytes:
        self.file.seek(place)
        return self.file.read(length)

    def _fetching(self, places: list[tuple[int, int]]) -> Callable[[], Iterator[Row]]:
        def rows() -> Iterator[Row]:
            line = 0
            for place, length in places:
                for line, cells in enumerate(DECODER.decode(self._at(place, length)), start=line + 1):  # noqa: B020 (the count goes on)
                    yield line, cells

        return rows

    @staticmethod
    def _refusing(why: str) -> Callable[[], Iterator[Row]]:
        def rows() -> Iterator[Row]:
            raise BadExtract(why)

        return rows
