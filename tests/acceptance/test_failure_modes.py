"""What went wrong from 2017 to 2023 and must not again, on an invented season that is taken in whole: named after the rows of the list."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.records import Record
from kinkeeper.season import Season, make_season
from kinkeeper.site.database import Database
from tests.extracts.written import csv_file

ME = Actor("R. Delgado", "HHS", "operator")
BY_HAND = ("dhs_weekly_separations.csv", "ice_parents_in_custody.xlsx", "linea_de_ayuda.csv")
IN_AGENCY_FILES = {"case_notes", "orr_names", "remarks", "family_number"}


def quiet(name: str, done: int) -> None:
    """No progress."""


def take_in(folder: Path) -> tuple[list[Record], dict[str, str]]:
    """Reconcile a folder: every record, and whose each is held to be."""
    from kinkeeper.jobs.reconcile import reconcile
    from kinkeeper.queries.people import get_person_of

    done = reconcile(folder, config=None, as_of="", actor=ME, progress=quiet)
    return list(done.records), get_person_of(ME)


def true_persons(season: Season, told: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Person found -> the true one who has most of its records."""
    votes: dict[str, list[str]] = {}
    for name, person in told:
        if name in season.records:
            votes.setdefault(person, []).append(season.records[name])
    return {person: max(sorted(set(some)), key=some.count) for person, some in votes.items()}


def test_f03_kin_named_in_free_text_alone_are_candidates_with_the_words(database: Database, tmp_path: Path) -> None:
    from kinkeeper.queries.findings import list_ties

    header = ["LAST_NAME", "FIRST_NAME", "APPR_DT_TIME", "SECTOR", "SUBJECT AFILE#", "BIRTH_DATE", "GENDER", "REMARKS"]
    words = "TRAVELING WITH MOTHER A202385701"
    child = ["XOL CAAL", "ANA", "5/9/2018 10:00", "Yuma", "202385792", "2/15/2014", "F", words]
    mother = ["POP TZI", "EVA", "5/9/2018 10:05", "Yuma", "202385701", "2/15/1987", "F", ""]
    rest = [[f"SOLO{n} NADIE{n}", "HUGO", "5/9/2018 11:00", "Yuma", f"2024857{n:02}", f"3/{n + 1}/1985", "M", ""] for n in range(9)]
    records, person_of = take_in(csv_file(tmp_path / "subjects.csv", [header, child, mother, *rest]).parent)
    whose = {one.given: person_of[one.record_id] for one in records}
    [tie] = [one for one in list_ties(ME) if one.key == (whose["ANA"], whose["EVA"])]
    assert tie.status != "verified" and tie.basis == "recorded" and not tie.decided
    assert any(words in fact.words for fact in tie.evidence), tie.evidence


@pytest.mark.long
def test_f07_separated_children_are_listed_with_fewer_errors_than_the_certified_list(database: Database, tmp_path: Path) -> None:
    """The list of July 2018, of children in the care of HHS, named 3.0 % wrongly and missed 5.9 %.

    That list, the court's class and the inspectors' reviews of it count children in the care of ORR, and so does this bound (ADR 4). What
    is missed in the wider sense, with the children who kept one parent, is printed beside it, and is bounded too.
    """
    from kinkeeper.queries.findings import list_raised

    season = make_season(tmp_path, families=600, seed=3)
    records, person_of = take_in(tmp_path)
    stands_for = true_persons(season, ((one.name, person_of[one.record_id]) for one in records))
    apart = {stands_for.get(one.child, one.child) for one in list_raised(ME)}
    true, in_care = {one.child for one in season.separations}, {one.child for one in season.separations if one.whole}
    wrong, missed = len(apart - true) / len(apart), len(in_care - apart) / len(in_care)
    missed_of_all = len(true - apart) / len(true)
    print(f"{wrong:.1%} of those listed were parted from nobody")
    print(f"{missed:.1%} missed of {len(in_care)} children who came into the care of ORR without any of those they came with")
    print(f"{missed_of_all:.1%} missed of {len(true)} children parted from a parent, also where the other parent stayed with them")
    assert in_care < true, "the season parts some children from one of two parents"
    assert wrong <= 79 / 2_654 and missed <= 162 / 2_737
    assert missed_of_all <= 0.1


def test_f09_the_same_files_again_are_no_new_facts_and_a_row_is_not_a_person(database: Database, tmp_path: Path) -> None:
    from kinkeeper.queries.moments import ledger_size

    header = ["LAST_NAME", "FIRST_NAME", "APPR_DT_TIME", "SECTOR", "SUBJECT AFILE#", "BIRTH_DATE", "EVENT_NUMBER"]
    ana = ["XOL CAAL", "ANA", "5/9/2018 10:00", "Yuma", "202385792", "2/15/2014", "YUM1805000001"]
    eva = ["CAAL POP", "EVA", "5/9/2018 10:05", "Yuma", "202385793", "2/15/1987", "YUM1805000001"]
    again = [*ana[:2], "7/2/2018 09:00", "El Paso", *ana[4:6], "EPT1807000009"]
    folder = csv_file(tmp_path / "subjects.csv", [header, ana, ana, eva, again]).parent
    records, person_of = take_in(folder)
    encounters = {number.value for one in records for number in one.identifiers if number.kind == "event"}
    # Four rows, one of them twice; two encounters; two persons.
    assert (len(records), len(encounters), len(set(person_of.values()))) == (4, 2, 2)
    before = ledger_size()
    take_in(folder)
    (folder / "subjects.csv").rename(folder / "the same under another name.csv")
    take_in(folder)
    assert ledger_size() == before


def test_f31_nine_tenths_of_the_true_cases_lie_in_the_first_files(database: Database, tmp_path: Path) -> None:
    """As in 2019: nobody kept a list, and no agency's file names the family. How many of all children's files are read, in order?"""
    from kinkeeper.queries.counts.unrecorded import list_probable_ties
    from kinkeeper.queries.standpoint import find_standpoint

    season = make_season(tmp_path, families=70, seed=3)
    for name in BY_HAND:
        (tmp_path / name).unlink()
    records, person_of = take_in(tmp_path)
    stands_for = true_persons(season, ((one.name, person_of[one.record_id]) for one in records))
    ranked = [stands_for.get(one.child, one.child) for one in list_probable_ties(ME, find_standpoint(ME, today="2018-09-01"))]
    files = {person_of[one.record_id] for one in records if one.layout == "orr_children"}
    files = {stands_for.get(person, person) for person in files}
    cases = {tie.child for tie in season.ties if tie.lost and not tie.named_in & IN_AGENCY_FILES} & files
    order = [child for child in dict.fromkeys(ranked) if child in files]
    order += sorted(files - set(order))
    read = [place for place, child in enumerate(order, 1) if child in cases][-(-9 * len(cases) // 10) - 1]
    print(f"{len(cases)} cases among {len(files)} files: 90 % found in the first {read}, {read / len(files):.0%}; blind it takes 90 %")
    assert len(cases) >= 10 and read <= 0.25 * len(files)
