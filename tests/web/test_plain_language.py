"""What the pages say is read with ease: in English by school year, in Spanish by ease; long sentences are few and none is very long."""

from tests.web.plain import ease, grade, parts, said
from tests.web.test_translations import SPANISH

MOST_GRADE, LEAST_EASE = 6.0, 70.0
MOST_WORDS = 45


def test_the_formulas_tell_easy_from_hard() -> None:
    hard = "Notwithstanding the aforementioned determination, eligibility persists."
    assert grade(["The child is with her mother now."]) < 4 < 12 < grade([hard])
    difficult = "No obstante la determinación anteriormente mencionada, la elegibilidad persiste."
    assert ease(["La niña está con su mamá."]) > 80 > 40 > ease([difficult])


def test_the_texts_of_the_pages_are_plain() -> None:
    told = said(SPANISH.with_suffix(".po"))
    assert len(told) > 300
    assert grade(english for english, _ in told) <= MOST_GRADE
    assert ease(spanish for _, spanish in told) >= LEAST_EASE


def test_no_sentence_is_very_long() -> None:
    long = [english for english, _ in said(SPANISH.with_suffix(".po")) if len(parts(english)[0]) / parts(english)[1] > MOST_WORDS]
    assert long == []
