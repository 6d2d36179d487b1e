"""The signer signs one history, whoever asks and whatever happens to it."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kinkeeper.domain.errors import Unavailable
from kinkeeper.ledger.checkpoint import Checkpoint, open_checkpoint
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.note import SigningKey, parse_note
from kinkeeper.witness.asking import NotSigned, SignerClient, signer_of
from kinkeeper.witness.memory import Memory, log_name, make_key, read_key
from kinkeeper.witness.service import LONGEST_BODY
from kinkeeper.witness.signer import Signer, listening, make_signer, usual_socket

from .keys import ORIGIN, Tree


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_signer(tmp_path / "signer", ORIGIN)
    return tmp_path / "signer"


@pytest.fixture
def client(folder: Path) -> Iterator[SignerClient]:
    with signer_of(folder) as signer:
        yield signer


def test_it_signs_what_only_grew(client: SignerClient) -> None:
    key, tree = client.key(), Tree(20)
    assert client.seen(key) is None
    first = client.sign(0, (), tree.checkpoint(7), key)
    assert open_checkpoint(first, [key]) == tree.checkpoint(7) == client.seen(key)
    assert client.sign(7, tree.proof(7, 20), tree.checkpoint(), key).text == tree.checkpoint().text
    # The same again is the same signature: whoever lost the answer may ask once more.
    assert client.sign(20, (), tree.checkpoint(), key) == client.sign(20, (), tree.checkpoint(), key)


@pytest.mark.parametrize(
    ("checkpoint", "old", "status"),
    [
        (Tree(20, fork=3).checkpoint(), 7, 422),
        (Tree(7, fork=3).checkpoint(), 7, 422),
        (Tree(20).checkpoint(6), 7, 400),
        (Tree(20).checkpoint(), 6, 409),
        (Tree(20).checkpoint(origin="another.example/log"), 7, 403),
    ],
    ids=["rewritten", "other root at the same size", "shrunk", "from another size", "of another log"],
)
def test_it_signs_no_other_history(client: SignerClient, checkpoint: Checkpoint, old: int, status: int) -> None:
    key, tree = client.key(), Tree(20)
    client.sign(0, (), tree.checkpoint(7), key)
    proof = Tree(20, fork=3).proof(7) if checkpoint.size == 20 else ()
    with pytest.raises(NotSigned) as refused:
        client.sign(old, proof, checkpoint, key)
    assert refused.value.status == status
    assert refused.value.seen == (7 if status == 409 else None)
    assert client.seen(key) == tree.checkpoint(7)


def test_what_it_signed_survives_its_death(folder: Path) -> None:
    tree = Tree(9)
    process = subprocess.Popen([sys.executable, "-m", "kinkeeper.witness.signer", folder], stdin=subprocess.PIPE)
    with signer_of(folder) if answers(folder) else pytest.fail("no signer") as client:
        key = client.key()
        client.sign(0, (), tree.checkpoint(5), key)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with signer_of(folder) as another:
        assert another.seen(key) == tree.checkpoint(5)
        with pytest.raises(NotSigned):
            another.sign(0, (), Tree(9, fork=2).checkpoint(), key)


def answers(folder: Path) -> bool:
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        try:
            SignerClient(usual_socket(folder)).key()
        except Unavailable:
            time.sleep(0.02)
        else:
            return True
    return False


def test_one_that_runs_is_used_and_a_second_refuses(folder: Path) -> None:
    with signer_of(folder) as first, signer_of(folder) as second:
        assert first == second
        with pytest.raises(Unavailable, match="A signer is running"), listening(folder):
            pass
    assert not usual_socket(folder).exists()


def test_a_signer_ends_with_whoever_started_it(folder: Path) -> None:
    process = subprocess.Popen([sys.executable, "-m", "kinkeeper.witness.signer", folder], stdin=subprocess.PIPE)
    assert answers(folder) and process.stdin
    process.stdin.close()
    assert process.wait(20) == 0


def test_key_memory_and_socket_are_for_its_user_alone(folder: Path) -> None:
    with signer_of(folder) as client:
        client.sign(0, (), Tree(1).checkpoint(), client.key())
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert modes["signer"] == 0o700
    assert modes["key"] == modes["socket"] == modes[log_name(ORIGIN)] == 0o600


def test_a_key_that_others_may_read_is_not_used(folder: Path) -> None:
    (folder / "key").chmod(0o640)
    with pytest.raises(Unavailable, match="Others than its owner may read the key"):
        read_key(folder / "key", SigningKey)
    with pytest.raises(Unavailable, match="Others than its owner"), signer_of(folder):
        pass


def test_a_memory_that_cannot_be_read_signs_nothing(folder: Path) -> None:
    signer = Signer(Memory(folder))
    tree = Tree(3)
    body = f"old 0\n\n{tree.checkpoint().text}".encode()
    (folder / log_name(ORIGIN)).write_text("not a note")
    with pytest.raises(Unavailable, match="Nothing is signed until a person has looked"):
        signer("POST", "/sign", body)
    with signer_of(folder) as client, pytest.raises(Unavailable, match="cannot be read"):
        client.sign(0, (), tree.checkpoint(), client.key())


def test_a_write_that_was_cut_off_leaves_what_was(folder: Path) -> None:
    memory = Memory(folder)
    signed = parse_note(f"{Tree(3).checkpoint().text}\n— {ORIGIN} AAAAAAA=\n")
    memory.keep(ORIGIN, signed)
    (folder / f".{log_name(ORIGIN)}.new").write_text("half a not")
    assert memory.last(ORIGIN) == signed
    memory.keep(ORIGIN, signed)
    assert not (folder / f".{log_name(ORIGIN)}.new").exists()


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/", b"", 404),
        ("POST", "/key", b"", 404),
        ("POST", "/sign", b"", 400),
        ("POST", "/sign", b"\xff", 400),
        ("POST", "/sign", b"old 0\n" + b"A\n" * 64 + b"\nx", 400),
        ("POST", "/sign", b"old -1\n\nlog\n1\nx\n", 400),
    ],
)
def test_what_makes_no_sense_is_refused(folder: Path, method: str, path: str, body: bytes, status: int) -> None:
    assert Signer(Memory(folder))(method, path, body).status == status


def test_a_body_that_is_too_long_is_not_read(client: SignerClient) -> None:
    with pytest.raises(NotSigned) as refused:
        client._ask("POST", "/sign", b"x" * (LONGEST_BODY + 1))
    assert refused.value.status == 413


def test_a_folder_keeps_its_key_and_its_name(folder: Path) -> None:
    assert make_signer(folder, "") == make_signer(folder, ORIGIN)
    with pytest.raises(Unavailable, match="holds the key of kinkeeper"):
        make_signer(folder, "another.example/log")
    with pytest.raises(Unreadable):
        make_key(folder / "other", "no space+plus", SigningKey)


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = tempfile.mkdtemp()
    monkeypatch.setenv("XDG_RUNTIME_DIR", short)
    folder = tmp_path / ("x" * 90) / "signer"
    make_signer(folder, ORIGIN)
    with signer_of(folder) as client:
        assert client.key().name == ORIGIN
        assert len(os.fsencode(client.place)) < 108
    shutil.rmtree(short)


def test_nobody_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        SignerClient(tmp_path / "socket").key()


@pytest.mark.parametrize(
    "said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nkinkeeper."]
)
def test_one_that_ends_while_it_answers_does_not_answer(tmp_path: Path, said: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        listener.listen()

        def answer() -> None:
            with listener.accept()[0] as asked:
                asked.recv(1_000)
                asked.sendall(said)

        answering = threading.Thread(target=answer)
        answering.start()
        with pytest.raises(Unavailable, match="does not answer"):
            SignerClient(tmp_path / "socket").key()
        answering.join()
