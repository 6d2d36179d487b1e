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
from kinkeeper.ledger.proof import consistency_proof, inclusion_proof, root_of
from kinkeeper.ledger.tiles import WIDTH, TiledHashes, Tiling, bundle_bytes
from kinkeeper.ledger.tree import leaf_hash

from .keys import log_key, signed, witness_key

SOURCES = Path("/usr/share/gocode")
PROGRAM = Path(__file__).parent / "go" / "check.go"
SIZE = 66_003
"""A level above level 1, and partial tiles on each."""

pytestmark = pytest.mark.skipif(
    not (shutil.which("go") and (SOURCES / "src/golang.org/x/mod/sumdb").is_dir()),
    reason="Go's check of our log needs go and x/mod. Debian: sudo apt-get install golang-go golang-golang-x-mod-dev",
)


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], subprocess.CompletedProcess[str]]:
    """The program, built."""
    built = tmp_path_factory.mktemp("go") / "check"
    environment = os.environ | {"GO111MODULE": "off", "GOPATH": str(SOURCES), "GOFLAGS": "", "GOCACHE": str(built.parent / "cache")}
    subprocess.run(["go", "build", "-o", built, PROGRAM], env=environment, check=True, timeout=240)
    return lambda log: subprocess.run([built, log], capture_output=True, text=True, check=False, timeout=60)


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


def proofs(reader: TiledHashes) -> Iterator[str]:
    chance = random.Random(2)
    for index in {0, 1, 255, 256, 65_535, 65_536, SIZE - 1} | {chance.randrange(SIZE) for _ in range(70)}:
        yield " ".join(["inclusion", str(index), *map(to_base64, inclusion_proof(reader, index, SIZE))])
    for old in {1, 2, 255, 256, 257, 65_536, SIZE - 1, SIZE} | {chance.randrange(1, SIZE) for _ in range(50)}:
        # A root of its own tree, made from the same tiles: full subtrees of a smaller tree are those of the larger.
        words = [root_of(reader, old), *consistency_proof(reader, old, SIZE)]
        yield " ".join(["consistency", str(old), *map(to_base64, words)])


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_go_finds_our_log_in_order(check: Callable[[Path], subprocess.CompletedProcess[str]], log: Path) -> None:
    ran = check(log)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith(f"{SIZE} entries, 261 tiles, 77 inclusion proofs, 58 consistency proofs")


@pytest.mark.parametrize(
    "name", ["checkpoint", "proofs", "tile/0/100", "tile/1/001.p/1", "tile/entries/257.p/211", "log.key", "witness.key"]
)
def test_go_sees_one_byte_that_was_changed(
    check: Callable[[Path], subprocess.CompletedProcess[str]], log: Path, name: str, tmp_path: Path
) -> None:
    """Else the test above would show nothing."""
    shutil.copytree(log, tmp_path / "log")
    path = tmp_path / "log" / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert check(tmp_path / "log").returncode != 0
