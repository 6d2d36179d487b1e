"""How long a backup takes and a restore, with all that it proves: python bench/backups.py [PERSONS]

As many persons as said (100,000 without), two records each, every record with a stay and a number; on embedded databases. The read tables
of the restored one are the same, or the restore would be refused.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kinkeeper.cli.session import session
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import Identifier, ReceiveRecords, Record, Stay
from kinkeeper.domain.requests import Request

AT_ONCE = 1_000
CELLS = {f"COLUMN {at}": "some value of it" for at in range(12)}
COMMAND = (sys.executable, "-m", "kinkeeper.cli")


def record(number: int) -> Record:
    return Record(
        f"r{number:08d}",
        "e",
        f"ice_detention.csv#{number}",
        "ice_detention",
        number,
        given="Ana María",
        surnames="López García",
        born="1987-03-02",
        identifiers=(Identifier("a_number", f"{number:09d}", f"A{number:09d}"),),
        stays=(Stay("ICE", "El Paso", "2018-05-17", "2018-06-01"),),
        cells=CELLS,
    )


def fill(folder: Path, persons: int) -> None:
    with session(folder) as actor:
        from kinkeeper.gateway import submit

        for at in range(0, persons, AT_ONCE):
            here = range(at, min(persons, at + AT_ONCE))
            records = ReceiveRecords(tuple(record(2 * one + which) for one in here for which in (0, 1)))
            held = IdentifyPeople("run", tuple(Person(f"P{one:08d}", (f"r{2 * one:08d}", f"r{2 * one + 1:08d}")) for one in here))
            submit([Request(f"records:{at}", records), Request(f"persons:{at}", held)], actor=actor)


def timed(*words: str) -> float:
    started = time.perf_counter()
    subprocess.run([*COMMAND, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ))
    return time.perf_counter() - started


def main() -> None:
    persons = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = Path(place)
        fill(folder / "database", persons)
        made = timed("backup", str(folder / "backup"), "--database", str(folder / "database"))
        size = sum(path.stat().st_size for path in (folder / "backup").iterdir())
        restored = timed("restore", str(folder / "backup"), "--database", str(folder / "restored"))
        print(f"{persons:,} persons, {2 * persons:,} records: backed up in {made:.0f} s, {size / 1e6:.0f} MB", end="; ")
        print(f"proven and restored in {restored:.0f} s")


if __name__ == "__main__":
    main()
