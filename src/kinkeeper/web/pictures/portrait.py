"""The lanes standing up, for the phone: time runs down from today, one column a person. Units are pixels at 390."""

from dataclasses import dataclass

from kinkeeper.web.pictures.landscape import LETTER, clipped, fitting
from kinkeeper.web.pictures.lanes import Band, Bar, Lane, Lanes
from kinkeeper.web.pictures.stretch import Tick

AXIS = 46
HEAD = 44
COLUMN = 72
BETWEEN = 10
PIXELS_A_WEEK = 60
LEAST, MOST = 320, 720


@dataclass(frozen=True, slots=True)
class Block:
    """A bar as drawn, with up to two lines of words: custodian and place. Words stand relative to the bar."""

    x: float
    y: float
    width: float
    height: float
    bar: Bar
    lines: tuple[str, ...]
    with_shape: bool

    @property
    def texts(self) -> tuple[tuple[float, float, str], ...]:
        """Each line with its place."""
        places = ((18 if self.with_shape else 4, 15), (4, 31))
        return tuple((x, y, words) for (x, y), words in zip(places, self.lines, strict=False))

    @property
    def paper(self) -> float:
        """The width of the white box under words on hatching."""
        return self.width - 4


@dataclass(frozen=True, slots=True)
class Rift:
    """A separation as drawn: the band between two columns and the mark across them."""

    x: float
    y: float
    height: float
    band: Band
    left: float
    right: float

    @property
    def mark(self) -> str:
        """The path of the mark of separation."""
        return f"M{self.left} {self.y + self.height}H{self.right}"

    @property
    def close(self) -> str:
        """The path of the line where the two were reunited."""
        return f"M{self.left} {self.y}H{self.right}"

    @property
    def link_x(self) -> float:
        """The left of the broken link."""
        return self.x + BETWEEN / 2 - 10

    @property
    def link_y(self) -> float:
        """The top of the broken link."""
        return self.y + self.height - 10


@dataclass(frozen=True, slots=True)
class Column:
    """A lane as drawn."""

    lane: Lane
    x: float
    blocks: tuple[Block, ...]
    rifts: tuple[Rift, ...]

    @property
    def middle(self) -> float:
        """The middle of the column."""
        return self.x + COLUMN / 2

    @property
    def called(self) -> str:
        """The given name as far as it fits."""
        return clipped(self.lane.called, COLUMN + 4, LETTER)

    @property
    def role(self) -> str:
        """What the person is in the family, as far as it fits."""
        return clipped(self.lane.role.partition(",")[0], COLUMN + 4, LETTER * 0.9)


@dataclass(frozen=True, slots=True)
class Portrait:
    """The whole drawing."""

    width: float
    height: float
    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, Tick], ...]
    today: float
    axis: int = AXIS

    @property
    def room(self) -> float:
        """The width right of the axis."""
        return self.width - AXIS

    @property
    def after(self) -> float:
        """The height of what lies after today."""
        return max(self.today - 40, 0)

    @property
    def flag(self) -> float:
        """The top of the flag of today."""
        return self.today - 9


def portrait(lanes: Lanes, weeks: float) -> Portrait:
    """The lanes with their places on the drawing; the more weeks, the higher, within bounds."""
    tall = min(MOST, max(LEAST, weeks * PIXELS_A_WEEK))
    columns = tuple(_column(lane, number, tall) for number, lane in enumerate(lanes.lanes))
    width = AXIS + len(columns) * (COLUMN + BETWEEN)
    ticks = tuple((_y(tick.at, tall), tick) for tick in lanes.ticks if abs(_y(tick.at, tall) - _y(lanes.today, tall)) > 16)
    return Portrait(max(width, 300), HEAD + tall + 16, columns, ticks, _y(lanes.today, tall))


def _column(lane: Lane, number: int, tall: float) -> Column:
    x = AXIS + number * (COLUMN + BETWEEN)
    blocks = tuple(_block(bar, x, tall) for bar in lane.bars)
    rifts = tuple(_rift(band, x, number, tall) for band in lane.bands)
    return Column(lane, x, blocks, rifts)


def _block(bar: Bar, x: float, tall: float) -> Block:
    top, bottom = _y(bar.end, tall), _y(bar.start, tall)
    height, width = max(bottom - top, 3), COLUMN / bar.rows
    with_shape = height >= 20 and bar.rows == 1 and not bar.is_gap
    return Block(x + bar.row * width, top, width, height, bar, _lines(bar, width - (20 if with_shape else 8), height), with_shape)


def _lines(bar: Bar, room: float, height: float) -> tuple[str, ...]:
    """The short name, and the place under it as far as it fits whole."""
    short = fitting([bar.labels[-1]], room)
    if not short or height < 17:
        return ()
    place = bar.labels[0].partition(", ")[2] if len(bar.labels) > 2 else ""
    words = fitting([place, place.partition(",")[0]], COLUMN - 10)
    return (short, words) if words and height >= 36 else (short,)


def _rift(band: Band, x: float, number: int, tall: float) -> Rift:
    neighbours = band.partner >= 0
    top, bottom = _y(band.end, tall), _y(band.start, tall)
    left = x - COLUMN - BETWEEN if neighbours and band.partner == number - 1 else x
    return Rift(x - BETWEEN, top, bottom - top, band, left + 2, x + COLUMN - 2)


def _y(fraction: float, tall: float) -> float:
    return round(HEAD + (1 - fraction) * tall, 1)
