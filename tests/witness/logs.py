"""A published log as files, small and made in a moment."""

import random
from pathlib import Path

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.entry import Part, leaf
from kinkeeper.ledger.note import Note, SigningKey
from kinkeeper.ledger.proof import inclusion_proof
from kinkeeper.ledger.receipt import Receipt
from kinkeeper.ledger.tiles import WIDTH, TiledHashes, Tiling, bundle_bytes
from kinkeeper.ledger.tree import Frontier, leaf_hash

ORIGIN = "kinkeeper.example/log"
LOG = SigningKey(ORIGIN, bytes(range(32)))


class Log:
    """Entries with two parts each, and all that is made of them."""

    def __init__(self, size: int, seed: int = 1) -> None:
        chance = random.Random(seed)
        self.parts = [(Part(chance.randbytes(32), b'{"n":%d}' % n), Part(chance.randbytes(32), b"{}")) for n in range(size)]
        self.leaves = [leaf(both) for both in self.parts]
        tiling = Tiling()
        self.tiles = dict(tiling.extend(map(leaf_hash, self.leaves))) | dict(tiling.partial())

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        leaves = self.leaves[:size]
        return Checkpoint(ORIGIN, len(leaves), Frontier().extended(leaves).root())

    def signed(self, size: int | None = None, key: SigningKey = LOG) -> Note:
        text = self.checkpoint(size).text
        return Note(text, (key.sign(text),))

    def receipt(self, index: int) -> Receipt:
        size = len(self.leaves)
        proof = inclusion_proof(TiledHashes(size, self.tiles.__getitem__), index, size)
        return Receipt(index, self.parts[index], proof, self.signed())

    def write(self, folder: Path) -> Path:
        for tile, data in self.tiles.items():
            put(folder / tile.path, data)
            if tile.level == 0:
                put(folder / tile.bundle_path, bundle_bytes(self.leaves[tile.index * WIDTH :][: tile.width]))
        put(folder / "checkpoint", str(self.signed()).encode())
        put(folder / "log.key", f"{LOG.verifier}\n".encode())
        return folder


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def flip(path: Path, at: int = -1) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[at if at >= 0 else len(data) // 2] ^= 1
    path.write_bytes(data)
