"""The bytes of an entry: parts of canonical JSON, a salted commitment to each, one leaf over all.

    leaf = 0x01 || n || c_1 .. c_n
    c_k  = SHA-256("kinkeeper/commit/v1\\n" || salt_k || body_k)

The leaf holds no personal data: without the 32 random bytes of a salt, nobody can test a guess at
what a commitment stands for, and destroying salt and body leaves the tree whole. A body is made
canonical once (RFC 8785: members sorted, no white space), stored, and the stored bytes are what is
hashed; nobody ever makes it again from values. Floating-point numbers must not stand in a body, since
two programs may print one differently: the classes of entries have no field for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

COMMIT_LABEL = b"kinkeeper/commit/v1\n"
SALT_BYTES = 32
LEAF_VERSION = b"\x01"
MOST_PARTS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One body and the salt of its commitment."""

    salt: bytes
    body: bytes

    def commitment(self) -> bytes:
        """SHA-256 over label, salt and body: 32 bytes."""
        return commitment(self.salt, self.body)


def commitment(salt: bytes, body: bytes) -> bytes:
    """SHA-256 over label, salt and body: 32 bytes."""
    return sha256(COMMIT_LABEL + salt + body).digest()


def leaf(parts: Sequence[Part]) -> bytes:
    """The leaf over the commitments of 1 to 8 parts."""
    return leaf_of([part.commitment() for part in parts])


def leaf_of(commitments: Sequence[bytes]) -> bytes:
    """The leaf over 1 to 8 commitments."""
    if not 1 <= len(commitments) <= MOST_PARTS:
        raise ValueError(f"An entry has 1 to {MOST_PARTS} parts, not {len(commitments)}.")
    return LEAF_VERSION + bytes([len(commitments)]) + b"".join(commitments)
