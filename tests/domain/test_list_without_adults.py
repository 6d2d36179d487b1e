"""The list of children separated in 2018 as ORR released it: no names, no adults. Its own counts must come out.

The list is public (5 U.S.C. 552) and stands beside the project; where it does not, nothing is tested here.
"""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from kinkeeper.domain.divergence import find_separations
from kinkeeper.domain.records import Record, SeparationFlag, Stay
from kinkeeper.domain.whereabouts import whereabouts

LIST = Path(__file__).resolve().parents[3] / "shared/data/real/orr_separated_children_foia.csv"

pytestmark = pytest.mark.skipif(not LIST.exists(), reason=f"The released list is not at {LIST}.")


def iso(text: str) -> str:
    return datetime.strptime(text, "%m/%d/%Y").date().isoformat() if text else ""


def rows() -> list[dict[str, str]]:
    """The rows about children: 62 rows repeat the letters of the columns."""
    with LIST.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["AGE"].isdigit()]


def ended(status: str) -> str:
    return "" if status.startswith("Still") else "reunited" if status.startswith("Reunited") else "other"


def record(number: int, row: dict[str, str]) -> Record:
    stay = Stay(
        "ORR", row["FACILITY_APPROVED"], iso(row["DATE_ORR_APPROVED"]), iso(row["Date Discharged"]), ended(row["REUNITIED_SEP_PARENTS"])
    )
    flag = SeparationFlag(row["Reason fo Separation"])
    taken = iso(row["DATE_APPREHENDED"])
    return Record(f"r{number}", "x1", f"list.csv#{number}", "orr", number, encountered=taken, stays=(stay,), separation=flag)


def test_the_counts_are_those_of_the_list():
    listed = rows()
    people = [whereabouts(f"P{number}", [record(number, row)]) for number, row in enumerate(listed)]
    found = find_separations({one.person_id: one for one in people}, [], "2020-01-01")
    assert len(found) == 3_108
    by_hand = Counter({"reunited": 2_135 + 57, "released_to_other": 549 + 174, "apart": 154 + 39})
    assert Counter(str(one.outcome) for one in found) == by_hand
    assert sum(one.outcome_on != "" for one in found) == sum(row["Date Discharged"] != "" for row in listed)
    assert {(one.adult, one.basis) for one in found} == {("", "recorded")}
    assert Counter(one.reason_as_recorded for one in found) == Counter(row["Reason fo Separation"] for row in listed)
