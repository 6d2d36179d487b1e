"""The main job on extracts that others made, scored by their own scorer. Skipped where they are absent."""

import csv
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Ran, rows, run

SHARED = Path(__file__).resolve().parents[3] / "shared"
PRACTICE = SHARED / "data" / "practice"
FOIA = SHARED / "data" / "real" / "orr_separated_children_foia.csv"


def _found(extracts: Path, migrated: Path, out: Path) -> Ran:
    shutil.copytree(migrated, out / "database")
    return run("reconcile", extracts, "--out", out, "--json")


def _score(name: str, migrated: Path, work: Path) -> dict[str, Any]:
    if not (PRACTICE / name).is_dir():
        pytest.skip("The practice sets are not beside the project.")
    shutil.copytree(PRACTICE / name, work / "extracts", ignore=shutil.ignore_patterns("truth", "stats.json"))
    assert _found(work / "extracts", migrated, work / "out").status in (0, 3)
    scorer = [sys.executable, SHARED / "bench" / "score.py", PRACTICE / name, work / "out", "--json"]
    return dict(json.loads(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout.splitlines()[-1]))


def test_the_families_of_a_messy_season_are_found(migrated: Path, tmp_path: Path) -> None:
    score = _score("border_messy", migrated, tmp_path)
    sure, apart = score["ties"]["0.9"], score["separations"]
    assert score["records"]["missing"] == score["records"]["invented"] == 0
    assert score["identity"]["f1"] >= 0.95
    assert sure["all"]["precision"] >= 0.97
    assert sure["LOST"]["recall"] >= 0.92
    assert sure["LOST"]["reached"] >= 0.88
    assert sure["LOST_unrecorded"]["recall"] >= 0.60
    assert score["unaccompanied"]["alone"]["given_adult_09"] <= 0.03
    assert score["calibration"]["ece"] <= 0.05
    assert apart["precision"] >= 0.95
    assert apart["recall"] >= 0.90
    assert apart["date_within_1_day"] >= 0.97
    assert apart["outcome_right"] >= 0.95
    assert score["as_of"]["mean_relative_error"] <= 0.05


@pytest.mark.parametrize(
    ("name", "identity", "right", "lost"),
    [
        pytest.param("ps2020_hispanic_default_real", 0.97, 0.95, 0.80, marks=pytest.mark.long),
        pytest.param("ps2020_source_high_real", 0.90, 0.90, 0.55, marks=pytest.mark.long),
    ],
)
def test_families_without_any_family_number_are_found(
    name: str, identity: float, right: float, lost: float, migrated: Path, tmp_path: Path
) -> None:
    score = _score(name, migrated, tmp_path)
    assert score["identity"]["f1"] >= identity
    assert score["ties"]["0.9"]["all"]["precision"] >= right
    assert score["ties"]["0.9"]["LOST"]["recall"] >= lost


@pytest.fixture(scope="module")
def released(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    """What was said of the released list, and the folder of what was found in it."""
    if not FOIA.exists():
        pytest.skip("The released list is not beside the project.")
    out = tmp_path_factory.mktemp("released") / "out"
    return _found(FOIA, migrated, out), out


def test_a_released_list_without_names_gives_the_counts_it_holds(released: tuple[Ran, Path]) -> None:
    """3,108 children and 62 rows of spreadsheet letters; 2,192 reunited, 723 released otherwise, 193 in care."""
    ran, out = released
    assert (ran.status, ran.summary["rows_read"], ran.summary["rows_refused"], ran.summary["persons"]) == (3, 3_170, 62, 3_108)
    outcomes = [row["outcome"] for row in rows(out / "separations.csv")]
    assert {one: outcomes.count(one) for one in set(outcomes)} == {"reunited": 2_192, "released_to_other": 723, "apart": 193}


def test_the_reports_recompute_the_figures_of_the_released_list_from_its_rows(released: tuple[Ran, Path]) -> None:
    """Of 3,108 children 2,192 reunited, 723 released otherwise, 193 in care: in the court's tree and in the census."""
    _, out = released
    told = {}
    for name in ("court", "census", "days_apart", "lists"):
        told[name] = json.loads(run("report", name, "--database", out / "database", "--json").out)
    lines = {line["key"]: line["count"] for one in told["court"]["breakdowns"] if one["name"] == "status" for line in one["figures"]}
    assert told["court"]["total"] == 3_108 and told["census"]["total"] == 193
    assert (lines["reunited"], lines["otherwise"], lines["in_care"]) == (2_192, 723, 193)
    assert told["days_apart"]["total"] == 3_108
    own = {
        one["name"]: [(line["key"], line["count"]) for line in one["figures"] if line["level"] == 2] for one in told["lists"]["breakdowns"]
    }
    with FOIA.open(encoding="utf-8-sig", newline="") as file:
        by_hand = [row for row in csv.DictReader(file) if row["GENDER"] != "B"]
    assert told["lists"]["total"] == len(by_hand) == 3_108 and own["rows"] == [("taken", 3_108), ("refused", 62)]
    assert own["end"] == [("reunited", 2_192), ("other", 723), ("going_on", 193)]
    assert dict(own["sex"]) == Counter(row["GENDER"] for row in by_hand)
    assert [count for _, count in own["nationality"]] == sorted(Counter(row["COO"] for row in by_hand).values(), reverse=True)
    admitted = (row["DATE_ORR_APPROVED"].split("/") for row in by_hand)
    assert dict(own["month"]) == Counter(f"{year}-{int(month):02}" for month, _, year in admitted)
