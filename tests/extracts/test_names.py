import pytest

from kinkeeper.extracts.names import people_in, split_name, tidy_name


@pytest.mark.parametrize(
    ("written", "given", "surnames", "whole"),
    [
        ("DURAN VALENCIA, FRANCISCO CRISTIAN", "FRANCISCO CRISTIAN", "DURAN VALENCIA", ""),
        ("VACA,", "", "VACA", ""),
        ("Hernandez Orona Jordy", "", "", "Hernandez Orona Jordy"),
        ('José "Chepe" Tzep', "", "", "José Tzep"),
        ("Lazaro Cantu Jaramillo (A201-280-911)", "", "", "Lazaro Cantu Jaramillo"),
        ("LOPEZ (PEREZ), ANA", "ANA", "LOPEZ", ""),
        ("de la Cruz-Xol, Ma. Ofelia", "Ma. Ofelia", "de la Cruz-Xol", ""),
    ],
)
def test_a_comma_says_which_words_are_surnames(written: str, given: str, surnames: str, whole: str) -> None:
    assert split_name(written) == (given, surnames, whole)


@pytest.mark.parametrize("written", ["??", "LNU", "N/A", "(b)(6)", "unknown"])
def test_a_name_that_is_not_known_is_none(written: str) -> None:
    assert tidy_name(written) == ""


@pytest.mark.parametrize(
    ("cell", "ages", "people"),
    [
        ("Ana Ruiz (A201-698-101); Luis Ruiz", 0, ["Ana Ruiz (A201-698-101)", "Luis Ruiz"]),
        ("Ana Ruiz\nLuis Ruiz\nEva", 0, ["Ana Ruiz", "Luis Ruiz", "Eva"]),
        ("Ana Ruiz Xol y Luis Ruiz Xol", 2, ["Ana Ruiz Xol", "Luis Ruiz Xol"]),
        ("Ana y Luis", 2, ["Ana", "Luis"]),
        ("Rosa Ortega y Gasset", 1, ["Rosa Ortega y Gasset"]),
        ("Rosa Ortega y Gasset", 0, ["Rosa Ortega y Gasset"]),
        ("RUIZ XOL, ANA MARIA", 1, ["RUIZ XOL, ANA MARIA"]),
        ("RUIZ XOL, ANA MARIA", 0, ["RUIZ XOL, ANA MARIA"]),
        ("Ana Ruiz, Luis Ruiz, Eva Ruiz", 3, ["Ana Ruiz", "Luis Ruiz", "Eva Ruiz"]),
        ("1. Ana Ruiz; 2. Luis Ruiz", 0, ["Ana Ruiz", "Luis Ruiz"]),
        ("Ana Ruiz A201698101, Luis Ruiz A201698102", 0, ["Ana Ruiz A201698101", "Luis Ruiz A201698102"]),
    ],
)
def test_several_people_in_a_cell_are_told_apart(cell: str, ages: int, people: list[str]) -> None:
    assert people_in(cell, ages) == people
