"""A database with some entries, and a signer beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kinkeeper.domain.access import Actor
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.domain.requests import Request
from kinkeeper.witness.asking import SignerClient, signer_of
from kinkeeper.witness.signer import make_signer

ORIGIN = "kinkeeper.example/log"
OFFICER = Actor("R. Delgado", "HHS", "operator")


def record(first: int, count: int) -> None:
    """So many entries, of records numbered from `first` on."""
    from kinkeeper.gateway import submit

    numbers = range(first, first + count)
    records = tuple(Record(f"r{n}", "e", f"f.csv#{n}", "layout", n, given="Ana", surnames=f"Xitumul {n}") for n in numbers)
    submit([Request(f"records-{first}-{count}", ReceiveRecords(records))], actor=OFFICER)


@contextmanager
def a_signer(folder: Path) -> Iterator[SignerClient]:
    """A signer with its folder, in a process of its own."""
    make_signer(folder, ORIGIN)
    with signer_of(folder) as client:
        yield client
