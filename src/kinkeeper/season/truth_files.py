"""The truth of a season as CSV files, for scoring by other programs."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from kinkeeper.season.lives.calendar import START
from kinkeeper.season.truth import Season, TrueTie, children_apart


def write_truth(season: Season, folder: Path) -> None:
    """Write records, persons, ties, separations, children alone, wrong entries and counts by day into `folder` (UTF-8, ISO dates)."""
    folder.mkdir(parents=True, exist_ok=True)
    in_data = set(season.records.values())
    _write(folder / "records.csv", "record person required", [*_named(season)])
    _write(
        folder / "persons.csv",
        "person name dob sex is_child family country in_data",
        (
            (who.person_id, who.name, who.born, who.sex, _yes(who.is_child), who.family, who.nationality, _yes(who.person_id in in_data))
            for who in season.people.values()
        ),
    )
    _write(folder / "ties.csv", "child adult relation in_data family_number_survives same_party separation recorded_in", _ties(season))
    _write(
        folder / "separations.csv",
        "child adult separated_on outcome outcome_on outcome_also kind relation in_data family_number_survives",
        _separations(season),
    )
    _write(folder / "unaccompanied.csv", "child kind", season.alone.items())
    _write(folder / "wrong_inclusions.csv", "child adult kind", ((*pair, kind) for pair, kind in season.wrong_entries.items()))
    days = [START + timedelta(days=day) for day in range((season.as_of - START).days + 1)]
    _write(folder / "as_of_counts.csv", "date children_apart", ((day, children_apart(season, day)) for day in days))


def _named(season: Season) -> Iterable[Sequence[object]]:
    for required, records in (("yes", season.records), ("no", season.other_mentions)):
        yield from ((name, person, required) for name, person in records.items())


def _ties(season: Season) -> Iterable[Sequence[object]]:
    kinds = {(each.child, each.adult): "full" if each.whole else "one_parent" for each in season.separations}
    for tie in season.ties:
        together, named = _yes(tie.together), ";".join(sorted(tie.named_in))
        yield tie.child, tie.adult, tie.relation, _yes(tie.in_data), _shown(tie), together, kinds.get((tie.child, tie.adult), ""), named


def _separations(season: Season) -> Iterable[Sequence[object]]:
    ties = {(tie.child, tie.adult): tie for tie in season.ties}
    for each in season.separations:
        tie = ties[each.child, each.adult]
        also = "adult_removed" if each.adult_removed and each.outcome != "adult_removed" else ""
        kind = "full" if each.whole else "one_parent"
        yield each.child, each.adult, each.separated_on, each.outcome, each.outcome_on or "", also, kind, tie.relation, "yes", _shown(tie)


def _shown(tie: TrueTie) -> str:
    return ("no", "one", "yes")[tie.number_shown]


def _yes(so: object) -> str:
    return "yes" if so else "no"


def _write(path: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows([cell.isoformat() if isinstance(cell, date) else str(cell) for cell in row] for row in rows)
