"""Why something was not read, in Spanish too."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from kinkeeper.web.words.refusals import why_not_read

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
        assert [one for one in sentences() if why_not_read(one) == one] == []


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("The year 3018 cannot be meant.", "No puede tratarse del año 3018."),
        (
            "The row has 3,100 cells, far more than the table has columns.",
            "La fila tiene 3,100 celdas, muchas más que columnas tiene la tabla.",
        ),
        ("A sentence of an earlier version.", "A sentence of an earlier version."),
    ],
)
def test_what_stands_in_a_sentence_stays(english: str, spanish: str) -> None:
    with translation.override("es"):
        assert why_not_read(english) == spanish
    with translation.override("en"):
        assert why_not_read(english) == english
