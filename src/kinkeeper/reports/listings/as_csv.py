"""A list as CSV: what it is, then its columns, then its rows. No cell is taken for a formula."""

import csv
import io

from kinkeeper.reports.listings.sheet import Sheet
from kinkeeper.reports.printing.cells import text


def write(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read the accents."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([text(cell) for cell in line] for line in sheet.about())
    writer.writerow([])
    writer.writerow(sheet.heads)
    for row in sheet.rows:
        writer.writerow(["" if cell is None else text(cell) for cell in row])
    return ("\ufeff" + out.getvalue()).encode("utf-8", "surrogatepass")
