"""What came since the last checkpoint, made again from stored bytes before anybody signs it.

One flipped bit between hash and disk, once signed, would make a log unverifiable for good.
"""

from kinkeeper.ledger.stored import Slice, entries_of, examine, ordinary_leaves
from kinkeeper.ledger.verify import Fault


def sound_leaves(stored: Slice, first: int) -> list[bytes] | Fault:
    """
    The leaves of a slice that goes on at position `first`, each of them what its parts make; or the first entry of which that is not so.

    A part that is gone is known by its commitment; whether it was expunged by order, the whole ledger tells (`verify.audit`).
    """
    ordinary = ordinary_leaves(stored, first)
    if ordinary is not None:
        return ordinary
    leaves: list[bytes] = []
    for entry in entries_of(stored):
        awaited, found = first + len(leaves), examine(entry)
        if entry.position != awaited:
            return Fault(awaited, f"Entry {awaited}: it is missing.")
        if found.wrong or found.unfitting:
            return Fault(awaited, f"Entry {awaited}: {found.wrong or 'its leaf and its parts do not belong together.'}")
        leaves.append(found.leaf)
    return leaves
