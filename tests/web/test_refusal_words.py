"""Why something was not read, in Spanish too."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from kinkeeper.domain.deliveries.recipes import ColumnSeen, Recipe
from kinkeeper.extracts.columns import order_in_words
from kinkeeper.extracts.moments import OrderEvidence
from kinkeeper.extracts.recipes import changes
from kinkeeper.web.words.refusals import in_words

EXTRACTS = Path(__file__).parents[2] / "src" / "kinkeeper" / "extracts"
SAID = re.compile(
    r"""Unreadable\(f?"([^"]+)"\)|^(?:WHY_\w+|WHOSE|LOST|NOT_YET_BORN) = "([^"]{9,})"|return "(The row [^"]+|None of the row[^"]+)\"""",
    re.MULTILINE,
)


def sentences() -> list[str]:
    found = [one[1] or one[2] or one[3] for path in EXTRACTS.rglob("*.py") for one in SAID.finditer(path.read_text(encoding="utf-8"))]
    return [re.sub(r"\{\w+\}", "3", one) for one in found]


def test_every_sentence_of_the_readers_is_known() -> None:
    assert len(sentences()) > 20
    with translation.override("es"):
        assert [one for one in sentences() if in_words(one) == one] == []


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("The year 3018 cannot be meant.", "No puede tratarse del año 3018."),
        (
            "The row has 3,100 cells, far more than the table has columns.",
            "La fila tiene 3,100 celdas, muchas más que columnas tiene la tabla.",
        ),
        (
            "The table fits no layout that is known. Nearest: orr_children; missing: born; place. "
            "Say what it is: on the desk, or with --config.",
            "La tabla no corresponde a ningún formato conocido. El más parecido: orr_children; falta: born; place. "
            "Diga qué es: en la mesa, o con --config.",
        ),
        ("A sentence of an earlier version.", "A sentence of an earlier version."),
    ],
)
def test_what_stands_in_a_sentence_stays(english: str, spanish: str) -> None:
    with translation.override("es"):
        assert in_words(english) == spanish
    with translation.override("en"):
        assert in_words(english) == english


def test_how_days_were_read_is_said_in_spanish() -> None:
    told = [
        order_in_words("DOB", order, evidence, told=told)
        for order in ("mdy", "dmy")
        for evidence in (
            OrderEvidence(1, 1, 1),
            OrderEvidence(1, 0, 0),
            OrderEvidence(0, 0, 1),
            OrderEvidence(3, 2, 1),
            OrderEvidence(3, 0, 1),
            OrderEvidence(0, 0, 4),
            OrderEvidence(0, 5, 1),
        )
        for told in (True, False)
    ]
    with translation.override("es"):
        assert [one for one in told if one and in_words(one) == one] == []


def test_of_one_cell_it_is_said_as_of_one_also_where_an_earlier_version_did_not() -> None:
    said = order_in_words("DOB", "mdy", OrderEvidence(1, 1, 0), told=False)
    assert said == "DOB: read with the month first, as 1 cell allows nothing else; 1 can only be meant the other way and was read so."
    with translation.override("en"):
        assert in_words(said) == said
        before = "DOB: read with the month first, as 1 cells allow nothing else; 1 can only be meant the other way and were read so."
        assert in_words(before) == said
        assert "as 11 cells allow nothing" in in_words("DOB: read with the month first, as 11 cells allow nothing else.")


def test_what_is_otherwise_than_before_is_said_in_spanish() -> None:
    before = (
        ColumnSeen("Who", 0, "whole_name", "name", 100),
        ColumnSeen("When", 1, "encountered", "date", 100, lag=1),
        ColumnSeen("Sex", 2, "sex", "sex", 100, ("F", "M")),
        ColumnSeen("Left", 3, "", "", 90),
        ColumnSeen("Born", 4, "born", "date", 100),
        ColumnSeen("Note", 5, "", "", 0),
    )
    now = (
        ColumnSeen("Name", 0, "", "name", 100),
        ColumnSeen("When", 1, "encountered", "date", 40, lag=9),
        ColumnSeen("Sex", 2, "sex", "sex", 100, ("1", "2")),
        ColumnSeen("Born", 4, "born", "age", 100),
        ColumnSeen("Note", 6, "", "date", 100),
    )
    told = list(changes(Recipe("s", "l", before), now)) + list(changes(Recipe("s", "l", before), (before[1], *before[2:], before[0])))
    moved = [ColumnSeen(one.header, 5 - one.place, one.field, one.kind, one.filled) for one in before]
    told += list(changes(Recipe("s", "l", before), moved))
    assert len(told) >= 8
    with translation.override("es"):
        assert [one for one in told if in_words(one) == one] == []
        assert in_words("'Born' held days and holds ages now.") == "«Born» contenía días y ahora contiene edades."
