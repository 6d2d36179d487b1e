"""Extracts as slices of records. Where they are large a process of its own reads them, so that one core reads while another stores."""

import gc
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import IO

import msgspec

from kinkeeper.domain.errors import BadExtract, Unavailable
from kinkeeper.domain.extracts import Extract
from kinkeeper.domain.facts import Fact
from kinkeeper.domain.records import ReceiveRecords, Record, Refusal
from kinkeeper.domain.requests import digest_of
from kinkeeper.extracts import read_file

SLICE = 2_000
"""Records in a slice: the ledger's turn is held for one at a time, under 150 ms, so nobody at a page waits longer."""

LARGE = 1_000_000
"""From so many bytes on, reading is worth a process, which takes half a second to begin."""


class Slice(Fact, frozen=True):
    """Some records of one table; the last slice of a table has none, and brings its extract and what was refused."""

    table: str
    extract_id: str
    records: tuple[Record, ...] = ()
    digest: bytes = b""
    """Of the command to receive these records, made where they are read."""
    extract: Extract | None = None
    refusals: tuple[Refusal, ...] = ()
    failure: str = ""


def read_slices(files: Sequence[Path], config: Path | None) -> Iterator[Slice]:
    """
    The tables of these files, slice by slice.

    :raises BadExtract: where the configuration cannot be used.
    :raises Unavailable: where the process that reads large files is ended.
    """
    return read_beside(files, config) if sum(file.stat().st_size for file in files) >= LARGE else read_here(files, config)


def read_here(files: Sequence[Path], config: Path | None) -> Iterator[Slice]:
    """The same, read by this process."""
    for file in files:
        for delivery in read_file(file, file.name, config=config):
            while records := tuple(islice(delivery.records, SLICE)):
                yield Slice(delivery.name, delivery.extract_id, records, digest_of(ReceiveRecords(records)))
            yield Slice(delivery.name, delivery.extract_id, extract=delivery.extract, refusals=tuple(delivery.refusals))


# Between the processes: four bytes of length, then a slice as MessagePack.

_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(Slice).decode


def read_beside(files: Sequence[Path], config: Path | None) -> Iterator[Slice]:
    """The same, read by another process while this one does something with what it has got."""
    command = [sys.executable, "-m", __name__, str(config or ""), *map(str, files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:
        assert reader.stdout is not None
        try:
            yield from _one_ahead(_slices(reader.stdout))
            status = reader.wait()
        finally:
            reader.kill()
    if status:
        raise Unavailable(f"The process that reads the files ended early (status {status}). Run the same command again.")


def _one_ahead(slices: Iterator[Slice]) -> Iterator[Slice]:
    """The same, each taken from the pipe and decoded while the server stores the one before."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        coming = thread.submit(next, slices, None)
        while (one := coming.result()) is not None:
            coming = thread.submit(next, slices, None)
            yield one


def _slices(pipe: IO[bytes]) -> Iterator[Slice]:
    """What was written whole: a frame that is cut off is the writer's end, which its status tells."""
    while length := pipe.read(4):
        size = int.from_bytes(length, "big")
        content = pipe.read(size)
        if len(content) < size:
            return
        one = _DECODE(content)
        if one.failure:
            raise BadExtract(one.failure)
        yield one


def _write(slices: Iterator[Slice], pipe: IO[bytes]) -> None:
    try:
        for one in slices:
            _put(one, pipe)
    except BadExtract as fault:
        _put(Slice("", "", failure=str(fault)), pipe)


def _put(one: Slice, pipe: IO[bytes]) -> None:
    content = _ENCODE(one)
    pipe.write(len(content).to_bytes(4, "big") + content)
    pipe.flush()


if __name__ == "__main__":
    gc.disable()  # records hold no cycles
    _write(read_here([Path(file) for file in sys.argv[2:]], Path(sys.argv[1]) if sys.argv[1] else None), sys.stdout.buffer)
