"""The lanes lying down: time runs to the right. Numbers are units of the drawing, 1200 wide."""

from collections.abc import Sequence
from dataclasses import dataclass

from kinkeeper.web.pictures.lanes import Band, Bar, Lane, Lanes
from kinkeeper.web.pictures.marks import Drawn, drawn
from kinkeeper.web.pictures.stretch import Tick

WIDTH = 1200
LEFT, RIGHT = 212, 1196
TOP = 44
BAR = 30
BAND = 20
LEAST_LANE = 58
MARKS = 20
"""What the line of marks under a lane takes."""

HEAD = 18
"""What the days of orders take above the grid."""
BETWEEN_GROUPS = 16
LETTER = 7.1
"""Width of a bold letter of 13 px, on the generous side."""

SHAPE = 22
"""What a shape and its margin take."""


@dataclass(frozen=True, slots=True)
class Box:
    """A bar as drawn, and its label where one fits; a note below it where none does. Words stand relative to the bar."""

    x: float
    y: float
    width: float
    height: float
    bar: Bar
    label: str
    with_shape: bool
    note_x: float

    @property
    def label_x(self) -> float:
        """Where the label begins."""
        return SHAPE if self.with_shape else 6

    @property
    def middle(self) -> float:
        """The middle of the height."""
        return self.height / 2

    @property
    def shape_y(self) -> float:
        """The top of the shape."""
        return self.middle - 6

    @property
    def paper(self) -> float:
        """The width of the white box under words on hatching."""
        return len(self.label) * LETTER + 6

    @property
    def paper_y(self) -> float:
        """The top of that box."""
        return self.middle - 9


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A separation as drawn: the band, the mark through the lanes, and its words."""

    x: float
    y: float
    width: float
    band: Band
    mark_top: float
    mark_bottom: float
    lasted_x: float
    separated: str

    @property
    def mark(self) -> str:
        """The path of the mark of separation."""
        return f"M{self.x} {self.mark_top}V{self.mark_bottom}"

    @property
    def close(self) -> str:
        """The path of the line where the two were reunited."""
        return f"M{self.x + self.width} {self.mark_top}V{self.mark_bottom}"

    @property
    def middle(self) -> float:
        """The middle of the band's height."""
        return self.y + BAND / 2

    @property
    def separated_x(self) -> float:
        """Where the words about the separation begin, right of its mark."""
        return self.x + 14

    @property
    def link_x(self) -> float:
        """The left of the broken link."""
        return self.x - 10

    @property
    def link_y(self) -> float:
        """The top of both links."""
        return self.middle - 10

    @property
    def closed_x(self) -> float:
        """The left of the closed link."""
        return self.x + self.width - 10


@dataclass(frozen=True, slots=True)
class Strip:
    """A lane as drawn; `y` is the top of its bars and of its words."""

    lane: Lane
    y: float
    boxes: tuple[Box, ...]
    ribbons: tuple[Ribbon, ...]
    marks: tuple[Drawn, ...]
    marks_y: float
    """Where the line of marks stands, from the top of the bars."""

    @property
    def signs_y(self) -> float:
        """The top of the signs."""
        return self.marks_y - 11

    @property
    def name(self) -> str:
        """The name as far as it fits beside the bars."""
        return clipped(self.lane.name, LEFT - 16, LETTER)

    @property
    def now(self) -> str:
        """Where the person is now, as far as it fits."""
        return clipped(self.lane.now, LEFT - 32, LETTER * 0.86)


@dataclass(frozen=True, slots=True)
class Landscape:
    """The whole drawing."""

    height: float
    strips: tuple[Strip, ...]
    ticks: tuple[tuple[float, Tick], ...]
    orders: tuple[tuple[float, str], ...]
    today: float
    today_label: str
    width: int = WIDTH

    @property
    def top(self) -> int:
        """The top of the drawing: above zero where orders have a line of their own."""
        return -HEAD if self.orders else 0

    @property
    def whole(self) -> float:
        """The height of the drawing with that line."""
        return self.height - self.top

    @property
    def after(self) -> float:
        """The width of what lies after today."""
        return max(RIGHT - self.today, 0)

    @property
    def depth(self) -> float:
        """How far down the grid goes."""
        return self.height - 28

    @property
    def flag(self) -> float:
        """The left of the flag of today."""
        return min(self.today - self.flag_width / 2, WIDTH - self.flag_width)

    @property
    def flag_width(self) -> float:
        """The width of the flag of today."""
        return len(self.today_label) * LETTER + 16


def landscape(lanes: Lanes) -> Landscape:
    """The lanes with their places on the drawing."""
    tops = _tops(lanes.lanes)
    strips = tuple(_strip(lane, top, tops) for lane, top in zip(lanes.lanes, tops, strict=True))
    height = (tops[-1] if tops else TOP) + LEAST_LANE + (MARKS if lanes.lanes and lanes.lanes[-1].marks else 0)
    orders = tuple((_x(at), words) for at, words in lanes.orders)
    return Landscape(height, strips, tuple(_ticks(lanes)), orders, _x(lanes.today), lanes.today_label)


def _tops(lanes: Sequence[Lane]) -> list[float]:
    tops: list[float] = []
    y = float(TOP)
    for number, lane in enumerate(lanes):
        if number and all(band.partner != number - 1 for band in lane.bands):
            y += BETWEEN_GROUPS
        y += BAND * len(lane.bands)
        tops.append(y)
        y += LEAST_LANE if any(bar.note for bar in lane.bars) else LEAST_LANE - 6
        y += MARKS if lane.marks else 0
    return tops


def _strip(lane: Lane, top: float, tops: Sequence[float]) -> Strip:
    ribbons = tuple(_ribbon(band, top - BAND * (number + 1), top, tops) for number, band in enumerate(lane.bands))
    boxes = tuple(_boxes(lane.bars, top))
    noted = any(box.note_x for box in boxes)
    return Strip(lane, top, boxes, ribbons, drawn(lane.marks, LEFT, RIGHT), 64 if noted else 48)


def _boxes(bars: Sequence[Bar], top: float) -> list[Box]:
    boxes = []
    noted_to = 0.0
    for bar in bars:
        x, width = _x(bar.start), max(_x(bar.end) - _x(bar.start), 3)
        height = BAR / bar.rows
        with_shape = width >= 20 and not bar.is_gap and bar.rows == 1
        label = fitting(bar.labels, width - (SHAPE + 4 if with_shape else 12))
        note_x = _note_x(bar, x + width / 2, noted_to) if bar.note and not label else 0
        noted_to = note_x + len(bar.note) * LETTER / 2 if note_x else noted_to
        boxes.append(Box(x, top + bar.row * height, width, height, bar, label, with_shape, note_x - x if note_x else 0))
    return boxes


def _note_x(bar: Bar, middle: float, noted_to: float) -> float:
    """The middle of a note under its gap, or 0 where it would run into the one before."""
    half = len(bar.note) * LETTER / 2
    middle = max(LEFT + half, min(middle, RIGHT - half))
    return middle if middle - half > noted_to else 0


def fitting(labels: Sequence[str], room: float) -> str:
    """The longest label that fits; empty where none does."""
    return next((label for label in labels if len(label) * LETTER <= room), "")


def clipped(words: str, room: float, letter: float) -> str:
    """Words as far as they fit, with dots where they do not."""
    most = int(room / letter)
    return words if len(words) <= most else words[: most - 1].rstrip(" ,") + "…"


def _ribbon(band: Band, y: float, top: float, tops: Sequence[float]) -> Ribbon:
    x, end = _x(band.start), _x(band.end)
    separated = fitting([band.separated], end - x - 24 - len(band.lasted) * LETTER)
    inside = len(band.lasted) * LETTER + 16 <= end - x
    return Ribbon(
        x=x,
        y=y,
        width=end - x,
        band=band,
        mark_top=(tops[band.partner] if band.partner >= 0 else y) - 3,
        mark_bottom=top + BAR + 3,
        lasted_x=end - 8 if inside else end + 10 + len(band.lasted) * LETTER,
        separated=separated,
    )


def _ticks(lanes: Lanes) -> list[tuple[float, Tick]]:
    """The grid; a label that would stand under the flag of today is left out."""
    return [(_x(tick.at), tick if abs(_x(tick.at) - _x(lanes.today)) > 70 else Tick(tick.at, "", "")) for tick in lanes.ticks]


def _x(fraction: float) -> float:
    return round(LEFT + fraction * (RIGHT - LEFT), 1)
