import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.records import Identifier
from kinkeeper.extracts.cells import find_a_numbers, is_nothing, read_a_number, read_age, read_country, read_numbers, read_phones, read_sex
from kinkeeper.extracts.moments import Unreadable


@pytest.mark.parametrize(
    "written", ["A012-345-678", "A12345678", "12345678", "012345678", "a 012 345 678", "A-012345678", "A#012345678", "AO12345678"]
)
def test_an_a_number_is_nine_digits_however_it_is_written(written: str) -> None:
    assert read_a_number(written) == "012345678"


@pytest.mark.parametrize("written", ["A12345", "2154977747", "000000000", "SEE I-213", "A21G772140"])
def test_what_is_no_a_number_is_refused(written: str) -> None:
    with pytest.raises(Unreadable):
        read_a_number(written)


@given(st.integers(min_value=1_000_000, max_value=999_999_999))
def test_an_a_number_with_dashes_is_the_one_without(number: int) -> None:
    nine = f"{number:09d}"
    assert read_a_number(f"A{nine[:3]}-{nine[3:6]}-{nine[6:]}") == read_a_number(str(number)) == nine


def test_a_numbers_are_found_in_text_and_telephones_are_not() -> None:
    assert find_a_numbers("with Zoila (A202-246-777), tel 504-4140-5990 or (404) 555-0108; also 201830602") == [
        ("202246777", "A202-246-777"),
        ("201830602", "201830602"),
    ]


@pytest.mark.parametrize(
    ("written", "years"),
    [("8 años", 8), ("14 anos", 14), ("17", 17), ("9.0", 9), ("10 months", 0), ("18 meses", 1), ("3 weeks", 0), ("0", 0)],
)
def test_an_age_is_in_completed_years(written: str, years: int) -> None:
    assert read_age(written) == years


@pytest.mark.parametrize("written", ["A", "170", "x8", "-3"])
def test_what_is_no_age_is_refused(written: str) -> None:
    with pytest.raises(Unreadable):
        read_age(written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("GUATEMALA", "GTM"),
        ("Guatamela", "GTM"),
        ("guatemalteca", "GTM"),
        ("Hondureño", "HND"),
        ("El Salvador", "SLV"),
        ("México", "MEX"),
        ("BRASIL", "BRA"),
        ("Romanian", "ROU"),
        ("Congo", "COG"),
        ("GTM", "GTM"),
        ("unknown", ""),
    ],
)
def test_a_country_is_its_three_letters(written: str, code: str) -> None:
    assert read_country(written) == code


def test_a_country_that_is_none_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_country("C")


@pytest.mark.parametrize(("written", "sex"), [("M", "M"), ("female", "F"), ("Niña", "F"), ("Hombre", "M"), ("U", "")])
def test_a_sex_is_a_letter(written: str, sex: str) -> None:
    assert read_sex(written) == sex


def test_plural_numbers_are_several() -> None:
    assert read_numbers("family_unit", "6106768; 6106769") == (
        Identifier("family_unit", "6106768", "6106768"),
        Identifier("family_unit", "6106769", "6106769"),
    )


def test_a_telephone_is_its_digits_and_text_is_none() -> None:
    assert read_phones("+502 4970-4757") == (Identifier("phone", "50249704757", "+502 4970-4757"),)
    assert read_phones("no tiene") == ()


@pytest.mark.parametrize("written", ["", "  ", "N/A", "??", "(b)(6), (b)(7)(C)", "b(6), b(7)c", "#REF!", "no tiene", "-"])
def test_marks_for_nothing_are_nothing(written: str) -> None:
    assert is_nothing(written)
