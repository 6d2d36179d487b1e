"""Code lists are data with a source and a status, and say one thing of each spelling."""

import csv
from importlib import resources

import pytest

from kinkeeper.domain.terms import StayEnd
from kinkeeper.extracts import codes
from kinkeeper.extracts.codes import code_list, folded

LISTS = sorted(entry.name.removesuffix(".csv") for entry in resources.files(codes).iterdir() if entry.name.endswith(".csv"))


@pytest.mark.parametrize("name", LISTS)
def test_every_line_has_a_source_and_says_how_far_it_can_be_trusted(name: str) -> None:
    lines = list(csv.DictReader((resources.files(codes) / f"{name}.csv").read_text("utf-8").splitlines()))
    assert list(lines[0]) == ["code", "label", "spellings", "source", "status"]
    assert all(line["label"] and line["source"] and line["status"] in {"verified", "recalled"} for line in lines)


@pytest.mark.parametrize("name", LISTS)
def test_no_spelling_stands_for_two_codes(name: str) -> None:
    meant: dict[str, set[str]] = {}
    for code in code_list(name).codes:
        for spelling in (code.label, *code.spellings):
            if not spelling.startswith("/"):
                meant.setdefault(folded(spelling), set()).add(code.code)
    assert {spelling: found for spelling, found in meant.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", [name for name in LISTS if name.endswith("_exits")])
def test_the_ends_of_stays_are_those_of_the_domain(name: str) -> None:
    assert {code.code for code in code_list(name).codes} <= set(StayEnd)


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("cbp_exits", "USMS", "transferred"),
        ("cbp_exits", "ORR", "transferred"),
        ("cbp_exits", "RELEASED", "released"),
        ("cbp_exits", "WARRANT/NTA", None),
        ("ice_exits", "Order of Recognizance", "released"),
        ("ice_exits", "OREC", "released"),
        ("ice_exits", "Voluntary departure", "removed"),
        ("orr_exits", "Reunited with Sep. Parent", "reunited"),
        ("orr_exits", "Reunified (Individual Sponsor)", "released_to_sponsor"),
        ("orr_exits", "Discharged Under other approp circumstances", "other"),
        ("orr_exits", "ADMITTED", None),
        ("orr_exits", "Still In Care", None),
        ("relations", "abuela", "grandmother"),
        ("relations", "Distant Relative", "other_kin"),
        ("relations", "Unrelated", "none"),
        ("separation_reasons", "Zero Tolerance Policy", "PROSECUTION"),
        ("separation_reasons", "Sent for  immigration\nprosecution", "PROSECUTION"),
        ("separation_reasons", "Parent has Criminal\nhistory (US or Home Country)", "CRIMINAL_HISTORY"),
        ("separation_reasons", "crim hx", "CRIMINAL_HISTORY"),
        ("separation_reasons", "Parent has health\nissues/hospitalized", "MEDICAL"),
        ("separation_reasons", "Parenthood not verifiable", "PARENTAGE_DOUBT"),
        ("separation_reasons", "unable to verify relationship", "PARENTAGE_DOUBT"),
        ("separation_reasons", "Immigration History Only", "PRIOR_IMMIGRATION_VIOLATION"),
        ("separation_reasons", "Family member prosecuted - criminal history", "CRIMINAL_HISTORY"),
        ("separation_reasons", "Family member prosecuted - other reasons", "PROSECUTION"),
        ("separation_reasons", "Gang", "GANG_AFFILIATION"),
        ("separation_reasons", "the dog ate it", None),
    ],
)
def test_a_spelling_finds_its_code(name: str, written: str, code: str | None) -> None:
    assert code_list(name).find(written) == code


def test_small_misspellings_find_the_nearest_and_short_ones_do_not() -> None:
    assert code_list("relations").nearest("Grandmohter") == "grandmother"
    assert code_list("relations").nearest("sun") is None
