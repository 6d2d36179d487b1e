import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.families import Family, FamilyState, FormFamilies, decide

from .histories import History, fold


@st.composite
def runs(draw):
    """A run that parts some of four persons among three families."""
    given_to = draw(st.dictionaries(st.sampled_from(["rosa", "mateo", "ana", "juan"]), st.sampled_from(["KF-1", "KF-2", "KF-3"])))
    groups = {}
    for person, family in given_to.items():
        groups.setdefault(family, []).append(person)
    return FormFamilies("run", tuple(Family(one, tuple(members), ("6108964",)) for one, members in groups.items()))


@given(st.lists(runs(), max_size=6))
def test_a_family_number_is_never_given_up_and_nobody_is_in_two(commands):
    history, known = History(), set()
    for command in commands:
        history.give(command)
        state = history.states["families"]
        assert known <= state.families.keys()
        assert all(state.families[family.family_id] == family for family in command.families)
        members = [member for family in state.families.values() for member in family.members]
        assert len(members) == len(set(members))
        assert state.family_of == {member: family.family_id for family in state.families.values() for member in family.members}
        known = set(state.families)
    assert fold(history.entries) == history.states


@given(runs())
def test_the_same_families_twice_add_nothing(command):
    history = History()
    history.give(command)
    assert history.give(command) == []


@pytest.mark.parametrize(
    "families", [(Family("KF-1", ("rosa",)), Family("KF-2", ("rosa",))), (Family("KF-1", ("rosa", "rosa")),), (Family("KF-1", ()),)]
)
def test_a_run_that_puts_a_person_into_two_families_or_nobody_into_one_is_refused(families):
    with pytest.raises(Refused, match="Nothing was recorded"):
        decide(FamilyState(), FormFamilies("run", families))
