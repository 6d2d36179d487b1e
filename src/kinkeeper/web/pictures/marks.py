"""The marks of a lane: where each stands in time, and which have room for their words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kinkeeper.web.pictures.stretch import Stretch
from kinkeeper.web.words.marks import Mark

GLYPH = 12
LETTER = 6.3
"""Width of a letter of 12.5 px, on the generous side."""

GAP = 10


@dataclass(frozen=True, slots=True)
class Pinned:
    """A mark at its place in the time shown, from 0 to 1."""

    at: float
    mark: Mark


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mark as drawn: the middle of its sign, its words where they fit, and where those begin or end."""

    x: float
    mark: Mark
    label: str
    label_x: float
    anchor: str

    @property
    def left(self) -> float:
        """The left of the sign."""
        return self.x - GLYPH / 2


def pinned(marks: Iterable[Mark], person_id: str, shown: Stretch) -> Iterator[Pinned]:
    """The marks of one person that lie within the time shown."""
    return (Pinned(shown.at(one.at), one) for one in marks if one.person_id == person_id and shown.shows(one.at))


def drawn(marks: Sequence[Pinned], left: float, right: float) -> tuple[Drawn, ...]:
    """The marks on a line from `left` to `right`. Every sign stands; words where they run into no other sign or words."""
    places = [round(left + one.at * (right - left), 1) for one in marks]
    found, taken = [], left
    for number, one in enumerate(marks):
        x = places[number]
        until = places[number + 1] - GLYPH if number + 1 < len(places) else right
        start, end = x + GLYPH / 2 + 4, x - GLYPH / 2 - 4
        if label := _fitting(one.mark.labels, until - start - GAP):
            found.append(Drawn(x, one.mark, label, start, "start"))
            taken = start + len(label) * LETTER + GAP
        elif label := _fitting(one.mark.labels, end - taken):
            found.append(Drawn(x, one.mark, label, end, "end"))
            taken = x + GLYPH
        else:
            found.append(Drawn(x, one.mark, "", 0, "start"))
            taken = max(taken, x + GLYPH)
    return tuple(found)


def _fitting(labels: Sequence[str], room: float) -> str:
    return next((label for label in labels if len(label) * LETTER <= room), "")
