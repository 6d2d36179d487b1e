"""The whole ledger, from its stored bytes: is everything there, unchanged, in its place; and which entry is the first that is not.

Each entry's commitments and leaf are made again, the tree over them grown, and compared with the head and with checkpoints that
somebody saved. Where parts do not fit their leaf, the tree tells which of them was changed: with the leaf that is stored, or with the
one that the parts make, it leads to the head. Where each entry is sound by itself and the tree is not, whole entries were exchanged; the
smallest range is named that holds the first.

Whoever rewrites entries and head alike can make them fit. Only a checkpoint that is kept elsewhere shows that.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.chunks import Proven
from kinkeeper.ledger.passage import Fault, Passage
from kinkeeper.ledger.stored import Slice
from kinkeeper.ledger.tree import EMPTY_ROOT, Frontier

__all__ = ["Audit", "Fault", "audit"]


def audit(ledger: Iterable[Slice], head: Frontier, saved: Iterable[Checkpoint] = ()) -> Fault | None:
    """
    The first thing that is wrong with a ledger; None where it is whole, and what its head and each saved checkpoint stand for.

    It comes in slices, in the order of positions from 0 on; an entry that comes twice or too late is found, too. Takes about three
    microseconds an entry, nearly all of it SHA-256, if slices are of some hundred entries and so fit in the processor's cache.
    """
    looking = Audit(head, saved)
    for stored in ledger:
        looking.take(stored)
    return looking.fault()


class Audit:
    """The same piece by piece: slices, or chunks that were proven elsewhere."""

    def __init__(self, head: Frontier, saved: Iterable[Checkpoint] = (), sizes: Iterable[int] = ()) -> None:
        """Of a ledger with this head; `sizes` are those of which the root is asked, beside those of the checkpoints."""
        self._head = head
        self._saved = sorted(saved, key=lambda checkpoint: checkpoint.size)
        self.sizes = tuple(sorted({*sizes, *(checkpoint.size for checkpoint in self._saved)}))
        self.roots = {0: EMPTY_ROOT}
        """Size -> the root of the stored leaves then."""
        self._passage = Passage()

    def take(self, stored: Slice) -> None:
        """Go on over this slice."""
        if not stored.entries:
            self._passage.take(stored)
            return
        # Divided where the ledger had the sizes that are asked for.
        first, last = stored.entries[0][0], stored.entries[-1][0]
        for size in self.sizes[bisect_right(self.sizes, first) : bisect_right(self.sizes, last)]:
            before, stored = stored.divided(size)
            self._take(before)
        self._take(stored)

    def can_join(self, first: int, count: int) -> bool:
        """Whether a chunk that was proven by itself can be joined to what was taken."""
        return self._passage.can_join(first, count)

    def join(self, chunk: Proven) -> None:
        """Go on over a chunk that was proven by itself."""
        for size, tree in chunk.marks:
            self.roots[size] = self._passage.stored.joined(tree).root()
        self._passage.join(chunk)

    def fault(self) -> Fault | None:
        """What is wrong, now that all was taken."""
        passage = self._passage
        passage.end(self._head, self._saved)
        wrong = _exchanged(passage, self._head, [(one, self.roots.get(one.size)) for one in self._saved])
        if passage.fault and not (wrong and wrong.end <= passage.fault.position):
            return passage.fault
        return wrong.fault(passage.back_in_time) if wrong else None

    def _take(self, stored: Slice) -> None:
        self._passage.take(stored)
        if self._passage.stored.size in self.sizes:
            self.roots[self._passage.stored.size] = self._passage.stored.root()


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


def _exchanged(passage: Passage, head: Frontier, roots: Sequence[tuple[Checkpoint, bytes | None]]) -> _Range | None:
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
