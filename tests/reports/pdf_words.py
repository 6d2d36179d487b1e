"""What stands in the bytes of a PDF: every stream unpacked, and the words that its letters spell."""

import re
import zlib
from collections.abc import Iterator

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
ONE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
SPAN = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
SHOWN = re.compile(rb"\[((?:[^\[\]]|\\.)*)\]\s*TJ|<([0-9a-fA-F]+)>\s*Tj")


def streams(pdf: bytes) -> list[bytes]:
    """Every stream, unpacked where it is packed."""
    return [_unpacked(one) for one in STREAM.findall(pdf)]


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def everything(pdf: bytes) -> str:
    """All that can be read of a PDF: its bytes, its streams, its strings of two bytes a letter, and the words that each font spells."""
    found = streams(pdf)
    raw = b"\n".join([pdf, *found])
    wide = "".join(raw[at::2].decode("latin-1") for at in (0, 1))
    letters = [table for one in found if (table := letters_of(one))]
    spelt = "\n".join(spell(one, table) for one in found for table in letters)
    return "\n".join((raw.decode("latin-1"), wide, spelt, re.sub(r"\s+", "", spelt)))


def letters_of(stream: bytes) -> dict[int, str]:
    """Of a font's table (ToUnicode): number of a shape -> the letters it stands for."""
    table: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", stream, re.DOTALL):
        table |= {int(code, 16): _text(text) for code, text in ONE.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", stream, re.DOTALL):
        for first, last, text in SPAN.findall(block):
            start = int(text, 16)
            table |= {code: chr(start + code - int(first, 16)) for code in range(int(first, 16), int(last, 16) + 1)}
    return table


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", errors="replace")


def spell(stream: bytes, table: dict[int, str]) -> str:
    """The words that a page shows, as a font spells them; a line for each time it shows some."""
    return "\n".join("".join(_letters(array or one, table)) for array, one in SHOWN.findall(stream))


def _letters(shown: bytes, table: dict[int, str]) -> Iterator[str]:
    for digits in re.findall(rb"<([0-9a-fA-F]+)>", shown) or [shown]:
        for at in range(0, len(digits) - 3, 4):
            yield table.get(int(digits[at : at + 4], 16), "")
