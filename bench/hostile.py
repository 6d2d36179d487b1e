"""How long bad and hostile files take until they are refused or read and marked: python bench/hostile.py [LIMIT]

Each case is written to a folder of its own, at full size (a bomb of 60 GB, a million columns, a cell of 1 GB), and read to the end as
`kinkeeper import` reads it, hash and unpacking included. Prints each case's seconds by the clock and of processor time, its processes
included, and the sentence it is refused or marked with. Exits with 1 where a case takes longer than LIMIT (2 seconds) by both, or says
something else.
"""

import gzip
import io
import os
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from kinkeeper.extracts import read_file

HEADER = "LAST_NAME,FIRST_NAME,APPR_DT_TIME,SECTOR,BIRTH_DATE,SUBJECT AFILE#"
ROW = "XOL,ANA,5/9/2018,Yuma,2/15/1987,202385792"
TABLE = f"{HEADER}\n{ROW}\n".encode()
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20_000)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
MEMBERS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
}
Content = Callable[[Path, int], None]
"""Writes a file; the number is its size: 1 for all of it, more for a part (1,000: a thousandth)."""


def text(content: bytes) -> Content:
    """A file of these bytes."""
    return lambda path, _part: path.write_bytes(content) and None


def line(*cells: str) -> Content:
    """The table with one row more."""
    return text(TABLE + ",".join(cells).encode() + b"\n")


def cells(*said: str) -> str:
    """A first row of a sheet."""
    inner = "".join(f'<c r="{chr(65 + at)}1" t="inlineStr"><is><t>{one}</t></is></c>' for at, one in enumerate(said))
    return f'<row r="1">{inner}</row>'


def book(sheet: str | Callable[[int], str], before: str = "", **more: bytes) -> Content:
    """A workbook of one sheet."""

    def write(path: Path, part: int) -> None:
        rows = sheet if isinstance(sheet, str) else sheet(part)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in MEMBERS.items():
                packed.writestr(name, content)
            packed.writestr("xl/worksheets/sheet1.xml", before + SHEET.format(rows))
            for name, told in more.items():
                packed.writestr(f"xl/{name}.bin", told)

    return write


def archive(**members: bytes) -> Content:
    """A zip of these files; `__` in a name is a point, `___` a slash."""

    def write(path: Path, _part: int) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in members.items():
                packed.writestr(name.replace("___", "/").replace("__", "."), content)

    return write


def zeros(path: Path, part: int) -> None:
    """60 GB of zeros in 60 MB: streams of gzip one after another are one file."""
    piece = gzip.compress(bytes(64 << 20), 9)
    with path.open("wb") as file:
        for _ in range(max(1_000 // part, 4)):
            file.write(piece)


def zeros_in_a_workbook(path: Path, part: int) -> None:
    """A workbook with a picture of 1 GB of zeros."""
    book(cells("x"))(path, part)
    _many_zeros(path, part, "a", "xl/zeros.bin")


def zeros_in_an_archive(path: Path, part: int) -> None:
    """An archive with a list of 1 GB of zeros."""
    _many_zeros(path, part, "w", "a.csv")


def _many_zeros(path: Path, part: int, mode: str, member: str) -> None:
    with zipfile.ZipFile(path, mode, zipfile.ZIP_DEFLATED) as packed, packed.open(member, "w", force_zip64=True) as file:  # type: ignore[arg-type]
        for _ in range(max(16 // part, 1)):
            file.write(bytes(64 << 20))


def wide(path: Path, part: int) -> None:
    """A header of a million columns, on lines that are no longer than a table's may be."""
    path.write_text(HEADER + ",c" * (1_000_000 // part) + "\n")


def one_cell(path: Path, part: int) -> None:
    """A cell of 1 GB on a row of its own."""
    with path.open("wb") as file:
        file.write(TABLE)
        for _ in range(max(1_024 // part, 20)):
            file.write(b"x" * (1 << 20))


def one_cell_of_a_sheet(part: int) -> str:
    """A cell of 300 MB in a workbook of less than one."""
    return cells("x" * (300 << 20) if part == 1 else "x" * (2 << 20))


def wide_row(part: int) -> str:
    """A row of a million cells that do not say where they stand."""
    return '<row r="1">' + "".join(f'<c t="n"><v>{n}</v></c>' for n in range(1_000_000 // part)) + "</row>"


def nested(depth: int) -> bytes:
    """A zip in a zip in a zip."""
    content = TABLE
    for at in range(depth):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as file:
            file.writestr("a.csv" if at == 0 else "inner.zip", content)
        content = packed.getvalue()
    return content


def locked(path: Path, part: int) -> None:
    """An archive whose only file is locked with a password."""
    archive(a__csv=TABLE)(path, part)
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    path.write_bytes(content)


def cut(write: Content) -> Content:
    """Another file, the last quarter cut off."""

    def shorter(path: Path, part: int) -> None:
        write(path, part)
        path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])

    return shorter


ENTITY = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12))
FORMULA = cells("LAST_NAME", "SECTOR") + '<row r="2"><c r="A2" t="str"><f>WEBSERVICE("x")</f><v>XOL</v></c></row>'
CASES: dict[str, tuple[str, Content, str]] = {
    "zip bomb: 60 GB of zeros as .csv.gz": ("a.csv.gz", zeros, "unpacks to more than 200 times its size"),
    "zip bomb: 1 GB in a workbook": ("a.xlsx", zeros_in_a_workbook, "far more than its size allows"),
    "zip bomb: 1 GB in an archive": ("a.zip", zeros_in_an_archive, "far more than its size allows"),
    "a million columns of text": ("a.csv", wide, "columns|longer than"),
    "a million columns of a sheet": ("a.xlsx", book(wide_row), "columns"),
    "a cell of 1 GB": ("a.csv", one_cell, "longer than"),
    "a cell of 300 MB of a sheet": ("a.xlsx", book(one_cell_of_a_sheet), "far more than its size allows"),
    "a zip in a zip in a zip": ("a.zip", text(nested(4)), "An archive within an archive is not opened"),
    "an external entity": ("a.xlsx", book(cells("&x;", "SECTOR"), ENTITY), "declares entities"),
    "entities that multiply": ("a.xlsx", book(cells("&e11;"), f'<?xml version="1.0"?><!DOCTYPE w [{LAUGHS}]>'), "declares entities"),
    "a formula in text": ("a.csv", line("=WEBSERVICE(A1)", "=cmd|' /C calc'!A0", "5/9/2018", "Yuma"), "begin like a formula"),
    "a formula in a sheet": ("a.xlsx", book(FORMULA), "holds formulas"),
    "macros": ("a.xlsm", book(cells("x"), vbaProject=b"x"), "holds macros"),
    "a program called .csv": ("a.csv", text(b"MZ\x90\0" + bytes(5_000)), "is a program"),
    "a workbook called .csv": ("a.csv", book(cells("x")), "a workbook or an archive"),
    "text called .xlsx": ("a.xlsx", text(TABLE), "no workbook"),
    "a workbook cut off": ("a.xlsx", cut(book(cells("x"))), "half written"),
    "packed text cut off": ("a.csv.gz", cut(lambda path, _part: path.write_bytes(gzip.compress(os.urandom(50_000))) and None), "cut off"),
    "an archive cut off": ("a.zip", cut(archive(a__csv=TABLE)), "half written"),
    "a locked workbook": ("a.xlsx", text(OLD), "locked"),
    "a locked archive": ("a.zip", locked, "locked"),
    "path names in an archive": ("a.zip", archive(__2F=TABLE, **{"____________etc___passwd": TABLE}), "outside itself"),
    "NUL characters": ("a.csv", line("X\0L", "ANA", "5/9/2018", "Yuma"), "NUL"),
    "bidi characters": ("a.csv", line("\u202eLOX\u202c", "ANA", "5/9/2018", "Yuma"), "cannot be seen"),
    "homoglyphs": ("a.csv", line("Х\u041eL", "ANA", "5/9/2018", "Yuma"), "two alphabets"),
}
"""Case -> the file's name, what writes it, and words of the sentence with which it is refused or marked."""


def read(path: Path) -> list[str]:
    """Every sentence with which a file is refused or marked, itself read to the end."""
    said: list[str] = []
    for delivery in read_file(path, path.name):
        for _ in delivery.records:
            pass
        said += [refusal.why for refusal in delivery.refusals]
        said += filter(None, delivery.extract.said.split("\n"))
    return said


def sentence(said: list[str], words: str) -> str:
    """The first sentence that holds one of the words, which stand between bars; empty where none does."""
    return next((one for one in said if any(word in one for word in words.split("|"))), "")


def measured(path: Path) -> tuple[float, float, list[str]]:
    """Seconds by the clock and of processor time, and what was said."""
    started, spent = time.perf_counter(), _processor()
    said = read(path)
    return time.perf_counter() - started, _processor() - spent, said


def _processor() -> float:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def written(folder: Path, part: int = 1) -> Iterator[tuple[str, Path, str]]:
    """Each case's file, made when it is asked for and gone after: its name, where it is, and what it should say."""
    for what, (name, write, words) in CASES.items():
        path = folder / name
        write(path, part)
        yield what, path, words
        path.unlink()


def main() -> None:
    limit = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    wrong = []
    with tempfile.TemporaryDirectory(prefix="kinkeeper-") as folder:
        for what, path, words in written(Path(folder)):
            clock, processor, said = measured(path)
            why = sentence(said, words)
            print(f"{what:36} {clock:6.2f} s  {processor:6.2f} s of processor  {why or f'SAID: {said}'}", flush=True)
            wrong += [what] if min(clock, processor) > limit or not why else []
    if wrong:
        sys.exit(f"Longer than {limit:g} s, or not said: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
