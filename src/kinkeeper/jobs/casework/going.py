"""A go, piece by piece, by the worker: gone on with wherever it was left, by whoever's worker; no row is done twice."""

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.domain.waiting.goes import UNFINISHED, Came, Go, GoState, Refusal
from kinkeeper.gateway import wall
from kinkeeper.gateway.waiting import goes
from kinkeeper.jobs.casework.at_once import DEEDS, Outcome, do, take_back
from kinkeeper.queries.access.accounts import get_account
from kinkeeper.queries.casework.goes import get_go

PIECE = 50
"""Rows after which it is said how far it is, and whether it was stopped is asked."""


def work_on(go_id: str, actor: Actor) -> None:
    """Go on with a go until it is done, stopped, or its owner may not any more. Killed in between, it is gone on with from its last piece.

    A piece that was done in part is done again: each row's request is known by its id, so what is recorded is not recorded again.
    """
    wall.look_as(actor)  # rows that the asker may not know of are as if there were none, as on a page
    try:
        go = get_go(actor, go_id)
        while go.is_unfinished:
            if not _is_still(actor):
                goes.set_state(go_id, GoState.FAILED, of=UNFINISHED)
                return
            if not go.left:
                goes.set_state(go_id, GoState.DONE, of=UNFINISHED)
                return
            goes.set_state(go_id, GoState.GOING, of=UNFINISHED)
            goes.advance(go_id, go.came, after(go.came, _piece(go, actor)))
            go = get_go(actor, go_id)
    finally:
        wall.look_no_more()


def after(came: Came, outcomes: list[Outcome]) -> Came:
    """What came of all rows so far, with these."""
    done = tuple(one.row for one in outcomes if one.receipt and one.receipt.count)
    same = tuple(one.row for one in outcomes if one.receipt and not one.receipt.count)
    refused = tuple(Refusal(one.row, one.why.form, {name: str(told) for name, told in one.why.told.items()}) for one in outcomes if one.why)
    return Came(came.done + done, came.same + same, came.refused + refused)


def _piece(go: Go, actor: Actor) -> list[Outcome]:
    act, rows = take_back if go.asked.undo else do, go.left[:PIECE]
    try:
        return act(DEEDS[go.asked.deed], rows, go.asked.told, actor, go.asked.token)
    except KinkeeperError as error:  # what is said once for all rows does not hold any more, as where its owner left
        return [Outcome(row, refused=str(error), why=error) for row in rows]


def _is_still(actor: Actor) -> bool:
    """Whether the account is still there, with the same agency and role: what it may do is decided with each row besides."""
    account = get_account(actor.name)
    return account is not None and not account.closed and (account.agency, account.role) == (actor.agency, actor.role)
