"""What is written beside the database fails as well: the log's files, what a signer and a witness remember, the disk, the memory.

Each step in two ways: not done, and done but said to have failed. Afterwards what is shown is whole, and doing it again goes on.
"""

import errno
import os
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from kinkeeper.domain.errors import KinkeeperError, Unavailable
from kinkeeper.jobs.follow import Follower, Showing
from kinkeeper.jobs.publish import publish
from kinkeeper.ledger.policy import Policy, parse_policy
from kinkeeper.site.database import Database
from kinkeeper.witness.asking import SignerClient
from kinkeeper.witness.checks import check_log, trusting
from kinkeeper.witness.copies import LogCopy
from kinkeeper.witness.cosigner import Cosigner, make_witness
from kinkeeper.witness.memory import Memory
from tests.signing import a_signer, record
from tests.witness.test_cosigner import serving

from .test_fault_points import refuse_half_done

MOST = 200


# The log's files


class Disk:
    """Counts what is synced and renamed, and fails at one of it: before it is done, or after."""

    def __init__(self, fails_at: int, *, done_unseen: bool) -> None:
        self.fails_at = fails_at
        self.done_unseen = done_unseen
        self.steps = 0

    def step(self, do: Any, *of: Any) -> Any:
        here, self.steps = self.steps, self.steps + 1
        if here != self.fails_at:
            return do(*of)
        if self.done_unseen:
            do(*of)
        raise OSError(errno.EIO, "Input/output error")


@pytest.mark.parametrize("done_unseen", [False, True], ids=["not done", "done unseen"])
def test_whatever_of_the_files_fails_what_they_show_is_whole_and_the_next_time_goes_on(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done_unseen: bool
) -> None:
    from kinkeeper.jobs.mirror import mirror

    record(0, 300)
    with a_signer(tmp_path / "signer") as signer:
        publish(signer)
        files, trusted = tmp_path / "files", trusting([signer.key()])
        mirror(files)
        record(300, 300)
        signed = publish(signer)
    assert signed
    before = shutil.copytree(files, tmp_path / "before")
    sync, rename = os.fsync, Path.replace
    for fails_at in range(MOST):
        disk = Disk(fails_at, done_unseen=done_unseen)
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", lambda file, disk=disk: disk.step(sync, file))
            patch.setattr(Path, "replace", lambda path, to, disk=disk: disk.step(rename, path, to))
            with suppress(Unavailable):
                mirror(files)
        # Whatever checkpoint is shown, all that it stands for can be read.
        assert check_log(LogCopy(str(files)), trusted).checkpoint.size in (300, 600), f"at {fails_at}"
        mirror(files)
        assert check_log(LogCopy(str(files)), trusted).checkpoint.size == 600, f"at {fails_at}"
        if disk.steps <= fails_at:
            break
        shutil.rmtree(files)
        shutil.copytree(before, files)
    else:
        pytest.fail("there is no end")
    assert fails_at > 10


# What is asked of a witness


@dataclass
class Between:
    """Carries what a witness is asked; cut at one of it before it arrives, or after it was answered."""

    place: str
    cut_at: int
    done_unseen: bool
    asked: int = 0

    def carry(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        here, self.asked = self.asked, self.asked + 1
        if here == self.cut_at and not self.done_unseen:
            request.connection.close()
            return
        method = request.command
        with urlopen(Request(self.place + request.path, body or None, method=method), timeout=10) as answer:
            status, kind, content = answer.status, answer.headers.get("Content-Type", ""), answer.read()
        if here == self.cut_at:
            request.connection.close()
            return
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)


@contextmanager
def carried(between: Between) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            with suppress(OSError):
                between.carry(self, self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        do_GET = do_POST = handle_one

        def log_message(self, *_: object) -> None:
            """The test says what went wrong."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def seen_sizes() -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT size FROM cosignature ORDER BY size")
        return [size for (size,) in cursor.fetchall()]


@pytest.mark.parametrize("done_unseen", [False, True], ids=["not done", "done unseen"])
def test_a_witness_that_is_cut_off_anywhere_signs_the_same_history_the_next_time(
    database: Database, tmp_path: Path, done_unseen: bool
) -> None:
    key = make_witness(tmp_path / "court", "court.example").verifier
    said: list[str] = []
    with a_signer(tmp_path / "signer") as signer, serving(Cosigner(Memory(tmp_path / "court"), [signer.key()])) as place:

        def publish_and_ask(address: str) -> None:
            policy: Policy = parse_policy(f"log {signer.key()}\nwitness court {key} {address}\nquorum court\n".encode())
            Follower(signer, Showing(policy=policy), said.append).once()

        for cut_at in range(MOST):
            record(cut_at * 10, 10)
            between = Between(place, cut_at, done_unseen)
            with carried(between) as address:
                publish_and_ask(address)
            assert (10 * (cut_at + 1) in seen_sizes()) == (between.asked <= cut_at), f"cut at {cut_at}"
            publish_and_ask(place)
            assert seen_sizes()[-1] == 10 * (cut_at + 1), f"cut at {cut_at}: {said}"
            if between.asked <= cut_at:
                break
        else:
            pytest.fail("there is no end")
    assert cut_at >= 2
    refuse_half_done()


# A disk that is full


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that is soon full."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("No file system can be made here: a full disk was not tried. (It takes the right to mount.)")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take all the room that is left."""
    ballast = folder / "ballast"
    with ballast.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return ballast


def test_on_a_full_disk_a_signer_signs_nothing_that_it_would_not_remember(database: Database, tmp_path: Path, small_disk: Path) -> None:
    with a_signer(small_disk / "signer") as signer:
        record(0, 10)
        publish(signer)
        ballast = fill(small_disk)
        record(10, 10)
        with pytest.raises(KinkeeperError):
            publish(signer)
        assert signed_last(signer) == 10
        ballast.unlink()
        again = publish(signer)
        assert again and again.checkpoint.size == 20 == signed_last(signer)


def signed_last(signer: SignerClient) -> int:
    seen = signer.seen(signer.key())
    return seen.size if seen else 0


def test_on_a_full_disk_the_files_show_what_they_showed(database: Database, tmp_path: Path, small_disk: Path) -> None:
    from kinkeeper.jobs.mirror import mirror

    files = small_disk / "files"
    with a_signer(tmp_path / "signer") as signer:
        record(0, 300)
        publish(signer)
        mirror(files)
        ballast = fill(small_disk)
        record(300, 300)
        publish(signer)
        with pytest.raises(Unavailable, match=r"cannot be written in .*: No space left on device"):
            mirror(files)
        trusted = trusting([signer.key()])
    assert check_log(LogCopy(str(files)), trusted).checkpoint.size == 300
    ballast.unlink()
    mirror(files)
    assert check_log(LogCopy(str(files)), trusted).checkpoint.size == 600


# No memory

WRITE = """
import resource, sys
from kinkeeper.domain.access import Actor
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.domain.requests import Request
from kinkeeper.site.database import open_database
from kinkeeper.site.setup import configure

with open_database(sys.argv[1]) as database:
    configure(database)
    from kinkeeper.gateway import submit
    from django.db import connection
    connection.ensure_connection()
    records = tuple(Record(f"m{n}", "e", f"m.csv#{n}", "layout", n, given="Ana", remarks="x" * 4000) for n in range(4000))
    request = Request("memory", ReceiveRecords(records), b"known")
    pages = int(open("/proc/self/statm").read().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + int(sys.argv[2]) * 2**20,) * 2)
    submit([request], actor=Actor("R. Delgado", "HHS", "operator"))
    print("acknowledged")
"""


def test_a_writer_that_runs_out_of_memory_records_nothing(database: Database) -> None:
    from tests.cli.test_verify import address

    record(0, 10)
    environment = os.environ | {"DATABASE_OWNER_URL": address(database.owner)}
    words = [sys.executable, "-c", WRITE, address(database.app)]
    ended = [subprocess.run([*words, str(room)], capture_output=True, text=True, env=environment, check=False) for room in (0, 4096)]
    # It ends with a MemoryError or, where its stack may not grow, with a signal.
    assert ended[0].returncode != 0 and "acknowledged" not in ended[0].stdout
    assert "acknowledged" in ended[1].stdout, ended[1].stderr[-300:]
    refuse_half_done()


def test_a_server_process_that_runs_out_of_memory_records_nothing_and_the_next_goes_on(database: Database) -> None:
    from django.db import Error, connection

    record(0, 10)
    # A process that has served others may have memory to spare; a new one has to ask for more.
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [process] = cursor.fetchone()
    used = int(Path(f"/proc/{process}/statm").read_text().split()[0]) * resource.getpagesize()
    resource.prlimit(process, resource.RLIMIT_AS, (used, resource.RLIM_INFINITY))
    with pytest.raises(Error):
        record(10, 20_000)
    connection.close()
    record(10, 20)
    refuse_half_done()
