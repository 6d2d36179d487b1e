"""A curve as SVG, drawn from a table of the report: the same on page, print and PDF, without script or style sheet."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from kinkeeper.reports.printing.drawing import drawing
from kinkeeper.reports.report import Curve, Report

WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM = 720, 260, 56, 16, 16, 28
INK, GRID, LINE, AREA = "#1b1b1b", "#dfe1e2", "#162e51", "#c5d6e6"
MOST_LABELS = 7
LINES = ("#162e51", "#b50909", "#00687d", "#8b6b00", "#5b2a86", "#4a6b00")
DASHES = ("none", "8 3", "2 3", "12 3 2 3", "5 5", "1 5")


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to places on the paper."""

    first: float
    last: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value stands, to a tenth."""
        return round(self.start + (self.end - self.start) * (value - self.first) / max(self.last - self.first, 1e-9), 1)


def draw(report: Report) -> SafeString:
    """The report's curve; nothing where it has none, or none that a line could be drawn through."""
    curve = report.counted.curve
    if curve is None:
        return SafeString("")
    table = next(one for one in report.counted.tables if one.name == curve.table)
    columns = {name: [row[at] for row in table.rows] for at, name in enumerate(table.columns)}
    if curve.by:
        return mark_safe(several(curve, columns)) if curve.lines else SafeString("")
    if len(table.rows) < 2:
        return SafeString("")
    days = isinstance(columns[curve.across][0], str)
    across = [float(date.fromisoformat(one).toordinal()) if days else float(one) for one in columns[curve.across]]
    up = [float(one) for one in columns[curve.up]]
    if not days:
        across, up = [0.0, *across], [1.0, *up]
    limits = [[1.0, *map(float, columns[name])] for name in curve.between] if curve.between else []
    return mark_safe(_svg(curve, (across, up), limits, days=days))  # every word in it is escaped


def _svg(curve: Curve, points: tuple[Sequence[float], Sequence[float]], limits: Sequence[Sequence[float]], *, days: bool) -> str:
    across, up = points
    top = rounded(max(up))
    x, y = Scale(across[0], across[-1], LEFT, WIDE - RIGHT), Scale(0, top, HIGH - BOTTOM, TOP)
    places = [(x.at(one), y.at(other)) for one, other in zip(across, up, strict=True)]
    parts = [*grid(y, top), *labels(x, across[0], across[-1], days=days)]
    if limits:
        low, high = ([(x.at(one), y.at(other)) for one, other in zip(across, limit, strict=True)] for limit in limits)
        parts.append(f'<path d="{steps(high)} {_back(low)} Z" fill="{AREA}"/>')
    else:
        parts.append(f'<path d="{steps(places)} L{places[-1][0]:g} {y.start:g} L{places[0][0]:g} {y.start:g} Z" fill="{AREA}"/>')
    parts.append(f'<path d="{steps(places)}" fill="none" stroke="{LINE}" stroke-width="2"/>')
    return _framed(curve, parts)


def _framed(curve: Curve, parts: Sequence[str]) -> str:
    return str(drawing((WIDE, HIGH), (curve.title, curve.finding), parts))


def several(curve: Curve, columns: Mapping[str, Sequence[Any]]) -> str:
    """Lines beside each other from all to none, each with its own colour and dashes, so that they are told apart in grey too."""
    found: dict[str, list[tuple[float, float]]] = {name: [(0.0, 1.0)] for name, _ in curve.lines}
    for name, across, up in zip(columns[curve.by], columns[curve.across], columns[curve.up], strict=True):
        if name in found:
            found[name].append((float(across), float(up)))
    for name, seen in curve.lines:
        found[name].append((float(seen), found[name][-1][1]))
    last = max(float(seen) for _, seen in curve.lines)
    x, y = Scale(0, last, LEFT, WIDE - RIGHT), Scale(0, 1, HIGH - BOTTOM, TOP)
    parts = [*grid(y, 1), *labels(x, 0, last, days=False)]
    for at, (name, points) in enumerate(found.items()):
        drawn = f'fill="none" stroke="{LINES[at % len(LINES)]}" stroke-width="2" stroke-dasharray="{DASHES[at % len(DASHES)]}"'
        parts.append(f'<path d="{steps([(x.at(one), y.at(other)) for one, other in points])}" {drawn}/>')
        row = TOP + 10 + 18 * at
        parts.append(f'<path d="M{WIDE - 130} {row}h32" {drawn}/>')
        parts.append(f'<text x="{WIDE - 90}" y="{row + 4}" fill="{INK}">{escape(name)}</text>')
    return _framed(curve, parts)


def steps(places: Sequence[tuple[float, float]]) -> str:
    """Each value holds until the next."""
    first, *others = places
    return f"M{first[0]:g} {first[1]:g} " + " ".join(f"H{x:g} V{y:g}" for x, y in others)


def _back(places: Sequence[tuple[float, float]]) -> str:
    """The same stairs from the last to the first, to close an area."""
    stairs = " ".join(f"V{y:g} H{x:g}" for x, y in reversed(places[:-1]))
    return f"L{places[-1][0]:g} {places[-1][1]:g} {stairs}"


def rounded(most: float) -> float:
    """A round number at or above the largest, so that four lines of the grid are whole."""
    if most <= 1:
        return 1.0
    size = 10 ** math.floor(math.log10(most))
    return next(step * size for step in (1, 2, 4, 5, 10) if step * size >= most) if most > 4 else 4.0


def grid(y: Scale, top: float) -> list[str]:
    """Five lines across, each with its number."""
    found = []
    for part in range(5):
        value, at = top * part / 4, y.at(top * part / 4)
        words = f"{value:g}" if top <= 1 else f"{value:,.0f}"
        found.append(f'<path d="M{LEFT} {at:g}H{WIDE - RIGHT}" stroke="{GRID}"/>')
        found.append(f'<text x="{LEFT - 8}" y="{at + 4:g}" text-anchor="end" fill="{INK}">{words}</text>')
    return found


def labels(x: Scale, first: float, last: float, *, days: bool) -> list[str]:
    """What stands below: first days of months, or numbers of days."""
    places = _months(first, last) if days else _rounds(first, last)
    return [
        f'<path d="M{x.at(at):g} {HIGH - BOTTOM}v4" stroke="{INK}"/>'
        f'<text x="{x.at(at):g}" y="{HIGH - 8}" text-anchor="middle" fill="{INK}">{words}</text>'
        for at, words in places
        if x.at(at) <= WIDE - RIGHT - 20
    ]


def _months(first: float, last: float) -> list[tuple[float, str]]:
    """The first days of months, few enough to be read."""
    start, end = date.fromordinal(int(first)), date.fromordinal(int(last))
    months = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in range(1, 13)]
    within = [one for one in months if start <= one <= end] or [start, start + timedelta(days=(end - start).days // 2)]
    every = -(-len(within) // MOST_LABELS)
    return [(float(one.toordinal()), one.isoformat() if one.day != 1 else one.isoformat()[:7]) for one in within[::every]]


def _rounds(first: float, last: float) -> list[tuple[float, str]]:
    step = next((one for one in (1, 2, 5, 7, 14, 30, 60, 90, 180, 365) if (last - first) / one <= MOST_LABELS), 730)
    return [(float(at), str(at)) for at in range(int(first), int(last) + 1, step)]
