"""In which state a place lies, as far as its words say."""

import pytest

from kinkeeper.extracts.codes import code_list
from kinkeeper.reports.printing.tiles import PLACES


@pytest.mark.parametrize(
    ("place", "state"),
    [
        ("Harlingen, Texas", "TX"),
        ("WELLTON (WEL)", "AZ"),
        ("D. Ariz.", "AZ"),
        ("S.D. Cal.", "CA"),
        ("Cumberland Family Services MI", "MI"),
        ("West Virginia", "WV"),
        ("Kansas City, Kansas", "KS"),
        ("Little Rock, Arkansas", "AR"),
        ("Casa Marina", None),
        ("Llano Seco Processing Center", None),
        ("", None),
    ],
)
def test_a_place_says_its_state(place: str, state: str | None) -> None:
    assert code_list("place_states").find(place) == state


def test_every_state_has_a_tile_and_every_tile_is_one() -> None:
    assert {one.code for one in code_list("place_states").codes} == set(PLACES)
    assert len(set(PLACES.values())) == len(PLACES)
