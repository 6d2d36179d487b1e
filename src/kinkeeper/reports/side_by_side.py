"""Lists side by side as a workbook for the meeting: the overlaps, then a line for each person who does not stand everywhere alike."""

import io

import xlsxwriter

from kinkeeper.queries.deliveries.lists import DESCRIBED, SideBySide

ASKED = ("Reason", "Owner", "Next step")
"""Columns that the meeting fills in."""


def workbook(found: SideBySide) -> bytes:
    """The comparison as .xlsx. Text stays text: nothing becomes a formula or a link."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    overlaps = book.add_worksheet("Overlaps")
    overlaps.write_row(0, 0, ["Persons that two lists share", *found.lists])
    for at, (name, row) in enumerate(zip(found.lists, found.matrix(), strict=True), start=1):
        overlaps.write_row(at, 0, [name, *row])
    lines = book.add_worksheet("Not alike")
    heads = [f"{name}: {what}" for name in found.lists for what in ("record", *DESCRIBED)]
    lines.write_row(0, 0, ["Person", "Missing on", "Differs in", *ASKED, *heads])
    for at, line in enumerate(found.lines, start=1):
        told = [line.on.get(name) for name in found.lists]
        cells = [str(getattr(one, what)) if one else "" for one in told for what in ("record", *DESCRIBED)]
        lines.write_row(at, 0, [line.person, "; ".join(line.missing), ", ".join(line.differs), "", "", "", *cells])
    lines.freeze_panes(1, 1)
    book.close()
    return content.getvalue()
