"""Whom an order covers; what is not known is never a reason to leave a child out (F-30)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.court.population import FACTS, Answer, Criterion, answer, check, membership
from kinkeeper.domain.errors import Refused
from kinkeeper.extracts.court import shipped_orders

INJUNCTION = next(one for one in shipped_orders() if one.order_id == "ms-l-2018")
CHILD = {
    "born": "2015-03-12",
    "separated_on": "2018-05-21",
    "entered_care_on": "2018-05-23",
    "relation": "parent",
    "adult_ever_held_by": "CBP ICE",
    "reason_code": "PROSECUTION",
}


def covered(**changed: str) -> Answer:
    return membership(INJUNCTION.include, INJUNCTION.exclude, CHILD | changed).covered


def test_f25_the_population_of_the_injunction() -> None:
    assert covered() == Answer.YES
    assert covered(relation="grandparent") == Answer.NO
    assert covered(separated_on="2018-06-27") == Answer.NO
    assert covered(left_care_on="2018-06-25") == Answer.NO
    assert covered(left_care_on="2018-06-26") == Answer.YES
    assert covered(reason_code="CRIMINAL_HISTORY") == Answer.NO
    assert covered(born="2000-01-01") == Answer.NO


@pytest.mark.parametrize("missing", ["born", "separated_on", "relation", "adult_ever_held_by", "entered_care_on"])
def test_f30_what_is_not_known_leaves_a_child_to_be_looked_into(missing: str) -> None:
    found = membership(INJUNCTION.include, INJUNCTION.exclude, CHILD | {missing: ""})
    assert found.covered == Answer.UNKNOWN and missing in {one.fact for one in found.because} | {one.on for one in found.because}


def test_a_month_that_may_lie_on_either_side_is_not_known() -> None:
    until = Criterion("separated_on", "until", ("2018-06-26",))
    assert [answer(until, {"separated_on": on}) for on in ("2018-05", "2018-06", "2018-07")] == [Answer.YES, Answer.UNKNOWN, Answer.NO]


@pytest.mark.parametrize(
    "bad",
    [
        Criterion("race", "is", ("x",)),
        Criterion("born", "like", ("x",)),
        Criterion("born", "under", ("x",), "2018-01-01"),
        Criterion("born", "under", ("18",)),
        Criterion("relation", "is"),
    ],
)
def test_a_criterion_that_cannot_be_asked_is_refused(bad: Criterion) -> None:
    with pytest.raises(Refused):
        check(bad)


texts = st.sampled_from(["", "2018", "2018-06", "2018-06-26", "parent", "CBP ICE", "18"])


@given(st.dictionaries(st.sampled_from(list(FACTS)), texts))
def test_more_knowledge_never_turns_yes_into_no_by_itself_and_nothing_crashes(facts: dict[str, str]) -> None:
    for order in shipped_orders():
        found = membership(order.include, order.exclude, facts)
        assert (found.covered == Answer.YES) == (not found.because)
        assert all(answer(one, facts) != Answer.YES for one in found.because if one in order.include)
