"""Numbers and base64 have one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.ledger.lines import Unreadable, from_base64, hash_from, hash_lines, number, to_base64


@given(st.integers(0, 2**63 - 1))
def test_a_number_is_read_as_it_is_written(value: int) -> None:
    assert number(str(value)) == value


@pytest.mark.parametrize("text", ["", "01", "-1", "+1", "1.0", " 1", "1 ", "1_000", "٣", str(2**63), "9" * 40])
def test_no_other_spelling_of_a_number(text: str) -> None:
    with pytest.raises(Unreadable, match="whole number"):
        number(text)


@given(st.binary())
def test_base64_is_read_as_it_is_written(data: bytes) -> None:
    assert from_base64(to_base64(data)) == data


@pytest.mark.parametrize("text", ["AA", "AA=", "AB==", "A A=", "AA==\n", "AA-_", "é", "AAAA===="])
def test_no_other_spelling_of_bytes(text: str) -> None:
    with pytest.raises(Unreadable, match=r"[Bb]ase64"):
        from_base64(text)


def test_a_hash_has_its_length() -> None:
    assert hash_lines([bytes(32)]) == to_base64(bytes(32)) + "\n"
    with pytest.raises(Unreadable, match="32 bytes, not 31"):
        hash_from(to_base64(bytes(31)))
