"""XML and JSON documents of a standard (NIEM 6.0, PFIF) as tables of text: what stands in them becomes rows like any other file's."""

from collections.abc import Callable, Iterable
from typing import BinaryIO

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.files.json_lines import json_lines
from kinkeeper.extracts.files.values import Frames, slices
from kinkeeper.extracts.standards import json, niem, pfif, tables, xml
from kinkeeper.extracts.standards.nodes import Node

CONTEXT = b'"@context"'
LOOK_AT = 4_096
"""A NIEM JSON document says its context in its first so many bytes."""
Sheets = Iterable[tuple[str, list[list[str]], str]]
"""A sheet's name, its rows, and what is to be said of it."""


def xml_document(content: BinaryIO) -> Frames:
    """The sheets of an exchange, or the persons of a PFIF document."""
    return _frames(lambda: _sheets(xml.read(content)))


def json_document(content: BinaryIO) -> Frames:
    """The sheets of an exchange; any other JSON is a table of objects."""
    content.seek(0)
    start = content.read(LOOK_AT)
    content.seek(0)
    if CONTEXT not in start:
        return json_lines(content)
    return _frames(lambda: _sheets(json.read(content.read())))


def _sheets(root: Node) -> Sheets:
    if root.name != niem.ROOT:
        return [("", pfif.rows(root), "")]
    told = niem.of_nodes(root)
    # The line above the header says of which day the document speaks, as other files' preambles do.
    head = [f"Exchange of families as of {told.as_of}"]
    return [(sheet, [head, *rows], tables.suggested(told) if sheet == tables.KIN else "") for sheet, rows in tables.tables(told)]


def _frames(made: Callable[[], Sheets]) -> Frames:
    try:
        sheets = list(made())
    except BadExtract as fault:
        yield b"F", str(fault)
        return
    for sheet, rows, said in sheets:
        yield b"S", sheet
        if said:
            yield b"N", said
        yield from slices(iter(rows))
