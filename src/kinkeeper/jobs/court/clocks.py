"""Set the clocks that the orders in force ask for; try an order on everything known before it counts."""

from collections.abc import Callable, Collection
from datetime import datetime

from kinkeeper.domain.access import Actor
from kinkeeper.domain.court.clocks import Clock, SetClocks, State, read_clock
from kinkeeper.domain.court.orders import RecordTrial
from kinkeeper.domain.court.population import Answer
from kinkeeper.domain.court.running import clocks_of, covered_by, is_of_separated
from kinkeeper.domain.court.wording import Order, Trial
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.facts import replace
from kinkeeper.domain.requests import Request
from kinkeeper.gateway import submit
from kinkeeper.jobs.runs import run_name, submit_slices
from kinkeeper.queries.court.children import Children, count_children, gather, gather_separated
from kinkeeper.queries.court.orders import list_in_force
from kinkeeper.queries.moments import ledger_size
from kinkeeper.queries.things import list_things

Progress = Callable[[str, int], None]


def set_clocks(*, as_of: Moment, actor: Actor, progress: Progress, only: Collection[str] | None = None) -> int:
    """Compare what the orders in force ask with what is known, for all children or some. Returns how many clocks there are."""
    orders = list_in_force(actor, as_of)
    of_separated = only is None and all(is_of_separated(order) for order in orders)
    children = gather_separated(actor, as_of) if of_separated else gather(actor, as_of, only)
    found = [clock for known in children.known for clock in clocks_of(orders, known, children.around)]
    run = run_name("clocks")
    submit_slices(found + _no_longer(actor, found, only), lambda some: SetClocks(run, some), run=run, actor=actor)
    progress("clocks", len(found))
    return len(found)


def try_order(order: Order, *, as_of: Moment, now: datetime, actor: Actor, children: Children | None = None) -> Trial:
    """
    Say what a version of an order gives on everything known as of a day, and record that it was tried.

    `children` is what is known, where several orders are tried on it.
    """
    if children is None and is_of_separated(order):
        children, others = gather_separated(actor, as_of), count_children(actor)
        others -= len(children.known)
    else:
        children, others = children or gather(actor, as_of), 0
    covered = [covered_by(order, known, children.around).membership.covered for known in children.known]
    covered += [Answer.NO] * others
    clocks = [clock for known in children.known for clock in clocks_of([order], known, children.around)]
    late = sum(read_clock(one, now).state in (State.LATE, State.MET_LATE) for one in clocks)
    trial = Trial(
        ledger_size(), as_of, covered.count(Answer.YES), covered.count(Answer.NO), covered.count(Answer.UNKNOWN), len(clocks), late
    )
    submit([Request.by_content("trial", RecordTrial(order.order_id, order.version, trial, actor.name))], actor=actor)
    return trial


def _no_longer(actor: Actor, found: list[Clock], only: Collection[str] | None) -> list[Clock]:
    """The clocks that ran and that no order in force asks for any more: a child left its population, or the order ended."""
    keys = {one.key for one in found}
    running = list_things(
        actor,
        "clock",
        Clock,
        "running AND (%(only)s::text[] IS NULL OR child = ANY(%(only)s))",
        {"only": None if only is None else list(only)},
    )
    return [replace(one, covered="no") for one in running if one.key not in keys]
