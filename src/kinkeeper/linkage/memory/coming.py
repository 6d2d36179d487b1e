"""Which lines come and which go, where records come and go."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.records import Record
from kinkeeper.linkage.frames import frame_of
from kinkeeper.linkage.lines import Content, Line, line_of
from kinkeeper.linkage.memory.held import Lines, Memory, claims_of, lines_of, packed, unpacked

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Change:
    """The lines of before and after in one order."""

    lines: Lines
    """All of them, with their members as they are after."""
    new: NDArray[np.bool_]
    gone: NDArray[np.bool_]
    """Those that no record says any more."""
    before: Places
    """By line of before: its place among all."""
    others: Places
    """Lines that stay, of other records than before."""
    claims: dict[str, list[str]]
    beside: set[str]
    """Records that stand, or stood, in a row with those that come, go or say something else in their new company."""


def see_change(memory: Memory, present: Sequence[str], arrived: Sequence[Record]) -> Change:
    """What the records that are there (their ids, as they were told) change, of which those that arrived were not known before."""
    position = {record: at for at, record in enumerate(present)}
    was_on = memory.lines.line_of()
    gone = was_on.keys() - position.keys()
    claims = {record: others for record, others in memory.claims.items() if record not in gone} | claims_of(arrived)
    line_at = {content: line for line, content in enumerate(memory.lines.content)}
    said = {record.record_id: record for record in arrived}
    company = _company(claims, gone | said.keys(), position)
    contents = _contents(memory, said, was_on, company)
    moved = {record: content for record, content in contents.items() if line_at.get(content, -1) != was_on.get(record, -2)}
    left = gone | (moved.keys() & was_on.keys())
    added: dict[bytes, list[str]] = defaultdict(list)
    for record in sorted(moved, key=position.__getitem__):
        added[moved[record]].append(record)
    members = list(memory.lines.members)
    others = {was_on[record] for record in left} | {line_at[content] for content in added if content in line_at}
    for line in others:
        stay = [record for record in members[line] if record not in left]
        members[line] = sorted([*stay, *added.pop(memory.lines.content[line], ())], key=position.__getitem__)
    beside = _beside(memory.claims, left) | _beside(claims, moved.keys())
    return _merged(memory, members, added, (others, claims, beside))


def _beside(claims: Mapping[str, list[str]], changed: Collection[str]) -> set[str]:
    of_changed = {other for record in changed for other in claims.get(record, ())}
    return of_changed | {record for record, others in claims.items() if any(other in changed for other in others)}


def _company(claims: Mapping[str, list[str]], changed: set[str], position: Mapping[str, int]) -> dict[str, list[str]]:
    """By record whose company on a list comes or goes, and by those that come: the records that are there of those in its row."""
    concerned = {record for record, others in claims.items() if record in changed or not changed.isdisjoint(others)}
    return {record: [other for other in claims[record] if other in position] for record in concerned}


def _contents(memory: Memory, said: Mapping[str, Record], was_on: Mapping[str, int], company: Mapping[str, list[str]]) -> dict[str, bytes]:
    """What is said by the records that came, and by those whose company changed."""
    reading = memory.version.reading
    lines = {record: line_of(one, reading.lexicon, reading.usual_day) for record, one in said.items()}

    def line(record: str) -> Line:
        return lines[record] if record in lines else unpacked(memory.lines.content[was_on[record]])[0]

    return {
        record: packed((line(record), tuple(sorted(line(other) for other in company.get(record, ())))))
        for record in (*said, *(record for record in company if record not in said))
    }


def _merged(
    memory: Memory,
    members: list[list[str]],
    added: Mapping[bytes, list[str]],
    seen: tuple[set[int], dict[str, list[str]], set[str]],
) -> Change:
    """The lines of before with those that come, which say what nobody said."""
    lines, (others, claims, beside) = memory.lines, seen
    new = sorted((unpacked(content), theirs) for content, theirs in added.items())
    at = np.array([bisect_left(lines.content, content, key=unpacked) for content, _ in new], dtype=np.int64)
    before = np.arange(len(lines)) + np.searchsorted(at, np.arange(len(lines)), side="right")
    come = at + np.arange(len(new))
    first = max(lines.number, default=-1) + 1
    more = _lines_that_come([content for content, _ in new], [theirs for _, theirs in new], memory, first)
    together = replace(lines, members=members).woven(more, before, come)
    is_new, is_gone = (np.zeros(len(together), dtype=bool) for _ in range(2))
    is_new[come] = True
    is_gone[before] = [not theirs for theirs in members]
    stay = np.array(sorted(line for line in others if members[line]), dtype=np.int64)
    return Change(together, is_new, is_gone, before, before[stay], claims, beside)


def _lines_that_come(contents: list[Content], members: list[list[str]], memory: Memory, first: int) -> Lines:
    # Somebody stands in a row with whomever the content names; who that is matters where rows are resolved, and not here.
    mates = [(nth,) if content[1] else () for nth, content in enumerate(contents)]
    frame = frame_of(contents, [()] * len(contents), mates, memory.version.reading)
    return lines_of(frame, members, range(first, first + len(contents)))
