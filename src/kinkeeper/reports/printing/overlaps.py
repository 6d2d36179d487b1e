"""Which lists have whom: each combination of lists as a row of dots, and how many stand on just those as a bar."""

from collections.abc import Mapping, Sequence
from html import escape

from django.utils.safestring import SafeString

from kinkeeper.reports.printing.drawing import drawing

WIDE, ROW, TOP, DOT = 720, 24, 96, 30
LEFT = 24
INK, OFF, BAR = "#1b1b1b", "#dfe1e2", "#162e51"
MOST = 12


def overlaps(combined: Mapping[tuple[str, ...], int], names: Sequence[str], told: tuple[str, str]) -> SafeString:
    """The picture of (lists) -> how many; the most first, at most `MOST` rows. `told` are its title and finding."""
    rows = sorted(combined.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    most = max((count for _, count in rows), default=1)
    start = LEFT + len(names) * DOT + 20
    parts = [_head(name, LEFT + number * DOT) for number, name in enumerate(names)]
    for number, (lists, count) in enumerate(rows):
        y = TOP + number * ROW
        places = [LEFT + at * DOT for at, name in enumerate(names) if name in lists]
        if len(places) > 1:
            parts.append(f'<path d="M{places[0]} {y}H{places[-1]}" stroke="{INK}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{LEFT + at * DOT}" cy="{y}" r="6" fill="{INK if name in lists else OFF}"/>' for at, name in enumerate(names)
        ]
        wide = round((WIDE - start - 60) * count / most, 1)
        parts.append(f'<rect x="{start}" y="{y - 8}" width="{max(wide, 1):g}" height="16" fill="{BAR}"/>')
        parts.append(f'<text x="{start + wide + 6:g}" y="{y + 5}" fill="{INK}">{count:,}</text>')
    return drawing((WIDE, TOP + len(rows) * ROW), told, parts)


def _head(name: str, x: int) -> str:
    return f'<text transform="translate({x + 4} {TOP - 18})rotate(-40)" fill="{INK}">{escape(name)}</text>'
