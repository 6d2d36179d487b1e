"""Delimited text: encoding, delimiter and line ends are found in the file itself."""

import codecs
import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from itertools import count
from typing import BinaryIO

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.tables import CHUNK, Row, Source, Table

DELIMITERS = ",;\t|"
LOOK_AT = 200
LONGEST_LINE = 1 << 20
"""Longer lines are not a table that anybody made."""
LONGEST_QUOTE = 50
"""A quoted cell that runs over more lines than this is a quotation mark that never closes."""
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_TEXT = {
    b"PK\x03\x04": "a workbook or an archive",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old or locked workbook",
    b"PAR1": "Parquet",
}


def tables(source: Source) -> Iterator[Table]:
    """The one table of a delimited file.

    :raises BadExtract: where the bytes are not text.
    """
    encoding = encoding_of(source)
    with _text(source, encoding) as text:
        delimiter = delimiter_of(list(_lines(text, LOOK_AT)))
    yield Table("", lambda: _rows(source, encoding, delimiter))


def encoding_of(source: Source) -> str:
    """The encoding: by its mark; else UTF-8 where the whole file is; else Windows-1252; else Latin-1.

    :raises BadExtract: where the bytes are not text.
    """
    with source.open() as stream:
        start = stream.read(CHUNK)
        for mark, encoding in MARKS:
            if start.startswith(mark):
                return encoding
        for mark, what in NOT_TEXT.items():
            if start.startswith(mark):
                raise BadExtract(f"The content is {what}, not the text that the file's name promises. Give the file its right ending.")
        return _unmarked_utf16(start) or _eight_bit(start, stream)


def _unmarked_utf16(start: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    head = start[:4000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) < 8 or even + odd < len(head) // 3 or min(even, odd) > len(head) // 20:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _eight_bit(start: bytes, stream: BinaryIO) -> str:
    possible = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1252")}
    chunk = start
    while chunk and possible:
        for name, decoder in list(possible.items()):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                del possible[name]
        chunk = stream.read(CHUNK)
    return next(iter(possible), "latin-1")


def _text(source: Source, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(source.open(), encoding=encoding, errors="replace", newline="")


def _lines(text: io.TextIOWrapper, most: int) -> Iterator[str]:
    for _ in range(most):
        line = text.readline(LONGEST_LINE)
        if not line:
            return
        yield line


def delimiter_of(lines: list[str]) -> str:
    """The delimiter that most lines agree on: the one that gives most lines the same number of cells, more than one."""
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        widths = Counter(line.count(delimiter) for line in lines if delimiter in line)
        score = max((agreeing * min(width, 12) for width, agreeing in widths.items()), default=0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(source: Source, encoding: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_LINE * LONGEST_QUOTE)
    with _text(source, encoding) as text:
        feed = _Feed(text)
        reader = csv.reader(feed, delimiter=delimiter)
        for line in count(1):
            feed.begin_row()
            cells = next(reader, None)
            if feed.is_runaway:
                cells = next(csv.reader([feed.give_back()], delimiter=delimiter, quoting=csv.QUOTE_NONE))
                reader = csv.reader(feed, delimiter=delimiter)
            if cells is None:
                return
            yield line, cells


class _Feed:
    """Lines of text for the CSV reader, which can be given back where a quotation mark never closes."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._returned: deque[str] = deque()
        self._taken: list[str] = []
        self.is_runaway = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._taken) > LONGEST_QUOTE:
            self.is_runaway = True
            raise StopIteration
        line = self._returned.popleft() if self._returned else self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) >= LONGEST_LINE:
            raise BadExtract(f"A line is longer than {LONGEST_LINE:,} characters; this is not a table.")
        self._taken.append(line)
        return line

    def begin_row(self) -> None:
        """Forget the lines of the row before."""
        self._taken.clear()

    def give_back(self) -> str:
        """The first line of the row, whose quotation mark never closes; the others are read again."""
        first, *others = self._taken
        self._returned.extendleft(reversed(others))
        self.is_runaway = False
        self._taken.clear()
        return first
