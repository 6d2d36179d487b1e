"""What a resumed run says: persons, what holds them together, and what is left to people. Only what is asked for is put into words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.people import Join
from kinkeeper.linkage.control import Band
from kinkeeper.linkage.decided import Decided
from kinkeeper.linkage.doubts import Doubt, Scored, Worded, places_drawn, places_in_doubt, probability, without_decided, word_pairs
from kinkeeper.linkage.forming import with_found
from kinkeeper.linkage.listed import Found
from kinkeeper.linkage.memory.held import Memory, frame_for
from kinkeeper.linkage.memory.resuming import Resumed
from kinkeeper.linkage.people import (
    Alone,
    joins_between_lines,
    joins_decided,
    joins_of_listed,
    joins_within_lines,
    number_persons,
    says_too_little,
    spanning_within,
)

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Open:
    """Two records that people may be asked about, by the place of the pair, and whether either has been touched."""

    one: str
    other: str
    probability: float
    place: int
    touched: bool


class Said:
    """Who is whom after a resumed run."""

    def __init__(self, resumed: Resumed) -> None:
        self.resumed, self.memory = resumed, resumed.memory
        memory = resumed.memory
        self._listed = with_found(memory.cluster, memory.found)
        self._alone = _too_little_to_join(memory, self._listed)
        self._all = Scored(memory.scored.pairs, memory.scored.odds)
        self._open = without_decided(self._all, resumed.decided, self._listed)

    def number_persons(self, ids: Sequence[str]) -> list[int]:
        """By record, in the order of these ids, the number of its person."""
        return number_persons(self.memory.lines.members, ids, self._listed, Alone(self._alone, self.resumed.decided.leaving))

    def joins(self, records: Collection[str]) -> list[Join]:
        """What holds the persons of these records together."""
        line_of = self.memory.lines.line_of()
        persons = np.unique(self._listed[[line_of[record] for record in records]])
        lines = np.flatnonzero(np.isin(self._listed, persons))
        if not len(lines):
            return []
        within = np.isin(np.arange(len(self._listed)), lines)
        worded, members = self._worded(lines)
        inside = within[self._all.pairs].all(axis=1)
        scored = Scored(np.searchsorted(lines, self._all.pairs[inside]), self._all.odds[inside])
        cluster, listed = (np.unique(of[lines], return_inverse=True)[1] for of in (self.memory.cluster, self._listed))
        place = {line: nth for nth, line in enumerate(lines.tolist())}
        found = [Found(place[one.line], place[one.cluster], one.probability, one.known) for one in self.memory.found if one.line in place]
        same = self.resumed.decided.same
        said = Decided(np.searchsorted(lines, same[within[same].all(axis=1)]), same[:0])
        return [
            *joins_within_lines(members, self._alone[lines]),
            *joins_between_lines(worded, scored, spanning_within(len(lines), scored, cluster)),
            *joins_of_listed(worded, found),
            *joins_decided(worded, said, listed),
        ]

    def doubts(self) -> list[Open]:
        """The pairs that people should be asked about."""
        within = spanning_within(len(self._listed), self._open, self.memory.cluster)
        return self._at(places_in_doubt(self._open, (self._listed, within)))

    def lots(self) -> list[tuple[Band, list[Open]]]:
        """Of the pairs left apart unread, those drawn to be read."""
        return [(band, self._at(places)) for band, places in places_drawn(self._open, self._listed, self._first)]

    def word(self, some: Sequence[Open]) -> list[Doubt]:
        """The same as they are asked about, with the evidence."""
        if not some:
            return []
        pairs = self._open.pairs[[one.place for one in some]]
        lines = np.unique(pairs)
        scored = Scored(np.searchsorted(lines, pairs), self._open.odds[[one.place for one in some]])
        return word_pairs(self._worded(lines)[0], scored, np.arange(len(some)))

    def _at(self, places: Places) -> list[Open]:
        ends, odds = self._open.pairs[places], self._open.odds[places]
        touched = (self.resumed.touched[ends[:, 0]] | self.resumed.touched[ends[:, 1]]).tolist()
        told = zip(ends.tolist(), probability(odds).tolist(), places.tolist(), touched, strict=True)
        return [Open(self._first(one), self._first(other), sure, place, anew) for (one, other), sure, place, anew in told]

    def _first(self, line: int) -> str:
        return self.memory.lines.members[line][0]

    def _worded(self, lines: Places) -> tuple[Worded, list[list[str]]]:
        """What it takes to word these lines, known by their first records; and the records of each."""
        members = [self.memory.lines.members[line] for line in lines.tolist()]
        return Worded(frame_for(self.memory, lines, {}), [theirs[0] for theirs in members], self.memory.version.model), members


def _too_little_to_join(memory: Memory, listed: Places) -> NDArray[np.bool_]:
    several = np.array([len(members) > 1 for members in memory.lines.members], dtype=bool)
    ask = np.flatnonzero(several & (np.bincount(listed, minlength=len(listed))[listed] == 1))
    alone = np.zeros(len(listed), dtype=bool)
    if len(ask):
        frame = frame_for(memory, ask, {})
        alone[ask] = says_too_little(frame, memory.version.model, np.arange(len(ask)))
    return alone
