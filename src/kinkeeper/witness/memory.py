"""What was signed last of each log, kept on disk before anybody gets the signature.

    FOLDER/                 0700
      key                   0600; whoever reads it can sign
      turn.lock             one at a time, also between processes
      <SHA-256 of the log's name>     the checkpoint that was signed last, as it was answered

Losing this folder, or putting back an older copy of it, lets two histories be signed. It MUST NOT be restored from a backup: a witness that
lost it takes a new key and says so.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TypeVar

from kinkeeper.domain.errors import Unavailable
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.note import Note, SigningKey, parse_note
from kinkeeper.ledger.witness import Seen
from kinkeeper.witness import lasting

Key = TypeVar("Key", bound=SigningKey)


class Memory:
    """The folder of a signer or a witness."""

    def __init__(self, folder: Path) -> None:
        """
        Open the folder; make it where it is missing.

        :raises Unavailable: where it cannot be had, or others may read it.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable(f"{folder} cannot be made: {error.strerror}.") from error
        self.folder = folder
        self._turn = Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold off everybody else, from looking up what was signed last until the next is kept."""
        with self._turn, (self.folder / "turn.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def last(self, origin: str) -> Note | None:
        """
        The checkpoint of a log that was signed last; None before the first.

        :raises Unavailable: where it cannot be read: then nothing may be signed, since nobody knows what was.
        """
        path = self._path(origin)
        try:
            return parse_note(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError, Unreadable) as error:
            raise Unavailable(f"What was signed last cannot be read from {path}. Nothing is signed until a person has looked.") from error

    def seen(self, origin: str) -> Seen:
        """The tree that was signed last; the empty one before the first.

        :raises Unavailable: as `last` does.
        """
        note = self.last(origin)
        if note is None:
            return Seen()
        checkpoint = Checkpoint.parse(note.text)
        return Seen(checkpoint.size, checkpoint.root)

    def keep(self, origin: str, note: Note) -> None:
        """Have it on disk when this returns: whole, or still the one before."""
        lasting.write(self._path(origin), str(note).encode())
        lasting.sync([self.folder])

    def _path(self, origin: str) -> Path:
        return self.folder / log_name(origin)


def log_name(origin: str) -> str:
    """What a log is called in a path: SHA-256 of its name, in hex."""
    return sha256(origin.encode()).hexdigest()


def read_key(path: Path, kind: type[Key]) -> Key:
    """
    The signing key in a file.

    :raises Unavailable: where it is missing, or others than its owner may read it.
    :raises Unreadable: where it is no key of this kind; its text is not shown.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise Unavailable(f"Others than its owner may read the key {path}. Take a new key, or: chmod 600 {path}")
        return kind.parse(path.read_text(encoding="utf-8").strip())
    except OSError as error:
        raise Unavailable(f"The key {path} cannot be read: {error.strerror}.") from error


def make_key(path: Path, name: str, kind: type[Key]) -> Key:
    """Draw a key and keep it, readable to its owner alone. A key that is there stays.

    :raises Unreadable: for a name that no key can have.
    """
    key = kind.parse(kind(name, os.urandom(32)).secret_text())
    if not path.exists():
        lasting.write(path, key.secret_text().encode() + b"\n")
        lasting.sync([path.parent])
    return read_key(path, kind)
