"""Every acknowledgement comes after a sync: what was acknowledged would survive a power cut, which no kill can show."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.log import SignedIn
from kinkeeper.domain.records import ReceiveRecords
from kinkeeper.site.database import Database
from tests.gateway.test_submit import record, send

STATEMENTS = 40
LOOKS = 20
CALLS = "recvfrom,sendto,fdatasync,fsync"
CALL = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)")


@contextmanager
def watched(process: int, into: Path) -> Iterator[None]:
    """The calls to the system of a server and of all processes that it starts meanwhile."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed (Debian: apt-get install strace)")
    words = ["strace", "-f", "-qq", "-e", f"trace={CALLS}", "-s", "400", "-o", str(into), "-p", str(process)]
    strace = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    try:
        while not _is_watched(process):
            if strace.poll() is not None:
                assert strace.stderr
                pytest.skip(f"strace may not watch processes here: {strace.stderr.read().strip()}")
            time.sleep(0.02)
        yield
    finally:
        strace.terminate()
        strace.communicate(timeout=20)


def _is_watched(process: int) -> bool:
    return "TracerPid:\t0\n" not in Path(f"/proc/{process}/status").read_text()


def test_no_statement_is_acknowledged_before_it_is_on_the_disk(database: Database, _laid: Any, tmp_path: Path) -> None:
    from django.db import connection

    from kinkeeper.gateway import access_log
    from kinkeeper.gateway.conversation import plan_name

    [(folder,)] = _laid.admin.execute("SHOW data_directory").fetchall()
    server = int(Path(folder, "postmaster.pid").read_text().split()[0])
    connection.close()
    with watched(server, tmp_path / "calls"):
        for at in range(STATEMENTS):
            send(str(at), ReceiveRecords((record(at),)))
        # Those that are written down in one message, which has no COMMIT of its own.
        for _ in range(LOOKS):
            access_log.write_down([SignedIn("kk", "password")], Actor("R. Delgado", "HHS", "operator"))
        connection.close()
    calls = (tmp_path / "calls").read_text(errors="replace")
    alone = plan_name(access_log.insertion(1)).decode()
    for least, asked, answered in ((STATEMENTS, "COMMIT", "COMMIT"), (LOOKS, alone, "SELECT 1")):
        commits, unsynced = acknowledged(calls, asked, answered)
        print(f"{commits} commits acknowledged, {unsynced} of them without a sync since they were asked for")
        assert commits >= least
        assert unsynced == 0


def acknowledged(calls: str, commit: str = "COMMIT", answer: str = "COMMIT") -> tuple[int, int]:
    """How many commits were acknowledged, and how many of those without a sync that ended after the commit was asked for."""
    asked: dict[str, bool] = {}
    commits = unsynced = 0
    for line in calls.splitlines():
        found = CALL.match(line)
        if not found:
            continue
        process, call = found.groups()
        if call == "recvfrom" and commit in line:
            asked[process] = False
        elif call in {"fdatasync", "fsync"} and line.rstrip().endswith("= 0"):
            asked = dict.fromkeys(asked, True)
        elif call == "sendto" and answer in line and process in asked:
            commits += 1
            unsynced += not asked.pop(process)
    return commits, unsynced


def test_a_commit_that_is_answered_before_the_sync_would_be_seen() -> None:
    """The reader of the calls itself: a search that finds nothing anywhere would prove nothing."""
    whole = '7 recvfrom(9, "Q\\0\\0\\0\\vCOMMIT\\0", 8192) = 12\n7 fdatasync(4) = 0\n7 sendto(9, "C\\0\\0\\0\\vCOMMIT\\0", 18) = 18\n'
    early = '7 recvfrom(9, "COMMIT") = 12\n7 sendto(9, "COMMIT") = 18\n7 fdatasync(4) = 0\n'
    begun = '7 recvfrom(9, "COMMIT") = 12\n7 fdatasync(4 <unfinished ...>\n7 sendto(9, "COMMIT") = 18\n7 <... fdatasync resumed>) = 0\n'
    assert [acknowledged(calls) for calls in (whole, early, begun)] == [(1, 0), (1, 1), (1, 1)]
