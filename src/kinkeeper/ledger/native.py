"""The compiled way to take a group of entries, and to the hash over a tile (docs/adr/0009).

Plain C (`native/*.c`), compiled at set-up and called through ctypes. It says that a group is ordinary exactly where the plain way does, and
looks at it some ten times as fast: SHA-256 is the processor's own where it has one. It lets go of the interpreter's lock, so that threads
run it side by side.
"""

import ctypes
from collections.abc import Callable
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from kinkeeper.ledger.groups import Group, Take, Taken, take_plainly
from kinkeeper.ledger.tiles import WIDTH, full_hash, tile_hashes
from kinkeeper.ledger.tree import HASH_BYTES

_NEVER = -(2**63)


class _Columns(ctypes.Structure):
    """A group as `native/prove.c` has it."""

    _fields_ = [
        *((name, ctypes.c_char_p) for name in ("entries", "leaves", "times", "parts", "lengths", "salts", "bodies")),
        ("bodies_length", ctypes.c_int64),
    ]


class _Proven(ctypes.Structure):
    """What was found, as `native/prove.c` has it."""

    _fields_ = [
        *((name, ctypes.c_int64) for name in ("start", "end", "back")),
        ("back_at", ctypes.c_int64 * WIDTH),
        ("root", ctypes.c_uint8 * HASH_BYTES),
        ("hashes", ctypes.c_uint8 * (WIDTH * HASH_BYTES)),
    ]


def kernel_path(folder: Path = Path(__file__).parent) -> Path | None:
    """Where the compiled kernel is; none where it was not compiled."""
    paths = (folder / f"_kernel{suffix}" for suffix in EXTENSION_SUFFIXES)
    return next((path for path in paths if path.exists()), None)


class Kernel:
    """The compiled kernel, loaded."""

    def __init__(self, path: Path) -> None:
        self.library = ctypes.CDLL(str(path))
        self.library.prove_group.argtypes = [ctypes.c_void_p, *[ctypes.c_int64] * 3, ctypes.c_void_p]
        self.library.hash_by_instructions(1)

    def take(self, group: Group, last: int | None) -> Taken | None:
        """What a group adds; None where it is not ordinary, or a core is written in another way than the writer's."""
        columns, found, count = _Columns(*group[1:8], len(group.bodies)), _Proven(), group.entry_count
        before = _NEVER if last is None else last
        if not self.library.prove_group(ctypes.byref(columns), group.first, count, before, ctypes.byref(found)):
            return None
        root = bytes(found.root) if count == WIDTH else b""
        back = tuple(group.first + at for at in found.back_at[: found.back])
        return Taken(bytes(found.hashes)[: count * HASH_BYTES], root, found.start, found.end, back)

    def tile_root(self, tile: bytes) -> bytes:
        """The hash over the 256 hashes of a full tile."""
        root = ctypes.create_string_buffer(HASH_BYTES)
        self.library.hash_tile(tile, root)
        return root.raw


@cache
def quickest_root(path: Path | None) -> Callable[[bytes], bytes]:
    """The quickest way to the hash over a full tile."""
    root = tile_root if path is None else Kernel(path).tile_root
    return lambda tile: root(tile) if len(tile) == WIDTH * HASH_BYTES else tile_root(tile)


def tile_root(tile: bytes) -> bytes:
    """
    The hash over a full tile, plainly.

    :raises Unreadable: where it is none.
    """
    return full_hash(tile_hashes(tile))


@cache
def quickest(path: Path | None) -> Take:
    """The quickest way to take a group: the compiled kernel if there is one, and the plain way where that says no."""
    if path is None:
        return take_plainly
    kernel = Kernel(path)
    return lambda group, last: kernel.take(group, last) or take_plainly(group, last)
