"""Evidence adds up, to the last digit shown."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.ties import Evidence
from kinkeeper.web.pictures.waterfall import PRIOR, WIDTH, signed, waterfall

weights = st.decimals(-20, 20, places=2).map(str)
facts = st.lists(st.builds(Evidence, st.sampled_from([PRIOR, "for", "against"]), st.just("words"), weights), max_size=12)


@given(facts)
def test_what_is_read_adds_up(evidence: list[Evidence]) -> None:
    drawn = waterfall(evidence)
    read = sum((Decimal(one.signed.replace("−", "-")) for one in drawn.facts), Decimal(0))
    assert read == Decimal(drawn.signed.replace("−", "-")) == sum((Decimal(one.weight) for one in evidence), Decimal(0))


@given(facts)
def test_each_bar_begins_where_the_last_one_ended(evidence: list[Evidence]) -> None:
    reached = waterfall(evidence).zero
    for one in waterfall(evidence).facts:
        begins = one.x if one.weight >= 0 else one.x + one.width
        assert abs(begins - reached) <= 1.2
        reached = one.x + one.width if one.weight >= 0 else one.x
        assert -1 <= one.x <= WIDTH and one.x + one.width <= WIDTH + 1


def test_the_prior_first_then_for_then_against() -> None:
    told = [
        Evidence("a", "against", "-1.7"),
        Evidence("b", "little", "0.4"),
        Evidence(PRIOR, "prior", "-11.6"),
        Evidence("c", "much", "5.3"),
    ]
    assert [one.words for one in waterfall(told).facts] == ["prior", "much", "little", "against"]
    assert [one.against for one in waterfall(told).facts] == [False, False, False, True]


def test_odds_in_whole_numbers() -> None:
    assert waterfall([Evidence("a", "", "5.0")]).odds == "32 : 1"
    assert waterfall([Evidence("a", "", "-1.0")]).odds == "1 : 2"
    assert waterfall([]).odds == "1 : 1"


def test_a_minus_is_a_minus() -> None:
    assert (signed(Decimal("-1.7"), 1), signed(Decimal("3"), 2)) == ("−1.7", "+3.00")
