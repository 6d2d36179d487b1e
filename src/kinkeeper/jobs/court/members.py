"""List who is in the class of each order in force, by its criteria."""

from datetime import timedelta

from kinkeeper.domain.access import Actor
from kinkeeper.domain.court.members import Member, ReviseList
from kinkeeper.domain.court.population import Answer
from kinkeeper.domain.court.running import Covered, covered_by, is_of_separated
from kinkeeper.domain.court.wording import Order
from kinkeeper.domain.dates import Moment, day
from kinkeeper.jobs.court.clocks import Progress
from kinkeeper.jobs.runs import run_name, submit_slices
from kinkeeper.queries.court.children import gather
from kinkeeper.queries.court.orders import list_in_force

LOOK_WITHIN = timedelta(days=14)
"""Within which time a child of whom a criterion is not known is looked into."""

STANDING = {Answer.YES: "included", Answer.NO: "excluded", Answer.UNKNOWN: "indicated"}


def revise_lists(*, as_of: Moment, actor: Actor, progress: Progress) -> dict[str, dict[str, int]]:
    """Compare the criteria of every order that has any with what is known. Order -> how many children stand how."""
    children = gather(actor, as_of)
    run = run_name("members")
    found: dict[str, dict[str, int]] = {}
    for order in list_in_force(actor, as_of):
        if not order.include:
            continue
        # A child of whom no separation is known is of no concern to an order about separated children.
        asked = [known for known in children.known if known.separations or not is_of_separated(order)]
        members = [_member(order, known.child.person_id, covered_by(order, known, children.around), as_of) for known in asked]
        submit_slices(members, lambda some: ReviseList(run, some), run=run, actor=actor)
        found[order.order_id] = {standing: sum(one.standing == standing for one in members) for standing in STANDING.values()}
        progress(order.order_id, len(members))
    return found


def _member(order: Order, child: str, covered: Covered, as_of: Moment) -> Member:
    standing = STANDING[covered.membership.covered]
    reasons = "; ".join(one.words or f"{one.fact} {one.test} {' '.join(one.values)}" for one in covered.membership.because)
    if standing == "indicated":
        today = day(as_of)
        due = (today + LOOK_WITHIN).isoformat() if today else ""
        return Member(order.order_id, child, order.version, standing, f"not known: {reasons}", owner="case_manager", due=due)
    return Member(order.order_id, child, order.version, standing, f"does not hold: {reasons}" if reasons else "every criterion holds")
