"""Children are called as the custom of their family has it."""

from collections.abc import Callable

import pytest

from kinkeeper.season.chance import Chance
from kinkeeper.season.data_files import rows_of
from kinkeeper.season.lives.names import given_names, inherited, mothers_surnames, surnames

FATHER, MOTHER = ("Tum", "Brito"), ("Caal", "Choc")


@pytest.mark.parametrize(
    ("custom", "father", "mother", "child"),
    [
        ("spanish", FATHER, MOTHER, ("Tum", "Caal")),
        ("mayan", FATHER, MOTHER, ("Tum", "Caal")),
        ("brazilian", ("Lima", "Rocha"), ("Dias", "Nunes"), ("Nunes", "Rocha")),
        ("romanian", ("Popa",), ("Radu",), ("Popa",)),
    ],
)
def test_a_child_inherits_by_custom_or_bears_the_mothers_names(
    custom: str, father: tuple[str, ...], mother: tuple[str, ...], child: tuple[str, ...]
) -> None:
    chance = Chance(1, "children")
    drawn = [inherited(custom, father, mother, chance) for _ in range(400)]
    assert set(drawn) <= {child, mother}
    assert drawn.count(child) > 360


def test_a_mothers_mother_shares_the_surname_that_the_grandchild_does_not_bear() -> None:
    grandmother = mothers_surnames("spanish", MOTHER, Chance(1, "kin"))
    child = inherited("spanish", FATHER, MOTHER, Chance(1, "children"))
    assert grandmother[0] == MOTHER[1]
    assert grandmother[0] not in child


@pytest.mark.parametrize(("custom", "count"), [("spanish", 2), ("mayan", 2), ("brazilian", 2), ("romanian", 1)])
def test_every_custom_has_surnames_and_given_names_for_both_sexes(custom: str, count: int) -> None:
    chance = Chance(2, "names")
    assert len(surnames(custom, chance)) == count
    assert all(given_names(custom, sex, chance) for sex in "MF")


@pytest.mark.parametrize(("part", "least", "most"), [("surname", 150, 250), ("given", 190, 250)])
def test_the_name_list_is_long_enough_and_names_nobody_twice(part: str, least: int, most: int) -> None:
    rows = [row for row in rows_of("names.csv") if row["part"] == part]
    assert least <= len(rows) <= most
    key: Callable[[dict[str, str]], tuple[str, ...]] = lambda row: (row["custom"], row["sex"], row["name"])  # noqa: E731
    assert len({key(row) for row in rows}) == len(rows)
