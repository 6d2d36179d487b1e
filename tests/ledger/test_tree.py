"""The tree is RFC 6962's."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.ledger.tree import EMPTY_ROOT, Frontier


def mth(leaves: list[bytes]) -> bytes:
    """The Merkle tree hash as RFC 6962 section 2.1 writes it down: slow, and nothing to go wrong."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + mth(leaves[:split]) + mth(leaves[split:])).digest()


@given(st.lists(st.binary(max_size=8), max_size=70), st.integers(0, 70))
def test_the_root_is_that_of_the_rfc_however_the_leaves_arrive(leaves: list[bytes], at: int) -> None:
    in_two_steps = Frontier().extended(leaves[:at]).extended(leaves[at:])
    assert in_two_steps.size == len(leaves)
    assert in_two_steps.root() == mth(leaves)


def test_known_roots_of_the_certificate_transparency_test_tree() -> None:
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    frontier = Frontier().extended(bytes.fromhex(leaf) for leaf in leaves)
    assert frontier.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert Frontier().root() == EMPTY_ROOT


@given(st.integers(0, 300))
def test_the_edge_is_stored_and_read_back(size: int) -> None:
    frontier = Frontier().extended(bytes([n % 256]) for n in range(size))
    assert Frontier.from_bytes(size, frontier.to_bytes()) == frontier


@pytest.mark.parametrize(("size", "stored"), [(1, b""), (0, b"x" * 32), (3, b"x" * 32), (-1, b"")])
def test_an_edge_that_cannot_belong_to_its_size_is_refused(size: int, stored: bytes) -> None:
    with pytest.raises(ValueError, match="leaves"):
        Frontier.from_bytes(size, stored)
