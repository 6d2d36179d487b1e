"""What free text mentions is marked where it stands, and nothing else is."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.extracts.mentions import mentions, runs


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Minor traveling with mother Zoila Tzep Xol A202-385-793, separated at RGV", ["mother", "Zoila Tzep Xol", "A202-385-793"]),
        ("viajaba con su papá Jose de la Cruz (tel. 956-555-0142)", ["papá", "Jose de la Cruz", "956-555-0142"]),
        ("TRAVELING WITH FATHER DIEGO SALAZAR A202-246-777", ["FATHER", "DIEGO SALAZAR", "A202-246-777"]),
        ("Subject was traveling alone when found", ["traveling alone"]),
        ("the grandmother lives in Peten", ["grandmother"]),
        ("cleared for transfer to ORR", []),
        ("202385792", []),
        ("Mother", []),
    ],
)
def test_kin_names_and_numbers_are_marked(text: str, marked: list[str]) -> None:
    assert [run.text for run in runs(text) if run.kind] == marked


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["mother", "A202385793", "Ana", "de", "(", " ", "\n", "tía", "with", "5550142", "no family"])).map(" ".join)
)
def test_the_pieces_are_the_text_and_no_mention_lies_in_another(text: str) -> None:
    assert "".join(run.text for run in runs(text)) == text
    found = mentions(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.start < one.end for one in found)
