"""One walk over all stored entries in their order: which of them is wrong, as far as entries tell by themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.chunks import Proven
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
from kinkeeper.ledger.tree import Frontier


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry that is wrong, and a sentence that says what is wrong with it."""

    position: int
    words: str

    def __str__(self) -> str:
        return self.words


class Passage:
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

    def can_join(self, first: int, count: int) -> bool:
        """Whether a chunk that was proven by itself goes on from here, and no entry in it is said to have expunged another."""
        if not self._next == self.stored.size == first:
            return False
        return self._expunged.keys().isdisjoint(range(first, first + count))

    def join(self, chunk: Proven) -> None:
        """Go on over a chunk that was proven by itself."""
        if self._made:
            self._made = self._made.joined(chunk.tree)
        self.stored = self.stored.joined(chunk.tree)
        self._next += chunk.count
        if self._time and chunk.start < self._time:
            self.back_in_time.append(chunk.first)
        self.back_in_time += chunk.back_in_time
        self._time, self._opening = chunk.end, b""

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
