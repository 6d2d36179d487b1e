"""A list as Parquet: days as days, numbers as numbers."""

from kinkeeper.reports.dictionary.typed import table
from kinkeeper.reports.listings.sheet import Sheet


def write(sheet: Sheet) -> bytes:
    """The rows, with what the list is and its data dictionary in the file's metadata."""
    return table(sheet.columns, sheet.rows, dict(sheet.about()))
