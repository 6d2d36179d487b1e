"""Delimited text: encoding, delimiter and line ends are found in the file itself."""

import codecs
import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, count, islice

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.tables import CHUNK, Row, Source, Table

MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf](?![\x80-\xbf])|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""A character of several bytes as only UTF-8 writes it."""
DELIMITERS = ",;\t|"
LOOK_AT = 200
END = "\0end\0"
"""A last line of our own: a quotation mark that is still open swallows it."""
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

    :raises BadExtract: where the bytes are not text, or not a table.
    """
    encoding = encoding_of(source)
    with _text(source, encoding) as text:
        delimiter = delimiter_of(list(islice(text, LOOK_AT)))
    yield Table("", lambda: _rows(source, encoding, delimiter))


def encoding_of(source: Source) -> str:
    """The encoding: by its mark; else UTF-8 where the file (but for stray bytes) is; else Windows-1252; else Latin-1.

    :raises BadExtract: where the bytes are not text, or a line is longer than any table's.
    """
    possible = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1252")}
    with source.open() as stream:
        start = chunk = stream.read(CHUNK)
        if marked := _by_mark(start):
            possible = {}
        while chunk:
            if len(chunk) == CHUNK and b"\n" not in chunk and b"\r" not in chunk:
                raise BadExtract(f"A line is longer than {CHUNK:,} characters; this is not a table.")
            for name, decoder in list(possible.items()):
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    del possible[name]
            chunk = stream.read(CHUNK)
    if marked or MULTIBYTE.search(start):
        return marked or "utf-8"
    return next(iter(possible), "latin-1")


def _by_mark(start: bytes) -> str:
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    for mark, what in NOT_TEXT.items():
        if start.startswith(mark):
            raise BadExtract(f"The content is {what}, not the text that the file's name promises. Give the file its right ending.")
    return _unmarked_utf16(start)


def _unmarked_utf16(start: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    head = start[:4000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) < 8 or even + odd < len(head) // 3 or min(even, odd) > len(head) // 20:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _text(source: Source, encoding: str) -> io.TextIOWrapper:
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    return io.TextIOWrapper(source.open(), encoding=encoding, errors=errors, newline="")


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
    csv.field_size_limit(CHUNK)
    done = lines = 0
    with _text(source, encoding) as text:
        reader = csv.reader(chain(text, [END]), delimiter=delimiter)
        with suppress(csv.Error):
            for cells in reader:
                span = reader.line_num - lines
                if cells == [END]:
                    return
                if span > LONGEST_QUOTE or (span > 1 and END in cells[-1]):
                    break
                done, lines = done + 1, reader.line_num
                yield done, cells
    yield from _rows_with_open_quotes(source, encoding, delimiter, (done, lines))


def _rows_with_open_quotes(source: Source, encoding: str, delimiter: str, after: tuple[int, int]) -> Iterator[Row]:
    """The rows after so many rows and lines, of a file in which a quotation mark never closes.

    The line that opens it is read as if quotation marks meant nothing; reading goes on with the next.
    """
    done, lines = after
    with _text(source, encoding) as text:
        feed = _Feed(islice(text, lines, None))
        reader = csv.reader(feed, delimiter=delimiter)
        for row in count(done + 1):
            feed.begin_row()
            cells = next(reader, None)
            if feed.is_open:
                cells = next(csv.reader([feed.give_back()], delimiter=delimiter, quoting=csv.QUOTE_NONE))
                reader = csv.reader(feed, delimiter=delimiter)
            if cells is None:
                return
            yield row, cells


class _Feed:
    """Lines for the CSV reader, given back where a quotation mark never closes."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._returned: deque[str] = deque()
        self._taken: list[str] = []
        self.is_open = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._lines, "")
        if not line or len(self._taken) > LONGEST_QUOTE:
            self.is_open = bool(self._taken)
            self._taken.append(line)
            raise StopIteration
        self._taken.append(line)
        return line

    def begin_row(self) -> None:
        """Forget the lines of the row before."""
        self._taken.clear()
        self.is_open = False

    def give_back(self) -> str:
        """The first line of the row, whose quotation mark never closes; the others are read again."""
        first, *others = self._taken
        self._returned.extendleft(line for line in reversed(others) if line)
        return first
