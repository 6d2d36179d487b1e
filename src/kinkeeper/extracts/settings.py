"""What the person who imports says of files: a TOML file naming a layout, and which column is what.

[[file]]
match  = "ice parents *.xlsx"
layout = "hand_list"
[file.columns]
child  = "UAC name"
parent = "Parent (as told by phone)"
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.layouts import Layout, layout_named
from kinkeeper.extracts.recognise import meaning

KEYS = {"match", "layout", "columns"}


@dataclass(frozen=True, slots=True)
class FileSetting:
    """What a file whose name matches is: its layout, and field -> header."""

    match: str
    layout: Layout
    columns: Mapping[str, str]


def read_settings(path: Path | None) -> tuple[FileSetting, ...]:
    """The settings of a file; none without one.

    :raises BadExtract: where it cannot be read, or names a layout or a column's meaning that is not known.
    """
    if path is None:
        return ()
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as fault:
        raise BadExtract(f"The settings '{path}' cannot be read: {fault}.") from fault
    return tuple(_setting(path, one) for one in data.get("file", ()))


def setting_for(settings: tuple[FileSetting, ...], file: str, sheet: str) -> FileSetting | None:
    """The first setting that matches a file's name (or `FILE/SHEET`), capitals or not."""
    names = [file.casefold(), *([f"{file}/{sheet}".casefold()] if sheet else [])]
    return next((one for one in settings if any(fnmatch(name, one.match.casefold()) for name in names)), None)


def _setting(path: Path, data: Mapping[str, Any]) -> FileSetting:
    unknown = set(data) - KEYS
    if unknown or "match" not in data or "layout" not in data:
        raise BadExtract(
            f"In '{path}' each [[file]] says match, layout and, if need be, [file.columns]; not {', '.join(sorted(unknown)) or 'less'}."
        )
    layout = layout_named(data["layout"])
    columns = {_field(layout, name): header for name, header in data.get("columns", {}).items()}
    return FileSetting(data["match"], layout, columns)


def _field(layout: Layout, name: str) -> str:
    """The field that a person means: by its own name, or by any header the layout knows for it."""
    if name in layout.columns:
        return name
    _, field = meaning(layout.name, name)
    if not field:
        raise BadExtract(f"The layout {layout.name} has no column '{name}'. It has: {', '.join(layout.columns)}.")
    return field
