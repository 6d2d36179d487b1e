from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.facts import replace
from kinkeeper.domain.separations import RaiseSeparations, Separation

from .histories import History, fold

APART = Separation(
    child="rosa",
    adult="ana",
    separated_on="2018-05-17",
    reason_as_recorded="prosecution 1325",
    reason_code="prosecution",
    basis="recorded",
    probability="0.9700",
    child_place="ORR, Shelter One",
    adult_place="USMS, S.D. Tex.",
    outcome="apart",
    outcome_on="",
)
found = st.builds(
    lambda child, adult, outcome: replace(APART, child=child, adult=adult, outcome=outcome),
    st.sampled_from(["rosa", "mateo"]),
    st.sampled_from(["ana", ""]),
    st.sampled_from(["apart", "reunited"]),
)
commands = st.builds(
    RaiseSeparations, run=st.just("run"), separations=st.lists(found, max_size=3, unique_by=lambda one: one.key).map(tuple)
)


@given(st.lists(commands, max_size=6))
def test_a_separation_once_raised_is_never_lost(history_of_commands):
    history, known = History(), set()
    for command in history_of_commands:
        history.give(command)
        assert known <= history.states["separations"].separations.keys()
        known = set(history.states["separations"].separations)
    assert fold(history.entries) == history.states


def test_only_what_is_new_or_known_differently_is_recorded():
    history = History()
    reunited = replace(APART, outcome="reunited", outcome_on="2018-07-08")
    assert len(history.give(RaiseSeparations("run 1", (APART,)))) == 1
    assert history.give(RaiseSeparations("run 2", (APART,))) == []
    assert len(history.give(RaiseSeparations("run 3", (reunited,)))) == 1
    assert history.states["separations"].separations == {("rosa", "ana"): reunited}
