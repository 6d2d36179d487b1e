"""Warn of what only time or a load of records brings: late clocks, unanswered transfers, reasons and counts that do not hold."""

from datetime import datetime

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework import warning_rules
from kinkeeper.domain.casework.warnings import RaiseWarnings, Warning
from kinkeeper.domain.court.clocks import Clock, State, read_clock
from kinkeeper.domain.court.instants import utc_text
from kinkeeper.domain.handover.transfers import Transfer, is_overdue
from kinkeeper.domain.requests import Request
from kinkeeper.gateway import submit
from kinkeeper.jobs.runs import SLICE
from kinkeeper.queries.casework.claims import compare_claims
from kinkeeper.queries.court.orders import list_regimes
from kinkeeper.queries.findings import list_raised
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import list_things


def warn_of_time(*, standpoint: Standpoint, now: datetime, actor: Actor) -> int:
    """Raise what is wrong at an instant and not warned of yet. Returns how many warnings were raised."""
    at = utc_text(now)
    clocks = list_things(actor, "clock", Clock, "running AND until IS NULL AND due_last < %(now)s", {"now": now})
    transfers = list_things(actor, "transfer", Transfer, "open AND until IS NULL")
    found: list[Warning] = []
    for clock in clocks:
        if read_clock(clock, now).state == State.LATE:
            found += warning_rules.on_clock(clock, at)
    for transfer in transfers:
        if is_overdue(transfer, now):
            found += warning_rules.on_overdue(transfer, at)
    regimes = list_regimes(actor)
    for separation in list_raised(actor) if regimes else ():
        found += warning_rules.on_reason(separation, regimes, at)
    for one in compare_claims(actor, standpoint):
        if one.disagrees:
            words = f"{one.claim.said_by} says {one.claim.claimed}; the records show {one.found} ({one.factor or 'no'} times as many)."
            found += warning_rules.on_claim(one.claim.claim_id, words, at)
    return _raise(found, actor)


def _raise(found: list[Warning], actor: Actor) -> int:
    raised = 0
    for begin in range(0, len(found), SLICE):
        command = RaiseWarnings(tuple(found[begin : begin + SLICE]))
        raised += submit([Request.by_content(f"warnings {command.warnings[0].raised_at}", command)], actor=actor)[0].count
    return raised
