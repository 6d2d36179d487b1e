"""Large workbooks, piece by piece: in little memory however long their sheets are."""

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from xml.parsers import expat

from kinkeeper.extracts.files.values import MOST_COLUMNS, Damaged, Frames, Row, short, slices, text_of

CHUNK = 1 << 18
EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
DATES_BUILT_IN = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
NOT_A_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)


def size_of_sheets(content: BinaryIO) -> int:
    """So many bytes of sheets and shared text the archive holds."""
    content.seek(0)
    with zipfile.ZipFile(content) as archive:
        return sum(member.file_size for member in archive.infolist() if re.search(r"worksheets/|sharedStrings", member.filename))


def streamed(content: BinaryIO) -> Frames:
    """Every sheet, a piece at a time."""
    content.seek(0)
    with zipfile.ZipFile(content) as archive:
        book = Book(archive)
        for name, member in book.sheets:
            yield b"S", name
            try:
                yield from slices(Sheet(book).rows(archive, member))
            except (Damaged, expat.ExpatError, zipfile.BadZipFile, KeyError, ValueError, IndexError) as fault:
                yield b"F", f"The sheet cannot be read: {short(fault)}."


class Elements:
    """Reads XML by its elements' names, without their prefixes. A file that declares entities is refused."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = lambda name, given: self.start(name.rpartition(":")[2], given)
        self.parser.EndElementHandler = lambda name: self.end(name.rpartition(":")[2])
        self.parser.CharacterDataHandler = self.said
        self.parser.EntityDeclHandler = self.refuse
        self.text: list[str] = []

    def refuse(self, *_: Any) -> None:
        """No table needs entities of its own."""
        raise Damaged("it declares entities, which no table needs")

    def read(self, archive: zipfile.ZipFile, member: str) -> Iterator[None]:
        """Read a member of the archive; gives way after each piece."""
        with archive.open(member) as stream:
            while chunk := stream.read(CHUNK):
                self.parser.Parse(chunk)
                yield
        self.parser.Parse(b"", bool(member))

    def said(self, text: str) -> None:
        """Text between elements."""
        self.text.append(text)

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""


class Book(Elements):
    """What the sheets of a workbook share: their names, texts, which formats are dates, and the epoch of these."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.names: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}
        self.strings: list[str] = []
        self.formats: dict[str, str] = {}
        self.is_date: list[bool] = []
        self.epoch = EPOCHS[False]
        self.within = ""
        members = set(archive.namelist())
        for member in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml"):
            super().__init__()
            for _ in self.read(archive, member) if member in members else ():
                pass
        found = [(name, self.targets.get(key, "")) for name, key in self.names]
        self.sheets = [(name, member) for name, target in found if (member := f"xl/{target.removeprefix('/xl/')}") in members]

    def start(self, name: str, given: dict[str, str]) -> None:
        """Note what the element says."""
        if name in {"cellXfs", "cellStyleXfs", "si", "rPh"}:
            self.within = name
            self.text.clear()
        elif name == "t":
            self.text.extend(() if self.within == "si" else ("",))
        elif name == "sheet":
            self.names.append((given["name"], next(value for key, value in given.items() if key.rpartition(":")[2] == "id")))
        elif name == "Relationship":
            self.targets[given["Id"]] = given["Target"]
        elif name == "workbookPr":
            self.epoch = EPOCHS[given.get("date1904", "0") in {"1", "true"}]
        elif name == "numFmt":
            self.formats[given["numFmtId"]] = given["formatCode"]
        elif name == "xf" and self.within == "cellXfs":
            self.is_date.append(is_date(given.get("numFmtId", "0"), self.formats))

    def said(self, text: str) -> None:
        """Text of a shared string, without its reading aid."""
        if self.within == "si":
            self.text.append(text)

    def end(self, name: str) -> None:
        """A shared string is whole."""
        if name == "si":
            self.strings.append("".join(self.text))
        self.within = {"si": "", "rPh": "si", "cellXfs": "", "cellStyleXfs": ""}.get(name, self.within)


def is_date(number: str, formats: dict[str, str]) -> bool:
    """Whether numbers of this format are shown as dates or times."""
    return int(number) in DATES_BUILT_IN or bool(re.search("[dmyhs]", NOT_A_FORMAT.sub("", formats.get(number, "")), re.IGNORECASE))


class Sheet(Elements):
    """The rows of one sheet."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book
        self.done: list[Row] = []
        self.cells: Row = []
        self.line = self.place = 0
        self.kind = ""
        self.is_date = False

    def rows(self, archive: zipfile.ZipFile, member: str) -> Iterator[Row]:
        """The rows, those that are left out as empty ones."""
        for _ in self.read(archive, member):
            yield from self.done
            self.done.clear()
        yield from self.done

    def start(self, name: str, given: dict[str, str]) -> None:
        """A row, a cell or its value begins."""
        if name == "c":
            letters = given.get("r", "").rstrip("0123456789")
            self.place = place_of(letters) if letters else len(self.cells)
            self.kind = given.get("t", "n")
            style = given.get("s")
            self.is_date = style is not None and self.book.is_date[int(style)]
            self.text.clear()
        elif name == "row":
            line = int(given.get("r", self.line + 1))
            self.done.extend([] for _ in range(line - self.line - 1))
            self.line = line
        elif name in {"f", "rPh"}:
            self.kind = f"-{self.kind}"
        elif name == "v":
            self.text.clear()

    def end(self, name: str) -> None:
        """A row or a cell is whole."""
        if name == "c" and self.text:
            self.cells.extend([""] * (self.place - len(self.cells) + 1))
            self.cells[self.place] = self.value("".join(self.text))
        elif name == "row":
            self.done.append(self.cells)
            self.cells = []
        elif name in {"f", "rPh"}:
            self.kind = self.kind[1:]
            self.text.clear()

    def said(self, text: str) -> None:
        """Text of a value; a formula's is none."""
        if self.kind[:1] != "-":
            self.text.append(text)

    def value(self, text: str) -> str:
        """What the cell says."""
        if self.kind == "s":
            return self.book.strings[int(text)]
        if self.kind == "n":
            return moment_of(float(text), self.book.epoch) if self.is_date else text if text.isdecimal() else text_of(float(text))
        return {"1": "TRUE", "0": "FALSE"}.get(text, text) if self.kind == "b" else text


def place_of(letters: str) -> int:
    """`A` -> 0, `AB` -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter.upper()) - 64
    if not 0 < number <= MOST_COLUMNS:
        raise Damaged(f"there is no column {letters}")
    return number - 1


def moment_of(days: float, epoch: datetime) -> str:
    """A date or time as spreadsheets count: days since the epoch; less than a day is a time."""
    moment = epoch + timedelta(seconds=round(days * 86_400))
    return text_of(moment.time() if 0 < days < 1 else moment)
