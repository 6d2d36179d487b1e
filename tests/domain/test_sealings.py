"""Orders to seal and expunge: what is refused, and what is left of a statement without its detail."""

from typing import Any

import msgspec
import pytest
from hypothesis import given

from kinkeeper.domain.catalog import ENTRY_OF, NOUNS
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact
from kinkeeper.domain.sealings import (
    ApproveSealing,
    CarryOutSealing,
    ProposeSealing,
    RecordExpunged,
    RecordSealed,
    RejectSealing,
    SealingApproved,
    SealingProposed,
    SealingState,
    decide,
    evolve,
)
from kinkeeper.domain.statements import Statement, core_of, read_statement, without_detail
from kinkeeper.ledger.canonical import canonical
from tests.strategies import commands

from .histories import History

NOW = "to be done forthwith"
KINDS = {1: "record.received", 2: "tie.verified", 3: "record.expunged"}


def propose(effect: str = "expunge", positions: tuple[int, ...] = (1,), **changes: str) -> ProposeSealing:
    given = {"order": "D.D.C., 18-cv-1", "reason": "as ordered", "by": "A. Ruiz"} | changes
    return ProposeSealing("S-1", effect, positions, given["order"], given["reason"], given["by"])


def state(*given: Any) -> SealingState:
    known = SealingState(kinds=dict(KINDS), today="2026-10-02")
    for command in given:
        if isinstance(command, str):
            known.today = command
            continue
        for entry in decide(known, command):
            known = evolve(known, entry)
    return known


def test_one_proposes_and_another_carries_out() -> None:
    [proposed] = decide(state(), propose(positions=(2, 1, 2)))
    assert isinstance(proposed, SealingProposed) and proposed.proposal.parts == ((1, 2), (2, 2))
    done = decide(state(propose(positions=(2, 1))), ApproveSealing("S-1", "R. Delgado", NOW))
    assert done == [RecordExpunged("S-1", ((1, 2), (2, 2)), "A. Ruiz", "R. Delgado", NOW)]
    assert decide(state(propose("seal")), ApproveSealing("S-1", "R. Delgado", NOW)) == [
        RecordSealed("S-1", ((1, 2),), "A. Ruiz", "R. Delgado")
    ]


def test_an_expungement_waits_for_two_weeks_unless_the_court_says_at_once() -> None:
    approve, carry_out = ApproveSealing("S-1", "R. Delgado"), CarryOutSealing("S-1")
    assert decide(state(propose()), approve) == [SealingApproved("S-1", "R. Delgado", "2026-10-16")]
    waiting = state(propose(), approve, "2026-10-15")
    assert waiting.withheld == {}
    with pytest.raises(Refused, match="S-1 may be carried out from 2026-10-16 on"):
        decide(waiting, carry_out)
    due = state(propose(), approve, "2026-10-16")
    assert decide(due, carry_out) == [RecordExpunged("S-1", ((1, 2),), "A. Ruiz", "R. Delgado")]
    assert state(propose(), approve, "2026-10-16", carry_out).proposals["S-1"].standing == "done"


def test_what_was_approved_can_be_stopped_until_it_is_carried_out() -> None:
    approve = ApproveSealing("S-1", "R. Delgado")
    stopped = state(propose(), approve, RejectSealing("S-1", "the order was stayed", "A. Ruiz"), "2026-12-01")
    assert stopped.proposals["S-1"].standing == "rejected"
    with pytest.raises(Refused, match="no approved proposal S-1"):
        decide(stopped, CarryOutSealing("S-1"))
    with pytest.raises(Refused, match="no open proposal S-1"):
        decide(state(propose(), approve, "2026-12-01", CarryOutSealing("S-1")), RejectSealing("S-1", "too late", "A. Ruiz"))
    with pytest.raises(Refused, match="no approved proposal S-1"):
        decide(state(propose()), CarryOutSealing("S-1"))


@pytest.mark.parametrize(
    ("before", "command", "says"),
    [
        ([], propose("forget"), "'forget' is not something"),
        ([], propose(positions=()), "Name at least one entry"),
        ([], propose(order=" "), "Name the order"),
        ([], propose(reason=""), "Say what the order says"),
        ([], propose(positions=(1, 9)), "no entry 9"),
        ([], propose(positions=(3,)), "itself about an order"),
        ([], propose("unseal"), "not sealed already"),
        ([propose()], propose(), "a proposal S-1 already"),
        ([], ApproveSealing("S-1", "R. Delgado", NOW), "no open proposal S-1"),
        ([propose()], ApproveSealing("S-1", "A. Ruiz"), "Another person"),
        ([propose()], RejectSealing("S-1", "", "A. Ruiz"), "Say why"),
        ([propose(), RejectSealing("S-1", "no order", "A. Ruiz")], ApproveSealing("S-1", "R. Delgado", NOW), "no open proposal"),
        ([propose(), ApproveSealing("S-1", "R. Delgado", NOW)], ApproveSealing("S-1", "R. Delgado", NOW), "no open proposal"),
    ],
)
def test_what_no_order_does_is_refused(before: list[Any], command: Any, says: str) -> None:
    with pytest.raises(Refused, match=says):
        decide(state(*before), command)


def test_what_is_gone_cannot_be_sealed_and_what_was_sealed_meanwhile_is_not_sealed_twice() -> None:
    gone = state(propose(), ApproveSealing("S-1", "R. Delgado", NOW))
    for effect in ("seal", "unseal", "expunge"):
        with pytest.raises(Refused, match="Entry 1 is expunged already"):
            decide(gone, ProposeSealing("S-2", effect, (1,), "o", "r", "A. Ruiz"))
    both = state(propose("seal"), ProposeSealing("S-2", "seal", (1,), "o", "r", "A. Ruiz"), ApproveSealing("S-1", "R. Delgado", NOW))
    with pytest.raises(Refused, match="Entry 1 is sealed already"):
        decide(both, ApproveSealing("S-2", "R. Delgado", NOW))
    assert state(propose("seal"), ApproveSealing("S-1", "R. Delgado", NOW)).withheld == {(1, 2): "seal"}


@pytest.mark.parametrize("kind", sorted(ENTRY_OF))
def test_of_every_kind_of_entry_something_is_left_without_its_detail(kind: str) -> None:
    """Whatever a new noun brings: an expunged entry of it has to be read again when the tables are made anew."""
    assert isinstance(without_detail(ENTRY_OF[kind], {}), ENTRY_OF[kind])


@given(commands)
def test_what_the_core_says_is_left_and_nothing_else(command: Any) -> None:
    try:
        entries = History().give(command)
    except Refused:
        return
    for entry in entries:
        core = canonical(core_of(Statement(entry, "a", "b", "c", "d")))
        left = read_statement(core, None).entry
        assert canonical(core_of(Statement(left, "a", "b", "c", "d"))) == core
        assert personal(left) == set()


def personal(fact: Any) -> set[str]:
    """The texts in fields that are personal."""
    from kinkeeper.domain.statements import PERSONAL

    found = set()
    defaults = {field.name: field.default for field in msgspec.structs.fields(fact) if field.default is not msgspec.NODEFAULT}
    for name in fact.__struct_fields__:
        value = getattr(fact, name)
        if value == defaults.get(name):
            continue  # what every such fact says, says nothing of this one
        if name in PERSONAL.get(type(fact), frozenset()):
            told = set(value.__struct_fields__) if isinstance(value, Fact) else set()
            found |= {str(getattr(value, one)) for one in told if getattr(value, one)} if told else {str(value)} if value else set()
        elif isinstance(value, msgspec.Struct):
            found |= personal(value)
    return found


def test_the_kinds_that_no_order_reaches_are_those_of_the_noun() -> None:
    from kinkeeper.domain.sealings import OURS

    assert next(set(noun.entries) for noun in NOUNS if noun.name == "sealings") == OURS
