"""Keys for tests: made of their name, so the same in every run."""

from hashlib import sha256

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.cosignature import CosigningKey
from kinkeeper.ledger.note import Note, SigningKey

ORIGIN = "kinkeeper.example/log"


def log_key(name: str = ORIGIN) -> SigningKey:
    return SigningKey(name, sha256(name.encode()).digest())


def witness_key(name: str) -> CosigningKey:
    return CosigningKey(name, sha256(name.encode()).digest())


def signed(size: int, root: bytes, *witnesses: str, origin: str = ORIGIN, time: int = 1_790_000_000) -> Note:
    """A checkpoint that the log and these witnesses signed."""
    text = Checkpoint(origin, size, root).text
    return Note(text, (log_key(origin).sign(text), *(witness_key(name).cosign(text, time) for name in witnesses)))
