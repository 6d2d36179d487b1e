"""What adds up is printed; what does not is not."""

from dataclasses import fields, replace
from typing import Any

import pytest
from django.utils.functional import lazystr
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.reports import tally
from kinkeeper.reports.census import DEFINITION
from kinkeeper.reports.definition import Definition, Undefined
from kinkeeper.reports.making import MODULES, REPORTS
from kinkeeper.reports.report import Breakdown, Counted, DoesNotAddUp, Figure, Kind, Report, check
from kinkeeper.reports.table import Table
from tests.reports.made import HERE, PROOF, counted, report, tree


def test_a_tree_whose_levels_add_up_is_printed() -> None:
    check(counted(tree(("ORR", 2, 1), ("Casa", 1, 2), ("Harbor", 1, 2), ("ICE", 1, 1))))
    check(counted(tree(total=0), total=0))


@pytest.mark.parametrize(
    "wrong",
    [
        counted(tree(("ORR", 2, 1))),
        counted(tree(("ORR", 2, 1), ("ICE", 2, 1))),
        counted(tree(("ORR", 3, 1), ("Casa", 1, 2), ("Harbor", 1, 2))),
        counted(tree(("ORR", 3, 1), ("Casa", 3, 3))),
        counted(tree(("Casa", 3, 2))),
        counted(tree(("ORR", 2, 1), total=2)),
        counted(total=3, tables=(Table("children", "", ("child",), [("P1",), ("P2",)]),)),
        counted(total=2, tables=(Table("children", "", ("child",), [("P1",), ("P1",)]),)),
        counted(Breakdown("flags", "", Kind.FLAGS, 3, (Figure("removed", "", 4),))),
        counted(Breakdown("flags", "", Kind.FLAGS, 3, (Figure("removed", "", -1),))),
        counted(Breakdown("custodian", "", Kind.TREE, 3, (Figure("ORR", "", "three"),))),
    ],
)
def test_what_does_not_add_up_fails_closed(wrong: Counted) -> None:
    with pytest.raises(DoesNotAddUp, match="Nothing was printed"):
        Report(DEFINITION, HERE, PROOF, wrong)


def test_flags_may_overlap() -> None:
    """431 + 120 + 79 + 94 + 67 = 791 flags of 711 children (the court's table of 26 July 2018)."""
    lines = tuple(Figure(str(count), "", count) for count in (431, 120, 79, 94, 67))
    check(counted(Breakdown("flags", "", Kind.FLAGS, 711, lines), total=711))


@pytest.mark.parametrize("name", [field.name for field in fields(Definition)])
def test_a_definition_with_a_gap_cannot_be(name: str) -> None:
    with pytest.raises(Undefined, match=name):
        replace(DEFINITION, **{name: 0 if name == "version" else ""})


@pytest.mark.parametrize("name", ["unit", "population", "in_class", "confirmed_by", "words"])
def test_blanks_and_texts_that_turn_out_empty_are_no_definition_either(name: str) -> None:
    with pytest.raises(Undefined, match=name):
        replace(DEFINITION, **{name: "  "})
    with pytest.raises(Undefined, match=name):
        Report(replace(DEFINITION, **{name: lazystr(" ")}), HERE, PROOF, counted())


def test_every_report_has_its_definition_and_its_name() -> None:
    assert len(REPORTS) == len(MODULES)
    for module in MODULES:
        assert isinstance(module.DEFINITION, Definition) and module.DEFINITION.name == module.__name__.rpartition(".")[2]


def test_a_report_is_made_with_its_definition_alone() -> None:
    assert report().definition is DEFINITION
    with pytest.raises(TypeError):
        Report(standpoint=HERE, proof=PROOF, counted=counted())  # type: ignore[call-arg]


paths = st.lists(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(lambda keys: tuple((key, key) for key in keys)), min_size=1, max_size=12
)


@given(paths, st.data())
def test_sums_always_close_and_a_figure_that_is_off_by_any_number_fails_closed(told: list[Any], data: st.DataObject) -> None:
    """A path that ends where others go on is a line of its own there, so everybody stands on as many levels as the longest."""
    deepest = [path + (("", ""),) * (3 - len(path)) for path in told]
    one = tally.tree("t", "t", deepest)
    check(counted(one, total=len(told)))
    at = data.draw(st.integers(0, len(one.figures) - 1))
    off = data.draw(st.integers(-5, 5).filter(bool))
    wrong = tuple(replace(figure, count=int(figure.count) + off) if place == at else figure for place, figure in enumerate(one.figures))
    with pytest.raises(DoesNotAddUp):
        check(counted(replace(one, figures=wrong), total=len(told)))
