"""Rows of lists resolved again, where somebody who may be meant has come, gone or become somebody else."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.decided import Decided
from kinkeeper.linkage.forming import Met
from kinkeeper.linkage.listed import Found, WordTable, find_candidates, resolve, weigh_words
from kinkeeper.linkage.memory.connected import connected
from kinkeeper.linkage.memory.held import WORD, Memory, frame_for, spread

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Mates = Mapping[int, Sequence[int]]


def resolve_rows(memory: Memory, mates: Mates, decided: Decided, touched: Flags) -> None:
    """Resolve the rows that touched lines, those that came among them, have a part in."""
    waiting = memory.lines.waiting()
    line, words = spread(memory.lines.words, WORD)
    table = WordTable(line, words["word"], words["weight"])
    rows = _rows_touched(memory, mates, touched, table)
    if not len(rows):
        return
    again = rows[waiting[rows]]
    met, least = find_candidates(table, again, np.flatnonzero(~waiting))
    memory.met = _with(memory.met, Met(met, again, least), len(waiting))
    redone = _resolve(memory, mates, rows, met)
    held = [one for one in redone if decided.leaves_open(memory.cluster, one.line, one.cluster)]
    asked = set(again.tolist())
    memory.found = sorted((*(one for one in memory.found if one.line not in asked), *held), key=lambda one: one.line)


def _rows_touched(memory: Memory, mates: Mates, touched: Flags, table: WordTable) -> Places:
    """All lines of the rows in which somebody waits who is touched, stands beside somebody touched, or may be one."""
    waiting, met = memory.lines.waiting(), memory.met
    first = touched & _flags(len(touched), list(mates))
    first |= waiting & ~_flags(len(touched), met.lines)
    first[met.pairs[touched[met.pairs[:, 1]], 0]] = True
    come = np.flatnonzero(touched & ~waiting)
    for nth, (line, _, weight) in enumerate(weigh_words(table, met.lines, come)):
        first[line] |= bool((weight >= met.least[nth]).any())
    pairs = np.array([(line, mate) for line, theirs in mates.items() for mate in theirs], dtype=np.int64).reshape(-1, 2)
    rows = connected(np.flatnonzero(first), pairs, len(touched))
    return rows[_flags(len(touched), list(mates))[rows]]


def _resolve(memory: Memory, mates: Mates, rows: Places, met: Places) -> list[Found]:
    """Who the lines of these rows are, each with whom it may be."""
    cluster, version = memory.cluster, memory.version
    persons = np.unique(cluster[np.concatenate((rows, met[:, 1]))])
    lines = np.flatnonzero(_flags(len(cluster), persons)[cluster] & ~memory.lines.waiting())
    lines = np.union1d(lines, rows)
    frame = frame_for(memory, lines, {line: mates[line] for line in rows.tolist()})
    found, _ = resolve(frame, version.model, np.searchsorted(persons, cluster[lines]), np.searchsorted(lines, met), version.listing)
    return [Found(int(lines[one.line]), int(persons[one.cluster]), one.probability, one.known) for one in found]


def _with(before: Met, again: Met, count: int) -> Met:
    anew = _flags(count, again.lines)
    stay, still = ~anew[before.pairs[:, 0]], ~anew[before.lines]
    return Met(
        np.concatenate((before.pairs[stay], again.pairs)),
        np.concatenate((before.lines[still], again.lines)),
        np.concatenate((before.least[still], again.least)),
    )


def _flags(count: int, places: Places | Sequence[int]) -> Flags:
    flags = np.zeros(count, dtype=bool)
    flags[np.asarray(places, dtype=np.int64)] = True
    return flags
