"""Users and servers killed at any moment: nothing that was acknowledged is lost, and the next start needs no help."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from kinkeeper.site.cluster import OWNER
from kinkeeper.site.embedded import embedded_server

KILLS = 40

WRITE = """
import sys
from pathlib import Path
import psycopg
from psycopg.conninfo import make_conninfo
from kinkeeper.site.cluster import OWNER
from kinkeeper.site.embedded import embedded_server
with embedded_server(Path(sys.argv[1])) as address:
    with psycopg.connect(make_conninfo(**address.parameters(OWNER)), autocommit=True) as connection:
        for number in range(int(sys.argv[2]), 10**9):
            connection.execute("INSERT INTO kept VALUES (%s)", [number])
            print(number, flush=True)
"""


def writer(folder: Path, first: int) -> subprocess.Popen[str]:
    """A process that writes one number after the other and says which are acknowledged, until it is killed or loses the server."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITE, str(folder), str(first)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def kill_the_server(folder: Path) -> None:
    """Kill it where it runs: the id in a file that a killed server left may be a stranger's by now."""
    with suppress(FileNotFoundError, ProcessLookupError, IndexError):
        process_id = (folder / "data" / "postmaster.pid").read_text().split()[0]
        if str(folder) in Path("/proc", process_id, "cmdline").read_text():
            os.kill(int(process_id), signal.SIGKILL)


@pytest.mark.long
def test_nothing_acknowledged_is_lost_however_often_all_are_killed(tmp_path: Path) -> None:
    folder, chance, acknowledged = tmp_path / "database", random.Random(26), set[int]()
    with embedded_server(folder) as address, psycopg.connect(make_conninfo(**address.parameters(OWNER))) as connection:
        connection.execute("CREATE TABLE kept (number bigint PRIMARY KEY)")
    for turn in range(KILLS):
        writers = [writer(folder, (2 * turn + which) * 10**6) for which in range(2)]
        time.sleep(chance.uniform(0.2, 1.2))
        if chance.random() < 0.5:
            kill_the_server(folder)
        for each in writers:
            each.kill()
            acknowledged |= {int(line) for line in each.communicate()[0].splitlines()}
    with embedded_server(folder) as address, psycopg.connect(make_conninfo(**address.parameters(OWNER))) as connection:
        kept = {number for (number,) in connection.execute("SELECT number FROM kept")}
    print(f"{len(acknowledged)} acknowledged over {KILLS} rounds of killing, {len(acknowledged - kept)} lost")
    assert len(acknowledged) > KILLS
    assert acknowledged - kept == set()


@pytest.mark.timeout(120)
def test_a_server_that_recovers_from_the_crash_of_one_of_its_processes_can_be_left(made: Path, tmp_path: Path) -> None:
    """PostgreSQL 18 does not end when asked to while it recovers; whoever leaves last must not wait for ever."""
    folder = Path(shutil.copytree(made, tmp_path / "database"))
    for pause in (0.02, 0.1, 0.3):
        with embedded_server(folder) as address, psycopg.connect(make_conninfo(**address.parameters(OWNER)), autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT generate_series(1, 100000) AS number")
            first = (folder / "data" / "postmaster.pid").read_text().split()[0]
            os.kill(int(Path(f"/proc/{first}/task/{first}/children").read_text().split()[0]), signal.SIGKILL)
            time.sleep(pause)
            started = time.monotonic()
        assert time.monotonic() - started < 30
    with embedded_server(folder) as address, psycopg.connect(make_conninfo(**address.parameters(OWNER))) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (100_000,)
