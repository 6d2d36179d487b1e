"""Delimited text, or text in columns of fixed width: encoding, delimiter and line ends are found in the file itself."""

import codecs
import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count, islice

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.files.fixed_width import Span, rows_of, spans_of, spans_of_widths
from kinkeeper.extracts.files.tables import CHUNK, MOST_COLUMNS, Row, Source, Table

MULTIBYTE = re.compile(rb"[\xc3-\xdf][\x80-\xbf](?![\x80-\xbf])|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""A character of several bytes as only UTF-8 writes it."""
IN_WORD = re.compile(rb"[A-Za-z][\x80-\xff]+|[\x80-\xff]+[A-Za-z]")
GAP = re.compile(rb"\n[,;|\t \"]*\r?\n")
GAP_AFTER_RETURN = re.compile(rb"\r(?:[,;|\t \"]*\r|[,;|\t \"]+\n)")
"""A blank line. Both begin with a letter that can be looked for fast."""
LETTERS = frozenset("áéíóúüñÁÉÍÓÚÜÑçÇãõâêôàèìòùÃÕÂÊÔÀäöÄÖß")
MARKS_IN_WORDS = frozenset("’‘'ºª°")
SPOKEN = {"cp1252": "Windows-1252", "latin-1": "Latin-1", "mac-roman": "Mac Roman", "cp850": "DOS (code page 850)"}
"""Encodings that are a guess from the letters, and what they are called."""
BY_BYTES = frozenset({"", "utf-8-sig"})
"""What `_by_mark` says of text whose line ends are single bytes."""
MAY_BE_FIXED = frozenset({".txt", ".dat", ".prn"})
DELIMITERS = ",;\t|"
LOOK_AT = 200
AT_ONCE = 2_000
"""So many lines are parted at once, where each holds one row."""
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
    b"MZ\x90\0": "a program",
    b"\x7fELF": "a program",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "packed",
    b"7z\xbc\xaf": "an archive",
    b"Rar!": "an archive",
    b"{\\rtf": "a text with layout (RTF)",
}
FORMULAS = "Some cells begin like a formula; they are kept as text, and nothing was worked out."
MAY_BEGIN = {sign: tuple(before + sign for before in (b",", b";", b"\t", b"|", b'"', b"\n")) for sign in (b"=", b"@")}
"""How a cell begins that a spreadsheet would work out, by its first letter: most text has none, which two quick looks show."""


def tables(source: Source) -> Iterator[Table]:
    """The one table of a text file.

    :raises BadExtract: where the bytes are not text, or not a table.
    """
    look = look_at(source)
    said: tuple[str, ...] = (f"The text was read as {SPOKEN[look.encoding]}.",) if look.encoding in SPOKEN else ()
    said += (FORMULAS,) if look.has_formulas else ()
    with _text(source, look.encoding) as text:
        lines = list(islice(text, LOOK_AT))
    delimiter = delimiter_of(lines)
    if max((line.count(delimiter) for line in lines), default=0) > MOST_COLUMNS:
        raise BadExtract(f"A line has more than {MOST_COLUMNS:,} columns; this is no table of people. See whether the delimiter is right.")
    spans = spans_of_widths(source.widths) if source.widths else _spans(source, lines, delimiter)
    if spans:
        said += (f"The text was read as {len(spans)} columns of fixed width.",)
        yield Table("", lambda: _fixed(source, look.encoding, spans), look.has_gaps, said=said)
    else:
        yield Table("", lambda: _rows(source, look.encoding, delimiter), look.has_gaps, said=said)


def _spans(source: Source, lines: list[str], delimiter: str) -> tuple[Span, ...]:
    """The columns of fixed width, where the file's ending allows them and the lines show more of them than the delimiter parts."""
    if source.kind not in MAY_BE_FIXED or any("\t" in line for line in lines):
        return ()
    spans = spans_of(lines)
    usual = Counter(line.count(delimiter) + 1 for line in lines if line.strip()).most_common(1)
    return spans if usual and len(spans) > usual[0][0] else ()


def _fixed(source: Source, encoding: str, spans: tuple[Span, ...]) -> Iterator[Row]:
    with _text(source, encoding, newline=None) as text:
        yield from rows_of(text, spans)


@dataclass(frozen=True, slots=True)
class Look:
    """What the bytes of a text file tell: their encoding, and whether there are blank lines between others."""

    encoding: str
    has_gaps: bool
    has_formulas: bool = False


def look_at(source: Source) -> Look:
    """The encoding: by its mark; else UTF-8 where the file (but for stray bytes) is; else the one in which its letters make words.

    :raises BadExtract: where the bytes are not text, or a line is longer than any table's.
    """
    possible = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1252")}
    letters: Counter[int] = Counter()
    has_gaps = has_formulas = False
    with source.open() as stream:
        start = chunk = stream.read(CHUNK)
        if marked := _by_mark(start):
            possible = {}
        while chunk:
            if len(chunk) == CHUNK and b"\n" not in chunk and b"\r" not in chunk:
                raise BadExtract(f"A line is longer than {CHUNK:,} characters; this is not a table.")
            has_formulas = has_formulas or any(sign in chunk and any(one in chunk for one in MAY_BEGIN[sign]) for sign in MAY_BEGIN)
            has_gaps = has_gaps or marked not in BY_BYTES or _has_gap(chunk)
            for name, decoder in list(possible.items()):
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    del possible[name]
            if "utf-8" not in possible:
                letters.update(byte for pair in IN_WORD.findall(chunk) for byte in pair if byte > 127)
            chunk = stream.read(CHUNK)
    if marked or MULTIBYTE.search(start) or "utf-8" in possible:
        return Look(marked or "utf-8", has_gaps, has_formulas)
    return Look(_by_letters(letters, ["cp1252"] if possible else ["latin-1"]), has_gaps, has_formulas)


def _has_gap(chunk: bytes) -> bool:
    return GAP.search(chunk) is not None or (b"\r" in chunk and GAP_AFTER_RETURN.search(chunk) is not None)


def _by_letters(letters: Counter[int], first: list[str]) -> str:
    """The encoding in which the bytes within words are letters of Spanish, English and their neighbours; the first where none is better."""

    def score(encoding: str) -> int:
        read = {byte: bytes([byte]).decode(encoding, errors="replace") for byte in letters}
        return sum(number * (1 if read[byte] in LETTERS else 0 if read[byte] in MARKS_IN_WORDS else -1) for byte, number in letters.items())

    return max([*first, "mac-roman", "cp850"], key=score)


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


def _text(source: Source, encoding: str, newline: str | None = "") -> io.TextIOWrapper:
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    return io.TextIOWrapper(source.open(), encoding=encoding, errors=errors, newline=newline)


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
    done = 0
    with _text(source, encoding) as text:
        while lines := list(islice(text, AT_ONCE)):
            rows = _one_a_line(lines, delimiter)
            if len(rows) != len(lines):
                yield from _rows_over_lines(source, encoding, delimiter, (done, chain(lines, text)))
                return
            yield from enumerate(rows, start=done + 1)
            done += len(rows)


def _one_a_line(lines: list[str], delimiter: str) -> list[list[str]]:
    """The rows of lines that hold one each; nothing where a row runs over several."""
    with suppress(csv.Error):
        *rows, end = csv.reader([*lines, END], delimiter=delimiter)
        if len(rows) == len(lines) and end == [END]:
            return rows
    return []


def _rows_over_lines(source: Source, encoding: str, delimiter: str, after: tuple[int, Iterable[str]]) -> Iterator[Row]:
    """The rows after so many that held a line each, from the lines that are left."""
    done, left = after
    begun = lines = done
    reader = csv.reader(chain(left, [END]), delimiter=delimiter)
    with suppress(csv.Error):
        for cells in reader:
            span = begun + reader.line_num - lines
            if cells == [END]:
                return
            if span > LONGEST_QUOTE or (span > 1 and END in cells[-1]):
                break
            done, lines = done + 1, begun + reader.line_num
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
