"""What people type where a page asks for a moment."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.web.moments import NotAMoment, read_known


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("48092", 48093),
        ("48,092", 48093),
        ("entry 48,092", 48093),
        ("#7", 8),
        ("asiento 12", 13),
        ("2018-07-08", "2018-07-08T23:59:59.999000+00:00"),
        ("2018-07-08 09:40", "2018-07-08T09:40:59.999000+00:00"),
        ("2018-07-08T09:40:28Z", "2018-07-08T09:40:28.999000+00:00"),
        ("8 Jul 2018, 9:40 am", "2018-07-08T09:40:59.999000+00:00"),
        ("8 July 2018", "2018-07-08T23:59:59.999000+00:00"),
        ("8 July 2018, 12:05 am UTC", "2018-07-08T00:05:59.999000+00:00"),
        ("8 de julio de 2018, 9:40 p. m.", "2018-07-08T21:40:59.999000+00:00"),
        ("8 jul. 2018", "2018-07-08T23:59:59.999000+00:00"),
    ],
)
def test_a_day_counts_to_its_end_and_a_number_with_its_entry(typed: str, known: int | str) -> None:
    assert read_known(typed) == known


def test_anything_else_is_refused_with_what_to_write() -> None:
    for typed in ("yesterday", "2018-02-31", "31 Feb 2018", "2018-07", "8 Foo 2018", "25:00", "9999-12-31T99:99", ""):
        with pytest.raises(NotAMoment, match="or the number of an entry"):
            read_known(typed)


@given(st.text(max_size=30))
def test_nothing_typed_breaks_it(typed: str) -> None:
    with suppress(NotAMoment):
        assert isinstance(read_known(typed), int | str)
