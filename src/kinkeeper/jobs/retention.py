"""What is held longer than its rule says: what the days alone decide is done, what persons have decided is carried out, the rest is listed.

A worker does it every night. Each thing done is an entry: of the ledger where something recorded goes, of the access log else.
"""

from collections.abc import Callable
from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.retention import Decides
from kinkeeper.domain.requests import Request
from kinkeeper.domain.sealings import CarryOutSealing
from kinkeeper.gateway import clock, submit
from kinkeeper.gateway.accounts import expire_idle
from kinkeeper.gateway.looks import over
from kinkeeper.queries.access.retention import Due, list_due


def hold_no_longer(*, actor: Actor, scrub: Callable[[], Any] = lambda: None) -> list[Due]:
    """
    Do what is due and needs nobody's decision any more. Returns what was done.

    `scrub` writes the tables anew after something was destroyed.

    :raises NotAllowed: if the actor may not carry out orders or administer accounts.
    """
    done = []
    for due in list_due(actor, clock.today().isoformat()):
        if due.count and due.rule.decides in (Decides.RULE, Decides.TWO_PERSONS):
            _do(due, actor)
            done.append(due)
    if any(due.rule.name == "expungements" for due in done):
        scrub()
    return done


def _do(due: Due, actor: Actor) -> None:
    if due.rule.name == "expungements":
        for proposal in due.which:  # each by itself: an order that cannot be carried out keeps no other from being
            submit([Request.by_content(actor.name, CarryOutSealing(proposal))], actor=actor)
    elif due.rule.name == "accounts":
        expire_idle(actor=actor)
    else:
        over.end(due.rule.name, actor=actor)
