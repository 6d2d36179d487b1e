"""A large database to measure pages and reports on: python bench/large.py FOLDER [SEASONS]

Makes invented seasons of 20,000 families (about 113,000 persons each; nine are a million), takes their extracts in through
the one door, and records persons, families, ties and separations as the seasons' truth has them: what is measured here is
how fast a full house answers, not how well it was found. FOLDER is then what --database takes.
"""

import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kinkeeper.cli.session import session
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.ties import AssessTies, Tie
from kinkeeper.season.maker import make_season
from kinkeeper.season.truth import Season

FAMILIES = 20_000


def people_of(season: Season, ids: dict[str, str]) -> list[Person]:
    """The persons of a season who have a record."""
    held: dict[str, list[str]] = {}
    for name, person in (season.records | season.other_mentions).items():
        if name in ids:
            held.setdefault(name_of(season, person), []).append(ids[name])
    return [Person(person, tuple(sorted(records))) for person, records in sorted(held.items())]


def name_of(season: Season, person: str) -> str:
    return f"P{season.seed:02d}{person}"


def ties_of(season: Season, known: set[str]) -> Iterable[Tie]:
    for tie in season.ties:
        child, adult = name_of(season, tie.child), name_of(season, tie.adult)
        if child in known and adult in known:
            yield Tie(child, adult, tie.relation, "claimed", "0.9900", "recorded" if tie.number_shown else "recovered")


def separations_of(season: Season, known: set[str]) -> Iterable[Separation]:
    for one in season.separations:
        child, adult = name_of(season, one.child), name_of(season, one.adult)
        if one.whole and child in known and adult in known:
            ended = one.outcome_on.isoformat() if one.outcome_on else ""
            yield Separation(child, adult, one.separated_on.isoformat(), "", "", "detected", "0.9900", "", "", one.outcome, ended)


def families_of(season: Season, ties: Sequence[Tie]) -> list[Family]:
    members: dict[str, dict[str, None]] = {}
    family_of = {name_of(season, person.person_id): person.family for person in season.people.values()}
    for tie in ties:
        members.setdefault(family_of[tie.child], {}).setdefault(tie.child)
    for tie in ties:
        members[family_of[tie.child]].setdefault(tie.adult)
    numbers = {family: at for at, family in enumerate(sorted(members), season.seed * 1_000_000)}
    return [Family(f"KF-{numbers[family]:08d}", tuple(theirs)) for family, theirs in sorted(members.items())]


def record_ids(extracts: Sequence[str]) -> dict[str, str]:
    """Name -> id, of the records of these extracts."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, record_id FROM record WHERE extract_id = ANY(%s)", [list(extracts)])
        return dict(cursor.fetchall())


def fill(seed: int, actor: Any) -> int:
    """One season, from its files to its separations."""
    from kinkeeper.jobs.imports import import_files
    from kinkeeper.jobs.runs import submit_slices

    with tempfile.TemporaryDirectory() as folder:
        season = make_season(Path(folder), families=FAMILIES, seed=seed)
        imported = import_files([Path(folder)], config=None, actor=actor, progress=lambda name, done: None)
    ids = record_ids([extract.extract_id for extract in imported.extracts])
    people = people_of(season, ids)
    known = {person.person_id for person in people}
    ties = sorted(ties_of(season, known), key=lambda tie: tie.key)
    run = f"large {seed}"
    submit_slices(people, lambda some: IdentifyPeople(run, some), run=run, actor=actor)
    submit_slices(ties, lambda some: AssessTies(run, some), run=run, actor=actor)
    submit_slices(families_of(season, ties), lambda some: FormFamilies(run, some), run=run, actor=actor)
    submit_slices(list(separations_of(season, known)), lambda some: RaiseSeparations(run, some), run=run, actor=actor)
    return len(people)


def main() -> None:
    folder, seasons = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 9
    with session(folder) as actor:
        from django.db import connections

        for seed in range(1, seasons + 1):
            started = time.perf_counter()
            persons = fill(seed, actor)
            print(f"season {seed}: {persons:,} persons in {time.perf_counter() - started:.0f} s", flush=True)
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
