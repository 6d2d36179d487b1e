"""The job `link` where records come to a house that is full: python bench/resume.py [FAMILIES]

Makes an invented season (3,200 families are about 50,000 records), takes all but the last thousand records in through the one door and
links them; then the thousand; then one. The persons must be those of linking all under the same version. Last, all are linked anew.
"""

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from kinkeeper.cli.session import session
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.domain.requests import Request
from kinkeeper.extracts import files_in
from kinkeeper.jobs.reading import read_here
from kinkeeper.linkage.people import link_people
from kinkeeper.season import make_season

LATE, SLICE = 1_000, 2_000


def records_of(families: int, work: Path) -> list[Record]:
    """The records of a season in the order of a shuffled deck, rows of one list row together."""
    make_season(work / "season", families=families, seed=1)
    rows: dict[tuple[str, int], list[Record]] = {}
    for some in read_here(files_in(work / "season"), None):
        for record in some.records:
            rows.setdefault((record.extract_id, record.row), []).append(record)
    order = list(rows.values())
    random.Random(1).shuffle(order)
    return [record for row in order for record in row]


def timed(what: str, work):
    """What the work gives; said with the processor time of this process and the time by the clock."""
    used, clock = time.process_time(), time.perf_counter()
    done = work()
    print(f"{what}: {time.process_time() - used:.2f} s of processor time, {time.perf_counter() - clock:.2f} s", flush=True)
    return done


def partition(person_of) -> set[frozenset[str]]:
    groups: dict[object, set[str]] = {}
    for record, person in person_of:
        groups.setdefault(person, set()).add(record)
    return {frozenset(group) for group in groups.values()}


def main() -> None:
    families = int(sys.argv[1]) if len(sys.argv) > 1 else 3_200
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work, session(str(Path(work) / "database")) as actor:
        from django.db import connection

        from kinkeeper.gateway import submit
        from kinkeeper.gateway.linking import held
        from kinkeeper.jobs.link import link_what_came
        from kinkeeper.jobs.questions import decisions
        from kinkeeper.queries.findings import get_model_version
        from kinkeeper.queries.people import get_person_of
        from kinkeeper.queries.records import list_records

        def receive(records: list[Record]) -> None:
            for at in range(0, len(records), SLICE):
                some = tuple(records[at : at + SLICE])
                submit([Request(f"bench:{some[0].record_id}", ReceiveRecords(some))], actor=actor)

        def link(*, anew: bool = False) -> int:
            return link_what_came(actor=actor, progress=lambda *_: None, anew=anew)

        records = records_of(families, Path(work))
        receive(records[: -LATE - 1])
        print(f"{len(records):,} records; all but {LATE + 1:,} linked first:")
        timed("all, learning", link)
        timed("nothing more", link)
        receive(records[-LATE - 1 : -1])
        timed(f"{LATE:,} more", link)
        receive(records[-1:])
        timed("one more", link)
        version = held.load(get_model_version(actor, "link")).version
        known = list_records(actor)
        at_once = link_people(known, decisions(actor), version=version).person_of
        ids = [record.record_id for record in known]
        same = partition(get_person_of(actor).items()) == partition(zip(ids, at_once, strict=True))
        print("the same persons as linking all under that version:", same)
        timed("all again, learning anew", lambda: link(anew=True))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('linked_line') + pg_total_relation_size('linking')")
            print(f"{cursor.fetchone()[0] / 1e6:.0f} MB held")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB at most")


if __name__ == "__main__":
    main()
