"""A list as one JSON object: what it is, its data dictionary, and its rows by column."""

import msgspec

from kinkeeper.reports.dictionary.told import as_objects
from kinkeeper.reports.listings.sheet import Sheet


def write(sheet: Sheet) -> bytes:
    """`export, list, title, words, listed_for, filters, as_of, known_to, entries, dictionary, rows`; what is not known is null."""
    here, heads = sheet.standpoint, sheet.heads
    told = {
        "export": sheet.mark,
        "list": sheet.name,
        "title": str(sheet.title),
        "words": str(sheet.words),
        "listed_for": str(sheet.reach),
        "filters": dict(sorted(sheet.filters.items())),
        "as_of": here.as_of,
        "known_to": here.known_to,
        "entries": here.known_at,
        "dictionary": as_objects(sheet.columns),
        "rows": [{name: None if cell == "" else cell for name, cell in zip(heads, row, strict=True)} for row in sheet.rows],
    }
    return msgspec.json.format(msgspec.json.encode(told, enc_hook=str), indent=1) + b"\n"
