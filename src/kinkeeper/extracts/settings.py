"""What the person who imports says of files: a TOML file naming a layout, and which column is what.

[[file]]
match  = "ice parents *.xlsx"
layout = "hand_list"
widths = [9, 24, 24, 10]        # of a text whose columns are not parted by anything
[file.columns]
child  = "UAC name"
parent = "Parent (as told by phone)"
[file.order]
"child.born" = "dmy"            # where the cells do not show whether day or month comes first
[file.values.relation]
"tutora legal" = "guardian"     # what a cell says -> what it is to be read as
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import msgspec

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.layouts import Layout, layout_named
from kinkeeper.extracts.recognise import meaning

KEYS = {"match", "layout", "columns", "order", "widths", "values"}
ORDERS = ("mdy", "dmy")
WIDEST = 10_000


@dataclass(frozen=True, slots=True)
class FileSetting:
    """What a file whose name matches is: its layout, and field -> header; how its cells are to be read.

    Without a layout that is found from the headers. `orders`: field -> `mdy` or `dmy`; `values`: field -> cell -> what is meant.
    """

    match: str
    layout: Layout | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)
    widths: tuple[int, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_settings(path: Path | None) -> tuple[FileSetting, ...]:
    """The settings of a file; none without one.

    :raises BadExtract: where it cannot be read, or names a layout or a column's meaning that is not known.
    """
    if path is None:
        return ()
    try:
        text = path.read_text("utf-8")
        data = msgspec.json.decode(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, msgspec.DecodeError) as fault:
        raise BadExtract(f"The settings '{path}' cannot be read: {fault}.") from fault
    return tuple(_setting(path, one) for one in data.get("file", ()))


def settings_text(files: Sequence[Mapping[str, Any]], path: Path) -> str:
    """What `read_settings` reads from a file of this name: JSON where it ends in .json, else TOML. What says nothing is left out."""
    if path.suffix == ".json":
        return msgspec.json.format(msgspec.json.encode({"file": files})).decode()
    lines = []
    for one in files:
        lines += ["[[file]]", *_assigned({name: told for name, told in one.items() if told and not isinstance(told, Mapping)})]
        for name in ("columns", "order"):
            if told := one.get(name):
                lines += [f"[file.{name}]", *_assigned(told)]
        for field_name, told in one.get("values", {}).items():
            lines += [f"[file.values.{_quoted(field_name)}]", *_assigned(told)]
    return "\n".join(lines) + "\n"


def _assigned(told: Mapping[str, Any]) -> list[str]:
    return [f"{_quoted(name)} = {_quoted(value) if isinstance(value, str) else list(value)}" for name, value in told.items()]


def _quoted(text: str) -> str:
    """A text between quotation marks, as JSON and TOML have it alike but for one sign."""
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")


def setting_for(settings: tuple[FileSetting, ...], file: str, sheet: str) -> FileSetting | None:
    """The first setting that matches a file's name (or `FILE/SHEET`, or the name within an archive), capitals or not."""
    whole = file.casefold()
    names = [whole, whole.rpartition("/")[2], *([f"{whole}/{sheet.casefold()}"] if sheet else [])]
    return next((one for one in settings if any(fnmatch(name, one.match.casefold()) for name in names)), None)


def _setting(path: Path, data: Mapping[str, Any]) -> FileSetting:
    unknown = set(data) - KEYS
    if unknown or "match" not in data or "layout" not in data:
        raise BadExtract(
            f"In '{path}' each [[file]] says match, layout and, if need be, [file.columns]; not {', '.join(sorted(unknown)) or 'less'}."
        )
    layout = layout_named(data["layout"])
    orders = {field_named(layout, name): order for name, order in data.get("order", {}).items()}
    if wrong := [order for order in orders.values() if order not in ORDERS]:
        raise BadExtract(f"In '{path}' an order is mdy (month first) or dmy (day first), not '{wrong[0]}'.")
    widths = data.get("widths", [])
    if not (isinstance(widths, list) and all(isinstance(one, int) and 0 < one < WIDEST for one in widths)):
        raise BadExtract(f"In '{path}' widths are whole numbers, as [9, 24, 10].")
    columns = {field_named(layout, name): header for name, header in data.get("columns", {}).items()}
    values = {field_named(layout, name): dict(meant) for name, meant in data.get("values", {}).items()}
    return FileSetting(data["match"], layout, columns, orders, tuple(widths), values)


def field_named(layout: Layout, name: str) -> str:
    """The field that a person means: by its own name, or by any header the layout knows for it.

    :raises BadExtract: where the layout has no such field.
    """
    if name in layout.columns:
        return name
    _, found = meaning(layout.name, name)
    if not found:
        raise BadExtract(f"The layout {layout.name} has no column '{name}'. It has: {', '.join(layout.columns)}.")
    return found
