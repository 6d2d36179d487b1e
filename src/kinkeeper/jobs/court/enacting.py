"""Let the orders that came with Kinkeeper count in a demonstration: entered and approved by two invented persons."""

from datetime import datetime

from kinkeeper.domain.access import Actor
from kinkeeper.domain.court.orders import ApproveOrder, EnterOrder
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.requests import Request
from kinkeeper.extracts.court import shipped_orders
from kinkeeper.gateway import submit
from kinkeeper.jobs.court.clocks import Progress, set_clocks, try_order
from kinkeeper.jobs.court.members import revise_lists
from kinkeeper.queries.court.children import gather


def enact_for_show(actor: Actor, *, as_of: Moment, now: datetime, progress: Progress) -> int:
    """Enter, try and approve what was in force on a day, set the clocks and list the classes. Returns how many clocks there are."""
    clerk, judge = (_named(actor, name) for name in ("Invented clerk", "Invented judge"))
    children = gather(clerk, as_of)
    for order in shipped_orders():
        if order.issued_on <= as_of:
            submit([Request.by_content("show", EnterOrder(order, clerk.name))], actor=clerk)
            try_order(order, as_of=as_of, now=now, actor=clerk, children=children)
            submit([Request.by_content("show", ApproveOrder(order.order_id, order.version, judge.name))], actor=judge)
    revise_lists(as_of=as_of, actor=clerk, progress=progress)
    return set_clocks(as_of=as_of, actor=clerk, progress=progress)


def _named(actor: Actor, name: str) -> Actor:
    return Actor(name, actor.agency, actor.role)
