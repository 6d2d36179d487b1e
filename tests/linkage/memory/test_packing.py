"""What is held between two runs comes back as it was, and not at all where anything of it was changed."""

import random
from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.linkage.decided import Decisions
from kinkeeper.linkage.memory.held import remember
from kinkeeper.linkage.memory.packing import Damaged, Row, pack, rows_of, unpack
from kinkeeper.linkage.people import link_people
from tests.linkage.people_made import families, kept_afterwards, kept_by_border_patrol, listed

HOUSEHOLDS = list(families(seed=3, number=25))
RECORDS = [record for household in HOUSEHOLDS for one in household for record in (kept_by_border_patrol(one), kept_afterwards(one))]
RECORDS += listed(HOUSEHOLDS[0][0], HOUSEHOLDS[0][1])
MEMORY = remember(link_people(RECORDS).formed, RECORDS, Decisions())
BODY, ROWS = pack(MEMORY), rows_of(MEMORY.lines, range(len(MEMORY.lines)))


def test_it_comes_back_as_it_was_in_whatever_order_its_lines_are_read() -> None:
    rows = random.Random(1).sample(ROWS, len(ROWS))
    again = unpack(BODY, rows)
    assert (pack(again), rows_of(again.lines, range(len(again.lines)))) == (BODY, ROWS)


@given(st.integers(0, 8 * len(BODY) - 1))
def test_no_bit_of_the_body_can_be_another(bit: int) -> None:
    body = bytearray(BODY)
    body[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        unpack(bytes(body), ROWS)


@pytest.mark.parametrize("body", [b"", BODY[: len(BODY) // 2], BODY + b"\0", sha256(b"\xc0").digest() + b"\xc0"])
def test_a_body_cut_short_lengthened_or_of_something_else_is_none(body: bytes) -> None:
    with pytest.raises(Damaged):
        unpack(body, ROWS)


OF_A_LINE: tuple[Callable[[Row], Row], ...] = (
    lambda row: (row[0] + 1_000_000, *row[1:]),
    lambda row: (row[0], row[1] + b"\xc0", *row[2:]),
    lambda row: (*row[:2], [*row[2], "r"], *row[3:]),
    lambda row: (*row[:3], row[3] + bytes(8), *row[4:]),
    lambda row: (*row[:4], row[4] + bytes(16), row[5]),
    lambda row: (*row[:5], not row[5]),
)


@given(st.integers(0, len(ROWS) - 1), st.sampled_from(OF_A_LINE))
def test_nothing_of_a_line_can_be_another(at: int, changed: Callable[[Row], Row]) -> None:
    with pytest.raises(Damaged):
        unpack(BODY, [*ROWS[:at], changed(ROWS[at]), *ROWS[at + 1 :]])


@given(st.integers(0, len(ROWS) - 2))
def test_no_line_may_lack_be_one_more_or_stand_for_another(at: int) -> None:
    one, other = ROWS[at], ROWS[at + 1]
    rest = [*ROWS[:at], *ROWS[at + 2 :]]
    for some in ([one], [one, other, (1_000_000, *one[1:])], [(other[0], *one[1:]), (one[0], *other[1:])]):
        with pytest.raises(Damaged):
            unpack(BODY, [*rest, *some])
