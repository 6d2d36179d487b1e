"""The season's files are read as they were meant: every person in every row, and nobody where there is nobody."""

from collections import Counter
from collections.abc import Mapping

import pytest

from kinkeeper.domain.records import Record, Refusal
from kinkeeper.domain.terms import IdentifierKind
from kinkeeper.extracts import read_folder
from tests.season.conftest import Made

CUSTODIAN = {
    "usbp_subjects.csv": "CBP",
    "ofo_inadmissibles.csv": "CBP",
    "marshals_prisoners.xlsx": "USMS",
    "ice_detention_stints.csv": "ICE",
    "orr_children.xlsx": "ORR",
}


class Read:
    """What was read of a season."""

    def __init__(self, made: Made) -> None:
        self.records: dict[str, Record] = {}
        self.refusals: list[Refusal] = []
        self.rows = Counter[str]()
        for delivery in read_folder(made.folder):
            self.records.update({record.name: record for record in delivery.records})
            self.refusals += delivery.refusals
            self.rows.update({delivery.file: delivery.rows_read})


@pytest.fixture(scope="module")
def read(made: Made) -> Read:
    return Read(made)


def file_of(record: str) -> str:
    return record.partition("#")[0].partition("/")[0]


def test_every_record_of_the_truth_is_read(made: Made, read: Read) -> None:
    assert set(made.season.records) - set(read.records) == set()
    assert set(made.season.other_mentions) - set(read.records) == set()


def test_nobody_is_read_where_there_is_nobody(made: Made, read: Read) -> None:
    known = {*made.season.records, *made.season.other_mentions}
    assert {name for name in read.records if name not in known} == set()


def test_rows_lost_in_conversion_are_refused_by_number(made: Made, read: Read) -> None:
    refused = {f"{refusal.file}#{refusal.row}" for refusal in read.refusals if refusal.whole_row}
    assert made.season.unreadable
    assert refused == set(made.season.unreadable)


def test_impossible_birth_dates_are_set_aside_and_the_row_is_taken(made: Made, read: Read) -> None:
    born = [refusal.value for refusal in read.refusals if not refusal.whole_row and refusal.column in ("BIRTH_DATE", "DOB", "Birth Date")]
    assert born
    assert all(value.endswith("2031") or value.startswith(("02/31", "00/00")) for value in born)
    assert not [record.name for record in read.records.values() if record.born[:4] == "2031"]


def test_birth_dates_are_mostly_those_of_the_person(made: Made, read: Read) -> None:
    born = [(read.records[name].born, made.season.people[person].born.isoformat()) for name, person in made.season.records.items()]
    given = [(said, true) for said, true in born if said]
    assert len(given) / len(born) > 0.9
    assert sum(said == true for said, true in given) / len(given) > 0.95


def test_every_custody_row_is_a_stay_with_its_custodian(made: Made, read: Read) -> None:
    stays = {name: {stay.custodian for stay in read.records[name].stays} for name in made.season.records if file_of(name) in CUSTODIAN}
    assert {name: found for name, found in stays.items() if found != {CUSTODIAN[file_of(name)]}} == {}


def test_family_numbers_are_read_where_they_are_left(made: Made, read: Read) -> None:
    numbers: Mapping[str, set[str]] = {
        person: {each.value for each in read.records[name].identifiers if each.kind == IdentifierKind.FAMILY_UNIT}
        for name, person in made.season.records.items()
        if name.startswith("usbp_subjects")
    }
    shown = [tie for tie in made.season.ties if tie.number_shown == 2]
    assert shown
    assert all(numbers[tie.child] == numbers[tie.adult] != set() for tie in shown)
    assert not any(numbers.get(tie.child) and numbers.get(tie.adult) for tie in made.season.ties if tie.lost)


def test_rows_that_name_two_people_claim_a_tie_between_them(made: Made, read: Read) -> None:
    children = [read.records[name] for name in made.season.records if name.startswith("dhs_weekly") and name.endswith(":child")]
    assert children
    assert all(record.claims for record in children)
