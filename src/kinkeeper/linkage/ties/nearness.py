"""Who was near whom: only a child and an adult near in time and place, in number or in a source's word are looked at.

How many adults were near a child is what a chance meeting is measured by: on a crowded day a place
and a surname in common are worth little.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from kinkeeper.linkage.ties.clues import Floats, Index
from kinkeeper.linkage.ties.people import Meeting, Someone

MINUTES = 30
"""Taken into custody within so many minutes at one station counts as one encounter."""
NEXT_NUMBERS = 6
"""A-numbers this near are looked at even where no place is known: one sitting gives neighbouring numbers."""
_ONE_PLACE = 0.9
"""Jaro-Winkler similarity from which a rare spelling of a place is held to be a common one's."""


class Near(IntEnum):
    """How near a child and an adult were taken into custody."""

    NOT_KNOWN = 0
    EVENT = 1
    MINUTES = 2
    DAY = 3
    NEXT_DAY = 4
    APART = 5


WOMAN, MAN = 1, 2

IN_REACH = (Near.EVENT, Near.MINUTES, Near.DAY, Near.NEXT_DAY)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The candidate pairs, in the order of child and adult."""

    people: Sequence[Someone]
    child: Index
    adult: Index
    near: NDArray[np.int8]
    crowd: Floats
    """(persons x Near): how many adults stood at each nearness to each child, all of them, candidates or not."""
    children: Index
    adults: Index

    def __len__(self) -> int:
        return len(self.child)

    def by_person(self, values: Iterable[float]) -> tuple[Floats, Floats]:
        """A value of each person, as the child's and the adult's of each pair."""
        array = np.fromiter(values, dtype=np.float64, count=len(self.people))
        return array[self.child], array[self.adult]

    def sexes(self) -> NDArray[np.int8]:
        """The adult's of each pair: 0 not known, WOMAN, MAN."""
        return np.array([{"F": WOMAN, "M": MAN}.get(one.sex, 0) for one in self.people], dtype=np.int8)[self.adult]

    def find(self, child: Index, adult: Index) -> Index:
        """Where these pairs stand; -1 where they are no candidates."""
        keys = self.child * len(self.people) + self.adult
        wanted = child * len(self.people) + adult
        at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        return np.where(keys[at] == wanted, at, -1) if len(keys) else np.full(len(wanted), -1)

    def rows_of(self, child: int) -> slice:
        """The pairs of one child."""
        return slice(int(np.searchsorted(self.child, child)), int(np.searchsorted(self.child, child, "right")))


def find_pairs(people: Sequence[Someone], claimed: Iterable[tuple[int, int]]) -> Pairs:
    """All pairs of a child and an adult within reach of one another, and those that some source claims."""
    children = np.array([at for at, one in enumerate(people) if one.is_child], dtype=np.int64)
    adults = np.array([at for at, one in enumerate(people) if one.is_adult], dtype=np.int64)
    meetings = who_met(people, children, adults)
    crowd = count_crowd(meetings, len(people))
    told = np.array(sorted(set(claimed)), dtype=np.int64).reshape(-1, 2)
    numbered = _next_numbers(people, children, adults)
    known = np.array([bool(one.meetings) for one in people], dtype=bool)
    extra = np.concatenate([told, numbered])
    nearness = np.where(known[extra[:, 0]] & known[extra[:, 1]], int(Near.APART), int(Near.NOT_KNOWN))
    # A pair known to be within reach sorts before the same pair merely claimed.
    everything = _best([np.column_stack([extra, np.where(nearness == 0, 9, nearness)]), meetings], len(people))
    near = np.where(everything[:, 2] == 9, 0, everything[:, 2]).astype(np.int8)
    return Pairs(people, everything[:, 0], everything[:, 1], near, crowd, children, adults)


def who_met(people: Sequence[Someone], some: Index, others: Index) -> Index:
    """Rows of one of `some`, one of `others` and how near they were taken into custody, each two once, at their nearest."""
    return _best(_meet(_Meetings(people), _is(people, some), _is(people, others)), len(people))


def count_crowd(meetings: Index, persons: int) -> Floats:
    """(persons x Near): how many were met by each person at each nearness."""
    crowd = np.zeros((persons, len(Near)))
    np.add.at(crowd, (meetings[:, 0], meetings[:, 2]), 1.0)
    return crowd


def thin_out(pairs: Pairs, keep: NDArray[np.bool_]) -> Pairs:
    """The pairs kept; the crowd stays as it was counted."""
    return Pairs(pairs.people, pairs.child[keep], pairs.adult[keep], pairs.near[keep], pairs.crowd, pairs.children, pairs.adults)


def _is(people: Sequence[Someone], some: Index) -> NDArray[np.bool_]:
    flags = np.zeros(len(people), dtype=bool)
    flags[some] = True
    return flags


class _Meetings:
    """All encounters as columns; places and events as codes, -1 unknown."""

    def __init__(self, people: Sequence[Someone]) -> None:
        rows = [(at, meeting) for at, one in enumerate(people) for meeting in one.meetings]
        spelt = _places([meeting for _, meeting in rows])
        events = {name: code for code, name in enumerate(sorted({meeting.event for _, meeting in rows} - {""}))}
        self.person = np.array([at for at, _ in rows], dtype=np.int64)
        self.place = np.array([spelt.get(meeting.place, -1) for _, meeting in rows], dtype=np.int64)
        self.day = np.array([meeting.day for _, meeting in rows], dtype=np.int64)
        self.minute = np.array([meeting.minute for _, meeting in rows], dtype=np.int64)
        self.event = np.array([events.get(meeting.event, -1) for _, meeting in rows], dtype=np.int64)


def _places(meetings: list[Meeting]) -> dict[str, int]:
    """Codes of places; a rare spelling is the commoner place it is spelt like."""
    counts: dict[str, int] = {}
    for meeting in meetings:
        if meeting.place:
            counts[meeting.place] = counts.get(meeting.place, 0) + 1
    names = sorted(counts, key=lambda name: (-counts[name], name))
    if not names:
        return {}
    alike = cdist(names, names, scorer=JaroWinkler.similarity, score_cutoff=_ONE_PLACE)
    head: dict[str, int] = {}
    for at, name in enumerate(names):
        like = [other for other in range(at) if alike[at, other] and counts[names[other]] > 20 * counts[name]]
        head[name] = head[names[like[0]]] if like else at
    return head


def _meet(met: _Meetings, is_child: NDArray[np.bool_], is_adult: NDArray[np.bool_]) -> list[Index]:
    found = []
    one, other = _join(met.event, met.event, (is_child[met.person]) & (met.event >= 0), is_adult[met.person] & (met.event >= 0))
    found.append(np.column_stack([met.person[one], met.person[other], np.full(len(one), int(Near.EVENT))]))
    dated = (met.day > 0) & (met.place >= 0)
    key = met.place * 10_000_000 + met.day
    for shift in (0, 1, -1):
        one, other = _join(key + shift, key, is_child[met.person] & dated, is_adult[met.person] & dated)
        near = np.full(len(one), int(Near.NEXT_DAY))
        if shift == 0:
            clock, clock2 = met.minute[one], met.minute[other]
            at_once = (clock >= 0) & (clock2 >= 0) & (np.abs(clock - clock2) <= MINUTES)
            near = np.where(at_once, int(Near.MINUTES), int(Near.DAY))
        found.append(np.column_stack([met.person[one], met.person[other], near]))
    return found


def _join(left_key: Index, right_key: Index, left: NDArray[np.bool_], right: NDArray[np.bool_]) -> tuple[Index, Index]:
    """Every pair of a left and a right row with equal keys."""
    lefts, rights = np.flatnonzero(left), np.flatnonzero(right)
    rights = rights[np.argsort(right_key[rights], kind="stable")]
    keys = right_key[rights]
    begin, end = np.searchsorted(keys, left_key[lefts]), np.searchsorted(keys, left_key[lefts], "right")
    many = end - begin
    offset = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return np.repeat(lefts, many), rights[np.repeat(begin, many) + offset]


def _best(found: list[Index], persons: int) -> Index:
    """Each pair once, at its nearest."""
    rows = np.concatenate(found).reshape(-1, 3)
    key = (rows[:, 0] * persons + rows[:, 1]) * 16 + rows[:, 2]
    key = np.sort(key)
    key = key[np.append(True, key[1:] // 16 != key[:-1] // 16)] if len(key) else key
    pair = key // 16
    return np.column_stack([pair // persons, pair % persons, key % 16]) if persons else rows


def _next_numbers(people: Sequence[Someone], children: Index, adults: Index) -> Index:
    """Pairs whose A-numbers follow each other, where the place of one of the two is not known."""
    numbers = sorted((number, int(at)) for at in adults for number in people[at].a_numbers)
    values = np.array([number for number, _ in numbers], dtype=np.int64)
    found: set[tuple[int, int]] = set()
    for child in children.tolist():
        for number in people[child].a_numbers:
            low, high = np.searchsorted(values, [number - NEXT_NUMBERS, number + NEXT_NUMBERS + 1])
            for _, adult in numbers[low:high]:
                if not (people[child].meetings and people[adult].meetings):
                    found.add((child, adult))
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
