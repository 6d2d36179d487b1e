"""The whole ledger, from its stored bytes: is everything there, unchanged, in its place; and which entry is the first that is not.

Each entry's commitments and leaf are made again, the tree over them grown, and compared with the head and with checkpoints that
somebody saved. Where parts do not fit their leaf, the tree tells which of them was changed: with the leaf that is stored, or with the
one that the parts make, it leads to the head. Where each entry is sound by itself and the tree is not, whole entries were exchanged; the
smallest range is named that holds the first.

Whoever rewrites entries and head alike can make them fit. Only a checkpoint that is kept elsewhere shows that.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.stored import (
    CORE,
    EntryRow,
    Examined,
    PartRow,
    Slice,
    StoredEntry,
    entries_of,
    examine,
    expunged_in,
    opening_of,
    ordinary_leaves,
    time_in,
)
from kinkeeper.ledger.tree import EMPTY_ROOT, Frontier


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry that is wrong, and a sentence that says what is wrong with it."""

    position: int
    words: str

    def __str__(self) -> str:
        return self.words


def audit(ledger: Iterable[Slice], head: Frontier, saved: Iterable[Checkpoint] = ()) -> Fault | None:
    """
    The first thing that is wrong with a ledger; None where it is whole, and what its head and each saved checkpoint stand for.

    It comes in slices, in the order of positions from 0 on; an entry that comes twice or too late is found, too. Takes about three
    microseconds an entry, nearly all of it SHA-256, if slices are of some hundred entries and so fit in the processor's cache.
    """
    checkpoints = sorted(saved, key=lambda checkpoint: checkpoint.size)
    sizes = [checkpoint.size for checkpoint in checkpoints]
    passage, roots = _Passage(), {0: EMPTY_ROOT}
    for stored in _divided(ledger, sizes):
        passage.take(stored)
        if passage.stored.size in sizes:
            roots[passage.stored.size] = passage.stored.root()
    passage.end(head, checkpoints)
    wrong = _exchanged(passage, head, [(checkpoint, roots.get(checkpoint.size)) for checkpoint in checkpoints])
    if passage.fault and not (wrong and wrong.end <= passage.fault.position):
        return passage.fault
    return wrong.fault(passage.back_in_time) if wrong else None


def _divided(ledger: Iterable[Slice], sizes: Iterable[int]) -> Iterator[Slice]:
    """The same slices, divided where the ledger had these sizes."""
    for stored in ledger:
        for size in sizes:
            before, stored = stored.divided(size)
            yield before
        yield stored


class _Passage:
    """One walk over all entries, and what came to light."""

    def __init__(self) -> None:
        self.stored = Frontier()
        """The tree over the leaves that are stored."""
        self.fault: Fault | None = None
        self.in_order = True
        """Whether each entry so far stood where the one before it let expect."""
        self.back_in_time: list[int] = []
        """Positions of entries that say they were recorded before the one ahead of them."""
        self._next = 0
        self._made: Frontier | None = None
        """The tree over the leaves that the parts make, from where the two differ."""
        self._unfitting: tuple[int, tuple[int, ...]] | None = None
        self._expunged: dict[int, list[tuple[int, int]]] = {}
        """Position that is said to have expunged them -> parts (position, part) that are gone."""
        self._misdated: tuple[int, str] | None = None
        self._time: datetime | None = None
        self._opening = b""

    def take(self, stored: Slice) -> None:
        """Go on over this slice."""
        leaves = ordinary_leaves(stored, self._next)
        if leaves is None or not self._expunged.keys().isdisjoint(range(self._next, self._next + len(leaves))):
            self._examine_each(list(entries_of(stored)))
            return
        self._next += len(leaves)
        self._append(leaves, {})
        self._take_times(zip(stored.entries, stored.parts[:: len(stored.parts) // len(leaves)], strict=True))

    def end(self, head: Frontier, saved: Sequence[Checkpoint]) -> None:
        """Say what the entries owe, now that there are no more: to the head, to checkpoints, to each other."""
        for checkpoint in saved:
            self._owe(checkpoint.size, f"the checkpoint of {checkpoint.origin} is over {checkpoint.size}")
        self._owe(head.size, f"the head says that there are {head.size}")
        if self._next > head.size:
            self._blame(head.size, f"it stands beyond the head, which says that there are {head.size} entries.")
        if self._unfitting:
            self._blame_unfitting(*self._unfitting, head)
        for by, parts in self._expunged.items():
            for position, k in parts:
                self._blame(position, f"its part {k} is gone, and entry {by} does not say that it expunged it.")
        # Last, because of a core that was changed it is not the time alone that is wrong.
        if self._misdated:
            self._blame(*self._misdated)

    def _examine_each(self, entries: Sequence[StoredEntry]) -> None:
        leaves: list[bytes] = []
        made: dict[int, bytes] = {}
        for entry in entries:
            if entry.position != self._next and not self._skip_to(entry.position):
                continue
            self._next = entry.position + 1
            found = examine(entry)
            self._note(entry, found)
            if found.unfitting:
                made[len(leaves)] = found.leaf
            leaves.append(entry.leaf or b"")
        self._append(leaves, made)
        self._take_times((entry[:3], entry.parts[0]) for entry in entries if entry.parts)

    def _append(self, leaves: Sequence[bytes], made: Mapping[int, bytes]) -> None:
        """Grow the tree; `made` are leaves as parts make them, where those are others."""
        if self._made or made:
            self._made = (self._made or self.stored).extended(made.get(at, leaf) for at, leaf in enumerate(leaves))
        self.stored = self.stored.extended(leaves)

    def _skip_to(self, position: int) -> bool:
        """Whether an entry can be taken that does not stand where it was awaited."""
        self.in_order = False
        last = self._next - 1
        if position > last:
            others = f", and so are those up to {position - 1}" if position - 1 > self._next else ""
            self._blame(self._next, f"it is missing{others}.")
        elif position < 0:
            self._blame(position, "no entry can stand there.")
        else:
            self._blame(position, "it stands twice." if position == last else f"it stands out of order, after entry {last}.")
        return position > last

    def _note(self, entry: StoredEntry, found: Examined) -> None:
        """Keep what a closer look at an entry found, and what has to be seen to later."""
        self.in_order = self.in_order and entry.leaf is not None
        if found.wrong:
            self._blame(entry.position, found.wrong)
        if found.unfitting and not self._unfitting:
            self._unfitting = (entry.position, found.unfitting)
        for k, by in found.expunged:
            self._expunged.setdefault(by, []).append((entry.position, k))
        if entry.position in self._expunged and not (found.wrong or found.unfitting):
            self._settle_expunged(entry.position, entry.parts[CORE - 1].body)

    def _settle_expunged(self, by: int, core: bytes | None) -> None:
        said = expunged_in(core or b"")
        left = [part for part in self._expunged.pop(by) if part not in said]
        if left:
            self._expunged[by] = left

    def _take_times(self, entries: Iterable[tuple[EntryRow, PartRow]]) -> None:
        """Compare what is kept beside the core with what the core says, and so with what the tree stands for."""
        for (position, _, recorded_at), (_, _, _, core, _) in entries:
            if core is None or recorded_at is None or (recorded_at == self._time and core.startswith(self._opening)):
                continue
            time, self._opening = time_in(core), opening_of(core)
            if time != recorded_at and not self._misdated:
                self._misdated = (position, f"it is kept as recorded at {recorded_at}, and says {time or 'nothing of when it was'}.")
            if time and self._time and time < self._time:
                self.back_in_time.append(position)
            self._time = time or self._time

    def _owe(self, size: int, why: str) -> None:
        if self._next < size:
            self._blame(self._next, f"it is missing: {why}.")

    def _blame_unfitting(self, position: int, unfitting: tuple[int, ...], head: Frontier) -> None:
        parts = f"its part {unfitting[0]}" if len(unfitting) == 1 else f"its parts {' and '.join(map(str, unfitting))}"
        if self.stored == head:
            self._blame(position, f"{parts} {'is' if len(unfitting) == 1 else 'are'} not what was recorded: salt or body was changed.")
        elif self._made == head:
            self._blame(position, "its leaf is not what was recorded: the head stands for what its parts make.")
        else:
            self._blame(position, f"{parts} and its leaf do not belong together.")

    def _blame(self, position: int, what: str) -> None:
        if self.fault is None or position < self.fault.position:
            self.fault = Fault(position, f"Entry {position}: {what}")


# Entries that are sound by themselves, and not those that were recorded


@dataclass(frozen=True, slots=True)
class _Range:
    """Entries [start, end) of which one is wrong, who says so, and what to do."""

    start: int
    end: int
    why: str

    def fault(self, back_in_time: Iterable[int]) -> Fault:
        """In one line, with the place where times run backwards, if there is one."""
        names = {0: "No entry", 1: f"Entry {self.start}"}
        which = names.get(self.end - self.start, f"Entries {self.start} to {self.end - 1}")
        here = [position for position in back_in_time if position > self.start]
        hint = f" Entry {here[0]} says that it was recorded before the one ahead of it: look there first." if here else ""
        return Fault(self.start, f"{which}: {self.why}.{hint}")


def _exchanged(passage: _Passage, head: Frontier, roots: Sequence[tuple[Checkpoint, bytes | None]]) -> _Range | None:
    """The smallest range that is known to hold an entry that was exchanged."""
    if not passage.in_order:
        return None
    proven = [checkpoint.size for checkpoint, root in roots if root == checkpoint.root]
    by_head = _by_head(passage.stored, head, max(proven, default=0))
    if by_head:
        return by_head
    for checkpoint, root in roots:
        if root not in (None, checkpoint.root):
            which = f"the checkpoint of {checkpoint.origin} over {checkpoint.size}"
            start = max((size for size in proven if size < checkpoint.size), default=0)
            return _Range(start, checkpoint.size, f"not what {which} stands for (an entry was exchanged, moved or rewritten)")
    return None


def _by_head(stored: Frontier, head: Frontier, proven: int) -> _Range | None:
    if stored.size != head.size:
        return None
    for (start, end), have, want in zip(head.ranges(), stored.hashes, head.hashes, strict=True):
        if have != want and end <= proven:
            return _Range(start, end, "not what the head stands for, but what a saved checkpoint does (the head was changed)")
        if have != want:
            return _Range(
                max(start, proven), end, "not what the head stands for (an entry was exchanged or moved, or the head was changed)"
            )
    return None
