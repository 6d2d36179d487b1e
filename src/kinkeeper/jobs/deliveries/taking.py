"""Take files in one by one, as a person does who looks first: what is new, known, changed, refused; or only see what would be."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from kinkeeper.domain.access import Actor
from kinkeeper.domain.deliveries.withdrawals import WithdrawRecords
from kinkeeper.domain.errors import NotFound
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.facts import replace
from kinkeeper.domain.records import ReceiveRecords, Record, Refusal
from kinkeeper.domain.requests import Request
from kinkeeper.gateway import submit
from kinkeeper.gateway.files import keep_file
from kinkeeper.jobs.deliveries.anew import read_anew
from kinkeeper.jobs.deliveries.comparing import Change, Compared, compare, overlap, rows_of
from kinkeeper.jobs.deliveries.withdrawing import bring_back
from kinkeeper.jobs.imports import nothing_to_collect
from kinkeeper.jobs.reading import SLICE, Slice, read_slices
from kinkeeper.queries.extracts import ExtractListed, get_extract, list_extracts, list_refused_whole
from kinkeeper.queries.records import list_records

Progress = Callable[[str, int], None]

COMPARED_WITH = 3
"""So many of the newest extracts of the same layout are looked through for the same rows."""
MOST_COMPARED = 20_000
"""Rows of an extract that is looked through."""
OVERLAPS = 0.2
"""From so large a share of the same rows on, an extract is said to overlap with an earlier one."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How files are to be taken: who sent them, of which extract they are a newer version, and whether only to look."""

    sender: str = ""
    corrects: str = ""
    dry_run: bool = False


@dataclass(slots=True)
class Taken:
    """What one table brought, or would bring. `new + known + changed + refused` are all its rows."""

    table: str
    extract: Extract
    refusals: list[Refusal]
    new: int = 0
    known: int = 0
    changed: int = 0
    gone: int = 0
    changes: list[Change] = field(default_factory=list)
    overlaps: list[tuple[str, str, int]] = field(default_factory=list)
    """Extract, file and number of rows of earlier extracts that hold the same rows."""

    @property
    def refused(self) -> int:
        """Rows that could not be read."""
        return self.extract.rows_refused


def take_files(files: Sequence[Path], *, config: Path | None, manner: Manner, actor: Actor, progress: Progress) -> list[Taken]:
    """
    Take every table of these files, or see what they would bring. The files themselves are kept.

    :raises BadExtract: where the settings cannot be used.
    :raises NotFound: where `corrects` names no extract that came in.
    """
    if manner.corrects:
        get_extract(actor, manner.corrects)
    if not manner.dry_run:
        for file in files:
            keep_file(file, actor=actor)
    with nothing_to_collect():
        slices = read_anew(read_slices(files, config), list_refused_whole(actor))
        tables = groupby(slices, key=lambda some: some.extract_id)
        return [_Table(manner, actor, progress).take(slices) for _, slices in tables]


class _Table:
    """One table on its way in."""

    def __init__(self, manner: Manner, actor: Actor, progress: Progress) -> None:
        self.manner = manner
        self.actor = actor
        self.progress = progress
        self.held: list[Record] = []
        """What has to wait until the whole table is read: of a newer version, or of one that is compared with earlier ones."""
        self.earlier: ExtractListed | None = None

    def take(self, slices: Iterator[Slice]) -> Taken:
        """Take its slices, the last of which brings the counts."""
        first = next(slices)
        known = list_extracts(self.actor, extract_ids=[first.extract_id])
        self.earlier = self._earlier(first)
        holds = bool(self.earlier) or self.manner.dry_run
        some = first
        while not some.extract:
            if holds:
                if self.earlier or len(self.held) < 2 * MOST_COMPARED:
                    self.held += some.records
            elif not known:
                _submit(some.extract_id, some.records, self.actor, some.digest)
            self.progress(some.table, len(some.records))
            some = next(slices)
        taken = Taken(some.table, replace(some.extract, sender=self.manner.sender), list(some.refusals))
        if known:
            return self._again(taken, known[0])
        if self.earlier:
            self._correct(taken, self.earlier)
        else:
            taken.new = taken.extract.rows_read - taken.refused
            taken.overlaps = self._overlaps(taken.extract)
        if not self.manner.dry_run and taken.extract.rows_read:
            request = Request.by_content(f"extract:{taken.extract.extract_id}", ReceiveExtract(taken.extract, some.refusals))
            submit([request], actor=self.actor)
        return taken

    def _earlier(self, first: Slice) -> ExtractListed | None:
        if not self.manner.corrects:
            return None
        sheet = first.table.rpartition("/")[2] if "/" in first.table else ""
        try:
            found = get_extract(self.actor, self.manner.corrects, sheet=sheet)
        except NotFound:
            return None
        return None if found.extract.extract_id == first.extract_id else found

    def _again(self, taken: Taken, known: ExtractListed) -> Taken:
        """A table that came before: nothing is recorded; one that was taken back counts again."""
        rows = taken.extract.rows_read - taken.refused
        if known.withdrawn:
            taken.new = rows
            if not self.manner.dry_run:
                bring_back(known.extract.extract_id, "The file was imported again.", actor=self.actor)
        else:
            taken.known = rows
        return taken

    def _correct(self, taken: Taken, earlier: ExtractListed) -> None:
        compared = compare(rows_of(self.held), rows_of(list_records(self.actor, extract_id=earlier.extract.extract_id)))
        taken.known, taken.new = compared.known, len(compared.new)
        taken.changed, taken.gone, taken.changes = len(compared.changed), len(compared.gone), compared.changes
        taken.extract = replace(
            taken.extract, corrects=earlier.extract.extract_id, rows_known=compared.known, rows_changed=len(compared.changed)
        )
        if not self.manner.dry_run:
            self._record(taken.extract, compared)

    def _record(self, extract: Extract, compared: Compared) -> None:
        """The new rows first: until the corrected ones go, both count; a crash in between is mended by the same import again."""
        records = list(compared.to_record())
        for at in range(0, len(records), SLICE):
            _submit(extract.extract_id, tuple(records[at : at + SLICE]), self.actor)
        gone = compared.corrected()
        for at in range(0, len(gone), SLICE):
            why = f"A newer version of the file says otherwise: {extract.file}."
            withdraw = WithdrawRecords(tuple(gone[at : at + SLICE]), why, extract.extract_id)
            submit([Request.by_content(f"correct:{extract.extract_id}", withdraw)], actor=self.actor)

    def _overlaps(self, extract: Extract) -> list[tuple[str, str, int]]:
        """Earlier extracts of the same layout that hold many of the same rows."""
        if not extract.layout or extract.rows_read > MOST_COMPARED:
            return []
        earlier = [
            one
            for one in list_extracts(self.actor, layout=extract.layout)
            if not one.withdrawn and one.extract.rows_read <= MOST_COMPARED and one.extract.extract_id != extract.extract_id
        ]
        mine = rows_of(self.held or list_records(self.actor, extract_id=extract.extract_id))
        found = []
        for one in earlier[:COMPARED_WITH]:
            same = overlap(mine, rows_of(list_records(self.actor, extract_id=one.extract.extract_id)))
            if same >= OVERLAPS * max(len(mine), 1):
                found.append((one.extract.extract_id, one.name, same))
        return found


def _submit(extract_id: str, records: tuple[Record, ...], actor: Actor, digest: bytes = b"") -> None:
    if records:
        submit([Request.by_content(f"records:{extract_id}", ReceiveRecords(records), digest)], actor=actor)
