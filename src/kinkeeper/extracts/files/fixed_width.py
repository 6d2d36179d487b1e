"""Text in columns of fixed width: where they begin is seen from the blanks that run down between them."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

TRIED = 10
"""So many lines of titles may stand above the table."""
ENOUGH = 0.95
"""A gap is blank in so large a share of the lines; a total or a note may run over it."""
FEWEST_LINES, FEWEST_COLUMNS = 3, 3
MANY_LINES = 20
"""From so many lines on, a gap of one blank is no chance."""

Span = tuple[int, int | None]


def spans_of(lines: Sequence[str]) -> tuple[Span, ...]:
    """Where each column begins and ends; nothing where the lines show fewer than three."""
    body = [line.rstrip() for line in lines]
    for skipped in range(TRIED):
        below = [line for line in body[skipped:] if line]
        if len(below) < FEWEST_LINES:
            return ()
        starts = _starts(below)
        if len(starts) >= FEWEST_COLUMNS and _is_full(below[0], starts):
            return tuple(zip(starts, (*starts[1:], None), strict=True))
    return ()


def spans_of_widths(widths: Sequence[int]) -> tuple[Span, ...]:
    """The same for widths that somebody gave."""
    ends = list(accumulate(widths))
    return tuple(zip([0, *ends[:-1]], ends, strict=True))


def rows_of(lines: Iterator[str], spans: Sequence[Span]) -> Iterator[tuple[int, list[str]]]:
    """The rows, by their line."""
    for line, text in enumerate(lines, start=1):
        bare = text.rstrip("\r\n")
        yield line, [bare[start:end].strip() for start, end in spans]


def _starts(lines: Sequence[str]) -> list[int]:
    width = max(map(len, lines))
    filled = [0] * (width + 1)
    for line in lines:
        for place, letter in enumerate(line):
            filled[place] += letter != " "
    most = int(len(lines) * (1 - ENOUGH))
    narrowest = 1 if len(lines) >= MANY_LINES else 2
    starts: list[int] = []
    gap = narrowest
    for place in range(width):
        if filled[place] <= most:
            gap += 1
            continue
        if gap >= narrowest:
            starts.append(place if starts else 0)
        gap = 0
    return starts


def _is_full(header: str, starts: Sequence[int]) -> bool:
    """Whether the first line has something at the beginning of every column, as a header has."""
    return all(header[start:end].strip() for start, end in zip(starts, (*starts[1:], None), strict=True))
