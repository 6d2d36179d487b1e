"""The table of ASVS 5.0 names every requirement of levels 1 and 2 once, and only tests that there are."""

import re
from collections import Counter

from .source import ROOT

TABLE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
LAST = {
    **{"1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4, "3.4": 6},
    **{"3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12},
    **{"6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2},
    **{"8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3},
    **{"11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5},
    **{"13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4},
    **{"16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2},
}
"""Section -> its last requirement of levels 1 and 2; those of level 3 come after."""
ROWS = re.findall(r"^\| (V[\d., V]+) \| ([^|]+) \| (.*) \|$", TABLE, re.MULTILINE)


def test_every_requirement_of_levels_1_and_2_stands_there_once() -> None:
    named = Counter(one for names, _, _ in ROWS for one in names.split(", "))
    assert set(named) == {f"V{section}.{n}" for section, last in LAST.items() for n in range(1, last + 1)}
    assert max(named.values()) == 1 and f"({len(named)} of them)" in TABLE


def test_every_answer_is_one_of_six_and_a_yes_names_a_test() -> None:
    assert {met for _, met, _ in ROWS} <= {"yes", "made so", "partly", "no", "host", "–"}
    assert [names for names, met, how in ROWS if met == "yes" and "tests/" not in how] == []


def test_every_test_that_is_named_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TABLE))
    assert len(named) > 50
    assert [f"{path}::{name}" for path, name in named if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")] == []


def test_the_figures_told_of_it_are_its_own() -> None:
    met = Counter(how for names, how, _ in ROWS for _one in names.split(", "))
    words = {
        "yes": "met with a test",
        "made so": "by how it is made",
        "partly": "in part",
        "no": "not",
        "host": "are the host's",
        "–": "do not apply",
    }
    told = ", ".join(f"{met[how]} {said}" for how, said in words.items())
    assert told in (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8"), told


def test_every_test_that_figures_rest_on_is_there() -> None:
    told = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    named = set(re.findall(r"tests/[\w/]+(?:\.py)?", told))
    assert len(named) > 50 and [path for path in sorted(named) if not (ROOT / path).exists()] == []
