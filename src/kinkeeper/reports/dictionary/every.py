"""Every column of every list and report: what the docs, the command and the API say of them."""

from collections.abc import Iterator

from kinkeeper.reports.dictionary import DIFFERENCE, Column, columns_of, tables
from kinkeeper.reports.listings.making import LISTINGS


def every_column() -> Iterator[tuple[str, str, Column]]:
    """List or report, its table (empty: a list has one), and the column."""
    for one in LISTINGS.values():
        yield from ((one.name, "", column) for column in one.dictionary)
    for report, of in tables().items():
        for table, names in of.items():
            yield from ((report, table, column) for column in columns_of(report, names))
    yield from (("difference", "rows", column) for column in columns_of("difference", DIFFERENCE))
