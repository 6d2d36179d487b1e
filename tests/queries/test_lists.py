"""Lists side by side: only here, only there, both but described otherwise; overlaps as a matrix; a workbook for the meeting."""

import io
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.site.database import Database
from tests.extracts.written import csv_file

ME = Actor("R. Delgado", "", "operator")
HEADER = ["LAST NAME", "FIRST NAME", "A#", "DOB", "Admission Date", "FACILITY"]
LUIS = ["XOL", "LUIS", "202385792", "2/15/2010", "5/9/2018", "Southwest Key"]
EVA = ["CAAL", "EVA", "202385793", "3/15/2012", "5/10/2018", "Southwest Key"]
IKER = ["CHUB", "IKER", "202385794", "4/15/2013", "5/11/2018", "Southwest Key"]


@pytest.fixture
def lists(database: Database, tmp_path: Path) -> Any:
    from kinkeeper.jobs.deliveries.taking import Manner, take_files
    from kinkeeper.jobs.link import link_records
    from kinkeeper.queries.records import list_records

    ours = csv_file(tmp_path / "orr.csv", [HEADER, LUIS, EVA])
    theirs = csv_file(tmp_path / "counsel.csv", [HEADER, [*LUIS[:3], "2/16/2010", *LUIS[4:]], IKER])
    take_files([ours, theirs], config=None, manner=Manner(), actor=ME, progress=lambda name, done: None)
    link_records(list_records(ME), actor=ME, progress=lambda name, done: None)


def test_only_here_only_there_and_both_but_different(lists: None) -> None:
    from kinkeeper.queries.deliveries.lists import compare_lists
    from kinkeeper.reports.side_by_side import workbook

    found = compare_lists(ME, ["orr.csv", "counsel.csv"])
    assert found.matrix() == [[2, 1], [1, 2]] and found.everywhere_alike == 0
    told = {next(iter(line.on.values())).name: (line.missing, line.differs) for line in found.lines}
    assert told == {"LUIS XOL": ((), ("born",)), "EVA CAAL": (("counsel.csv",), ()), "IKER CHUB": (("orr.csv",), ())}
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook(found)))
    heads, *rows = book.get_sheet_by_name("Not alike").to_python()
    assert heads[:6] == ["Person", "Missing on", "Differs in", "Reason", "Owner", "Next step"] and len(rows) == 3
    assert book.get_sheet_by_name("Overlaps").to_python()[1] == ["orr.csv", 2.0, 1.0]


def test_our_own_list_is_one_of_them(lists: None) -> None:
    from kinkeeper.queries.deliveries.lists import compare_lists

    assert compare_lists(ME, ["orr.csv", "apart"]).matrix() == [[2, 0], [0, 0]]


@pytest.mark.parametrize("named", [["orr.csv"], ["orr.csv", "orr.csv"], []])
def test_fewer_than_two_lists_are_no_comparison(lists: None, named: list[str]) -> None:
    from kinkeeper.queries.deliveries.lists import compare_lists

    with pytest.raises(Refused, match="two lists or more"):
        compare_lists(ME, named)
    with pytest.raises(NotFound):
        compare_lists(ME, ["orr.csv", "nothing.csv"])


people = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", "2010-01-01", "2011-01-01"]))


@given(st.lists(people, min_size=2, max_size=4))
def test_everybody_is_counted_once_and_the_matrix_is_even(lists: list[dict[str, str]]) -> None:
    from kinkeeper.queries.deliveries.lists import Listed, side_by_side

    found = side_by_side({f"list {n}": {who: Listed(who, born=born) for who, born in some.items()} for n, some in enumerate(lists)})
    assert found.everywhere_alike + len(found.lines) == len({who for some in lists for who in some})
    matrix = found.matrix()
    assert matrix == [list(row) for row in zip(*matrix, strict=True)]
    for line in found.lines:
        assert set(line.on) | set(line.missing) == set(found.lists) and not set(line.on) & set(line.missing)
        assert line.missing or line.differs
