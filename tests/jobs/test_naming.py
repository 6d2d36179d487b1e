from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.jobs.naming import lasting_names


def make(first: str, attempt: int) -> str:
    return f"new-{first}-{attempt}"


def test_a_group_keeps_the_name_that_most_of_its_things_went_by() -> None:
    known = {"a": "X", "b": "X", "c": "Y"}
    assert lasting_names([["a", "b", "c"]], known, make) == ["X"]


def test_where_a_group_is_parted_the_larger_part_keeps_the_name() -> None:
    known = {"a": "X", "b": "X", "c": "X"}
    assert lasting_names([["a"], ["b", "c"]], known, make) == ["new-a-0", "X"]


def test_a_name_that_was_given_is_never_given_to_others() -> None:
    assert lasting_names([["b"]], {"a": "new-b-0"}, make) == ["new-b-1"]


things = st.sampled_from("abcdefgh")


@given(st.dictionaries(things, st.sampled_from(["X", "Y", "Z"])), st.dictionaries(things, st.integers(0, 4), min_size=1))
def test_every_group_has_a_name_of_its_own_whatever_the_order(known: dict[str, str], parted: dict[str, int]) -> None:
    groups: dict[int, list[str]] = {}
    for thing, number in parted.items():
        groups.setdefault(number, []).append(thing)
    listed = list(groups.values())
    names = lasting_names(listed, known, make)
    assert len(set(names)) == len(listed)
    backwards = lasting_names([group[::-1] for group in reversed(listed)], known, make)
    assert backwards[::-1] == names
