"""The one name to show of those the sources have."""

from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.records import Stay
from kinkeeper.queries.custody import until
from kinkeeper.queries.portraits import Portrait, choose_name

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
spellings = st.lists(st.tuples(words, words, words), max_size=5)


def test_the_fullest_name_that_the_others_bear_out() -> None:
    told = [("Maite", "Xitumul", ""), ("MAITE", "XITUMUL CUC", ""), ("", "", "Xitumul Cuc Maite"), ("Rosa", "López Díaz Paz", "")]
    assert choose_name(told) == ("MAITE XITUMUL CUC", "MAITE")


def test_small_letters_and_accents_say_more() -> None:
    assert choose_name([("JOSE", "LOPEZ", ""), ("José", "López", ""), ("Jose", "Lopez", "")]) == ("José López", "José")


def test_a_name_split_by_its_source_before_one_in_one_piece() -> None:
    assert choose_name([("", "", "Ana Paz"), ("Ana", "Paz", "")]) == ("Ana Paz", "Ana")


@given(spellings)
def test_the_order_of_sources_does_not_matter(told: list[tuple[str, str, str]]) -> None:
    assert choose_name(told) == choose_name(told[::-1])


@given(spellings)
def test_the_name_is_one_that_was_received(told: list[tuple[str, str, str]]) -> None:
    name, _ = choose_name(told)
    assert not name or name in {f"{given} {surnames}".strip() or whole for given, surnames, whole in told}


def test_called_by_the_first_given_name_or_what_there_is() -> None:
    assert Portrait("P1", "Ana María Paz", "Ana María").called == "Ana"
    assert Portrait("P1", "Paz").called == "Paz"
    assert Portrait("P1").called == "P1"


def test_a_stay_as_it_stood_on_a_day() -> None:
    stay = Stay("ICE", "Eloy", "2018-06-18", "2018-07-02", "removed")
    assert until(stay, "2018-06-17") is None
    assert until(stay, "2018-07-01") == Stay("ICE", "Eloy", "2018-06-18")
    assert until(stay, "2018-07-02") == stay
