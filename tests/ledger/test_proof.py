"""Inclusion and consistency, as RFC 9162 has them."""

import json
from base64 import b64decode
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kinkeeper.ledger.proof import (
    LeafHashes,
    NotProven,
    consistency_proof,
    inclusion_proof,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from kinkeeper.ledger.tree import EMPTY_ROOT

from .plain import hashes_of, mth, path, subproof

VECTORS = Path(__file__).parents[1] / "vectors" / "transparency-dev"
SIZES = (*range(1, 130), 255, 256, 257)
LARGEST = 300
HASHES = hashes_of(LARGEST)
READER = LeafHashes(HASHES)


@cache
def root(size: int) -> bytes:
    return mth(HASHES[:size])


def vectors(kind: str) -> list[Any]:
    found: dict[str, dict[str, Any]] = json.loads((VECTORS / f"{kind}.json").read_text())
    return [pytest.param(vector, id=name.removesuffix(".json")) for name, vector in found.items()]


def test_all_the_vectors_are_there() -> None:
    assert len(vectors("inclusion")) + len(vectors("consistency")) == 196


@pytest.mark.parametrize("vector", vectors("inclusion"))
def test_inclusion_as_others_have_it(vector: dict[str, Any]) -> None:
    proof = [b64decode(one) for one in vector["proof"] or ()]
    given = (proof, b64decode(vector["leafHash"]), vector["leafIdx"], vector["treeSize"], b64decode(vector["root"]))
    agrees(verify_inclusion, given, refused=vector["wantErr"])


@pytest.mark.parametrize("vector", vectors("consistency"))
def test_consistency_as_others_have_it(vector: dict[str, Any]) -> None:
    proof = [b64decode(one) for one in vector["proof"] or ()]
    given = (proof, (vector["size1"], b64decode(vector["root1"])), (vector["size2"], b64decode(vector["root2"])))
    agrees(verify_consistency, given, refused=vector["wantErr"])


def agrees(verify: Any, given: Any, *, refused: bool) -> None:
    if refused:
        with pytest.raises(NotProven):
            verify(*given)
    else:
        verify(*given)


@pytest.mark.parametrize("size", SIZES)
def test_every_proof_of_a_tree_is_that_of_the_rfc_and_holds(size: int) -> None:
    hashes = HASHES[:size]
    assert root_of(READER, size) == root(size)
    for index in range(size):
        proof = inclusion_proof(READER, index, size)
        if size < 40 or index % 32 == 0:
            assert proof == tuple(path(index, hashes))
        verify_inclusion(proof, hashes[index], index, size, root(size))
    for old in range(1, size + 1):
        proof = consistency_proof(READER, old, size)
        if size < 40 or old % 32 == 0:
            assert proof == tuple(subproof(old, hashes))
        verify_consistency(proof, (old, root(old)), (size, root(size)))


def test_an_empty_tree() -> None:
    assert root_of(READER, 0) == EMPTY_ROOT
    assert consistency_proof(READER, 0, 9) == ()
    verify_consistency((), (0, EMPTY_ROOT), (0, EMPTY_ROOT))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_what_does_not_stand_in_a_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="has no leaf"):
        inclusion_proof(READER, index, size)


@pytest.mark.parametrize(("old", "new"), [(4, 3), (-1, 3)])
def test_no_tree_begins_with_a_larger_one(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="no earlier tree"):
        consistency_proof(READER, old, new)


# Whatever is changed, a proof does not hold any more.

sizes = st.integers(1, LARGEST)


@st.composite
def changed(draw: st.DrawFn, proof: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Another list of hashes: one bit flipped, one dropped, one put in, two changed places, cut short."""
    hashes = list(proof)
    at = draw(st.integers(0, len(hashes) - 1)) if hashes else 0
    match draw(st.sampled_from(["flip", "drop", "insert", "swap", "cut"])):
        case "flip" if hashes:
            bit = draw(st.integers(0, 255))
            hashes[at] = (int.from_bytes(hashes[at], "big") ^ (1 << bit)).to_bytes(32, "big")
        case "drop" if hashes:
            del hashes[at]
        case "swap" if hashes:
            other = draw(st.integers(0, len(hashes) - 1))
            hashes[at], hashes[other] = hashes[other], hashes[at]
        case "cut" if hashes:
            hashes[at] = hashes[at][: draw(st.integers(0, 31))]
        case _:
            hashes.insert(at, draw(st.binary(min_size=32, max_size=32) | st.sampled_from(HASHES)))
    assume(tuple(hashes) != proof)
    return tuple(hashes)


@given(st.data(), sizes)
def test_a_changed_inclusion_proof_never_holds(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = data.draw(changed(inclusion_proof(READER, index, size)))
    with pytest.raises(NotProven):
        verify_inclusion(proof, HASHES[index], index, size, root(size))


@given(st.data(), sizes, st.integers(0, LARGEST))
def test_an_inclusion_proof_holds_for_its_place_its_leaf_and_its_tree_only(data: st.DataObject, size: int, elsewhere: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(READER, index, size)
    other = data.draw(st.binary(min_size=32, max_size=32) | st.sampled_from(HASHES))
    assume(other not in (HASHES[index], root(size)))
    wrong = [(other, index, root(size)), (HASHES[index], index, other), (HASHES[index], index ^ (elsewhere + 1), root(size))]
    for leaf, at, top in wrong:
        with pytest.raises(NotProven):
            verify_inclusion(proof, leaf, at, size, top)


@given(st.data(), sizes)
def test_a_changed_consistency_proof_never_holds(data: st.DataObject, size: int) -> None:
    old = data.draw(st.integers(1, size))
    proof = data.draw(changed(consistency_proof(READER, old, size)))
    with pytest.raises(NotProven):
        verify_consistency(proof, (old, root(old)), (size, root(size)))


@given(st.data(), sizes, st.integers(0, LARGEST))
def test_a_consistency_proof_holds_between_its_two_trees_only(data: st.DataObject, size: int, elsewhere: int) -> None:
    old = data.draw(st.integers(1, size))
    proof = consistency_proof(READER, old, size)
    other = data.draw(st.binary(min_size=32, max_size=32) | st.sampled_from(HASHES[1:]))
    assume(other not in (root(old), root(size)))
    with pytest.raises(NotProven):
        verify_consistency(proof, (old, other), (size, root(size)))
    with pytest.raises(NotProven):
        verify_consistency(proof, (old, root(old)), (size, other))
    with pytest.raises(NotProven):
        verify_consistency(proof, (old ^ (elsewhere + 1), root(old)), (size, root(size)))


@given(st.data(), st.integers(2, LARGEST))
def test_a_log_that_rewrote_an_entry_cannot_prove_that_it_only_grew(data: st.DataObject, size: int) -> None:
    old = data.draw(st.integers(1, size - 1))
    rewritten = [*HASHES[:size]]
    rewritten[data.draw(st.integers(0, old - 1))] = bytes(32)
    proof = consistency_proof(LeafHashes(rewritten), old, size)
    with pytest.raises(NotProven):
        verify_consistency(proof, (old, root(old)), (size, mth(rewritten)))
