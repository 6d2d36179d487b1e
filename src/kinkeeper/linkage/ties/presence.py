"""Whether anybody of a child's kin was taken into custody near it at all: what the child's own records tell, and its brothers and sisters.

`No adult here` is an answer. A small child does not travel alone, and brothers and sisters seldom do; a shelter that marks
a child as separated, or reunites it with a separated parent, says that somebody was there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.terms import StayEnd
from kinkeeper.linkage.ties.clues import Floats, Index, table
from kinkeeper.linkage.ties.people import Someone
from kinkeeper.linkage.ties.siblings import LIKELY, Siblings
from kinkeeper.linkage.ties.statements import Statements


@dataclass(slots=True)
class Sign:
    """One thing a child's records show, and how often accompanied children and those alone show it."""

    kind: str
    level: NDArray[np.int8]
    """By person; 0 says nothing."""
    among_accompanied: Floats
    among_alone: Floats
    words: tuple[str, ...]
    """By level."""

    def bits(self, accompanied: Floats, children: Index) -> Floats:
        """By person: worth of the sign, learnt from how sure it is that each child had somebody near."""
        with_kin = self._shares(self.among_accompanied[0], accompanied[children], children)
        without = self._shares(self.among_alone[0], 1 - accompanied[children], children)
        worth = np.log2(with_kin / without)
        worth[0] = 0.0
        return worth[self.level]

    def _shares(self, before: Floats, weight: Floats, children: Index) -> Floats:
        counts = before + np.bincount(self.level[children], weight, len(before)) + 1e-9
        counts[0] = 1e-9
        shares: Floats = counts / counts[1:].sum()
        return shares


def signs(people: Sequence[Someone], said: Statements, siblings: Siblings) -> list[Sign]:
    """What children's own records, and the children near them, show of whether somebody was with them."""
    return [_age(people), _marked(people), _alone(people, said), _left(people), _siblings_near(people, siblings)]


def _level(people: Sequence[Someone], of: Callable[[Someone], int]) -> NDArray[np.int8]:
    return np.array([of(one) if one.is_child else 0 for one in people], dtype=np.int8)


def _age(people: Sequence[Someone]) -> Sign:
    """Small children do not travel alone; many of 16 and 17 do."""

    def band(one: Someone) -> int:
        return 0 if one.age is None else int(np.searchsorted([5, 12, 15], one.age, "right")) + 1

    words = ("", "The child is under 5", "The child is 5 to 11", "The child is 12 to 14", "The child is 15 or older")
    return Sign(
        "child_age", _level(people, band), table([0.25, 0.4, 0.17, 0.18], weight=10.0), table([0.05, 0.2, 0.25, 0.5], weight=10.0), words
    )


def _marked(people: Sequence[Someone]) -> Sign:
    """A source marks the child as separated."""
    marked = _level(people, lambda one: 2 if any(record.separation for record in one.records) else 1)
    return Sign(
        "marked_separated",
        marked if (marked == 2).any() else np.zeros_like(marked),
        table([0.6, 0.4], weight=10.0),
        table([0.97, 0.03], weight=20.0),
        ("", "No source marks the child as separated", "A source marks the child as separated"),
    )


def _alone(people: Sequence[Someone], said: Statements) -> Sign:
    """A source says that no family was with the child."""
    level = _level(people, lambda one: 1)
    level[[at for at in said.alone if people[at].is_child]] = 2
    return Sign(
        "said_alone",
        level if (level == 2).any() else np.zeros_like(level),
        table([0.99, 0.01], weight=20.0),
        table([0.9, 0.1], weight=10.0),
        ("", "No source says that the child was alone", "A source says that no family was with the child"),
    )


def _left(people: Sequence[Someone]) -> Sign:
    """How the child left the shelter: reunited with a separated parent, or to a sponsor who may be the parent elsewhere."""

    def how(one: Someone) -> int:
        ends = {stay.end_reason: stay.released_to.casefold() for record in one.records for stay in record.stays}
        if StayEnd.REUNITED in ends:
            return 1
        if StayEnd.RELEASED_TO_SPONSOR not in ends:
            return 0
        return 2 if ends[StayEnd.RELEASED_TO_SPONSOR] in ("mother", "father", "parent") else 3

    words = (
        "",
        "The child was reunited with a separated parent",
        "The child went to a parent as sponsor",
        "The child went to a sponsor who is no parent",
    )
    return Sign("left_shelter", _level(people, how), table([0.4, 0.3, 0.3], weight=10.0), table([0.02, 0.45, 0.53], weight=10.0), words)


def _siblings_near(people: Sequence[Someone], siblings: Siblings) -> Sign:
    """Most brothers and sisters travel with somebody; most children who travel alone have none with them."""
    near = _level(people, lambda one: 1)
    near[np.unique(siblings.child[siblings.sure > LIKELY])] = 2
    return Sign(
        "siblings_near",
        near if (near == 2).any() else np.zeros_like(near),
        table([0.5, 0.5], weight=10.0),
        table([0.7, 0.3], weight=10.0),
        (
            "",
            "No probable brother or sister was taken into custody near the child",
            "Probable brothers or sisters were taken into custody near the child",
        ),
    )
