"""Every format carries the definition and the proof, says the same on any day, and runs nothing."""

import csv
import io
import json
import re
import zipfile
import zlib
from dataclasses import replace
from html.parser import HTMLParser

import polars
import pytest
import python_calamine

from kinkeeper.reports import printing
from kinkeeper.reports.census import DEFINITION
from kinkeeper.reports.printing import FORMATS, NoSuchFormat
from kinkeeper.reports.report import Report
from kinkeeper.site.database import Database
from tests.figures import Figure
from tests.reports.made import PROOF, report

HOSTILE = ("=HYPERLINK(1)", "+1", "-1+1", "@SUM(A1)", "\t=1", "<script>alert(1)</script>", "{{ 7*7 }}", '"><img src=x onerror=alert(1)>')
pytestmark = pytest.mark.usefixtures("database")


def text_of(form: str, written: bytes) -> str:
    """What a reader of the format sees. A PDF is read by its own tests."""
    if form == "parquet":
        return polars.read_parquet_metadata(io.BytesIO(written))["kinkeeper"].replace("\\n", "\n")
    if form != "xlsx":
        return written.decode()
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(written))
    return "\n".join(str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "pdf"])
def test_no_count_leaves_without_its_definition_and_its_proof(form: str) -> None:
    text = text_of(form, printing.write(report(), form))
    for part in (DEFINITION.unit, DEFINITION.words, DEFINITION.population, DEFINITION.in_class, DEFINITION.confirmed_by):
        assert str(part) in text
    assert PROOF.root in text and "2018-06-26" in text and "Who is not seen." in text


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_is_the_same_bytes(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if form == "pdf":
        pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))  # type: ignore[arg-type]
    first = printing.write(report(), form)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    assert printing.write(report(), form) == first


def test_no_cell_is_a_formula(figure: Figure) -> None:
    """And a workbook gives back what was put in: of a CSV file that is not asked, for it marks what would begin a formula."""
    back = 0
    for hostile in HOSTILE:
        made = report(hostile)
        cells = [cell for row in csv.reader(io.StringIO(printing.write(made, "csv").decode("utf-8-sig"))) for cell in row]
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells)
        with zipfile.ZipFile(io.BytesIO(printing.write(made, "xlsx"))) as book:
            assert not any(b"<f>" in book.read(name) for name in book.namelist())
        back += hostile.strip() in text_of("xlsx", printing.write(made, "xlsx"))
    figure(32, "{} hostile texts in reports of two forms, no formula; {} come back whole from a workbook", len(HOSTILE), back)
    assert back == len(HOSTILE)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_stands_alone_and_runs_nothing() -> None:
    for hostile in HOSTILE:
        reader = _Tags()
        reader.feed(printing.write(report(hostile), "html").decode())
        assert not [tag for tag, attributes in reader.found if tag in ("script", "img", "link", "iframe") or "src" in attributes]
        assert not [name for _, attributes in reader.found for name in attributes if name.startswith("on") or name == "href"]


def test_json_holds_figures_and_rows() -> None:
    told = json.loads(printing.write(report(), "json"))
    assert (told["report"], told["unit"], told["total"], told["entries"]) == ("census", "children", 3, 3)
    assert [(line["key"], line["count"]) for line in told["breakdowns"][0]["figures"]] == [("ORR", 2), ("ICE", 1)]
    assert [row[0] for row in told["tables"][0]["rows"]] == ["P0", "P1", "P2"]


def test_it_is_said_in_spanish_too() -> None:
    spanish = printing.write(report(), "html", "es").decode()
    assert "Cada niño o niña se cuenta una vez" in spanish and 'lang="es"' in spanish
    assert "A child is counted once" in printing.write(report(), "html").decode()


def test_a_format_that_there_is_not_is_named() -> None:
    with pytest.raises(NoSuchFormat, match="docx"):
        printing.write(report(), "docx")


def test_a_pdf_is_tagged_and_fetches_nothing(figure: Figure) -> None:
    pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))  # type: ignore[arg-type]
    from kinkeeper.reports.printing import pdf

    for address in ("http://example.org/a.png", "file:///etc/passwd", "data:text/plain,x"):
        with pytest.raises(pdf.NothingIsFetched):
            pdf.refuse(address)
    written = printing.write(report('<img src="file:///etc/passwd">'), "pdf")
    streams = re.findall(rb"/FlateDecode[^>]*>>\nstream\n(.*?)\nendstream", written, re.DOTALL)
    inside = b"".join(map(zlib.decompress, streams))
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang (en)", b"pdfuaid", b"/TH", b"/Scope /Row", b"/Scope /Column"):
        assert mark in written + inside, mark
    figure(37, "{} kinds of address in a PDF, none fetched", 3)


def test_every_format_takes_a_report_and_nothing_less(database: Database) -> None:
    for write, _ in FORMATS.values():
        assert write.__annotations__["report"] is Report


def test_parquet_holds_every_table_each_with_its_definition_and_what_its_columns_mean() -> None:
    made = report()
    [first] = made.counted.tables[:1]
    more = replace(first, name="more", title="More", rows=first.rows[:1])
    both = replace(made, counted=replace(made.counted, tables=(first, more)))
    assert printing.file_name(made, "parquet").endswith(".parquet") and printing.file_name(both, "parquet").endswith(".parquet.zip")
    assert printing.media_type(both, "parquet") == "application/zip" != printing.media_type(made, "parquet")
    with zipfile.ZipFile(io.BytesIO(printing.write(both, "parquet"))) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert set(found) == {f"{first.name}.parquet", "more.parquet"} and found[f"{first.name}.parquet"] == printing.write(made, "parquet")
    assert [polars.read_parquet(one).height for one in found.values()] == [len(first.rows), 1]
    assert all(PROOF.root in text_of("parquet", one) and "dictionary" in text_of("parquet", one) for one in found.values())
    assert printing.write(both, "parquet") == printing.write(both, "parquet")
