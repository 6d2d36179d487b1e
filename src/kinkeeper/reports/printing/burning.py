"""How many are still open under an order, as a line down to today, with the pace carried on and the pace needed."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.safestring import SafeString

from kinkeeper.estimation.pace import WINDOW, Projection
from kinkeeper.reports.printing.curves import BOTTOM, HIGH, INK, LEFT, LINE, RIGHT, TOP, WIDE, Scale, grid, labels, rounded, steps
from kinkeeper.reports.printing.drawing import drawing

LATE, NEEDED = "#b50909", "#2e6b34"
LEAST_TOP = 4.0
"""What is counted has no halves on its axis."""

MOST_AHEAD = timedelta(days=120)
"""How far after today, or after the deadline, the picture goes at most."""


def burning(open_on: Mapping[date, int], today: date, deadline: date, projected: Projection, told: tuple[str, str]) -> SafeString:
    """The picture; `told` are its title and what it finds. Empty where nothing was ever open."""
    days = sorted(day for day in open_on if day <= today)
    if not days:
        return SafeString("")
    end = min(max([today, deadline, *([projected.finish] if projected.finish else [])]), max(today, deadline) + MOST_AHEAD)
    first = min(days[0], today - timedelta(days=1))
    top = max(rounded(max(open_on[day] for day in days)), LEAST_TOP)
    x = Scale(float(first.toordinal()), float((end + timedelta(days=1)).toordinal()), LEFT, WIDE - RIGHT)
    y = Scale(0, top, HIGH - BOTTOM, TOP)
    places = [(x.at(day.toordinal()), y.at(open_on[day])) for day in days]
    here = (x.at(today.toordinal()), y.at(projected.open))
    parts = [
        *grid(y, top),
        *labels(x, float(first.toordinal()), float(end.toordinal()), days=True),
        f'<path d="{steps([*places, here])}" fill="none" stroke="{LINE}" stroke-width="2.5"/>',
        f'<circle cx="{here[0]:g}" cy="{here[1]:g}" r="4" fill="{LINE}"/>',
        *_ahead((x, y), here, deadline, today, projected),
        f'<path d="M{x.at(deadline.toordinal()):g} {TOP - 6}V{y.start}" stroke="{LATE}" stroke-width="2"/>',
    ]
    return drawing((WIDE, HIGH), told, parts)


def _ahead(scales: tuple[Scale, Scale], here: tuple[float, float], deadline: date, today: date, told: Projection) -> list[str]:
    """The pace of the last days carried on (dashed), and the pace that would be in time (dotted)."""
    x, y = scales
    start = f'<path d="M{here[0]:g} {here[1]:g}'
    parts = [f'<path d="M{here[0]:g} {TOP}V{y.start}" stroke="{INK}" stroke-width="1"/>']
    if told.finish:
        shown = min(float(told.finish.toordinal()), x.last)
        left = max(told.open - told.done / WINDOW * (shown - today.toordinal()), 0)
        parts.append(f'{start}L{x.at(shown):g} {y.at(left):g}" fill="none" stroke="{LINE}" stroke-width="2" stroke-dasharray="7 4"/>')
    if told.needed:
        end = f"L{x.at(deadline.toordinal()):g} {y.start}"
        parts.append(f'{start}{end}" fill="none" stroke="{NEEDED}" stroke-width="2" stroke-dasharray="2 3"/>')
    return parts
