"""Who is shown a question of review: who may know of both whose records it is about, whatever becomes of the records."""

from collections.abc import Iterator
from typing import Any

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.decisions import FieldGroup, Reach, decide, reach_of
from kinkeeper.domain.deliveries.withdrawals import WithdrawRecords
from kinkeeper.domain.reviews import AskQuestions, Question
from kinkeeper.queries.access.subjects import subjects_of
from kinkeeper.site.database import Database
from tests.gateway.test_sealing import carry_out
from tests.gateway.test_submit import rows
from tests.web.scene import history, play

from .test_wall import VIEWERS, assign, hidden, wall

__all__ = ["wall"]
PAIRS = (("h0", "h1"), ("h1", "r1"), ("r1", "r2"), ("r4", "r9"))
"""Of the hidden family alone, of it and another, of the others."""
WHAT_BECOMES = ("as it was", "withdrawn", "sealed", "expunged")
Shown = dict[Actor, set[tuple[str, str]]]


def shown(wall: Any) -> Shown:
    """The questions that the wall shows each viewer."""
    return {viewer: set(wall(viewer, "SELECT one, other FROM question WHERE until IS NULL")) for viewer in VIEWERS}


def by_the_rules() -> Shown:
    """The questions of which the rules say that each viewer may know whose records they are about: what is asked is words of them."""
    told = rows("SELECT record_id, person_id FROM membership")
    holders: dict[str, str] = dict(rows("SELECT record_id, holder FROM record"))
    subjects = subjects_of({person for _, person in told})

    def may(viewer: Actor, record: str) -> bool:
        own = reach_of(viewer) is Reach.CONCERNED and holders.get(record) == viewer.agency
        somebodys = any(decide(viewer, subjects[person], FieldGroup.STATEMENT).allowed for one, person in told if one == record)
        nobodys = own and decide(viewer, subjects[told[0][1]], FieldGroup.STATEMENT).rule not in ("agency", "purpose", "role")
        return somebodys or nobodys

    return {viewer: {pair for pair in PAIRS if all(may(viewer, record) for record in pair)} for viewer in VIEWERS}


def become(what: str) -> None:
    """What becomes of a record of the hidden family and of one of the others."""
    if what == "withdrawn":
        play([WithdrawRecords(("h1", "r2"), "the wrong file", "x")], name="withdraw")
    elif what != "as it was":
        at = sorted({since for (since,) in rows("SELECT since FROM record WHERE record_id IN ('h1', 'r2')")})
        carry_out({"sealed": "seal", "expunged": "expunge"}[what], *at)


@pytest.fixture
def asked(database: Database) -> Iterator[None]:
    """A family hidden from most and one that is not, questions about both, and counsel of the hidden one."""
    play([*history(), *hidden(), AskQuestions("q", tuple(Question("person", *pair, "0.5000") for pair in PAIRS))])
    assign([viewer for viewer in VIEWERS if viewer.role == "counsel"][:1], {"Pana", "Peva"})
    yield


@pytest.mark.parametrize("what", WHAT_BECOMES)
def test_a_question_is_shown_to_who_may_know_of_both_whatever_becomes_of_its_records(asked: None, wall: Any, what: str) -> None:
    before = shown(wall)
    become(what)
    after = shown(wall)
    assert after == by_the_rules()
    assert all(after[viewer] <= before[viewer] for viewer in VIEWERS), "somebody is shown what they were not"
    of_the_hidden = {viewer.agency for viewer in VIEWERS if ("h0", "h1") in after[viewer] and reach_of(viewer) is Reach.CONCERNED}
    assert of_the_hidden == {"ORR"}
    assert any(not after[viewer] for viewer in VIEWERS) and any(after[viewer] == set(PAIRS) for viewer in VIEWERS)
