"""Keys, trees and proofs for tests of signer and witness."""

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.proof import LeafHashes, Proof, consistency_proof, root_of
from kinkeeper.ledger.tree import leaf_hash

ORIGIN = "kinkeeper.example/log"


class Tree:
    """A log of so many leaves; `fork` makes another one that goes its own way from a size on."""

    def __init__(self, size: int, fork: int | None = None) -> None:
        leaves = [b"%d%s" % (at, b"" if fork is None or at < fork else b"!") for at in range(size)]
        self.size = size
        self._reader = LeafHashes([leaf_hash(leaf) for leaf in leaves])

    def checkpoint(self, size: int | None = None, origin: str = ORIGIN) -> Checkpoint:
        size = self.size if size is None else size
        return Checkpoint(origin, size, root_of(self._reader, size))

    def proof(self, old: int, new: int | None = None) -> Proof:
        return consistency_proof(self._reader, old, self.size if new is None else new)
