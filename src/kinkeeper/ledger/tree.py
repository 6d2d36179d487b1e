"""The Merkle tree of RFC 6962 section 2.1, as its frontier: one hash for each full subtree on the right edge.

A frontier of a tree with n leaves holds as many hashes as n has binary ones, largest subtree first:
at most 63, whatever the size.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256(0x00 || leaf)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree of `size` leaves."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def extended(self, leaves: Iterable[bytes]) -> "Frontier":
        """The frontier after these leaves are appended. About one microsecond a leaf."""
        return self.with_hashes([sha256(b"\x00" + leaf).digest() for leaf in leaves])

    def with_hashes(self, nodes: list[bytes]) -> "Frontier":
        """The frontier after leaves with these hashes are appended."""
        nodes = list(nodes)
        size, kept, edge, level = self.size + len(nodes), list(self.hashes), [], 0
        while nodes:
            if self.size >> level & 1:
                nodes.insert(0, kept.pop())
            if len(nodes) & 1:
                edge.append(nodes.pop())
            below = iter(nodes)
            nodes = [sha256(b"\x01" + left + right).digest() for left, right in zip(below, below, strict=True)]
            level += 1
        return Frontier(size, (*kept, *reversed(edge)))

    def joined(self, after: "Frontier") -> "Frontier":
        """The frontier after another tree's leaves; this one's size has to be a multiple of that one's largest subtree."""
        kept, size = list(self.hashes), self.size
        for (start, end), one in zip(after.ranges(), after.hashes, strict=True):
            node, level = one, (end - start).bit_length() - 1
            while size >> level & 1:
                node, level = node_hash(kept.pop(), node), level + 1
            kept.append(node)
            size += end - start
        return Frontier(size, tuple(kept))

    def ranges(self) -> list[tuple[int, int]]:
        """The leaves [start, end) that each of the hashes is over."""
        found, start = [], 0
        for level in reversed(range(self.size.bit_length())):
            if self.size >> level & 1:
                found.append((start, start + (1 << level)))
                start += 1 << level
        return found

    def root(self) -> bytes:
        """The hash of the whole tree: RFC 6962's MTH. An empty tree has SHA-256 of nothing."""
        if not self.hashes:
            return EMPTY_ROOT
        node = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            node = node_hash(left, node)
        return node

    def to_bytes(self) -> bytes:
        """The hashes, one after the other: what the head row stores beside the size."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, stored: bytes) -> "Frontier":
        """The frontier that was stored.

        :raises ValueError: where the stored bytes cannot belong to a tree of this size.
        """
        if size < 0 or len(stored) != HASH_BYTES * size.bit_count():
            raise ValueError(f"A tree of {size} leaves has {size.bit_count()} hashes on its edge, not {len(stored) / HASH_BYTES:g}.")
        return cls(size, tuple(stored[at : at + HASH_BYTES] for at in range(0, len(stored), HASH_BYTES)))
