"""How fast a ledger is proven: python bench/proofs.py [ENTRIES]

Prints entries a second of the audit in memory beside what Python's SHA-256 alone takes for the same bytes, entries a second of `kinkeeper
verify` on an embedded database beside the same on all processors, and receipts made from stored tiles and checked. Best of some runs
each: other work on the machine only ever makes it slower. Entries have two parts, 690 bytes, about what an import's have.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from kinkeeper.cli.session import session
from kinkeeper.domain.access import Actor
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.chunks import CHUNK
from kinkeeper.ledger.entry import COMMIT_LABEL, Part, leaf
from kinkeeper.ledger.note import Note, SigningKey, parse_note, refuse_unsigned
from kinkeeper.ledger.proof import inclusion_proof, root_of
from kinkeeper.ledger.receipt import Receipt
from kinkeeper.ledger.stored import Slice
from kinkeeper.ledger.tiles import TiledHashes, Tiling
from kinkeeper.ledger.tree import Frontier, leaf_hash
from kinkeeper.ledger.verify import audit

AT = "2026-07-01T12:00:00.000Z"
INSTANT = datetime.fromisoformat(AT)
CORE = (
    b'{"actor":"R. Delgado","agency":"HHS","at":"%s","kind":"record.received","request":"%032d",'
    b'"said":{"extract_id":"e12","layout":"ice_detention","record_id":"r%08d","row":%d},"v":1}'
)
DETAIL = b'{"born":"1987-03-02","cells":{%s},"record_id":"r%d"}'
CELLS = b",".join(b'"COLUMN %d":"some value of it"' % at for at in range(12))
MILLION = 1_000_000


def parts(position: int) -> tuple[Part, Part]:
    core = CORE % (AT.encode(), position // 2_000, position, position)
    return Part(os.urandom(32), core), Part(os.urandom(32), DETAIL % (CELLS, position))


def best(work: Callable[[], object], runs: int) -> float:
    """The shortest time in seconds."""
    took = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return min(took)


def in_memory(count: int = 20_000, at_once: int = 250) -> float:
    slices = []
    for at in range(0, count, at_once):
        made = [parts(position) for position in range(at, at + at_once)]
        rows = [(at + n, k, part.salt, part.body, None) for n, both in enumerate(made) for k, part in enumerate(both, 1)]
        slices.append(Slice([(at + n, leaf(both), INSTANT) for n, both in enumerate(made)], rows))
    head = Frontier().extended(entry[1] or b"" for one in slices for entry in one.entries)
    assert audit(slices, head) is None
    whole = count / best(lambda: audit(slices, head), 20)
    bare = count / best(lambda: bare_hashing(slices), 20)
    print(f"{whole:,.0f} entries/s audited in memory; Python's SHA-256 alone {bare:,.0f}/s; ratio {whole / bare:.2f}")
    return bare


def bare_hashing(slices: list[Slice]) -> None:
    node = bytes(65)
    for one in slices:
        for _, _, salt, body, _ in one.parts:
            sha256(COMMIT_LABEL + (salt or b"") + (body or b"")).digest()
        for _, stored, _ in one.entries:
            sha256(b"\0" + (stored or b"")).digest()
            sha256(node).digest()


def in_database(count: int, bare: float) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, session(Path(folder) / "database") as actor:
        from kinkeeper.queries.ledger import verify_ledger

        lay(count)
        took = best(lambda: verify_ledger(actor), 4)
        assert verify_ledger(actor).fault is None
        limit = bare * (os.cpu_count() or 1)
        print(f"{count / took:,.0f} entries/s verified from the database: {count:,} in {took:.1f} s; ratio {count / took / limit:.2f}")
        print(f"  (Python's SHA-256 alone on all {os.cpu_count()} processors, with no database: {limit:,.0f} entries/s)")
        processor_time(count)
        from_stored_tiles(Path(folder) / "database", actor, count)


def processor_time(count: int) -> None:
    """What an entry costs whatever else the machine does meanwhile."""
    from django.db import connection, transaction

    from kinkeeper.queries.log.proving import Reading, prove_chunks

    found = []
    for _ in range(3):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_backend_pid()")
            [server] = cursor.fetchone()
            before = time.process_time(), of_process(server)
            done = min(count, CHUNK)
            assert all(one for _, one in prove_chunks(connection.connection, Reading("", "", done, (), 0)))
            found.append((time.process_time() - before[0], of_process(server) - before[1]))
    ours, servers = (min(column) / done * 1e6 for column in zip(*found, strict=True))
    print(f"{ours:.2f} us of our processor time an entry, {servers:.2f} us of the server's: at most {2e6 / (ours + servers):,.0f}/s on two")


def of_process(pid: int) -> float:
    """The processor time of a process in seconds (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def from_stored_tiles(folder: Path, actor: Actor, count: int) -> None:
    from kinkeeper.jobs.publish import publish, publishers_turn
    from kinkeeper.queries.log.receipts import make_receipt
    from kinkeeper.site.signing import open_signer

    with open_signer(folder) as signer, publishers_turn():
        assert signer
        started = time.perf_counter()
        publish(signer)
        print(f"{count / (time.perf_counter() - started):,.0f} entries/s made again and signed by the publisher")
    positions = [count * at // 101 for at in range(101)]
    took = sorted(best(partial(make_receipt, actor, position), 1) for position in positions)
    print(f"{took[50] * 1e3:.1f} ms (slowest of 101: {took[-1] * 1e3:.1f}) to make a receipt at {count:,} entries from stored tiles")


def lay(count: int) -> None:
    from django.db import connection, transaction

    frontier = Frontier()
    for at in range(0, count, 10_000):
        made = [parts(position) for position in range(at, min(count, at + 10_000))]
        with transaction.atomic(), connection.cursor() as cursor:
            with cursor.copy("COPY entry (seq, leaf, recorded_at) FROM STDIN") as copy:
                for n, both in enumerate(made):
                    copy.write_row((at + n, leaf(both), INSTANT))
            with cursor.copy("COPY part (seq, k, salt, body) FROM STDIN") as copy:
                for n, both in enumerate(made):
                    for k, part in enumerate(both, 1):
                        copy.write_row((at + n, k, part.salt, part.body))
            frontier = frontier.extended(map(leaf, made))
            cursor.execute("UPDATE head SET size = %s, frontier = %s", [frontier.size, frontier.to_bytes()])


def receipts() -> None:
    both = parts(0)
    tiling, hashes = Tiling(), [leaf_hash(leaf(both))] * MILLION
    tiles = dict(tiling.extend(hashes)) | dict(tiling.partial())
    key = SigningKey("kinkeeper.example/log", bytes(32))
    checkpoint = Checkpoint(key.name, MILLION, root_of(TiledHashes(MILLION, tiles.__getitem__), MILLION))
    note = Note(checkpoint.text, (key.sign(checkpoint.text),))
    made = best(lambda: inclusion_proof(TiledHashes(MILLION, tiles.__getitem__), 123_456, MILLION), 20)
    receipt = Receipt(123_456, both, inclusion_proof(TiledHashes(MILLION, tiles.__getitem__), 123_456, MILLION), note)
    text = str(receipt)
    proven = best(lambda: [receipt.prove(checkpoint) for _ in range(1_000)], 20) / 1_000
    read = best(lambda: [Receipt.parse(text) for _ in range(1_000)], 10) / 1_000
    opened = best(lambda: [refuse_unsigned(parse_note(str(note)), [key.verifier]) for _ in range(300)], 10) / 300
    print(f"{made * 1e3:.1f} ms to make a receipt at {MILLION:,} entries from tiles in memory")
    print(f"{1 / proven:,.0f} receipts/s proven against a checkpoint; {1 / read:,.0f}/s read; {1 / opened:,.0f} checkpoints/s opened")


def main() -> None:
    bare = in_memory()
    receipts()
    in_database(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, bare)


if __name__ == "__main__":
    main()
