"""Proofs of RFC 9162 section 2.1: that an entry stands in a tree, and that a tree was only added to.

A proof is a tuple of hashes. Building one needs the hashes of full subtrees, which a `HashReader` gives: from
leaf hashes in memory here, from tiles in `tiles`. Checking one needs nothing but the proof and the roots.
"""

from collections.abc import Sequence
from typing import Protocol

from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.ledger.tree import EMPTY_ROOT, HASH_BYTES, node_hash

Proof = tuple[bytes, ...]


class NotProven(KinkeeperError):
    """What is shown does not prove what it should prove."""

    code = "not_proven"


class HashReader(Protocol):
    """Where the hashes of full subtrees come from."""

    def hash_of(self, level: int, index: int) -> bytes:
        """
        The hash over leaves [index * 2^level, (index + 1) * 2^level).

        MUST be that of a subtree whose leaves all exist; is never asked for another.
        """


class LeafHashes:
    """A reader over the hashes of all leaves, for trees that fit in memory."""

    def __init__(self, hashes: Sequence[bytes]) -> None:
        self._levels = [list(hashes)]
        while len(self._levels[-1]) > 1:
            below = iter(self._levels[-1])
            self._levels.append([node_hash(left, right) for left, right in zip(below, below, strict=False)])

    def hash_of(self, level: int, index: int) -> bytes:
        """The hash of a full subtree."""
        return self._levels[level][index]


# Building


def root_of(reader: HashReader, size: int) -> bytes:
    """The root of the tree over the first `size` leaves."""
    return _range_hash(reader, 0, size) if size else EMPTY_ROOT


def inclusion_proof(reader: HashReader, index: int, size: int) -> Proof:
    """
    What proves that leaf `index` stands in the tree of `size` leaves: PATH of section 2.1.3.1.

    :raises ValueError: unless 0 <= index < size.
    """
    if not 0 <= index < size:
        raise ValueError(f"A tree of {size} leaves has no leaf {index}.")
    proof, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(_range_hash(reader, middle, end))
            end = middle
        else:
            proof.append(_range_hash(reader, start, middle))
            start = middle
    return tuple(reversed(proof))


def consistency_proof(reader: HashReader, old: int, new: int) -> Proof:
    """
    What proves that the tree of `new` leaves begins with the tree of `old` leaves: PROOF of section 2.1.4.1.

    From an empty tree, and from a tree to itself, nothing needs proof, and the proof is empty.

    :raises ValueError: unless 0 <= old <= new.
    """
    if not 0 <= old <= new:
        raise ValueError(f"A tree of {new} leaves has no earlier tree of {old}.")
    if old in (0, new):
        return ()
    proof, start, end = [], 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(_range_hash(reader, middle, end))
            end = middle
        else:
            proof.append(_range_hash(reader, start, middle))
            start = middle
    if start:
        proof.append(_range_hash(reader, start, end))
    return tuple(reversed(proof))


def _split(count: int) -> int:
    """The largest power of two below `count`: where RFC 6962 divides that many leaves."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_hash(reader: HashReader, start: int, end: int) -> bytes:
    """The hash over leaves [start, end), a range that the division of a tree gives: full subtrees, falling in size."""
    hashes = []
    while start < end:
        level = (end - start).bit_length() - 1
        hashes.append(reader.hash_of(level, start >> level))
        start += 1 << level
    node = hashes.pop()
    while hashes:
        node = node_hash(hashes.pop(), node)
    return node


# Checking


def verify_inclusion(proof: Sequence[bytes], leaf: bytes, index: int, size: int, root: bytes) -> None:
    """
    See that the leaf with this hash stands at `index` in the tree of `size` leaves and this root: section 2.1.3.2.

    :raises NotProven: where the proof does not show it.
    """
    if not 0 <= index < size:
        raise NotProven(f"A tree of {size} entries has no entry {index}.")
    _refuse_odd_hashes((leaf, *proof))
    node, at, last = leaf, index, size - 1
    for sibling in proof:
        if not last:
            raise NotProven("The proof is longer than the tree is high.")
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            at, last = _past_missing_levels(at, last)
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    if last or node != root:
        raise NotProven(f"The proof does not lead from entry {index} to the root of the tree of {size} entries.")


def verify_consistency(proof: Sequence[bytes], old: tuple[int, bytes], new: tuple[int, bytes]) -> None:
    """
    See that the tree (size, root) `new` begins with the tree `old`: section 2.1.4.2.

    A tree that is empty begins every other, which no proof shows: whoever means that, asks for no proof.

    :raises NotProven: where the proof does not show it, or `old` is empty and `new` is not.
    """
    if old[0] == new[0]:
        _same_tree(proof, old, new)
        return
    if not (0 < old[0] < new[0] and proof):
        raise NotProven(f"Nothing proves that a tree of {new[0]} entries begins with one of {old[0]}.")
    _refuse_odd_hashes(proof)
    # The hash of a full subtree stands for itself, and the proof leaves it out.
    first, *rest = proof if old[0] & (old[0] - 1) else (old[1], *proof)
    if _both_roots(first, rest, old[0] - 1, new[0] - 1) != (old[1], new[1]):
        raise NotProven(f"The tree of {new[0]} entries does not begin with the tree of {old[0]} entries.")


def _both_roots(first: bytes, rest: Sequence[bytes], at: int, last: int) -> tuple[bytes, bytes] | None:
    """The roots, old and new, that these hashes lead to; None where they do not end at the top."""
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = first
    for sibling in rest:
        if not last:
            return None
        if at & 1 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            at, last = _past_missing_levels(at, last)
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    return None if last else (old, new)


def _past_missing_levels(at: int, last: int) -> tuple[int, int]:
    """Up the right edge, over the levels on which a node has no sibling."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _same_tree(proof: Sequence[bytes], old: tuple[int, bytes], new: tuple[int, bytes]) -> None:
    if proof or old != new:
        raise NotProven(f"Two trees of {old[0]} entries are not the same.")
    if not old[0] and old[1] != EMPTY_ROOT:
        raise NotProven("This is not the root of an empty tree.")


def _refuse_odd_hashes(hashes: Sequence[bytes]) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise NotProven(f"A hash in the proof has not {HASH_BYTES} bytes.")
