"""The kin chart: adults above, children below, one line a tie. Units are pixels at 560 wide."""

from collections.abc import Sequence
from dataclasses import dataclass

from kinkeeper.domain.ties import Tie
from kinkeeper.queries.choosing import NOBODY
from kinkeeper.queries.families import Household, Member
from kinkeeper.web.pictures.landscape import LETTER, clipped
from kinkeeper.web.words.custodians import LOOKS, Look, look
from kinkeeper.web.words.kin import ages, kin, roles, tie_line, tie_words
from kinkeeper.web.words.names import called

NODE, HIGH, BETWEEN = 150, 50, 34
ABOVE, BELOW = 8, 196
LEAST_WIDTH = 540


@dataclass(frozen=True, slots=True)
class Node:
    """A person in the chart."""

    member: Member
    x: float
    y: float
    look: Look
    second_line: str

    @property
    def middle(self) -> float:
        """Where its lines begin."""
        return self.x + NODE / 2

    @property
    def name(self) -> str:
        """The given name as far as it fits."""
        return clipped(called(self.member.portrait), NODE - 38, LETTER)


@dataclass(frozen=True, slots=True)
class Line:
    """A tie in the chart: from the adult down to the child, and its words on it."""

    tie: Tie
    adult: str
    child: str
    kinship: str
    kind: str
    words: str
    path: str
    label_x: float
    label_y: float
    chosen: bool

    @property
    def address(self) -> str:
        """How an address names the tie."""
        return f"{self.tie.child}~{self.tie.adult}"

    @property
    def label_width(self) -> float:
        """The width of the white box that the words stand on."""
        return round(len(self.words) * LETTER * 0.92 + 12, 1)

    @property
    def box_x(self) -> float:
        """The left of that box, from the middle of the words."""
        return -self.label_width / 2


@dataclass(frozen=True, slots=True)
class KinChart:
    """The whole drawing."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]

    @property
    def is_wide(self) -> bool:
        """Whether it needs the whole width of the page."""
        return self.width > LEAST_WIDTH


def kin_chart(household: Household, chosen: tuple[str, str]) -> KinChart:
    """The family as a chart; the line of the tie `chosen` (child, adult) is set off."""
    words = roles(household)
    above = [member for member in household.members if not member.is_child]
    below = [member for member in household.members if member.is_child]
    widest = max(len(above), len(below))
    width = max(LEAST_WIDTH, widest * (NODE + BETWEEN))
    nodes = [*_row(above, ABOVE, width, words), *_row(below, BELOW, width, words)]
    places = {node.member.person_id: node for node in nodes}
    lines = tuple(_line(tie, places, number, household.ties, chosen) for number, tie in enumerate(household.ties))
    return KinChart(width, BELOW + HIGH + 8, tuple(nodes), lines)


def _row(members: Sequence[Member], y: float, width: float, words: dict[str, str]) -> list[Node]:
    step = width / max(len(members), 1)
    return [
        Node(
            member=member,
            x=round(step * number + (step - NODE) / 2, 1),
            y=y,
            look=look(member.custody.now[0].custodian) if member.custody.now else LOOKS[NOBODY],
            second_line=", ".join(filter(None, (words.get(member.person_id, ""), ages(member.age) if member.age is not None else ""))),
        )
        for number, member in enumerate(members)
    ]


def _line(tie: Tie, places: dict[str, Node], number: int, ties: Sequence[Tie], chosen: tuple[str, str]) -> Line:
    adult, child = places[tie.adult], places[tie.child]
    x1, y1, x2, y2 = adult.middle, adult.y + HIGH, child.middle, child.y
    # Labels of lines that cross stand at different heights, so that none hides another.
    share = 0.5 if len(ties) == 1 else 0.22 + 0.56 * number / (len(ties) - 1)
    return Line(
        tie=tie,
        adult=called(adult.member.portrait),
        child=called(child.member.portrait),
        kinship=kin(tie.relation, adult.member.portrait.sex),
        kind=tie_line(tie),
        words=tie_words(tie),
        path=f"M{x1} {y1}L{x2} {y2}",
        label_x=round(x1 + (x2 - x1) * share, 1),
        label_y=round(y1 + (y2 - y1) * share, 1),
        chosen=tie.key == chosen,
    )
