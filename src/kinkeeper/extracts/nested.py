"""JSON in a cell: `{"name": "Ana Xol", "age": 7}` below the header `Child` is read as columns `Child name` and `Child age`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from kinkeeper.extracts.files.damage import shown
from kinkeeper.extracts.files.json_lines import flat, several
from kinkeeper.extracts.files.tables import Row

BEGINS = ("{", "[{")
MOST_KEYS = 50
Spread = Mapping[int, tuple[str, ...]]
"""Column -> the names that its cells use."""


def columns_of_json(sample: Sequence[Row]) -> Spread:
    """The columns whose cells hold JSON, and what is named in them."""
    names: dict[int, dict[str, None]] = {}
    for _, cells in sample:
        for place, cell in enumerate(cells):
            if cell[:2].startswith(BEGINS) and (told := _read(cell)):
                names.setdefault(place, {}).update(dict.fromkeys(told))
    return {place: tuple(keys)[:MOST_KEYS] for place, keys in names.items()}


def spread(rows: Iterable[Row], columns: Spread) -> Iterator[Row]:
    """The rows with a column for each name; until the first JSON the cell is taken for (a part of) the header."""
    begun = False
    for line, cells in rows:
        more: list[str] = []
        for place, names in columns.items():
            cell = cells[place] if place < len(cells) else ""
            told = _read(cell) if cell[:2].startswith(BEGINS) else {}
            begun = begun or bool(told)
            more += [told.get(name, "") if begun else f"{cell} {name}" if cell.strip() else "" for name in names]
        yield line, [*cells, *more]


def in_words(columns: Spread, headers: Sequence[str]) -> Iterator[str]:
    """What was done, a sentence a column."""
    for place, names in columns.items():
        yield f"The column {headers[place]} holds JSON; it was read as columns of its own: {', '.join(names)}."


def _read(cell: str) -> dict[str, str]:
    """What the cell says, by name; what came to harm in it is mended, and said where the cell itself is read."""
    try:
        value = msgspec.json.decode(shown(cell))
    except (msgspec.DecodeError, RecursionError):
        return {}
    if isinstance(value, dict):
        return flat(value)
    return several("", value) if isinstance(value, list) else {}
