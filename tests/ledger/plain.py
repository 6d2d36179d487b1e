"""Trees and proofs as RFC 6962 and 9162 write them down: slow, and nothing to go wrong."""

from hashlib import sha256

from kinkeeper.ledger.tree import leaf_hash


def hashes_of(count: int) -> list[bytes]:
    """The leaf hashes of a log whose entries are its own positions."""
    return [leaf_hash(str(n).encode()) for n in range(count)]


def mth(hashes: list[bytes]) -> bytes:
    """The Merkle tree hash over leaf hashes."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    return sha256(b"\x01" + mth(hashes[:k]) + mth(hashes[k:])).digest()


def path(m: int, hashes: list[bytes]) -> list[bytes]:
    """PATH(m, D_n) of section 2.1.3.1."""
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if m < k:
        return [*path(m, hashes[:k]), mth(hashes[k:])]
    return [*path(m - k, hashes[k:]), mth(hashes[:k])]


def subproof(m: int, hashes: list[bytes], known: bool = True) -> list[bytes]:
    """SUBPROOF(m, D_n, b) of section 2.1.4.1; PROOF(m, D_n) where `known`."""
    if m == len(hashes):
        return [] if known else [mth(hashes)]
    k = split(len(hashes))
    if m <= k:
        return [*subproof(m, hashes[:k], known), mth(hashes[k:])]
    return [*subproof(m - k, hashes[k:], False), mth(hashes[:k])]


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k
