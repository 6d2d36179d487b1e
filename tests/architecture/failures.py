"""What went wrong from 2017 to 2023, row by row, and the tests that are named after each row: written to `docs/failures.md`.

Run it to make the page anew: `python -m tests.architecture.failures`.
"""

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "failures.md"

ROWS = {
    1: "the family unit's number was deleted so that the adult could be prosecuted, and the link went with it",
    2: "the old number found nobody any more",
    3: "kinship stood in free text alone, or nowhere",
    4: "only parents counted: grandmothers, aunts, siblings did not",
    5: "a child was put into the wrong family, and the correction left no trace",
    6: "one wrong digit in an A-number, numbers of parent and child swapped, several numbers a person",
    7: "one family on two lists in two spellings",
    8: "the recorded and the derived indicator differ",
    9: "rows were published twice and taken for persons",
    10: "no field for a separation: none was recorded unless somebody pressed a button",
    11: "the reason is missing or vague",
    12: "the reason is sorted under a wrong code",
    13: "the reason is one that the rule of its day does not permit",
    14: "doubt about parentage, and no test",
    15: "seven claimed, sixty found",
    16: "separations at ports stood in no list of the Border Patrol",
    17: "the deaf child's need was not handed over",
    18: "children held longer than 72 hours",
    19: "the 48-hour notice was late",
    20: "the hour of apprehension is recorded in different ways, or as a day",
    21: "where the parent is, nobody knew: marshals, jail, hospital, ICE, abroad",
    22: "348 parents removed without the child and without a choice on record",
    23: "waivers in a language the parent did not read, with nothing explained",
    24: "children came of age in custody",
    25: "the court's deadline was missed by months",
    26: "“eligible” was defined anew by who reported",
    27: "a count of parents became one of children",
    28: "flags that overlap were printed as if they were parts of a whole",
    29: "the list was revised, and earlier reports could not be made again",
    30: "946 with an indication were left out",
    31: "47,000 files were searched blind",
    32: "telephone numbers were stale, and nobody knew what was tried",
    33: "reunions known to families and NGOs alone; “no record” was taken for “not reunited”",
    34: "checks were done one after another, and cases stood still behind a flag that nobody owned",
}
"""The rows in short, as inspectors, courts and the press told them."""

GOLDEN = {
    "T1 to T6: the court's reports of July to October 2018": "test_t1_to_t6_from_july_to_october_2018",
    "2,654 + 162 − 79 = 2,737, and the other counts that changed": "test_the_counts_that_changed_with_their_reasons",
    "T7 and T8: the Task Force of 2021 and 2023": "test_t7_and_t8_the_task_force_and_what_was_left_in_2024",
    "flags of T2 overlap, trees add up": "test_f28_flags_of_t2_overlap_and_are_not_printed_as_parts",
    "one case in four regimes, four verdicts": "test_f13_one_case_in_four_regimes_gives_four_verdicts",
    "47:59, 48:00, 71:59, 72:00, 72:01 over the change of clocks": "test_f18_f19_hours_are_hours_also_when_clocks_are_changed",
    "29 February": "test_f24_a_child_turns_18_on_the_birthday_and_born_on_29_february_on_1_march",
    "five between order and due date": "test_f25_days_by_age_on_the_orders_day",
    "bad reports of custody through file, page and door": "test_no_report_of_custody_is_lost_or_lets_a_clock_fall_over",
}
"""What is reproduced exactly -> the test that does."""


def every_test() -> dict[str, str]:
    """Every test by its name, with its file."""
    found = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE):
            found[name] = path.relative_to(ROOT).as_posix()
    return found


def by_row() -> dict[int, list[str]]:
    """Row -> the tests that bear its number in their name."""
    found: dict[int, list[str]] = defaultdict(list)
    for name in every_test():
        for number in re.findall(r"(?<=_)f(\d\d)(?=_)", name):
            found[int(number)].append(name)
    return found


def page() -> str:
    """The page as it must be."""
    where, rows = every_test(), by_row()
    lines = [
        "# What went wrong, and the test that it does not again",
        "",
        "Made by `python -m tests.architecture.failures` from the names of the tests; the test run compares.",
        "A test that has the number of a row in its name shows that row; `pytest -k f22` runs those of one.",
        "",
        "| row | what went wrong | shown by |",
        "| --- | --- | --- |",
        *(f"| F-{number:02} | {ROWS[number]} | {_named(rows[number], where)} |" for number in ROWS),
        "",
        "| reproduced exactly | by |",
        "| --- | --- |",
        *(f"| {what} | {_named([name], where)} |" for what, name in GOLDEN.items()),
    ]
    return "\n".join(lines) + "\n"


def _named(names: list[str], where: dict[str, str]) -> str:
    return "<br>".join(f"[`{name.removeprefix('test_')}`](../{where[name]})" for name in sorted(names))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
