from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.families import Family, FormFamilies

from .histories import History, fold

families = st.builds(
    Family,
    family_id=st.sampled_from(["KF-1", "KF-2"]),
    members=st.lists(st.sampled_from(["rosa", "mateo", "ana"]), unique=True).map(tuple),
    units=st.sampled_from([(), ("6108964",)]),
)
commands = st.builds(
    FormFamilies, run=st.just("run"), families=st.lists(families, max_size=3, unique_by=lambda one: one.family_id).map(tuple)
)


@given(st.lists(commands, max_size=6))
def test_a_family_number_is_never_given_up(history_of_commands):
    history, known = History(), set()
    for command in history_of_commands:
        history.give(command)
        assert known <= history.states["families"].families.keys()
        assert all(history.states["families"].families[family.family_id] == family for family in command.families)
        known = set(history.states["families"].families)
    assert fold(history.entries) == history.states


@given(commands)
def test_the_same_families_twice_add_nothing(command):
    history = History()
    history.give(command)
    assert history.give(command) == []
