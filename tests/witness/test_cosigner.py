"""A witness, as the log meets it: over HTTP, and hostile answers of one that is none."""

import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kinkeeper.domain.errors import Unavailable
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.cosignature import CosignerKey, time_of
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.note import Note, SigningKey, parse_note
from kinkeeper.ledger.proof import Proof
from kinkeeper.ledger.witness import Asked
from kinkeeper.witness.asking import NotSigned, ask_witness, seen_by_witness
from kinkeeper.witness.cosigner import Cosigner, make_witness, parse_address, read_logs
from kinkeeper.witness.memory import Memory, log_name
from kinkeeper.witness.service import Answer, Answering, Service

from .keys import ORIGIN, Tree

LOG = SigningKey(ORIGIN, bytes(range(32)))
COURT = "court.example/witness"


@contextmanager
def serving(answering: Answering) -> Iterator[str]:
    with Service(("127.0.0.1", 0), answering) as service:
        thread = threading.Thread(target=service.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{service.server_address[1]}"
        service.shutdown()
        thread.join()


@pytest.fixture
def key(tmp_path: Path) -> CosignerKey:
    verifier = make_witness(tmp_path / "court", COURT).verifier
    assert isinstance(verifier, CosignerKey)
    return verifier


@pytest.fixture
def address(tmp_path: Path, key: CosignerKey) -> Iterator[str]:
    with serving(Cosigner(Memory(tmp_path / "court"), [LOG.verifier], lambda: 1_790_000_000.9)) as address:
        yield address


def asked(old: int, proof: Proof, checkpoint: Checkpoint, key: SigningKey = LOG) -> Asked:
    return Asked(old, proof, Note(checkpoint.text, (key.sign(checkpoint.text),)), checkpoint)


def test_it_cosigns_what_only_grew_and_shows_what_it_signed(address: str, key: CosignerKey) -> None:
    tree = Tree(20)
    assert seen_by_witness(address, key, LOG.verifier) is None
    first = ask_witness(address, asked(0, (), tree.checkpoint(7)), key)
    assert key.verifies(tree.checkpoint(7).text, first.signed) and time_of(first) == 1_790_000_000
    ask_witness(address + "/", asked(7, tree.proof(7), tree.checkpoint()), key)
    assert seen_by_witness(address, key, LOG.verifier) == tree.checkpoint()
    with urllib.request.urlopen(f"{address}/{log_name(ORIGIN)}/checkpoint", timeout=5) as answer:
        kept = parse_note(answer.read().decode())
    assert {one.name for one in kept.signatures} == {ORIGIN, COURT}
    with urllib.request.urlopen(address, timeout=5) as answer:
        assert str(key) in answer.read().decode()


@pytest.mark.parametrize(
    ("ask", "status", "seen"),
    [
        (lambda tree: asked(0, (), tree.checkpoint()), 409, 7),
        (lambda tree: asked(7, Tree(20, fork=3).proof(7), Tree(20, fork=3).checkpoint()), 422, None),
        (lambda tree: asked(7, (), Tree(7, fork=3).checkpoint()), 422, None),
        (lambda tree: asked(7, (), tree.checkpoint(6)), 400, None),
        (lambda tree: asked(7, tree.proof(7), tree.checkpoint(), SigningKey(ORIGIN, bytes(32))), 403, None),
        (lambda tree: asked(0, (), tree.checkpoint(origin="x.example/log"), SigningKey("x.example/log", bytes(32))), 404, None),
    ],
    ids=["another size", "rewritten", "other root", "shrunk", "not signed by the log", "another log"],
)
def test_it_cosigns_no_other_history(address: str, key: CosignerKey, ask: Callable[[Tree], Asked], status: int, seen: int | None) -> None:
    tree = Tree(20)
    ask_witness(address, asked(0, (), tree.checkpoint(7)), key)
    with pytest.raises(NotSigned) as refused:
        ask_witness(address, ask(tree), key)
    assert (refused.value.status, refused.value.seen) == (status, seen)
    assert seen_by_witness(address, key, LOG.verifier) == tree.checkpoint(7)


def test_what_it_signed_outlives_it(tmp_path: Path, key: CosignerKey) -> None:
    tree = Tree(20)
    with serving(Cosigner(Memory(tmp_path / "court"), [LOG.verifier])) as address:
        ask_witness(address, asked(0, (), tree.checkpoint(7)), key)
    with serving(Cosigner(Memory(tmp_path / "court"), [LOG.verifier])) as address, pytest.raises(NotSigned) as refused:
        ask_witness(address, asked(0, (), Tree(20, fork=1).checkpoint()), key)
    assert refused.value.seen == 7


def test_many_at_once_get_one_history(address: str, key: CosignerKey) -> None:
    """Two forks of the same tree race for the signature: each size is signed of one of them."""
    ask_witness(address, asked(0, (), Tree(3).checkpoint()), key)
    signed: list[Checkpoint] = []

    def push(tree: Tree) -> None:
        for size in range(4, 20):
            try:
                ask_witness(address, asked(size - 1, tree.proof(size - 1, size), tree.checkpoint(size)), key)
                signed.append(tree.checkpoint(size))
            except NotSigned:
                return

    threads = [threading.Thread(target=push, args=(Tree(20, fork=fork),)) for fork in (20, 3, 3, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert signed and len({one.size for one in signed}) == len(set(signed))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(200, "hello"), "is not a signature"),
        (Answer(200, f"— {COURT} AAAAAAAA\n"), "is not its signature of this checkpoint"),
        (Answer(500, "x\ny"), "cannot answer: x y"),
        (Answer(409, "many"), "answers 409 without a size"),
        (Answer(302, ""), "does not sign"),
        (Answer(200, "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")), "is not a signature"),
    ],
)
def test_hostile_answers_are_told_as_such(key: CosignerKey, answer: Answer, says: str) -> None:
    with serving(lambda *_: answer) as address, pytest.raises((Unavailable, NotSigned), match=says):
        ask_witness(address, asked(0, (), Tree(3).checkpoint()), key)


@pytest.mark.parametrize("shown", ["", "no note", f"{Tree(3).checkpoint().text}\n— {ORIGIN} {'A' * 96}\n"])
def test_a_witness_that_shows_what_the_log_never_signed_is_not_believed(key: CosignerKey, shown: str) -> None:
    with serving(lambda *_: Answer(200, shown)) as address, pytest.raises(Unavailable, match="is not a checkpoint of this log"):
        seen_by_witness(address, key, LOG.verifier)
    with serving(lambda *_: Answer(400, "")) as address, pytest.raises(Unavailable):
        seen_by_witness(address, key, LOG.verifier)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "file:///etc/passwd", "ftp://127.0.0.1", "http://[", "court"])
def test_an_address_that_does_not_answer_is_said(key: CosignerKey, address: str) -> None:
    with pytest.raises(Unavailable):
        ask_witness(address, asked(0, (), Tree(3).checkpoint()), key)


def test_what_is_given_to_it_is_read_or_refused(tmp_path: Path, key: CosignerKey) -> None:
    (tmp_path / "log.key").write_text(f"{LOG.verifier}\n")
    assert read_logs([str(tmp_path / "log.key"), str(LOG.verifier)]) == [LOG.verifier] * 2
    assert parse_address("127.0.0.1:8340") == ("127.0.0.1", 8340)
    for wrong in ("8340", ":1", "host:x", "host:99999"):
        with pytest.raises(Unreadable):
            parse_address(wrong)
    (tmp_path / "bytes").write_bytes(b"\xff")
    for wrong in ("x", str(tmp_path / "bytes")):
        with pytest.raises(Unreadable):
            read_logs([wrong])
    with pytest.raises(Unavailable, match="holds the key of"):
        make_witness(tmp_path / "court", "another")
    with pytest.raises(Unavailable, match="Nothing can listen"):
        Service(("256.256.256.256", 1), lambda *_: Answer(200, ""))
