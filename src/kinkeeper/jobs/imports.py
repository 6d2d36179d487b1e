"""Bring agency extracts onto the ledger, slice by slice.

A slice is one request under an id made of the extract and the slice's content. An import that was
interrupted is finished by running it again; one that was finished adds nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import BadExtract
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.records import ReceiveRecords, Record, Refusal
from kinkeeper.domain.requests import Request
from kinkeeper.extracts import Delivery, read_file, read_folder
from kinkeeper.gateway import submit
from kinkeeper.jobs.ahead import ahead

Progress = Callable[[str, int], None]

SLICE = 1_000
"""Records submitted at once: the ledger's turn is held for under 150 ms, so nobody at a page waits longer."""


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
    for delivery in _deliveries(paths, config):
        _import_delivery(delivery, actor, progress)
        imported.extracts.append(delivery.extract)
        imported.refusals.extend(delivery.refusals)
    if not any(extract.layout for extract in imported.extracts):
        why = imported.refusals[0].why if imported.refusals else "There are no rows in it."
        raise BadExtract(f"Nothing in '{paths[0]}' could be read. {why}")
    return imported


def _deliveries(paths: Sequence[Path], config: Path | None) -> Iterator[Delivery]:
    for path in paths:
        if path.is_dir():
            yield from read_folder(path, config=config)
        elif path.is_file():
            yield from read_file(path, path.name, config=config)
        else:
            raise BadExtract(f"There is no file or folder '{path}'.")


def _import_delivery(delivery: Delivery, actor: Actor, progress: Progress) -> None:
    # By content: a later version of the program may read a row better, and that is not the same request.
    for records in ahead(_slices(delivery.records)):
        submit([Request.by_content(f"records:{delivery.extract_id}", ReceiveRecords(records))], actor=actor)
        progress(delivery.name, len(records))
    if delivery.rows_read:
        command = ReceiveExtract(delivery.extract, tuple(delivery.refusals))
        submit([Request.by_content(f"extract:{delivery.extract_id}", command)], actor=actor)


def _slices(records: Iterator[Record]) -> Iterator[tuple[Record, ...]]:
    while taken := tuple(islice(records, SLICE)):
        yield taken
