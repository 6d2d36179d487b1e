"""Bring agency extracts onto the ledger, slice by slice.

A slice is one request under an id made of the extract and the slice's content. An import that was
interrupted is finished by running it again; one that was finished adds nothing.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import BadExtract
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.records import ReceiveRecords, Refusal
from kinkeeper.domain.requests import Request
from kinkeeper.extracts import files_in
from kinkeeper.gateway import submit
from kinkeeper.jobs.deliveries.anew import read_anew
from kinkeeper.jobs.reading import Slice, read_slices
from kinkeeper.queries.extracts import list_refused_whole

Progress = Callable[[str, int], None]


@dataclass(slots=True)
class Imported:
    """What came in: the extracts with their counts, and everything that was refused."""

    extracts: list[Extract] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def rows_read(self) -> int:
        """Rows of data, taken or refused."""
        return sum(extract.rows_read for extract in self.extracts)

    @property
    def rows_refused(self) -> int:
        """Rows that could not be taken."""
        return sum(extract.rows_refused for extract in self.extracts)


def import_files(paths: Sequence[Path], *, config: Path | None, actor: Actor, progress: Progress) -> Imported:
    """
    Import every table of these files, and of every file in those of them that are folders.

    :raises BadExtract: where nothing in them can be read.
    """
    imported = Imported()
    with nothing_to_collect():
        slices = read_slices([file for path in paths for file in files_in(path)], config)
        for some in read_anew(slices, list_refused_whole(actor)):
            _import_slice(some, imported, actor)
            progress(some.table, len(some.records))
    if not any(extract.layout for extract in imported.extracts):
        why = imported.refusals[0].why if imported.refusals else "There are no rows in it."
        raise BadExtract(f"Nothing in '{paths[0]}' could be read. {why}")
    return imported


def _import_slice(some: Slice, imported: Imported, actor: Actor) -> None:
    # By content: a later version of the program may read a row better, and that is not the same request.
    if some.records:
        submit([Request.by_content(f"records:{some.extract_id}", ReceiveRecords(some.records), some.digest)], actor=actor)
    if some.extract:
        imported.extracts.append(some.extract)
        imported.refusals.extend(some.refusals)
        if some.extract.rows_read:
            submit([Request.by_content(f"extract:{some.extract_id}", ReceiveExtract(some.extract, some.refusals))], actor=actor)


@contextmanager
def nothing_to_collect() -> Iterator[None]:
    """Without the garbage collector, which finds no cycles among records and takes two fifths of the time to see it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
