"""The main job: a folder of agency extracts in, the families that were parted out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kinkeeper.domain.access import Actor
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.divergence import UnansweredFlag
from kinkeeper.domain.records import Record
from kinkeeper.jobs.imports import Imported, import_files
from kinkeeper.jobs.link import link_records
from kinkeeper.jobs.separations import raise_separations
from kinkeeper.jobs.ties import assess_ties
from kinkeeper.queries.extracts import get_as_of
from kinkeeper.queries.records import list_records

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the job did: what came in, and the day as of which separations were looked for."""

    imported: Imported
    as_of: Moment
    records: Sequence[Record]
    """Every record known, of these extracts and of earlier ones."""
    unanswered: list[UnansweredFlag]
    """What sources say of a separation that nothing else bears out."""


def reconcile(folder: Path, *, config: Path | None, as_of: Moment, actor: Actor, progress: Progress) -> Reconciled:
    """
    Import, link, find ties, find separations. Running it again on the same folder adds nothing.

    `as_of` empty: the day the extracts speak of.

    :raises BadExtract: where the folder holds nothing that can be read.
    """
    imported = import_files([folder], config=config, actor=actor, progress=progress)
    records = list_records(actor)
    link_records(records, actor=actor, progress=progress)
    assess_ties(records, actor=actor, progress=progress)
    as_of = as_of or get_as_of(actor)
    raised = raise_separations(records, as_of=as_of, actor=actor, progress=progress)
    return Reconciled(imported, as_of, records, raised.unanswered)
