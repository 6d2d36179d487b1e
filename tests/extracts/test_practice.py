"""Practice seasons and released files, where they lie beside the project: every record of the truth is read, every row accounted for."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from kinkeeper.extracts import read_file, read_folder

SHARED = Path(__file__).parents[3] / "shared" / "data"
PRACTICE = SHARED / "practice"
REAL = SHARED / "real"
SETS = sorted(path for path in PRACTICE.glob("ps2020_*")) or [PRACTICE / "ps2020"]


def there(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"no practice data at {path}: this is checked where it lies beside the project")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_record_of_the_border_season_is_read_nobody_else_and_nothing_refused() -> None:
    season = there(PRACTICE / "border_messy")
    names, refusals = set(), []
    for delivery in read_folder(season):
        names |= {record.name for record in delivery.records}
        refusals += delivery.refusals
    assert names == {row["record"] for row in rows(season / "truth" / "records.csv")}
    assert refusals == []


@pytest.mark.parametrize("season", SETS, ids=lambda path: path.name)
def test_every_row_of_people_that_no_one_here_invented_is_read(season: Path) -> None:
    there(season)
    names = {record.name for delivery in read_folder(season) for record in delivery.records}
    for file in ("cbp_apprehensions.csv", "ice_adult_detention.csv", "orr_child_custody.csv"):
        assert {f"{file}#{line}" for line in range(2, len(rows(season / file)) + 2)} <= names
    listed = {f"hand_list.csv#{line}": row for line, row in enumerate(rows(season / "hand_list.csv"), start=2)}
    children = {f"{name}:child" for name, row in listed.items() if row["Child"] or row["child age?"]}
    adults = {f"{name}:adult" for name, row in listed.items() if row["Parent (as told by phone)"]}
    assert {name for name in names if name.startswith("hand_list")} == children | adults


def test_the_list_of_separated_children_is_3108_children_and_62_junk_rows() -> None:
    path = there(REAL / "orr_separated_children_foia.csv")
    (delivery,) = read_file(path, path.name)
    records = list(delivery.records)
    assert (len(records), delivery.rows_read, delivery.rows_refused) == (3108, 3170, 62)
    assert len({refusal.row for refusal in delivery.refusals if refusal.whole_row}) == 62
    assert {refusal.value for refusal in delivery.refusals} == {"A | B | C | D | E | F | G | H | I | J | K | L"}
    reasons = Counter(record.separation.reason_code for record in records if record.separation)
    assert sum(reasons.values()) == 3108
    unknown = {
        record.separation.reason_as_recorded
        for record in records
        if record.separation and record.separation.reason_code == "LEGACY_UNKNOWN"
    }
    assert {" ".join(reason.split()) for reason in unknown} == {
        "Other",
        "Other (Please explain under Additional Information column)",
        "Adult Relative‐ Other",
        "Placement into FRC as FAMU, after legal guardianship was verified.",
    }
    ends = Counter(record.stays[0].end_reason for record in records)
    assert ends == {"reunited": 2192, "other": 723, "": 193}


@pytest.mark.parametrize(
    ("file", "tables"),
    [
        ("USBP-BLW-SPW-Apprehensions.csv", {"": ("border_patrol", 4711, 0)}),
        ("USBP_BLW_ProcessedSubjects_orig.xlsx", {"Sheet1": ("border_patrol", 1214, 0)}),
        (
            "USBP_BLW_SPW_Apps_orig.xlsx",
            {"Sheet1": ("border_patrol", 122, 0), "Eye Code": ("", 10, 10), "Hair Code": ("", 14, 14), "Complexion Code": ("", 13, 13)},
        ),
        ("HHS_UAC_daily.csv", {"": ("", 720, 720)}),
        ("wp_orr_releases_county_fy2018_fy2021.csv", {"": ("", 1000, 1000)}),
        ("orr_releases_LICENSE.txt", {"": ("", 13, 13)}),
        (
            "ICE_Facility_List_11-06-2017-web.xlsx",
            {
                "Notes": ("", 137, 137),
                "Facility List - Main": ("", 1685, 1685),
                "Facility List - Pop Breakout": ("", 1685, 1685),
                "Authorized List - DMCP Detailed": ("", 215, 215),
                "Authorized List - DMCP": ("", 216, 216),
                "GM Facilities": ("", 39, 39),
                "ERO Juvenile Facilities": ("", 10, 10),
                "Fam and Res Facilities": ("", 5, 5),
                "BOP Facilities": ("", 2, 2),
                "ICE Dedicated Facilities": ("", 24, 24),
                "Prohibited Use List": ("", 14, 14),
                "Facility Type": ("", 53, 53),
            },
        ),
        ("themarshallproject_locations.csv", {"": ("", 1479, 1479)}),
        ("uwchr_facilities_geocoded.csv.gz", {"": ("", 1532, 1532)}),
    ],
)
def test_released_files_are_read_or_refused_by_name(file: str, tables: dict[str, tuple[str, int, int]]) -> None:
    path = there(REAL / file)
    found = {}
    for delivery in read_file(path, path.name):
        assert sum(1 for _ in delivery.records) == delivery.rows_read - delivery.rows_refused
        found[delivery.sheet] = (delivery.layout, delivery.rows_read, delivery.rows_refused)
        assert delivery.layout or "fits no layout" in delivery.refusals[0].why
    assert found == tables


def test_the_64_spellings_of_the_reason_each_have_a_code_or_are_shown() -> None:
    path = there(REAL / "orr_separated_children_foia.csv")
    (delivery,) = read_file(path, path.name)
    flags = [record.separation for record in delivery.records if record.separation]
    code_of = {" ".join(flag.reason_as_recorded.split()): flag.reason_code for flag in flags}
    # The column has 64 texts; one is the letter of the column itself, in the 62 rows that are refused.
    assert len({flag.reason_as_recorded for flag in flags}) == 63
    assert Counter(code_of.values())["LEGACY_UNKNOWN"] == 4, "the rest, shown in the test above"
    assert set(code_of.values()) >= {"PROSECUTION", "CRIMINAL_HISTORY", "PARENTAGE_DOUBT", "MEDICAL"}


@pytest.mark.long
def test_553322_releases_are_read_with_none_refused() -> None:
    path = there(REAL / "orr_releases_2015_2023.csv.gz")
    (delivery,) = read_file(path, path.name)
    assert sum(1 for _ in delivery.records) == delivery.rows_read == 553_322
    assert delivery.rows_refused == 0
