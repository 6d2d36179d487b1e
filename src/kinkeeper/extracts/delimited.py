"""Delimited text: encoding, delimiter and line ends found in the file itself."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.tables import CHUNK, Row, Source, Table

DELIMITERS = ",;\t|"
MAX_CELL = 1 << 17
"""Longer cells are not text that an agency typed, but a quotation mark that never closes."""
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def tables(source: Source) -> Iterator[Table]:
    """The one table of a delimited file.

    :raises BadExtract: where the bytes are not text.
    """
    encoding = encoding_of(source)
    delimiter = delimiter_of(_head(source, encoding))
    yield Table("", lambda: _rows(source, encoding, delimiter))


def encoding_of(source: Source) -> str:
    """The encoding: by its mark, else UTF-8 if the whole file is, else Windows-1252, else Latin-1.

    :raises BadExtract: where the bytes are not text.
    """
    with source.open() as stream:
        start = stream.read(CHUNK)
        for mark, encoding in MARKS:
            if start.startswith(mark):
                return encoding
        if wide := _unmarked_utf16(start):
            return wide
        if start.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"PAR1", b"\x1f\x8b")):
            raise BadExtract("The content is not text though the file's name says so. Give the file the ending of what it is.")
        return _eight_bit(start, iter(lambda: stream.read(CHUNK), b""))


def _unmarked_utf16(start: bytes) -> str:
    head = start[:4000]
    if len(head) < 8 or head.count(0) < len(head) // 3:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _eight_bit(start: bytes, rest: Iterator[bytes]) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    windows = codecs.getincrementaldecoder("cp1252")()
    possible = {"utf-8": decoder, "cp1252": windows}
    for chunk in (start, *rest):
        for name, one in list(possible.items()):
            try:
                one.decode(chunk)
            except UnicodeDecodeError:
                del possible[name]
        if not possible:
            break
    return next(iter(possible), "latin-1")


def _head(source: Source, encoding: str) -> list[str]:
    with _text(source, encoding) as text:
        return list(islice(text, 200))


def _text(source: Source, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(source.open(), encoding=encoding, errors="replace", newline="")


def delimiter_of(lines: list[str]) -> str:
    """The delimiter that most lines agree on: the one that gives most lines the same number of cells, more than one."""
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        if not widths:
            continue
        width, agreeing = widths.most_common(1)[0]
        score = agreeing * min(width, 12)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(source: Source, encoding: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(MAX_CELL)
    with _text(source, encoding) as text:
        yield from enumerate(csv.reader(text, delimiter=delimiter), start=1)
