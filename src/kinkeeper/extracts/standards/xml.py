"""XML 1.0 in and out: no document type and no entity is read; letters that XML cannot hold are written so that they come back."""

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.standards.nodes import NAMESPACES, Node

CANNOT_STAND = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that no XML 1.0 document may hold."""
ESCAPED = re.compile(r"\\u([0-9a-f]{4})|\\\\")
MOST_DEEP = 40
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PART = 1 << 16


class BadXml(BadExtract):
    """An XML document is damaged, or holds what is not read."""

    code = "bad_xml"


# Out


def write(root: Node, namespaces: Mapping[str, str] = NAMESPACES) -> bytes:
    """A document in UTF-8. Who is pointed to is named by `structures:uri`, as NIEM 6.0 has it of one entity in several roles."""
    declared = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in namespaces.items())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *_lines(root, 0, f'{declared} xmlns:xsi="{XSI}"')]
    return ("\n".join(lines) + "\n").encode()


def _lines(one: Node, depth: int, declared: str = "") -> Iterator[str]:
    begins, told = "  " * depth + f"<{one.name}{declared}", ""
    if one.ident:
        told += f' structures:id="{one.ident}"'
    if one.ref:
        yield f'{begins} structures:uri="#{one.ref}" xsi:nil="true"/>'
    elif one.inside:
        yield f"{begins}{told}>"
        for inner in one.inside:
            yield from _lines(inner, depth + 1)
        yield "  " * depth + f"</{one.name}>"
    elif one.text:
        yield f"{begins}{told}{_text(one.text)}</{one.name}>"
    else:
        yield f"{begins}{told}/>"


def _text(text: str) -> str:
    """The text, after the end of its tag; one with letters that cannot stand in XML says `kk:escaped` and has them as \\uXXXX."""
    said = ">"
    if CANNOT_STAND.search(text):
        said = ' kk:escaped="true">'
        text = CANNOT_STAND.sub(lambda found: f"\\u{ord(found[0]):04x}", text.replace("\\", "\\\\"))
    return said + escape(text, {"\r": "&#13;"})


# In


def read(content: BinaryIO) -> Node:
    """
    The document as nodes, names with the prefixes of NIEM and ours; elements of other namespaces keep theirs.

    :raises BadXml: where it is damaged, declares a document type or an entity, or is nested without end.
    """
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.CharacterDataHandler = reading.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.ParseFile(content)
    except expat.ExpatError as fault:
        raise BadXml(f"The XML is damaged or cut off ({fault}). Ask the sender for it again.") from fault
    return reading.whole()


def _refuse(*_told: object) -> None:
    raise BadXml("The XML declares a document type or an entity. Nothing of the kind is read: ask the sender for it without.")


class _Reading:
    """The elements that are open: name, attributes, parts of the text, what stands in them."""

    def __init__(self) -> None:
        self._open: list[tuple[str, dict[str, str], list[str], list[Node]]] = [("", {}, [], [])]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > MOST_DEEP:
            raise BadXml(f"The XML is nested more than {MOST_DEEP} deep. No exchange is.")
        self._open.append((_prefixed(name), {_prefixed(key): value for key, value in attributes.items()}, [], []))

    def text(self, text: str) -> None:
        self._open[-1][2].append(text)

    def end(self, _name: str) -> None:
        name, told, texts, inside = self._open.pop()
        text = "" if inside else "".join(texts)
        if told.get("kk:escaped") == "true":
            text = ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else "\\", text)
        ref = (told.get("structures:uri", "") if "structures:id" not in told else "").removeprefix("#") or told.get("structures:ref", "")
        self._open[-1][3].append(Node(name, text, tuple(inside), told.get("structures:id", ""), ref))

    def whole(self) -> Node:
        return self._open[0][3][0]


PREFIX = {uri: prefix for prefix, uri in NAMESPACES.items()}


def _prefixed(name: str) -> str:
    uri, _, local = name.rpartition(" ")
    return f"{PREFIX.get(uri, uri)}:{local}" if uri else local
