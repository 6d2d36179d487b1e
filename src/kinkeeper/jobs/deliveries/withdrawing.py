"""Take a whole file back, and bring it back: as later entries, never as edits.

What the file corrected counts again while it is withdrawn. A job that was interrupted is finished by running it again.
"""

from collections.abc import Callable, Sequence
from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.deliveries.withdrawals import RestoreExtract, RestoreRecords, WithdrawExtract, WithdrawRecords
from kinkeeper.domain.requests import Request
from kinkeeper.gateway import submit
from kinkeeper.queries.extracts import list_record_ids, list_withdrawn_by
from kinkeeper.queries.moments import ledger_size
from kinkeeper.queries.records import list_records

SLICE = 2_000


def take_back(extract_id: str, why: str, *, actor: Actor) -> int:
    """Take an extract back. Returns how many records no longer count.

    :raises Refused: where there is no such extract, or no reason is given.
    """
    run = f"withdraw:{extract_id}:{ledger_size()}"
    submit([Request.by_content(run, WithdrawExtract(extract_id, why))], actor=actor)
    mine = list_record_ids(actor, extract_id)
    corrected = set(list_withdrawn_by(actor, extract_id)) - set(mine)
    _slices(run, mine, lambda some: WithdrawRecords(some, why, extract_id), actor)
    _slices(run, sorted(corrected), lambda some: RestoreRecords(some, why), actor)
    return len(mine)


def bring_back(extract_id: str, why: str, *, actor: Actor) -> int:
    """Let an extract that was taken back count again. Returns how many records do.

    :raises Refused: where there is no such extract, or no reason is given.
    """
    run = f"restore:{extract_id}:{ledger_size()}"
    mine = sorted(set(list_withdrawn_by(actor, extract_id)) & set(list_record_ids(actor, extract_id)))
    submit([Request.by_content(run, RestoreExtract(extract_id, why))], actor=actor)
    _slices(run, mine, lambda some: RestoreRecords(some, why), actor)
    corrected = sorted(one.corrects for one in list_records(actor, extract_id=extract_id) if one.corrects)
    _slices(run, corrected, lambda some: WithdrawRecords(some, why, extract_id), actor)
    return len(mine)


def _slices(run: str, ids: Sequence[str], command: Callable[[tuple[str, ...]], Any], actor: Actor) -> None:
    for at in range(0, len(ids), SLICE):
        submit([Request.by_content(run, command(tuple(ids[at : at + SLICE])))], actor=actor)
