"""A small ledger as it is stored, to be tampered with."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from kinkeeper.ledger.canonical import canonical
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.entry import Part, leaf
from kinkeeper.ledger.stored import EXPUNGED, Slice, StoredEntry, StoredPart
from kinkeeper.ledger.tree import Frontier
from kinkeeper.ledger.verify import Fault, audit

from .keys import ORIGIN

START = datetime(2026, 7, 1, 12, tzinfo=UTC)


def time_of(position: int) -> datetime:
    """When an entry was recorded: three at a time."""
    return START + timedelta(minutes=position // 3)


def core(position: int, kind: str = "record.received", said: Any = None) -> dict[str, Any]:
    at = time_of(position).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"actor": "R. Delgado", "agency": "HHS", "at": at, "kind": kind, "said": said or {"record_id": f"r{position}"}, "v": 1}


@dataclass
class Ledger:
    """Entries, and the head that stands for them."""

    entries: list[StoredEntry]
    head: Frontier = field(default_factory=Frontier)

    def checkpoint(self, size: int) -> Checkpoint:
        """What somebody saved when there were so many."""
        return Checkpoint(ORIGIN, size, Frontier().extended(self.leaves[:size]).root())

    def slices(self, most: int = 5) -> Iterator[Slice]:
        """The rows as a reader gives them, so many entries at a time."""
        for at in range(0, len(self.entries), most):
            some = self.entries[at : at + most]
            yield Slice([one[:3] for one in some], [part for one in some for part in one.parts])

    def fault(self, *saved: Checkpoint) -> Fault | None:
        """What is found."""
        return audit(self.slices(), self.head, saved)

    @property
    def leaves(self) -> list[bytes]:
        return [entry.leaf or b"" for entry in self.entries]

    def sealed(self) -> "Ledger":
        """With the head that its leaves make."""
        return Ledger(self.entries, Frontier().extended(self.leaves))


def entry(position: int, bodies: Sequence[Any], salts: random.Random) -> StoredEntry:
    parts = [Part(salts.randbytes(32), canonical(body)) for body in bodies]
    stored = tuple(StoredPart(position, k, part.salt, part.body, None) for k, part in enumerate(parts, 1))
    return StoredEntry(position, leaf(parts), time_of(position), stored)


def ledger(size: int, expunged: dict[tuple[int, int], int] | None = None) -> Ledger:
    """A whole ledger of so many entries, in which some parts (position, part) were expunged by an entry."""
    salts, expunged = random.Random(size), expunged or {}
    entries = []
    for position in range(size):
        ordered = sorted(part for part, by in expunged.items() if by == position)
        said = core(position, EXPUNGED, {"parts": ordered, "why": "court order"}) if ordered else core(position)
        entries.append(entry(position, [said, {"name": f"Ana {position}"}], salts))
    for (position, k), by in expunged.items():
        entries[position] = with_part(entries[position], k, salt=None, body=None, expunged_by=by)
    return Ledger(entries).sealed()


def with_part(one: StoredEntry, which: int, **changes: Any) -> StoredEntry:
    """The entry with one part changed."""
    return one._replace(parts=tuple(part._replace(**changes) if part.k == which else part for part in one.parts))


def moved(one: StoredEntry, position: int) -> StoredEntry:
    """The entry in another place, whole, dated as it was."""
    return one._replace(position=position, parts=tuple(part._replace(position=position) for part in one.parts))
