"""A receipt's number is read as people type it, and a slip is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.ledger.receipt_number import LETTERS, Mistyped, ReceiptNumber, number_of, parse_receipt_number

numbers = st.builds(number_of, st.integers(0, 10**12), st.binary(min_size=66, max_size=66))


@given(numbers)
def test_it_reads_back_however_it_is_typed(number: ReceiptNumber) -> None:
    printed = str(number)
    for typed in (printed, printed.lower(), printed.replace("-", " "), f" {printed.replace('-', '')}\n", printed.replace("-", " – ")):
        assert parse_receipt_number(typed) == number
    assert parse_receipt_number(printed.removeprefix("KK-").replace("0", "o").replace("1", "l")) == number


@given(numbers, st.data())
def test_one_wrong_character_is_noticed(number: ReceiptNumber, data: st.DataObject) -> None:
    letters = list(str(number).removeprefix("KK").replace("-", ""))
    at = data.draw(st.integers(0, len(letters) - 1))
    allowed = "0123456789" if at < len(letters) - 9 else LETTERS
    letters[at] = data.draw(st.sampled_from([letter for letter in allowed if letter != letters[at]]))
    with pytest.raises(Mistyped):
        parse_receipt_number("".join(letters))


@given(numbers, st.data())
def test_neighbours_exchanged_are_noticed_but_for_the_two_at_the_ends_of_the_alphabet(number: ReceiptNumber, data: st.DataObject) -> None:
    letters = list(str(number).removeprefix("KK").replace("-", ""))
    at = data.draw(st.integers(0, len(letters) - 2))
    one, other = letters[at], letters[at + 1]
    if one != other and {one, other} != {"0", "Z"}:
        letters[at], letters[at + 1] = other, one
        with pytest.raises(Mistyped):
            parse_receipt_number("".join(letters))


@pytest.mark.parametrize(
    "typed", ["", "KK", "KK-1", "KK-48092-7F3Q-9D2M", "hello", "KK-٤-7F3Q-9D2M-X", "KK-" + "9" * 30 + "-7F3Q-9D2M-X", "é" * 40]
)
def test_what_is_no_number_is_said(typed: str) -> None:
    with pytest.raises(Mistyped):
        parse_receipt_number(typed)


def test_a_number_is_of_one_leaf() -> None:
    number = number_of(7, b"one leaf")
    assert str(number) == "KK-7-908A-4RAM-5" and number.is_of(b"one leaf") and not number.is_of(b"another leaf")
    with pytest.raises(Mistyped, match="no zero in front"):
        parse_receipt_number(str(ReceiptNumber(7, number.token)).replace("KK-7", "KK-007")[:-1] + check("007" + number.token))


def check(letters: str) -> str:
    from kinkeeper.ledger.receipt_number import _check_letter

    return _check_letter(letters)
