"""F-43: what is hidden cannot be found again by subtraction, by anybody who knows the rule."""

from collections.abc import Iterator, Sequence
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinkeeper.reports.suppression import Line, hidden_of_flags, hidden_of_tree
from tests.figures import Figure

LEAST = 4
counts = st.integers(0, 9)
groups = st.lists(st.lists(counts, min_size=1, max_size=3), min_size=1, max_size=3)


def tree_of(groups: Sequence[Sequence[int]]) -> list[Line]:
    return [line for group in groups for line in (Line(sum(group)), *(Line(count, 2) for count in group))]


def consistent(whole: int, lines: Sequence[Line], hidden: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """Every table that shows the same and would be hidden the same: what somebody can think who knows the rule."""
    leaves = [at for at, line in enumerate(lines) if line.level == 2]
    free = [at for at in leaves if at in hidden]
    for values in product(range(whole + 1), repeat=len(free)):
        told = dict(zip(free, values, strict=True))
        made: list[Line] = []
        for line_at, line in enumerate(lines):
            if line.level == 1:
                below = [at for at in leaves if at > line_at and not any(lines[other].level == 1 for other in range(line_at + 1, at))]
                made.append(Line(sum(told.get(at, lines[at].count) for at in below)))
            else:
                made.append(Line(told.get(line_at, line.count), 2))
        shown = all(made[at].count == lines[at].count for at in range(len(lines)) if at not in hidden)
        if shown and sum(one.count for one in made if one.level == 1) == whole:
            yield tuple(one.count for one in made)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(told=groups)
def test_every_hidden_line_could_be_several_numbers(told: list[list[int]], figure: Figure) -> None:
    lines = tree_of(told)
    whole = sum(line.count for line in lines if line.level == 1)
    hidden = hidden_of_tree(whole, lines, LEAST)
    assert {at for at, line in enumerate(lines) if 0 < line.count < LEAST} <= hidden
    free = [at for at in hidden if lines[at].level == 2]
    if len(free) > 4 or not 0 < whole < 20 or 0 < whole < LEAST:
        return
    possible = list(consistent(whole, lines, hidden))
    for at in hidden:
        if lines[at].count:
            assert len({one[at] for one in possible}) > 1, (lines, hidden, at)
    words = "{} public tables with small numbers, beside {} that show the same: no hidden number can be worked out"
    figure(25, words, 1, len(possible))


@given(groups)
def test_what_is_hidden_of_one_whole_is_two_lines_or_more_and_the_least_together(told: list[list[int]]) -> None:
    lines = tree_of(told)
    whole = sum(line.count for line in lines if line.level == 1)
    hidden = hidden_of_tree(whole, lines, LEAST)
    heads = [at for at, line in enumerate(lines) if line.level == 1]
    for parent, within in [(None, heads), *((at, [*range(at + 1, end)]) for at, end in zip(heads, [*heads[1:], len(lines)], strict=True))]:
        gone = [at for at in within if at in hidden]
        if gone and (parent is None or parent not in hidden) and whole >= LEAST:
            assert len(gone) > 1 and sum(lines[at].count for at in gone) >= LEAST


def test_a_line_of_five_takes_the_next_smallest_with_it() -> None:
    lines = [Line(207), Line(5, 2), Line(26, 2), Line(40, 2), Line(76, 2), Line(60, 2), Line(1_349)]
    assert hidden_of_tree(1_556, lines) == {1, 2}


def test_of_a_whole_that_is_small_nothing_is_shown() -> None:
    assert hidden_of_tree(7, [Line(7), Line(0)]) == {0, 1}
    assert hidden_of_tree(0, [Line(0), Line(0)]) == frozenset()


def test_a_flag_that_holds_for_all_but_a_few_is_hidden_like_one_that_holds_for_few() -> None:
    assert hidden_of_flags(100, [3, 50, 95, 100, 0]) == {0, 2}
