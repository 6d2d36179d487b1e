"""An entry as it is stored, and what is wrong with it when it is looked at by itself.

Its leaf commits to its parts; a part that was expunged is known by its commitment alone, and the entry that expunged it says so in
its core:

    {..., "kind": "record.expunged", "said": {"parts": [[position, part], ...], ...}, ...}
"""

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import chain, groupby, starmap
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from kinkeeper.ledger.entry import COMMIT_LABEL, LEAF_VERSION, MOST_PARTS, SALT_BYTES
from kinkeeper.ledger.tree import HASH_BYTES

CORE = 1
EXPUNGED = "record.expunged"
_HEAD_BYTES = 2
_HEADS = [LEAF_VERSION + bytes([count]) for count in range(MOST_PARTS + 1)]

EntryRow = tuple[int, bytes | None, datetime | None]
PartRow = tuple[int, int, bytes | None, bytes | None, int | None]
"""Rows as a database gives them; `StoredEntry` and `StoredPart` name their columns."""


class Slice(NamedTuple):
    """A stretch of the ledger: its entries in the order of their positions, and their parts in the order of position and `k`."""

    entries: Sequence[EntryRow]
    parts: Sequence[PartRow]

    def divided(self, position: int) -> "tuple[Slice, Slice]":
        """What stands before a position, and the rest."""
        entry, part = (bisect_left(rows, position, key=itemgetter(0)) for rows in self)
        return Slice(self.entries[:entry], self.parts[:part]), Slice(self.entries[entry:], self.parts[part:])


class StoredPart(NamedTuple):
    """A row of the table `part`: of the entry at a position the part `k`."""

    position: int
    k: int
    salt: bytes | None
    body: bytes | None
    expunged_by: int | None


class StoredEntry(NamedTuple):
    """A row of the table `entry`, and those of its parts."""

    position: int
    leaf: bytes | None
    """None where parts stand without their entry."""
    recorded_at: datetime | None
    """None where it is not kept beside the core, which says it too."""
    parts: Sequence[StoredPart]


def ordinary_leaves(stored: Slice, first: int) -> list[bytes] | None:
    """
    The leaves of a slice in which nothing is out of the ordinary; None where anything is, and each entry has to be examined.

    Ordinary are entries that stand at `first` and after it without a gap, have the same number of parts, all there, and leaves that those
    parts make. Columns at a time, because a ledger is millions of entries, nearly all of which are ordinary.
    """
    if not stored.entries:
        return None
    count, left = divmod(len(stored.parts), len(stored.entries))
    if left or not 0 < count <= MOST_PARTS:
        return None
    positions, leaves, _ = zip(*stored.entries, strict=True)
    places, ks, salts, bodies, expunged_by = zip(*stored.parts, strict=True)
    awaited = range(first, first + len(positions))
    if positions != tuple(awaited) or places != tuple(chain.from_iterable(zip(*[awaited] * count, strict=True))):
        return None
    if ks != tuple(range(1, count + 1)) * len(positions) or expunged_by.count(None) != len(places):
        return None
    # With the length of the salt left open, bytes could move between salt and body unseen.
    if None in salts or None in bodies or set(map(len, salts)) != {SALT_BYTES}:
        return None
    commitments = iter([sha256(COMMIT_LABEL + salt + body).digest() for salt, body in zip(salts, bodies, strict=True)])
    made = [_HEADS[count] + b"".join(own) for own in zip(*[commitments] * count, strict=True)]
    return made if made == list(leaves) else None


def entries_of(stored: Slice) -> Iterator[StoredEntry]:
    """The entries of a slice, each with its parts; where parts have none, an entry without a leaf in its place."""
    groups = groupby(starmap(StoredPart, stored.parts), key=attrgetter("position"))
    waiting = next(groups, None)
    for position, leaf, recorded_at in stored.entries:
        while waiting and waiting[0] < position:
            yield StoredEntry(waiting[0], None, None, tuple(waiting[1]))
            waiting = next(groups, None)
        if waiting and waiting[0] == position:
            yield StoredEntry(position, leaf, recorded_at, tuple(waiting[1]))
            waiting = next(groups, None)
        else:
            yield StoredEntry(position, leaf, recorded_at, ())
    while waiting:
        yield StoredEntry(waiting[0], None, None, tuple(waiting[1]))
        waiting = next(groups, None)


@dataclass(frozen=True, slots=True)
class Examined:
    """What a closer look at an entry found."""

    leaf: bytes
    """The leaf as its parts make it, with the stored commitments of parts that were expunged."""
    wrong: str = ""
    """What is certainly wrong with it, after "Entry N: "."""
    unfitting: tuple[int, ...] = ()
    """The parts that are not what the leaf commits to, or the leaf is not theirs: the tree knows which."""
    expunged: tuple[tuple[int, int], ...] = ()
    """The parts that are gone, and the position that is said to have expunged each."""


def examine(entry: StoredEntry) -> Examined:
    """Look closely at an entry in which something may be out of the ordinary."""
    leaf, parts = entry.leaf, entry.parts
    wrong = _wrong_parts(leaf, parts)
    if leaf is None or wrong:
        return Examined(leaf or b"", wrong)
    commitments = _commitments(leaf, len(parts))
    made = [_commitment(part) or commitments[part.k - 1] for part in parts]
    unfitting = tuple(part.k for part, one in zip(parts, made, strict=True) if one != commitments[part.k - 1])
    expunged = tuple((part.k, part.expunged_by) for part in parts if part.expunged_by is not None)
    return Examined(_HEADS[len(made)] + b"".join(made), "", unfitting, expunged)


def commitments_in(leaf: bytes) -> list[bytes]:
    """The commitments in a leaf; none where it is none."""
    return _commitments(leaf, leaf[1]) if _is_leaf(leaf) else []


def _commitments(leaf: bytes, count: int) -> list[bytes]:
    """The commitments in a leaf over so many parts; commitments to nothing where it is not such a leaf."""
    if leaf[:_HEAD_BYTES] != _HEADS[count] or len(leaf) != _HEAD_BYTES + HASH_BYTES * count:
        return [b""] * count
    return [leaf[at : at + HASH_BYTES] for at in range(_HEAD_BYTES, len(leaf), HASH_BYTES)]


def _commitment(part: StoredPart) -> bytes | None:
    if part.salt is None or part.body is None:
        return None
    return sha256(COMMIT_LABEL + part.salt + part.body).digest()


def _wrong_parts(leaf: bytes | None, parts: Sequence[StoredPart]) -> str:
    """What is wrong with an entry whatever its leaf commits to; empty where that decides."""
    if leaf is None:
        return "it is missing; its parts are still there."
    whole = _is_leaf(leaf)
    count = leaf[1] if whole else len(parts)
    if not whole and not (0 < count <= MOST_PARTS and all(part.body is not None for part in parts)):
        return "its leaf was changed: it commits to nothing."
    found = [part.k for part in parts]
    for k in range(1, count + 1):
        if found.count(k) != 1:
            return f"its part {k} {'stands twice' if k in found else 'is missing'}."
    if len(found) != count:
        return f"it has a part {max(found)}, and its leaf commits to {count}."
    return next(filter(None, map(_wrong_part, parts)), "")


def _is_leaf(leaf: bytes) -> bool:
    """Whether it has the form of a leaf over 1 to 8 parts."""
    return leaf[:_HEAD_BYTES] in _HEADS[1:] and len(leaf) == _HEAD_BYTES + HASH_BYTES * leaf[1]


def _wrong_part(part: StoredPart) -> str:
    if (part.salt is None) != (part.body is None):
        return f"of its part {part.k} the {'salt' if part.salt is None else 'body'} is gone and the rest is there."
    if part.salt is None:
        if part.expunged_by is None:
            return f"its part {part.k} is gone, and no entry is named that expunged it."
        if part.expunged_by <= part.position:
            return f"its part {part.k} is gone, and entry {part.expunged_by} cannot have expunged it: it stands before."
        return ""
    if part.expunged_by is not None:
        return f"its part {part.k} is said to be expunged by entry {part.expunged_by}, and is still there."
    if len(part.salt) != SALT_BYTES:
        return f"the salt of its part {part.k} has {len(part.salt)} bytes, not {SALT_BYTES}."
    return ""


# What a core says


def time_in(core: bytes) -> datetime | None:
    """When the core says that its entry was recorded; None where it does not, or leaves open in which part of the world."""
    at = _told(core).get("at")
    try:
        time = datetime.fromisoformat(at) if isinstance(at, str) else None
    except ValueError:
        return None
    return time if time and time.tzinfo else None


def opening_of(core: bytes) -> bytes:
    """
    The core up to and with its time: another core that begins the same says the same time, and need not be read.

    Where something stands before the time that could hold a time of its own, all of the core.
    """
    before, at, after = core.partition(b'"at":"')
    if not at or b"{" in before[1:]:
        return core
    return before + at + after.partition(b'"')[0] + b'"'


def expunged_in(core: bytes) -> frozenset[tuple[int, int]]:
    """The parts (position, part) that the entry with this core expunged: none, where it is about something else."""
    match _told(core):
        case {"kind": str(kind), "said": {"parts": list(parts)}} if kind == EXPUNGED:
            return frozenset(tuple(part) for part in parts if isinstance(part, list) and list(map(type, part)) == [int, int])
    return frozenset()


def _told(core: bytes) -> dict[str, Any]:
    """What a core says; nothing, where it is not a JSON object."""
    try:
        told = json.loads(core.decode())
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
