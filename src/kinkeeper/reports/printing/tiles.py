"""A map of the states in tiles, one square a state, where it lies among its neighbours: it needs no outline, and prints.

Shades tell how many children are held there; the numbers of children and of adults stand in each tile.
"""

from collections.abc import Mapping
from html import escape

from django.utils.safestring import SafeString

from kinkeeper.reports.printing.drawing import drawing

ROWS = (
    "AK .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. .. .. .. VT NH",
    "WA ID MT ND MN IL WI MI NY RI MA",
    "OR NV WY SD IA IN OH PA NJ CT ..",
    "CA UT CO NE MO KY WV VA MD DE ..",
    ".. AZ NM KS AR TN NC SC DC .. ..",
    ".. .. .. OK LA MS AL GA .. .. ..",
    "HI .. .. TX .. .. .. .. FL .. PR",
)
PLACES = {code: (at, number) for number, row in enumerate(ROWS) for at, code in enumerate(row.split()) if code != ".."}
"""State -> column and row of its tile."""

SIDE, BETWEEN = 58, 4
STEP = SIDE + BETWEEN
WIDE, HIGH = 11 * STEP, len(ROWS) * STEP
EMPTY, SHADES = "#f4f5f6", ("#e6f3f6", "#c3e2e9", "#8fc7d3", "#5ba9ba")
INK, EDGE = "#0b3a43", "#a9aeb1"


BESIDE = ((0, 6, 2), (0, 5, 1))
"""Column and row of the tiles that are no state, and how many tiles wide their words need."""


def tiles(held: Mapping[str, tuple[int, int]], told: tuple[str, str], beside: Mapping[str, str]) -> SafeString:
    """The map of state -> children and adults held there; `told` are its title and finding, `beside` what is no state, in words."""
    most = max((children for children, _ in held.values()), default=0)
    parts = [_tile(code, (*place, 1), held.get(code, (0, 0)), most) for code, place in PLACES.items()]
    parts += [_tile(escape(beside[code]), place, held.get(code, (0, 0)), most) for code, place in zip(beside, BESIDE, strict=False)]
    return drawing((WIDE, HIGH), told, parts)


def _tile(code: str, place: tuple[int, int, int], held: tuple[int, int], most: int) -> str:
    x, y, (children, adults) = place[0] * STEP, place[1] * STEP, held
    shade = SHADES[min(len(SHADES) - 1, (children * len(SHADES) - 1) // max(most, 1))] if children else EMPTY
    edge = INK if children or adults else EDGE
    parts = [
        f'<rect x="{x}" y="{y}" width="{place[2] * STEP - BETWEEN}" height="{SIDE}" rx="3" fill="{shade}" stroke="{edge}"/>',
        f'<text x="{x + 6}" y="{y + 17}" fill="{INK if children or adults else "#565c65"}" font-weight="700">{code}</text>',
    ]
    if children:
        parts.append(
            f'<circle cx="{x + 12}" cy="{y + 29}" r="5" fill="{INK}"/><text x="{x + 21}" y="{y + 34}" fill="{INK}">{children:,}</text>'
        )
    if adults:
        parts.append(
            f'<rect x="{x + 7}" y="{y + 42}" width="10" height="10" fill="#34306e"/>'
            f'<text x="{x + 21}" y="{y + 51}" fill="{INK}">{adults:,}</text>'
        )
    return "".join(parts)
