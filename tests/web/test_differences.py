"""How two values differ, in marks and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.web.words import differences
from kinkeeper.web.words.differences import Difference, Kind


def marked(difference: Difference) -> tuple[str, str]:
    """Both values with brackets round what is marked."""
    one, other = ("".join(f"[{run.text}]" if run.differs else run.text for run in side) for side in (difference.one, difference.other))
    return one, other


@pytest.mark.parametrize(
    ("one", "other", "marks", "words"),
    [
        ("Marisol Lizeth", "Marisol", ("Marisol [Lizeth]", "Marisol"), "1 word more"),
        ("Chumil", "Chumbil", ("Chumil", "Chum[b]il"), "1 letter added: b"),
        ("Yolanda Batz", "Jolanda Bats Caal", ("[Y]olanda Bat[z]", "[J]olanda Bat[s] [Caal]"), "1 letter differs, 1 word more"),
        ("Gómez Sánchez", "GOMEZ SANCHEZ", ("Gómez Sánchez", "GOMEZ SANCHEZ"), "Same but for accents and capitals"),
        ("Cuc Juan", "Juan Cuc", ("Cuc Juan", "Juan Cuc"), "Same words in another order"),
        ("Sarate Solis", "ZARATE SOLIS", ("[S]arate Solis", "[Z]ARATE SOLIS"), "Sounds alike"),
        ("Luis Pérez", "Luis Ramos", ("Luis [Pérez]", "Luis [Ramos]"), "Partly the same"),
        ("Blanka", "BLANCE NATHALY", ("Blan[ka]", "BLAN[CE] [NATHALY]"), "2 letters differ, 1 word more"),
        ("Ana", "Pedro", ("[Ana]", "[Pedro]"), "Different"),
        ("", "Pedro", ("", "Pedro"), "One is blank"),
    ],
)
def test_names(one: str, other: str, marks: tuple[str, str], words: str) -> None:
    found = differences.names(one, other)
    assert (marked(found), found.words) == (marks, words)


@pytest.mark.parametrize(
    ("one", "other", "marks", "words"),
    [
        ("2015-02-09", "2015-09-02", ("2015-[02]-[09]", "2015-[09]-[02]"), "Day, month swapped"),
        ("2015-02-09", "2016-02-09", ("[2015]-02-09", "[2016]-02-09"), "1 digit differs"),
        ("2015-02-09", "2015-11-09", ("2015-[02]-09", "2015-[11]-09"), "Only the month differs"),
        ("2015-02-09", "2008-11-30", ("[2015]-[02]-[09]", "[2008]-[11]-[30]"), "About 7 years apart"),
        ("2015", "2015-02-09", ("2015", "2015[-02-09]"), "One is less exact"),
        ("2015-02-09", "2015-02-09", ("2015-02-09", "2015-02-09"), "Same"),
    ],
)
def test_dates(one: str, other: str, marks: tuple[str, str], words: str) -> None:
    found = differences.dates(one, other)
    assert (marked(found), found.words) == (marks, words)


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("202386526", "202386562", "Two digits exchanged"),
        ("202386526", "202386527", "1 digit differs"),
        ("202386526", "20238652", "1 digit more"),
        ("202386529", "202386530", "Follow each other"),
        ("202386526", "201111111", "Different"),
    ],
)
def test_numbers(one: str, other: str, words: str) -> None:
    assert differences.numbers(one, other).words == words


text = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@given(text, text)
def test_no_letter_is_lost_whatever_the_words(one: str, other: str) -> None:
    for how in (differences.names, differences.dates, differences.numbers, differences.plain):
        found = how(one, other)
        if how is differences.names:
            assert "".join(run.text for run in found.one).split() == one.split()
            assert "".join(run.text for run in found.other).split() == other.split()
        else:
            assert "".join(run.text for run in found.one) == one and "".join(run.text for run in found.other) == other
        assert found.kind in Kind and found.words
