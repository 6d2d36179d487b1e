"""Warn of what only time or a load of records brings: late clocks, unanswered transfers, overdue flags and
tasks, reasons and counts that do not hold."""

from datetime import datetime

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework import warning_rules
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.court.instants import utc_text
from kinkeeper.jobs.timer import Timer, record
from kinkeeper.queries.casework.claims import compare_claims
from kinkeeper.queries.court.orders import list_regimes
from kinkeeper.queries.findings import list_raised
from kinkeeper.queries.standpoint import Standpoint


def warn_of_time(*, standpoint: Standpoint, now: datetime, actor: Actor) -> int:
    """Raise what is wrong at an instant and not warned of yet, and let what nobody answered climb. Returns how many were raised."""
    raised, _ = Timer().tick(now, actor=actor)
    at = utc_text(now)
    found: list[Warning] = []
    regimes = list_regimes(actor)
    for separation in list_raised(actor) if regimes else ():
        found += warning_rules.on_reason(separation, regimes, at)
    for one in compare_claims(actor, standpoint):
        if one.disagrees:
            found += warning_rules.on_claim(one, at)
    return raised + record(found, actor)
