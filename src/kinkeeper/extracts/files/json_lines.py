"""JSON: a list of objects, or one object a line, as rows of text."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from kinkeeper.extracts.files.values import MOST_COLUMNS, Damaged, Frames, short, slices, text_of


def json_lines(content: BinaryIO) -> Frames:
    """The objects as rows; the names they use, in the order of their first use, are the first row."""
    try:
        names = list(dict.fromkeys(name for one in objects(content) for name in one))
        if len(names) > MOST_COLUMNS:
            raise Damaged(f"{len(names):,} names are no table's")
        yield b"S", ""
        yield from slices([names])
        yield from slices([one.get(name, "") for name in names] for one in objects(content))
    except (msgspec.DecodeError, Damaged, UnicodeError, RecursionError) as fault:
        yield b"F", f"The JSON cannot be read: {short(fault)}."


def objects(content: BinaryIO) -> Iterator[dict[str, str]]:
    """Each object, flat."""
    content.seek(0)
    start = content.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    content.seek(0)
    listed: Any = [msgspec.json.decode(content.read().removeprefix(b"\xef\xbb\xbf"))] if start == b"[" else map(line_of, content)
    for one in listed[0] if start == b"[" else listed:
        if isinstance(one, dict):
            yield flat(one)
        elif one is not None:
            raise Damaged("each line, or each item of the list, has to be an object")


def line_of(line: bytes) -> Any:
    """What one line holds; nothing where it is blank."""
    line = line.removeprefix(b"\xef\xbb\xbf").strip()
    return msgspec.json.decode(line) if line else None


def flat(value: dict[str, Any]) -> dict[str, str]:
    """An object as cells: `{"child": {"age": 5}}` -> `child age`; of several the parts, parted by semicolons, in one cell."""
    cells: dict[str, str] = {}
    for name, inner in value.items():
        if isinstance(inner, dict):
            cells |= {f"{name} {below}": text for below, text in flat(inner).items()}
        elif isinstance(inner, list):
            cells |= several(name, inner)
        else:
            cells[name] = text_of(inner)
    return cells


def several(name: str, items: list[Any]) -> dict[str, str]:
    """The items of a list beside each other: names with names, ages with ages."""
    told = [flat(item) if isinstance(item, dict) else {"": text_of(item)} for item in items if not isinstance(item, list)]
    keys = dict.fromkeys(key for one in told for key in one)
    return {f"{name} {key}".strip(): "; ".join(one.get(key, "") for one in told) for key in keys}
