"""Files taken in, looked at beforehand, corrected by newer versions, taken back and brought back; the read tables rebuilt equal."""

from pathlib import Path
from typing import Any

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.site.database import Database
from tests.extracts.written import csv_file

ME = Actor("R. Delgado", "HHS", "operator")
HEADER = ["LAST_NAME", "FIRST_NAME", "APPR_DT_TIME", "SECTOR", "SUBJECT AFILE#", "BIRTH_DATE"]
XOL = ["XOL", "ANA", "5/9/2018", "Yuma", "202385792", "2/15/1987"]
CHUB = ["CHUB", "LUIS", "5/10/2018", "Yuma", "202385793", "3/15/2010"]
CAAL = ["CAAL", "EVA", "5/11/2018", "Yuma", "202385794", "4/15/2012"]


def take(*files: Path, corrects: str = "", dry_run: bool = False, config: Path | None = None) -> Any:
    from kinkeeper.jobs.deliveries.taking import Manner, take_files

    manner = Manner("CBP", corrects, dry_run)
    found = take_files(list(files), config=config, manner=manner, actor=ME, progress=lambda name, done: None)
    return found[0] if len(files) == 1 and len(found) == 1 else found


def counts(taken: Any) -> tuple[int, int, int, int]:
    assert taken.new + taken.known + taken.changed + taken.refused == taken.extract.rows_read
    return taken.new, taken.known, taken.changed, taken.refused


def standing() -> dict[str, str]:
    from kinkeeper.queries.records import list_records

    return {record.name: record.given for record in list_records(ME)}


def places() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM placement WHERE until IS NULL")
        return int(cursor.fetchone()[0])


@pytest.fixture
def rebuilt(database: Database) -> Any:
    """After the test the read tables are a fold of the ledger, and rebuilt equal."""
    yield database
    from kinkeeper.gateway import rebuild

    assert rebuild.check() == []
    rebuild.rebuild()
    assert rebuild.check() == []


def test_a_dry_run_counts_and_records_nothing(rebuilt: Database, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv", [HEADER, XOL, CHUB, ["A", "B", "C", "D", "E", "F"]])
    assert counts(take(file, dry_run=True)) == (2, 0, 0, 1)
    assert standing() == {}
    assert counts(take(file)) == (2, 0, 0, 1)
    assert counts(take(file, dry_run=True)) == counts(take(file)) == (0, 2, 0, 1)


def test_the_file_is_kept_once_and_comes_back_byte_for_byte(database: Database, tmp_path: Path) -> None:
    from django.db import connection

    from kinkeeper.queries.deliveries.files import read_file

    file = csv_file(tmp_path / "a.csv", [HEADER, *[XOL] * 40_000])
    taken = take(file)
    take(csv_file(tmp_path / "same under another name.csv", [HEADER, *[XOL] * 40_000]))
    assert b"".join(read_file(ME, taken.extract.sha256)) == file.read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT sha256), count(*) FROM file_piece")
        assert cursor.fetchone() == (1, 2)
    with pytest.raises(NotFound):
        read_file(ME, "0" * 64)


def test_a_newer_version_supersedes_row_by_row_and_shows_what_changed(rebuilt: Database, tmp_path: Path) -> None:
    take(csv_file(tmp_path / "june.csv", [HEADER, XOL, CHUB, CHUB]))
    newer = csv_file(tmp_path / "june corrected.csv", [HEADER, CAAL, [*XOL[:1], "ANA MARIA", *XOL[2:]], CHUB])
    for dry_run in (True, False):
        taken = take(newer, corrects="june.csv", dry_run=dry_run)
        assert counts(taken) == (1, 1, 1, 0)
        assert taken.gone == 1, "the second of two equal rows"
        (change,) = taken.changes
        assert (change.name, change.earlier, change.cells) == ("june corrected.csv#3", "june.csv#2", (("FIRST_NAME", "ANA", "ANA MARIA"),))
    assert standing() == {"june.csv#3": "LUIS", "june.csv#4": "LUIS", "june corrected.csv#2": "EVA", "june corrected.csv#3": "ANA MARIA"}
    assert places() == 4
    assert (taken.extract.rows_known, taken.extract.rows_changed, taken.extract.sender) == (1, 1, "CBP")


def test_a_file_is_taken_back_whole_and_what_it_corrected_counts_again(rebuilt: Database, tmp_path: Path) -> None:
    from kinkeeper.jobs.deliveries.withdrawing import bring_back, take_back

    take(csv_file(tmp_path / "june.csv", [HEADER, XOL, CHUB]))
    taken = take(csv_file(tmp_path / "newer.csv", [HEADER, [*XOL[:1], "ANA MARIA", *XOL[2:]], CAAL]), corrects="june.csv")
    both = {"june.csv#3": "LUIS", "newer.csv#2": "ANA MARIA", "newer.csv#3": "EVA"}
    assert standing() == both
    for _ in range(2):
        take_back(taken.extract.extract_id, "the wrong file", actor=ME)
        assert standing() == {"june.csv#2": "ANA", "june.csv#3": "LUIS"} and places() == 2
        take_back(taken.extract.extract_id, "the wrong file", actor=ME)
        bring_back(taken.extract.extract_id, "it was right after all", actor=ME)
        assert standing() == both and places() == 3


def test_a_file_that_was_taken_back_counts_again_when_it_is_imported_again(rebuilt: Database, tmp_path: Path) -> None:
    from kinkeeper.jobs.deliveries.withdrawing import take_back

    file = csv_file(tmp_path / "june.csv", [HEADER, XOL])
    take_back(take(file).extract.extract_id, "by mistake", actor=ME)
    assert standing() == {}
    assert counts(take(file)) == (1, 0, 0, 0)
    assert standing() == {"june.csv#2": "ANA"}


def test_persons_lose_the_records_that_are_taken_back(rebuilt: Database, tmp_path: Path) -> None:
    from kinkeeper.jobs.deliveries.withdrawing import take_back
    from kinkeeper.jobs.link import link_records
    from kinkeeper.queries.people import get_person_of
    from kinkeeper.queries.records import list_records

    take(csv_file(tmp_path / "a.csv", [HEADER, XOL, CHUB]))
    other = take(csv_file(tmp_path / "b.csv", [HEADER, [*XOL[:3], "Tucson", *XOL[4:]], CAAL]))
    link_records(list_records(ME), actor=ME, progress=lambda name, done: None)
    assert len(set(get_person_of(ME).values())) == 3
    take_back(other.extract.extract_id, "by mistake", actor=ME)
    assert len(get_person_of(ME)) == 2


def test_what_was_refused_as_a_whole_is_read_when_it_is_said_how(rebuilt: Database, tmp_path: Path) -> None:
    from kinkeeper.queries.records import list_records

    file = csv_file(tmp_path / "a.csv", [["UAC name", "Who rang", "Wish"], ["Luis Xol", "Ana Chub", "reunify"]])
    settings = tmp_path / "a.toml"
    settings.write_text('[[file]]\nmatch = "*"\nlayout = "hand_list"\n[file.columns]\nchild = "UAC name"\nparent = "Who rang"\n')
    assert counts(take(file)) == counts(take(file)) == (0, 0, 0, 1) and standing() == {}
    assert counts(take(file, config=settings, dry_run=True)) == counts(take(file, config=settings)) == (1, 0, 0, 0)
    child, adult = list_records(ME)
    assert {child.extract_id, adult.extract_id} == {child.record_id.partition("-")[0]}
    assert {claim.record for claim in (*child.claims, *adult.claims)} == {child.record_id, adult.record_id}
    assert counts(take(file, config=settings)) == (0, 1, 0, 0) and len(standing()) == 2


def test_no_reason_no_withdrawal(rebuilt: Database, tmp_path: Path) -> None:
    from kinkeeper.jobs.deliveries.withdrawing import take_back

    taken = take(csv_file(tmp_path / "a.csv", [HEADER, XOL]))
    with pytest.raises(Refused, match="Say why"):
        take_back(taken.extract.extract_id, " ", actor=ME)
    with pytest.raises(Refused, match="No such extract"):
        take_back("nothing", "why", actor=ME)
    with pytest.raises(NotFound):
        take(tmp_path / "a.csv", corrects="nothing.csv")


def test_overlapping_extracts_are_recognised(rebuilt: Database, tmp_path: Path) -> None:
    take(csv_file(tmp_path / "week 1.csv", [HEADER, XOL, CHUB]))
    for dry_run in (True, False):
        taken = take(csv_file(tmp_path / "week 2.csv", [HEADER, CHUB, XOL, CAAL]), dry_run=dry_run)
        assert [(file, rows) for _, file, rows in taken.overlaps] == [("week 1.csv", 2)]
        assert counts(taken) == (3, 0, 0, 0)


def test_rows_without_name_or_number_are_matched_by_line_and_cells(rebuilt: Database, tmp_path: Path) -> None:
    header = ["Child's Country of Origin", "Child's Gender", "Child's Date of Entry", "Child's Date of Release", "Sponsor Category"]
    rows = [["Honduras", "F", f"1/{n + 1}/15", f"2/{n + 1}/15", "1"] for n in range(5)]
    take(csv_file(tmp_path / "a.csv", [header, *rows, rows[0]]))
    mended = [rows[0], ["Honduras", "M", *rows[1][2:]], *rows[2:], rows[0]]
    taken = take(csv_file(tmp_path / "b.csv", [header, *mended]), corrects="a.csv")
    assert counts(taken) == (0, 5, 1, 0)
    assert taken.changes[0].cells == (("Child's Gender", "F", "M"),)
