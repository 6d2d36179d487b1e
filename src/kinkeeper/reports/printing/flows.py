"""Moves from one holder to the next as ribbons between two columns: the wider, the more."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from kinkeeper.reports.printing.drawing import drawing

WIDE, TALL, COLUMN, BETWEEN = 720, 300, 14, 10
LEFT, RIGHT = 150, WIDE - 200
TOP, LEAST = 24, 3.0
INK, FALLBACK = "#1b1b1b", "#8d9297"


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a flow begins or ends with: its words, and its colour."""

    words: str
    colour: str = FALLBACK


def flows(moves: Mapping[tuple[str, str], int], parties: Mapping[str, Party], heads: tuple[str, str], told: tuple[str, str]) -> SafeString:
    """The picture of (from, to) -> how many; `heads` stand over the columns, `told` are its title and finding."""
    starts, ends = _sums(moves, 0), _sums(moves, 1)
    rows = max(len(starts), len(ends), 1)
    scale = (TALL - BETWEEN * (rows - 1)) / max(sum(moves.values()), 1)
    left, right = _columns(starts, scale), _columns(ends, scale)
    high = TOP + max(_height(left), _height(right)) + 8
    parts = [
        f'<text x="{LEFT}" y="14" text-anchor="end" font-weight="700" fill="{INK}">{escape(heads[0])}</text>',
        f'<text x="{RIGHT}" y="14" font-weight="700" fill="{INK}">{escape(heads[1])}</text>',
    ]
    used = {**{("from", name): y for name, (y, _) in left.items()}, **{("to", name): y for name, (y, _) in right.items()}}
    for (one, other), count in sorted(moves.items(), key=lambda move: (left[move[0][0]][0], right[move[0][1]][0])):
        wide = count * scale
        y1, y2 = used["from", one], used["to", other]
        used["from", one], used["to", other] = y1 + wide, y2 + wide
        parts.append(_ribbon(y1, y2, max(wide, 1.0), parties.get(one, Party(one)).colour))
    parts += [_bar(LEFT, place, parties.get(name, Party(name)), starts[name], end=True) for name, place in left.items()]
    parts += [_bar(RIGHT, place, parties.get(name, Party(name)), ends[name], end=False) for name, place in right.items()]
    return drawing((WIDE, high), told, parts)


def _sums(moves: Mapping[tuple[str, str], int], side: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for ends, count in moves.items():
        found[ends[side]] = found.get(ends[side], 0) + count
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _columns(sums: Mapping[str, int], scale: float) -> dict[str, tuple[float, float]]:
    """Name -> top and height. Words need room, however small the bar."""
    found, y = {}, float(TOP)
    for name, count in sums.items():
        high = max(count * scale, LEAST)
        found[name] = (round(y, 1), round(high, 1))
        y += max(high, 16.0) + BETWEEN
    return found


def _height(columns: Mapping[str, tuple[float, float]]) -> float:
    return max((y + max(high, 16.0) for y, high in columns.values()), default=0.0) - TOP


def _ribbon(y1: float, y2: float, wide: float, colour: str) -> str:
    start, end, half = LEFT + COLUMN, RIGHT - COLUMN, (LEFT + RIGHT) / 2
    path = (
        f"M{start} {y1:.1f}C{half:g} {y1:.1f} {half:g} {y2:.1f} {end} {y2:.1f}v{wide:.1f}"
        f"C{half:g} {y2 + wide:.1f} {half:g} {y1 + wide:.1f} {start} {y1 + wide:.1f}Z"
    )
    return f'<path d="{path}" fill="{colour}" fill-opacity="0.35" stroke="{colour}" stroke-width="0.6"/>'


def _bar(x: int, place: tuple[float, float], party: Party, count: int, *, end: bool) -> str:
    y, high = place
    at, anchor, words_x = (x, "end", x - 6) if end else (x - COLUMN, "start", x + 6)
    return (
        f'<rect x="{at}" y="{y:g}" width="{COLUMN}" height="{high:g}" fill="{party.colour}" stroke="{INK}" stroke-width="0.6"/>'
        f'<text x="{words_x}" y="{y + min(high, 16) / 2 + 5:g}" text-anchor="{anchor}" fill="{INK}">{escape(party.words)} {count:,}</text>'
    )
