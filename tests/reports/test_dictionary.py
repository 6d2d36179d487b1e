"""The data dictionary says of every column of every list what it means; docs/data-dictionary.md is made from it."""

from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext

from kinkeeper.reports import drill, reconciliation
from kinkeeper.reports.dictionary import OWN, Holds, column_of, tables
from kinkeeper.reports.dictionary.every import every_column
from kinkeeper.reports.listings.making import LISTINGS
from kinkeeper.reports.making import REPORTS

PAGE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
HEAD = """# Data dictionary

What each column means of every list that leaves ([exports](security.md#exports)), of every [report](reports.md) and of the files of
[`kinkeeper reconcile`](reconcile.md). The same stands in each file: as a sheet of a workbook, in the metadata `kinkeeper` of a Parquet
file, as `dictionary` in JSON; beside CSV by `kinkeeper exports take LIST --dictionary FILE`. `kinkeeper exports dictionary` and
`GET /dictionary` give all of it.

Empty means: not known. A moment is as precise as it is known: `2018`, `2018-05`, `2018-05-17`, `2018-05-17T06:13`. In Parquet a column of
moments is two: a day, null where it is not known to the day, and `NAME_as_known`, the text.

*Head* and *encabezado* are what stands over a column of a report on its page and in print; files keep the column's name.
*Significado* is the meaning in Spanish. A file that is asked for on a page in Spanish says it so, in its sheet *Diccionario*, its metadata
or its `dictionary`; the names of columns and the codes are the same in every language, so that programs read both.

Made from `src/kinkeeper/reports/dictionary/columns.toml` by `python -m tests.reports.test_dictionary`.
"""
TABLE_HEAD = (
    "",
    "| column | head | encabezado | holds | meaning | significado | codes | source |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
)


def page() -> str:
    """The dictionary as a page of the docs."""
    lines, before = [HEAD], ("", "")
    for listing, table, one in every_column():
        if (listing, table) != before:
            before = listing, table
            lines += ["", f"## {listing}{f': {table}' if table else ''}", *TABLE_HEAD]
        told = (
            f"`{one.name}`",
            one.head,
            one.encabezado,
            one.holds.replace("_", " "),
            one.meaning,
            one.significado,
            ", ".join(f"`{code}`" for code in one.codes),
            one.source,
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in told) + " |")
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def test_the_page_is_the_one_that_is_made() -> None:
    assert PAGE.read_text("utf-8") == page(), "make it anew: python -m tests.reports.test_dictionary"


def test_every_list_and_report_is_in_it_and_no_meaning_is_empty() -> None:
    found = list(every_column())
    assert {listing for listing, _, _ in found} == {*LISTINGS, *REPORTS, "reconcile", "difference", "drill"}
    assert all(len(one.meaning) > 3 and len(one.significado) > 3 and one.source for _, _, one in found)
    assert {one.source for _, _, one in found} > {OWN} and {one.holds for _, _, one in found} == set(Holds)


def test_every_column_of_a_report_has_a_head_in_the_words_of_pages() -> None:
    """One list of words: where pages say the head as well, both say the same in Spanish. Columns that bear a list's name keep it."""
    heads = {(one.head, one.encabezado) for report, _, one in every_column() if report not in LISTINGS and one.name != "*"}
    assert all(head and encabezado for head, encabezado in heads) and len(heads) > 120
    with translation.override("es"):
        assert {head: (encabezado, said) for head, encabezado in heads if (said := gettext(head)) not in (head, encabezado)} == {}
        assert column_of("over_time", "apart").headed == "Separados al terminar"
    assert column_of("over_time", "apart").headed == "Apart at its end"
    assert column_of("unlisted", "orr_children").headed == "orr_children"


def test_it_names_the_columns_that_reconcile_and_drill_write() -> None:
    assert tables()["drill"]["days"] == drill.COLUMNS
    written = tables()["reconcile"]
    assert written["separations"] == reconciliation.SEPARATION_COLUMNS and written["ties"] == reconciliation.TIE_COLUMNS
    assert (written["unanswered_flags"], written["refused"]) == (reconciliation.FLAG_COLUMNS, reconciliation.REFUSED_COLUMNS)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
