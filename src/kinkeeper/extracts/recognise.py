"""Finding out what a table is: its header row, its layout, and which column means what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from kinkeeper.extracts.headers import NEAR, likeness, shapes
from kinkeeper.extracts.layouts import Layout, layouts
from kinkeeper.extracts.tables import Row

LOOK_AT = 60
"""A header stands in the first so many rows."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table of a known layout: where its header stands, and field -> columns, the best match first."""

    layout: Layout
    header_line: int
    headers: tuple[str, ...]
    columns: Mapping[str, tuple[int, ...]]
    preamble: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A table of no known layout: the likeliest header, the nearest layout and what it would need."""

    header_line: int
    headers: tuple[str, ...]
    nearest: str
    missing: tuple[str, ...]


@dataclass(slots=True)
class _Fit:
    layout: Layout
    columns: dict[str, tuple[int, ...]] = field(default_factory=dict)
    score: float = 0.0

    @property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        return tuple(group for group in self.layout.needs if not any(name in self.columns for name in group))


def recognise(rows: Sequence[Row], among: Iterable[Layout] | None = None) -> Recognised | Unknown:
    """The layout of a table, from its first rows.

    The header is the row that most columns of a layout are found in. All that a layout needs must be there.
    """
    candidates = tuple(among or layouts())
    best: tuple[float, Row, _Fit] | None = None
    nearest: tuple[float, Row, _Fit] | None = None
    for row in rows[:LOOK_AT]:
        if sum(map(bool, map(str.strip, row[1]))) < 2:
            continue
        for layout in candidates:
            fit = fit_to(layout, row[1])
            offer = (fit.score, row, fit)
            if not fit.missing and (best is None or fit.score > best[0]):
                best = offer
            if fit.columns and (nearest is None or fit.score > nearest[0]):
                nearest = offer
    if best:
        _, (line, cells), fit = best
        preamble = tuple(" ".join(filter(None, map(str.strip, cells))) for number, cells in rows if number < line)
        return Recognised(fit.layout, line, tuple(map(str.strip, cells)), fit.columns, preamble)
    return _unknown(rows, nearest)


def _unknown(rows: Sequence[Row], nearest: tuple[float, Row, _Fit] | None) -> Unknown:
    if nearest is None:
        line, cells = next((row for row in rows if sum(map(bool, row[1])) > 1), (0, []))
        return Unknown(line, tuple(cells), "", ())
    _, (line, cells), fit = nearest
    missing = tuple(" or ".join(fit.layout.columns[name][0] for name in group if name in fit.layout.columns) for group in fit.missing)
    return Unknown(line, tuple(cells), fit.layout.name, missing)


def fit_to(layout: Layout, cells: Sequence[str]) -> _Fit:
    """Which cell of a row is the header of which field of a layout. A column has one meaning; a field may have several columns."""
    fit = _Fit(layout)
    found: dict[str, list[tuple[float, int]]] = {}
    for index, cell in enumerate(cells):
        if not cell.strip() or len(cell) > 120:
            continue
        score, name = meaning(layout.name, cell.strip())
        if name:
            found.setdefault(name, []).append((score, index))
            fit.score += score
    for name, offers in found.items():
        fit.columns[name] = tuple(index for _, index in sorted(offers, key=lambda offer: (-offer[0], offer[1])))
    return fit


@cache
def _spellings(layout_name: str) -> tuple[dict[tuple[str, ...], str], list[tuple[tuple[str, ...], str]]]:
    layout = next(one for one in layouts() if one.name == layout_name)
    exact: dict[tuple[str, ...], str] = {}
    for name, spellings in layout.columns.items():
        for spelling in spellings:
            for shape in shapes(spelling):
                exact.setdefault(tuple(sorted(shape)), name)
    return exact, list(exact.items())


@cache
def meaning(layout_name: str, header: str) -> tuple[float, str]:
    """How sure it is, 0 to 1, and the field that a header names in a layout; (0, "") where it names none."""
    exact, known = _spellings(layout_name)
    for shape in shapes(header):
        if name := exact.get(tuple(sorted(shape))):
            return 1.0, name
    offers = ((likeness(shape, spelling), name) for shape in shapes(header) for spelling, name in known)
    score, name = max(offers, default=(0.0, ""))
    return (score, name) if score >= NEAR else (0.0, "")
