"""The truth names persons who are in the files, and says of each tie what the files still show."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kinkeeper.domain.dates import age_on
from kinkeeper.domain.terms import Outcome
from kinkeeper.season import Season, children_apart, write_truth
from tests.season.conftest import Made

Lines = list[list[str]]


def lines_of(path: Path) -> Lines:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    book = CalamineWorkbook.from_path(path)
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


@pytest.fixture(scope="module")
def files(made: Made) -> dict[str, Lines]:
    return {path.name: lines_of(path) for path in made.folder.iterdir()}


def row_of(files: dict[str, Lines], record: str) -> list[str]:
    table, _, place = record.rpartition("#")
    return files[table.partition("/")[0]][int(place.partition(":")[0]) - 1]


def test_every_tie_in_the_data_joins_persons_whose_records_stand_in_the_files(made: Made, files: dict[str, Lines]) -> None:
    records = defaultdict(list)
    for record, person in made.season.records.items():
        records[person].append(record)
    ties = [tie for tie in made.season.ties if tie.in_data]
    assert ties
    for tie in ties:
        for person in (tie.child, tie.adult):
            assert records[person]
            assert all(any(cell for cell in row_of(files, record)) for record in records[person])


def test_a_record_bears_the_name_of_its_person(made: Made, files: dict[str, Lines]) -> None:
    """Misspelt or shortened, but the first letter of the first given name is never wrong."""
    for record, person_id in made.season.records.items():
        if record.startswith("usbp_subjects.csv"):
            row, header = row_of(files, record), files["usbp_subjects.csv"][4]
            assert row[header.index("First Name")][0] == _plain(made.season.people[person_id].given[0])[0]


def test_no_line_is_left_over(made: Made, files: dict[str, Lines]) -> None:
    """Every line under the header is a person's, lost in conversion, empty, or a total."""
    known = {record.partition(":")[0] for record in (*made.season.records, *made.season.unreadable)}
    counted = defaultdict(set)
    for record in known:
        table, _, place = record.rpartition("#")
        counted[table.partition("/")[0]].add(int(place))
    for name, lines in files.items():
        header = min(counted[name]) - 1
        rest = [line for number, line in enumerate(lines, start=1) if number > header and number not in counted[name]]
        assert all(not any(line) or "total" in line[0].lower() for line in rest), name


def test_what_the_truth_says_of_family_numbers_is_what_the_file_shows(made: Made, files: dict[str, Lines]) -> None:
    header = files["usbp_subjects.csv"][4]
    number = {
        person: row_of(files, record)[header.index("Family Unit Group#")]
        for record, person in made.season.records.items()
        if record.startswith("usbp_subjects.csv")
    }
    for tie in made.season.ties:
        theirs, his = number.get(tie.child, ""), number.get(tie.adult, "")
        if tie.together and theirs and theirs == his:
            assert tie.number_shown == 2
            assert "family_number" in tie.named_in
        else:
            assert tie.number_shown < 2
        if tie.lost:
            assert not (theirs and his)


def test_a_child_alone_has_nobody_in_the_data_and_the_others_have(made: Made) -> None:
    season = made.season
    children = {person for person in set(season.records.values()) if season.people[person].is_child}
    accompanied = {tie.child for tie in season.ties if tie.in_data}
    assert set(season.alone) == children - accompanied


def test_children_are_under_18_when_they_come(made: Made) -> None:
    season = made.season
    for each in season.separations:
        assert (age_on(season.people[each.child].born.isoformat(), each.separated_on.isoformat()) or 0) < 18
        assert (age_on(season.people[each.adult].born.isoformat(), each.separated_on.isoformat()) or 0) >= 18


def test_separations_are_of_ties_that_were_parted(made: Made) -> None:
    parted = {(tie.child, tie.adult) for tie in made.season.ties if tie.parted}
    assert {(each.child, each.adult) for each in made.season.separations if each.whole} == parted
    assert {each.outcome for each in made.season.separations if each.whole} >= {Outcome.REUNITED, Outcome.APART, Outcome.ADULT_REMOVED}


def test_counts_rise_with_the_season_and_fall_after_the_order(made: Made) -> None:
    season = made.season
    first = min(each.separated_on for each in season.separations)
    last = max(each.separated_on for each in season.separations)
    assert children_apart(season, first) >= 1
    assert children_apart(season, season.as_of) < children_apart(season, last)


def test_wrong_entries_are_no_separations(made: Made) -> None:
    wrong = set(made.season.wrong_entries)
    assert wrong
    assert not wrong & {(tie.child, tie.adult) for tie in made.season.ties if tie.parted}


def test_the_truth_is_written_as_it_is(made: Made, tmp_path: Path) -> None:
    write_truth(made.season, tmp_path)
    season: Season = made.season
    records = _table(tmp_path / "records.csv")
    assert {row["record"]: row["person"] for row in records if row["required"] == "yes"} == season.records
    ties = _table(tmp_path / "ties.csv")
    lost = [
        row
        for row in ties
        if row["separation"] == "full" and row["family_number_survives"] == "no" and row["relation"] in ("parent", "guardian")
    ]
    assert len(lost) == sum(tie.lost for tie in season.ties)
    assert len(_table(tmp_path / "separations.csv")) == len(season.separations)
    counts = {row["date"]: int(row["children_apart"]) for row in _table(tmp_path / "as_of_counts.csv")}
    assert counts[season.as_of.isoformat()] == children_apart(season, season.as_of)


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _plain(name: str) -> str:
    return name.upper().translate(str.maketrans("ÁÉÍÓÚÂÔȘ", "AEIOUAOS"))
