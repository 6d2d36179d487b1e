"""A log we made, checked by software that others wrote: Go's sumdb packages, as Debian brings them."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kinkeeper.ledger.entry import Part, leaf
from kinkeeper.ledger.lines import to_base64
from kinkeeper.ledger.policy import parse_policy
from kinkeeper.ledger.proof import consistency_proof, inclusion_proof, root_of
from kinkeeper.ledger.tiles import WIDTH, TiledHashes, Tiling, bundle_bytes
from kinkeeper.ledger.tree import leaf_hash
from kinkeeper.site.database import Database
from kinkeeper.witness.cosigner import Cosigner, make_witness
from kinkeeper.witness.memory import Memory
from tests.signing import a_signer, record
from tests.witness.test_cosigner import serving

from .keys import log_key, signed, witness_key

SOURCES = Path("/usr/share/gocode")
PROGRAMS = Path(__file__).parent / "go"
DOCUMENT = Path(__file__).parents[2] / "docs" / "ledger-format.md"
SIZE = 66_003
"""A level above level 1, and partial tiles on each."""

pytestmark = pytest.mark.skipif(
    not (shutil.which("go") and (SOURCES / "src/golang.org/x/mod/sumdb").is_dir()),
    reason="Go's check of our log needs go and x/mod. Debian: sudo apt-get install golang-go golang-golang-x-mod-dev",
)


Run = Callable[..., subprocess.CompletedProcess[str]]


def built(name: str, folder: Path) -> Run:
    """One of the programs, built."""
    environment = os.environ | {"GO111MODULE": "off", "GOPATH": str(SOURCES), "GOFLAGS": "", "GOCACHE": str(folder / "cache")}
    subprocess.run(["go", "build", "-o", folder / name, PROGRAMS / f"{name}.go"], env=environment, check=True, timeout=240)
    return lambda *given: subprocess.run([folder / name, *given], capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("go")


@pytest.fixture(scope="module")
def check(programs: Path) -> Run:
    """Is this log in order?"""
    return built("check", programs)


@pytest.fixture(scope="module")
def check_receipt(programs: Path) -> Run:
    """Is this receipt good?"""
    return built("receipt", programs)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a log, as they are published."""
    folder = tmp_path_factory.mktemp("log")
    chance = random.Random(1)
    leaves = [leaf([Part(chance.randbytes(32), b"{}"), Part(chance.randbytes(32), b"{}")]) for _ in range(SIZE)]
    tiling = Tiling()
    hashes = list(map(leaf_hash, leaves))
    tiles = dict(tiling.extend(hashes)) | dict(tiling.partial())
    for tile, data in tiles.items():
        write(folder / tile.path, data)
        if tile.level == 0:
            write(folder / tile.bundle_path, bundle_bytes(leaves[tile.index * WIDTH :][: tile.width]))
    reader = TiledHashes(SIZE, tiles.__getitem__)
    write(folder / "checkpoint", str(signed(SIZE, root_of(reader, SIZE), "court")).encode())
    write(folder / "log.key", str(log_key().verifier).encode())
    write(folder / "witness.key", str(witness_key("court").verifier).encode())
    write(folder / "proofs", "\n".join(proofs(reader)).encode())
    return folder


def proofs(reader: TiledHashes, size: int = SIZE) -> Iterator[str]:
    chance = random.Random(2)
    for index in {0, 1, 255, 256, 65_535, 65_536, size - 1} | {chance.randrange(size) for _ in range(70)}:
        if index < size:
            yield " ".join(["inclusion", str(index), *map(to_base64, inclusion_proof(reader, index, size))])
    for old in {1, 2, 255, 256, 257, 65_536, size - 1, size} | {chance.randrange(1, size) for _ in range(50)}:
        if old > size:
            continue
        # A root of its own tree, made from the same tiles: full subtrees of a smaller tree are those of the larger.
        words = [root_of(reader, old), *consistency_proof(reader, old, size)]
        yield " ".join(["consistency", str(old), *map(to_base64, words)])


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_go_finds_a_log_in_order_that_the_publisher_wrote(check: Run, database: Database, tmp_path: Path) -> None:
    """From commands to files: recorded, signed by the signer, cosigned by a witness, mirrored; proofs from the stored tiles."""
    from django.db import connection

    from kinkeeper.jobs.follow import Follower, Showing
    from kinkeeper.queries.log.stored import StoredTiles

    files, court = tmp_path / "files", make_witness(tmp_path / "court", "court.example").verifier
    with a_signer(tmp_path / "signer") as signer, serving(Cosigner(Memory(tmp_path / "court"), [signer.key()])) as address:
        policy = parse_policy(f"log {signer.key()}\nwitness court {court} {address}\nquorum court\n".encode())
        follower = Follower(signer, Showing(files, policy), print)
        for first, count in ((0, 1), (1, 600), (601, 712)):
            record(first, count)
            follower.once()
    write(files / "witness.key", str(court).encode())
    with connection.cursor() as cursor:
        reader = StoredTiles(cursor).hashes(1_313)
        write(files / "proofs", "\n".join(proofs(reader, 1_313)).encode())
    ran = check(files)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith("1313 entries, 7 tiles, ")


def test_go_finds_our_log_in_order(check: Run, log: Path) -> None:
    ran = check(log)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith(f"{SIZE} entries, 261 tiles, 77 inclusion proofs, 58 consistency proofs")


@pytest.mark.parametrize(
    "name", ["checkpoint", "proofs", "tile/0/100", "tile/1/001.p/1", "tile/entries/257.p/211", "log.key", "witness.key"]
)
def test_go_sees_one_byte_that_was_changed(check: Run, log: Path, name: str, tmp_path: Path) -> None:
    """Else the test above would show nothing."""
    shutil.copytree(log, tmp_path / "log")
    path = tmp_path / "log" / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert check(tmp_path / "log").returncode != 0


def block(kind: str) -> str:
    """An example of docs/ledger-format.md."""
    return DOCUMENT.read_text(encoding="utf-8").split(f"```{kind}\n")[1].split("```")[0]


def test_go_finds_the_receipt_of_the_document_good_and_makes_its_number(check_receipt: Run, tmp_path: Path) -> None:
    """A program that was written from the document alone: parts, leaf, proof, checkpoint, number."""
    told = dict(line.split(" ", 1) for line in block("example").splitlines() if line.split(" ")[0] in ("log", "number"))
    (tmp_path / "receipt").write_text(block("receipt"), encoding="utf-8")
    (tmp_path / "key").write_text(told["log"])
    ran = check_receipt(tmp_path / "receipt", tmp_path / "key")
    assert (ran.returncode, ran.stdout) == (0, f"entry 1 of 3, {told['number'].split()[1]}\n"), ran.stderr


def test_go_sees_a_letter_of_a_receipt_that_was_changed(check_receipt: Run, tmp_path: Path) -> None:
    key = next(line.split(" ", 1)[1] for line in block("example").splitlines() if line.startswith("log "))
    (tmp_path / "key").write_text(key)
    # The witness's line, which is not its business, is the last.
    text = block("receipt").rsplit("\n", 2)[0] + "\n"
    for at in range(40, len(text) - 2, 17):
        if text[at] not in "\n ":
            changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
            (tmp_path / "receipt").write_text(changed, encoding="utf-8")
            assert check_receipt(tmp_path / "receipt", tmp_path / "key").returncode != 0, f"at {at}"
