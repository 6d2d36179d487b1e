import pytest

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.extracts import Extract, ExtractState, ReceiveExtract, decide
from kinkeeper.domain.facts import replace
from kinkeeper.domain.records import Refusal

from .histories import History, fold

EXTRACT = Extract("x1", "subjects.csv", "", "ab" * 32, "usbp", rows_read=3, rows_refused=1)
BAD_ROW = Refusal("subjects.csv", 4, "BIRTH_DATE", "31/02/2010", "There is no such day.")
SECOND_CELL = replace(BAD_ROW, column="AGE", value="-3")
BAD_CELL = Refusal("subjects.csv", 5, "SEX", "Q", "Not known.", whole_row=False)


def test_an_extract_comes_with_every_refusal():
    history = History()
    history.give(ReceiveExtract(EXTRACT, (BAD_ROW, SECOND_CELL, BAD_CELL)))
    assert history.states["extracts"].refusals == {"x1": [BAD_ROW, SECOND_CELL, BAD_CELL]}
    assert fold(history.entries) == history.states


def test_the_same_extract_twice_adds_nothing():
    history = History()
    history.give(ReceiveExtract(EXTRACT, (BAD_ROW,)))
    assert history.give(ReceiveExtract(EXTRACT, (BAD_ROW,))) == []


@pytest.mark.parametrize(
    ("extract", "refusals"),
    [(EXTRACT, ()), (EXTRACT, (BAD_CELL,)), (replace(EXTRACT, rows_refused=0), (BAD_ROW,)), (replace(EXTRACT, rows_read=0), (BAD_ROW,))],
    ids=["counted, not listed", "only a cell listed", "listed, not counted", "more refused than read"],
)
def test_numbers_of_rows_must_add_up(extract, refusals):
    with pytest.raises(Refused, match="Nothing was kept"):
        decide(ExtractState(), ReceiveExtract(extract, refusals))
