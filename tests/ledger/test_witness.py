"""A witness signs what only grew, and nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.note import Note
from kinkeeper.ledger.proof import LeafHashes, consistency_proof
from kinkeeper.ledger.tree import EMPTY_ROOT
from kinkeeper.ledger.witness import BAD_REQUEST, Asked, Refusal, Seen, decide, follow, parse_request, parse_unsigned, unsigned_request

from .keys import ORIGIN, log_key, signed
from .plain import hashes_of, mth

HASHES = hashes_of(64)
KEYS = [log_key().verifier, log_key("other.example/log").verifier]


def seen(size: int, hashes: Sequence[bytes] = HASHES) -> Seen:
    return Seen(size, mth(list(hashes[:size])))


def asked(old: int, new: int, hashes: Sequence[bytes] = HASHES) -> Asked:
    note = signed(new, mth(list(hashes[:new])))
    return Asked(old, consistency_proof(LeafHashes(hashes), old, new) if old <= new else (), note, Checkpoint.parse(note.text))


def refused(status: int, decided: Seen | Refusal) -> str:
    assert isinstance(decided, Refusal) and decided.status == status, decided
    return decided.why


@given(st.integers(0, 64), st.integers(0, 64))
def test_what_grew_is_signed_and_kept(a: int, b: int) -> None:
    old, new = sorted((a, b))
    assert decide(asked(old, new), KEYS, seen(old)) == seen(new)


def test_a_witness_that_never_saw_the_log_begins_with_whatever_it_is_shown() -> None:
    assert Seen() == seen(0) == Seen(0, EMPTY_ROOT)
    assert decide(asked(0, 17), KEYS, Seen()) == seen(17)


def test_a_request_is_read_as_it_is_written() -> None:
    request = asked(9, 40)
    assert parse_request(str(request).encode()) == request
    assert str(request).startswith("old 9\n") and "\n\nkinkeeper.example/log\n40\n" in str(request)
    assert parse_request(str(asked(0, 40)).encode()) == asked(0, 40)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.replace(b"old 9", b"new 9"),
        lambda body: body.replace(b"old 9", b"old 09"),
        lambda body: body.replace(b"old 9", b"old -9"),
        lambda body: body.replace(b"old 9", b"old  9"),
        lambda body: body.replace(b"=\n", b"\n", 1),
        lambda body: body.replace(b"old 9\n", b"old 9\n" + b"A" * 43 + b"=\n" * 1, 1).replace(b"\n", b"\r\n"),
        lambda body: body.replace(b"old 9\n", b"old 9\n" + (b"A" * 43 + b"=\n") * 63),
        lambda body: body.replace(b"\n\n", b"\n"),
        lambda body: body.replace(b"log\n40\n", b"log\n"),
        lambda body: body[:-1],
        lambda body: body + b"\xff\n",
        lambda body: b"",
    ],
)
def test_400_what_cannot_be_read(change: Callable[[bytes], bytes]) -> None:
    found = parse_request(change(str(asked(9, 40)).encode()))
    assert isinstance(found, Refusal) and (found.status, found.seen) == (400, None)
    assert found.why.startswith("The request cannot be read.")


def test_400_a_log_that_shrank() -> None:
    assert "shrink from 40 entries to 9" in refused(400, decide(asked(40, 9), KEYS, seen(40)))


def test_403_without_the_signature_of_the_log() -> None:
    request = asked(9, 40)
    unsigned = replace(request, note=Note(request.note.text, (log_key("other.example/log").sign(request.note.text),)))
    forged = replace(request, note=Note(request.note.text, (log_key().sign("another text\n"),)))
    refused(403, decide(unsigned, KEYS, seen(9)))
    refused(403, decide(forged, KEYS, seen(9)))


def test_404_a_log_that_is_not_known() -> None:
    assert ORIGIN in refused(404, decide(asked(9, 40), KEYS[1:], seen(9)))
    refused(404, decide(asked(9, 40), [], seen(9)))


@pytest.mark.parametrize("size", [0, 8, 10, 40, 64])
def test_409_from_another_size_than_was_seen_last_says_from_which(size: int) -> None:
    decided = decide(asked(9, 40), KEYS, seen(size))
    refused(409, decided)
    assert isinstance(decided, Refusal) and decided.seen == size


FORK = [*HASHES[:5], bytes(32), *HASHES[6:]]


@pytest.mark.parametrize(
    ("request_", "kept"),
    [
        (asked(9, 40, FORK), seen(9)),
        (asked(40, 40, FORK), seen(40)),
        (replace(asked(9, 40), proof=()), seen(9)),
        (replace(asked(9, 40), proof=asked(9, 40).proof[1:]), seen(9)),
        (replace(asked(40, 40), proof=(HASHES[0],)), seen(40)),
        (replace(asked(0, 40), proof=(HASHES[0],)), seen(0)),
    ],
    ids=["rewritten", "same size, other root", "no proof", "cut short", "proof of nothing", "proof from nothing"],
)
def test_422_without_proof_that_it_only_grew(request_: Asked, kept: Seen) -> None:
    refused(422, decide(request_, KEYS, kept))


def test_422_an_empty_log_with_a_root() -> None:
    note = signed(0, HASHES[0])
    refused(422, decide(Asked(0, (), note, Checkpoint.parse(note.text)), KEYS, Seen()))
    assert decide(asked(0, 0), KEYS, Seen()) == Seen()


@given(st.data(), st.integers(1, 63))
def test_no_log_that_rewrote_what_was_seen_gets_a_signature_whatever_it_sends(data: st.DataObject, old: int) -> None:
    new = data.draw(st.integers(old, 64))
    rewritten = list(HASHES)
    rewritten[data.draw(st.integers(0, old - 1))] = data.draw(st.binary(min_size=32, max_size=32))
    proofs = [consistency_proof(LeafHashes(hashes), old, new) for hashes in (HASHES, rewritten)]
    pick = partial(data.draw, st.sampled_from([*proofs[0], *proofs[1], mth(HASHES[:old]), mth(rewritten[:new])]))
    proof = data.draw(st.sampled_from([*proofs, tuple(pick() for _ in range(data.draw(st.integers(0, 7))))]))
    checkpoint = Checkpoint(ORIGIN, new, mth(rewritten[:new]))
    refused(422, follow(checkpoint, old, proof, seen(old)))


def test_what_the_log_asks_its_own_signer_reads_back() -> None:
    checkpoint = Checkpoint("kinkeeper.example/log", 9, bytes(32))
    proof = (bytes([1]) * 32, bytes([2]) * 32)
    assert parse_unsigned(unsigned_request(4, proof, checkpoint)) == (4, proof, checkpoint)
    assert parse_unsigned(unsigned_request(0, (), checkpoint)) == (0, (), checkpoint)


@pytest.mark.parametrize("body", [b"", b"\xff", b"old x\n\nlog\n1\n", b"new 4\n\n", b"old 4\n" + b"A\n" * 64 + b"\n", b"old 4\n\nlog\n9\n"])
def test_what_cannot_be_read_is_not_signed(body: bytes) -> None:
    refused = parse_unsigned(body)
    assert isinstance(refused, Refusal) and refused.status == BAD_REQUEST
