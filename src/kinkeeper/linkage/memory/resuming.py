"""New records linked under the version in force: only what they touch is worked out anew, and the persons are those of linking all.

Three things are of all records and frozen with the version: how names are read and how common they are, the weights, and what is expected
of those left over and of those named on lists. All else is of a component: lines that pairs which may matter connect.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.records import Record
from kinkeeper.linkage.blocking import distinct
from kinkeeper.linkage.decided import Decided, Decisions, on_lines
from kinkeeper.linkage.forming import Met, Scored, grow, may_matter
from kinkeeper.linkage.listed import Found
from kinkeeper.linkage.memory.coming import Change, see_change
from kinkeeper.linkage.memory.connected import connected
from kinkeeper.linkage.memory.held import Memory, frame_for
from kinkeeper.linkage.memory.proposing import propose
from kinkeeper.linkage.memory.rows import resolve_rows
from kinkeeper.linkage.model import kinds_of
from kinkeeper.linkage.scoring import Pairs, compare

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Resumed:
    """What is held after some records came or went, and what it took."""

    memory: Memory
    decided: Decided
    mates: dict[int, list[int]]
    """By line the lines that stand in a row with it."""
    touched: Flags
    """By line whether its person was formed anew, or other records say it than before."""
    come: Places
    """Lines that are new, or that other records say than before."""
    gone: list[int]
    """The numbers of lines that no record says any more."""
    compared: int
    """How many pairs were."""


def resume(memory: Memory, present: Sequence[str], arrived: Sequence[Record], decisions: Decisions) -> Resumed:
    """Link the records that are there: their ids in the order of the ledger, and of those not known before what they say."""
    change = see_change(memory, present, arrived)
    proposed = propose(change, change.before[memory.scored.pairs])
    after = np.cumsum(~change.gone) - 1
    kept, moved = _moved(memory, change, proposed.lost, after)
    ends = change.before[memory.scored.pairs[proposed.lost]]
    touched = _flags(len(moved.lines), after[ends[~change.gone[ends]]])
    touched |= change.new[~change.gone]
    mates = _mates(moved)
    come = after[proposed.come[~change.gone[proposed.come].any(axis=1)]]
    found = _score(moved, come)
    touched[found.pairs] = True
    scored = _together(kept, found, len(moved.lines))
    line_of = moved.lines.line_of()
    decided = on_lines(line_of, decisions)
    touched[_decided_lines(memory.decisions, decisions, line_of)] = True
    lines = connected(np.flatnonzero(touched), np.concatenate((scored.pairs, decided.same, decided.different)), len(moved.lines))
    _form(moved, scored, decided, lines)
    moved.scored, moved.decisions = scored, decisions
    touched = _flags(len(moved.lines), np.concatenate((lines, after[change.others])))
    beside = np.array([line_of[record] for record in change.beside if record in line_of], dtype=np.int64)
    resolve_rows(moved, mates, decided, touched | _flags(len(moved.lines), beside))
    written = np.union1d(after[change.new & ~change.gone], after[change.others])
    gone = [change.lines.number[line] for line in np.flatnonzero(change.gone).tolist()]
    return Resumed(moved, decided, mates, touched, written, gone, len(come))


def _moved(memory: Memory, change: Change, lost: Flags, after: Places) -> tuple[Scored, Memory]:
    """What was held, by the lines of after; nothing that speaks of a line that is gone."""
    lines = change.lines.only(np.flatnonzero(~change.gone))
    cluster = np.arange(len(lines))
    still = ~change.gone[change.before]
    lead = change.before[memory.cluster[still]]
    # A person whose first line is gone is formed anew; until then its lines stand alone.
    own = change.before[still]
    cluster[after[own]] = after[np.where(change.gone[lead], own, lead)]
    scored = memory.scored
    kept = Scored(after[change.before[scored.pairs[~lost]]], scored.first[~lost], scored.odds[~lost])
    return kept, Memory(
        memory.version,
        lines,
        kept,
        cluster,
        _met(memory.met, change, after),
        _found(memory.found, change, after),
        change.claims,
        memory.decisions,
    )


def _met(met: Met, change: Change, after: Places) -> Met:
    """Whom each line that waits may be; a line one of whose candidates is gone is looked at again, and left out."""
    pairs, lines = change.before[met.pairs], change.before[met.lines]
    again = np.union1d(pairs[change.gone[pairs].any(axis=1), 0], lines[change.gone[lines]])
    pairs, stay = pairs[~np.isin(pairs[:, 0], again)], ~np.isin(lines, again)
    return Met(after[pairs], after[lines[stay]], met.least[stay])


def _found(found: Iterable[Found], change: Change, after: Places) -> list[Found]:
    ends = [(one, int(change.before[one.line]), int(change.before[one.cluster])) for one in found]
    there = [(one, line, other) for one, line, other in ends if not change.gone[line] and not change.gone[other]]
    return [Found(int(after[line]), int(after[other]), one.probability, one.known) for one, line, other in there]


def _mates(memory: Memory) -> dict[int, list[int]]:
    line_of = memory.lines.line_of()
    mates: dict[int, set[int]] = {}
    for record, others in memory.claims.items():
        theirs = {line_of[other] for other in others if other in line_of}
        if theirs:
            mates.setdefault(line_of[record], set()).update(theirs)
    return {line: sorted(theirs) for line, theirs in mates.items()}


def _score(memory: Memory, pairs: Pairs) -> Scored:
    """Those of the pairs that may matter, with their odds at first sight."""
    waiting, model = memory.lines.waiting(), memory.version.model
    pairs = pairs[~waiting[pairs].any(axis=1)]
    if not len(pairs):
        return Scored(pairs, np.empty(0), np.empty(0))
    lines = distinct(pairs.ravel())
    frame, local = frame_for(memory, lines, {}), np.searchsorted(lines, pairs)
    odds = model.log_odds(kinds_of(frame, local), compare(frame, local))
    matter = may_matter(frame, model, local, odds)
    return Scored(pairs[matter], odds[matter], odds[matter].copy())


def _together(kept: Scored, found: Scored, count: int) -> Scored:
    """All pairs that may matter, each once, in order."""
    pairs = np.concatenate((kept.pairs, found.pairs))
    first = np.unique(pairs[:, 0] * count + pairs[:, 1], return_index=True)[1]
    return Scored(pairs[first], np.concatenate((kept.first, found.first))[first], np.concatenate((kept.odds, found.odds))[first])


def _decided_lines(before: Decisions, after: Decisions, line_of: dict[str, int]) -> list[int]:
    """Lines of which people have said something, now or before: what they said may be of a record that has gone since."""
    said = before.same | before.different | after.same | after.different
    return sorted({line_of[record] for pair in said for record in pair if record in line_of})


def _form(memory: Memory, scored: Scored, decided: Decided, lines: Places) -> None:
    """Form the persons of whole components anew."""
    if not len(lines):
        return
    within = _flags(len(memory.lines), lines)
    places = np.flatnonzero(within[scored.pairs[:, 0]])
    frame, version = frame_for(memory, lines, {}), memory.version
    local = np.searchsorted(lines, scored.pairs[places])
    same, different = (np.searchsorted(lines, pairs[within[pairs[:, 0]]]) for pairs in (decided.same, decided.different))
    cluster, odds, _ = grow(frame, version.model, (local, scored.first[places]), Decided(same, different), version.expected)
    memory.cluster[lines] = lines[cluster]
    scored.odds[places] = odds


def _flags(count: int, places: Places) -> Flags:
    flags = np.zeros(count, dtype=bool)
    flags[places] = True
    return flags
