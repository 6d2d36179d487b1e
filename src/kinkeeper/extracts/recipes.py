"""Recipes made from a table as it was read, and replayed on the next one of the same sender."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from glob import escape
from statistics import median
from typing import Any

from kinkeeper.domain.deliveries.recipes import ColumnSeen, Recipe
from kinkeeper.extracts.cells import is_nothing
from kinkeeper.extracts.codes import folded
from kinkeeper.extracts.columns import distinct
from kinkeeper.extracts.contents import contents_of
from kinkeeper.extracts.files.tables import Row
from kinkeeper.extracts.layouts import layouts
from kinkeeper.extracts.moments import Unreadable, order_of, read_moment
from kinkeeper.extracts.recognise import Recognised, Unknown

FEW_VALUES = 12
LOOK_AT = 500
SHIFTED = 5
"""A column of days that follows the first one by so many days more or less than before may mean another day."""
AN_AGE = 700
"""So many days after the first one and more, a column tells how old people are, and no step of a process."""
THINNED = 40
"""So many cells of a hundred more or fewer that say something are worth a word."""


def columns_seen(found: Recognised | Unknown, sample: Sequence[Row]) -> tuple[ColumnSeen, ...]:
    """The columns of a table: what they are called, are read as and hold."""
    rows = [cells for line, cells in sample if line > found.header_line][:LOOK_AT]
    fields = {place: name for name, places in found.columns.items() for place in places} if isinstance(found, Recognised) else {}
    first: dict[int, date] = {}
    seen = []
    for place, header in enumerate(distinct(found.headers)):
        cells = [cells[place].strip() if place < len(cells) else "" for cells in rows]
        given = [cell for cell in cells if cell and not is_nothing(cell)]
        kinds = contents_of(given)
        days = _days(cells) if "date" in kinds else {}
        first = first or days
        values = sorted(set(given)) if 0 < len(set(given)) <= FEW_VALUES < len(given) else []
        kind = next((kind for kind in ("a_number", "date", "sex", "relation", "country", "age", "name") if kind in kinds), "")
        filled = round(100 * len(given) / len(cells)) if cells else 0
        seen.append(ColumnSeen(header, place, fields.get(place, ""), kind, filled, tuple(values), _lag(first, days)))
    return tuple(seen)


def _days(cells: Sequence[str]) -> dict[int, date]:
    order = order_of(cells)
    days = {}
    for place, cell in enumerate(cells):
        try:
            days[place] = date.fromisoformat(read_moment(cell, order)[:10])
        except (Unreadable, ValueError):
            continue
    return days


def _lag(first: Mapping[int, date], days: Mapping[int, date]) -> int | None:
    both = [(days[place] - first[place]).days for place in days if place in first]
    if not both or days is first:
        return None
    lag = int(median(both))
    # From a birth on it is an age: that another file is of other children is no other meaning.
    return lag if abs(lag) < AN_AGE else None


def setting_of(recipe: Recipe, name: str, headers: Sequence[str]) -> dict[str, Any]:
    """What the recipe says of a file of this name, as `[[file]]` of the settings: its columns, as far as the file has them."""
    there = {folded(header): header for header in headers}
    columns = {one.field: there[folded(one.header)] for one in reversed(recipe.columns) if one.field and folded(one.header) in there}
    return {
        "match": escape(name),
        "layout": recipe.layout,
        "columns": columns,
        "order": dict(recipe.orders),
        "values": {field: dict(meant) for field, meant in recipe.values.items()},
        "widths": list(recipe.widths),
    }


def best_recipe(recipes: Sequence[Recipe], headers: Sequence[str], layout: str) -> Recipe | None:
    """The recipe of whose columns the table has most, and more than half; of equals the one of its own layout."""
    here = {folded(header) for header in headers if header}

    def fit(recipe: Recipe) -> tuple[float, bool]:
        theirs = {folded(one.header) for one in recipe.columns if one.field}
        return len(here & theirs) / max(len(theirs), 1), recipe.layout == layout

    return max((one for one in recipes if fit(one)[0] > 0.5), key=fit, default=None)


def changes(recipe: Recipe, now: Sequence[ColumnSeen]) -> Iterator[str]:
    """What is otherwise than when the recipe was made, a sentence each: columns that came, went, moved or changed their meaning."""
    before = {folded(one.header): one for one in recipe.columns}
    after = {folded(one.header): one for one in now}
    went = [one for key, one in before.items() if key not in after]
    came = [one for key, one in after.items() if key not in before]
    for one in went:
        like = next((new for near in (0, 1) for new in came if abs(new.place - one.place) == near and _may_be(one, new)), None)
        renamed = f" In its place stands '{like.header}': is it the same?" if like else ""
        yield f"The column '{one.header}' is gone{_as_field(one)}.{renamed}"
    for one in came:
        yield f"The column '{one.header}' is new{_as_field(one)}."
    moved = [one for key, one in after.items() if key in before and before[key].place != one.place]
    if moved and not came and not went:
        yield f"Columns have moved: {', '.join(one.header for one in moved)}. They were found by their headers."
    for key, one in after.items():
        if key in before:
            yield from _meaning(before[key], one)


def _may_be(gone: ColumnSeen, new: ColumnSeen) -> bool:
    """Whether a column that came may be one that went: it stands there or beside it, and holds the same or, just there, nothing known."""
    apart = abs(new.place - gone.place)
    return apart == 0 if not (gone.kind and new.kind) else apart <= 1 and gone.kind == new.kind


def _as_field(one: ColumnSeen) -> str:
    return f" (read as {one.field})" if one.field else ""


def _meaning(before: ColumnSeen, now: ColumnSeen) -> Iterator[str]:
    if before.kind != now.kind and before.filled and now.filled:
        yield f"'{now.header}' held {_kind(before)} and holds {_kind(now)} now."
    elif before.lag is not None and now.lag is not None and abs(before.lag - now.lag) >= SHIFTED:
        yield f"'{now.header}', days after the first day of a row: {before.lag} before, {now.lag} now. It may mean another day."
    elif now.kind != "date" and before.values and now.values and len(set(before.values) & set(now.values)) * 2 < len(now.values):
        new = [value for value in now.values if value not in before.values]
        yield f"'{now.header}' says otherwise than before: {', '.join(new)}."
    if abs(before.filled - now.filled) >= THINNED:
        yield f"'{now.header}' was given in {before.filled} of 100 rows and is in {now.filled} now."


def _kind(one: ColumnSeen) -> str:
    words = {"date": "days", "name": "names", "a_number": "A-numbers", "sex": "sexes", "age": "ages"}
    return words.get(one.kind, {"country": "countries", "relation": "kinship"}.get(one.kind, "text"))


def learnt_spellings(recipes: Sequence[Recipe]) -> dict[str, dict[str, str]]:
    """Layout -> header -> field, as senders' recipes say beyond what the layouts know."""
    known = {layout.name: {folded(text) for spellings in layout.columns.values() for text in spellings} for layout in layouts()}
    learnt: dict[str, dict[str, str]] = {}
    for recipe in recipes:
        for one in recipe.columns:
            if one.field and folded(one.header) not in known.get(recipe.layout, ()):
                learnt.setdefault(recipe.layout, {})[folded(one.header)] = one.field
    return learnt
