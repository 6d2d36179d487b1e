"""Killed at any moment, whatever it is: no statement that was acknowledged is lost, there is no gap, and nothing is half applied."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kinkeeper.site.database import environment_of
from kinkeeper.site.embedded import embedded_server

from .killing import RECORDS_A_REQUEST, House, kill_many

LOOK = """
import json, sys
from pathlib import Path
from kinkeeper.cli.session import session
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.note import parse_note

with session(sys.argv[1]) as me:
    from django.db import connection
    from kinkeeper.gateway import rebuild
    from kinkeeper.queries.ledger import verify_ledger
    from kinkeeper.queries.log.published import current_alarm
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM checkpoint")
        saved = [Checkpoint.parse(parse_note(note).text) for (note,) in cursor.fetchall()]
        cursor.execute("SELECT request_id, first, count FROM request")
        requests = cursor.fetchall()
        cursor.execute(
            "SELECT (SELECT size FROM head), (SELECT count(*) FROM entry), (SELECT coalesce(max(seq) + 1, 0) FROM entry), "
            "(SELECT count(*) FROM record), (SELECT count(DISTINCT record_id) FROM record), "
            "(SELECT coalesce(sum(count), 0) FROM request)"
        )
        sizes = [int(one) for one in cursor.fetchone()]
    verified = verify_ledger(me, saved)
    found = {"sizes": sizes, "requests": requests, "checkpoints": len(saved), "fault": str(verified.fault), "alarm": current_alarm()}
    print(json.dumps(found | {"differences": [one.words for one in rebuild.check()]}))
"""


def look(folder: Path, socket: Path) -> dict[str, object]:
    """What stands in the database, asked by a process of its own."""
    environment = environment_of(folder) | {"KINKEEPER_SIGNER": str(socket)}
    done = subprocess.run([sys.executable, "-c", LOOK, str(folder)], capture_output=True, text=True, env=environment, timeout=1200)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def killed_and_looked_at(folder: Path, kills: int, pause: tuple[float, float], seed: int, statements: int = 0) -> House:
    house = House(folder, random.Random(seed))
    started = time.monotonic()
    with embedded_server(folder):
        subprocess.run([sys.executable, "-m", "kinkeeper.cli", "rebuild"], env=environment_of(folder), check=True, capture_output=True)
    kill_many(house, kills, pause, statements)
    with house.only_signer():
        found = look(folder, folder.parent / "signer.socket")
    sizes, kept = found["sizes"], {request: (first, count) for request, first, count in found["requests"]}  # type: ignore[attr-defined]
    lost = [one for (name, one), receipt in house.acknowledged.items() if kept.get(f"{name}:{one}") != receipt]
    print(
        f"{sum(house.killed.values())} killed ({', '.join(f'{count} {name}' for name, count in sorted(house.killed.items()))}); "
        f"{house.statements} statements acknowledged, {len(lost)} requests lost, {found['checkpoints']} checkpoints signed; sizes {sizes}; "
        f"{time.monotonic() - started:.0f} s"
    )
    house.checkpoints = int(found["checkpoints"])  # type: ignore[call-overload]
    assert lost == []
    assert house.twice == []
    assert len(set(sizes)) == 1, "head, entries, last position, records and requests disagree"  # type: ignore[call-overload]
    assert all(count == RECORDS_A_REQUEST for _, count in kept.values())
    assert (found["fault"], found["differences"], found["alarm"]) == ("None", [], "")
    return house


def test_nothing_acknowledged_is_lost_when_parts_of_the_house_are_killed(tmp_path: Path) -> None:
    house = killed_and_looked_at(tmp_path / "database", 5, (0.0, 0.3), seed=7)
    assert house.statements > 0


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_nothing_acknowledged_is_lost_in_a_thousand_kills(tmp_path: Path) -> None:
    house = killed_and_looked_at(tmp_path / "database", 1_000, (0.0, 0.4), 26, 100_000)
    assert house.statements >= 100_000
    assert min(house.killed.values()) > 30
    assert house.checkpoints > 30, "hardly anything was signed"
