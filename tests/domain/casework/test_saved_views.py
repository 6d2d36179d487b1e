"""A saved view is of a list that there is, by filters it has, and its owner's alone."""

import pytest

from kinkeeper.domain.casework.saved_views import RemoveView, RenameView, SavedView, SaveView, ViewState, decide, evolve, filters_of
from kinkeeper.domain.errors import Refused

MINE = SavedView("VI-1", "ana", "separations", "Under five, detected", "age=0-4&basis=detected")


def said(*commands: object) -> ViewState:
    state = ViewState()
    for command in commands:
        for entry in decide(state, command):  # type: ignore[arg-type]
            state = evolve(state, entry)
    return state


def test_a_view_is_saved_renamed_and_removed_by_who_keeps_it() -> None:
    state = said(SaveView(MINE, "ana"), SaveView(MINE, "ana"), RenameView("VI-1", "Small ones", "ana"))
    assert state.views[("VI-1",)].name == "Small ones" and not state.views[("VI-1",)].removed
    for command in (RenameView("VI-1", "Mine now", "luz"), RemoveView("VI-1", "luz"), RemoveView("VI-2", "ana")):
        with pytest.raises(Refused, match="You keep no such view"):
            list(decide(state, command))
    gone = said(SaveView(MINE, "ana"), RemoveView("VI-1", "ana"))
    assert gone.views[("VI-1",)].removed
    with pytest.raises(Refused):
        list(decide(gone, RenameView("VI-1", "again", "ana")))


@pytest.mark.parametrize(
    "view",
    [
        SavedView("VI-2", "luz", "separations", "of another"),
        SavedView("VI-2", "ana", "separations", " "),
        SavedView("VI-2", "ana", "separations", "x" * 61),
        SavedView("VI-2", "ana", "separations", "two\nlines"),
        SavedView("VI-2", "ana", "nothing", "a list that there is not"),
        SavedView("VI-2", "ana", "separations", "a name in it", "search=Maite"),
        SavedView("VI-2", "ana", "separations", "not by name", "basis=detected&age=0-4"),
        SavedView("VI-2", "ana", "due", "too long", "owner=" + "x" * 61),
        SavedView("VI-1", "ana", "due", "a number that is taken"),
    ],
)
def test_what_is_no_view_is_refused(view: SavedView) -> None:
    with pytest.raises(Refused):
        list(decide(said(SaveView(MINE, "ana")), SaveView(view, "ana")))


def test_filters_are_kept_by_name_and_empty_ones_are_none() -> None:
    assert filters_of("separations", "?basis=detected&age=0-4&reason=") == "age=0-4&basis=detected"
    assert filters_of("caseload", "") == ""
