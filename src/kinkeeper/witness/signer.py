"""The log's own signer: a process apart, which holds the key and signs a checkpoint only if the one before is its beginning.

Whoever has all rights on the ledger's database can rewrite it, and cannot get that signed. Asked over a socket file:

    GET /key        the key that the signatures are checked with
    GET /seen       the checkpoint that was signed last; empty before the first
    POST /sign      old <size>, consistency proof, empty line, the text of the checkpoint: answered by the line of the signature

The access log has a key and a memory of its own, asked below `/access`.

It decides by the witness's code (`ledger.witness`), and answers as a witness does; what it is asked for has no signature yet.
"""

import argparse
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Thread

from kinkeeper.domain.errors import KinkeeperError, Unavailable
from kinkeeper.ledger.note import Note, SigningKey
from kinkeeper.ledger.witness import CONFLICT, FORBIDDEN, NOT_FOUND, Refusal, follow, parse_unsigned
from kinkeeper.witness.memory import Memory, make_key, read_key
from kinkeeper.witness.service import LONGEST_SOCKET, Answer, Service

KEY, LISTENING, RUNNING = "key", "listening", "running.lock"
ACCESS_KEY, ACCESS = "access.key", "/access"
SIZE = "text/x.tlog.size"


class Signer:
    """Answers what is asked over the socket."""

    def __init__(self, memory: Memory) -> None:
        """The signer of this folder, in which its key is."""
        self.memory = memory
        ledger = read_key(memory.folder / KEY, SigningKey)
        # A signer of before the access log was signed gets its key when it is started.
        self.keys = {"": ledger, ACCESS: make_key(memory.folder / ACCESS_KEY, ledger.name + ACCESS, SigningKey)}

    def __call__(self, method: str, path: str, body: bytes) -> Answer:
        """Answer a request."""
        log = ACCESS if path.startswith(f"{ACCESS}/") else ""
        key = self.keys[log]
        match method, path.removeprefix(log):
            case "GET", "/key":
                return Answer(200, f"{key.verifier}\n")
            case "GET", "/seen":
                return Answer(200, str(self.memory.last(key.name) or ""))
            case "POST", "/sign":
                return self._sign(key, body)
        return Answer(NOT_FOUND, "There is nothing here.\n")

    def _sign(self, key: SigningKey, body: bytes) -> Answer:
        asked = parse_unsigned(body)
        if isinstance(asked, Refusal):
            return refused(asked)
        old, proof, checkpoint = asked
        if checkpoint.origin != key.name:
            return Answer(FORBIDDEN, f"This signs for {key.name} alone.\n")
        with self.memory.turn():
            decided = follow(checkpoint, old, proof, self.memory.seen(key.name))
            if isinstance(decided, Refusal):
                return refused(decided)
            signature = key.sign(checkpoint.text)
            # The commit point: from here on, no other history gets a signature.
            self.memory.keep(key.name, Note(checkpoint.text, (signature,)))
        return Answer(200, str(signature))


def refused(refusal: Refusal) -> Answer:
    """A refusal as tlog-witness answers it."""
    if refusal.status == CONFLICT:
        return Answer(CONFLICT, f"{refusal.seen}\n", SIZE)
    return Answer(refusal.status, f"{refusal.why}\n")


def make_signer(folder: Path, name: str) -> SigningKey:
    """Make the folder of a signer, and its key under this name where it has none yet.

    :raises Unavailable: where the folder cannot be had, or its key is another log's.
    """
    memory = Memory(folder)
    with memory.turn():
        key = make_key(folder / KEY, name, SigningKey) if name else read_key(folder / KEY, SigningKey)
    if name and key.name != name:
        raise Unavailable(f"{folder} holds the key of {key.name}. Name another folder for {name}.")
    return key


@contextmanager
def listening(folder: Path, at: Path | None = None, group: str | None = None) -> Iterator[Service]:
    """
    The signer of a folder, listening at a socket, by default within it; the file `listening` there says at which.

    With a group, its members may ask as well: the application runs as another user.

    :raises Unavailable: where another one runs in this folder, or nothing can listen there.
    """
    memory = Memory(folder)
    with (folder / RUNNING).open("a") as running:
        try:
            fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Unavailable(f"A signer is running in {folder} already.") from error
        place = at or usual_socket(folder)
        with Service(place, Signer(memory)) as service:
            try:
                if group:
                    _admit(place, group)
                (folder / LISTENING).write_text(f"{place}\n", encoding="utf-8")
                yield service
            finally:
                place.unlink(missing_ok=True)


def _admit(place: Path, group: str) -> None:
    try:
        shutil.chown(place, group=group)
    except (LookupError, OSError) as error:
        raise Unavailable(f"The socket cannot be given to the group {group}: {error}.") from error
    place.chmod(0o660)


def usual_socket(folder: Path) -> Path:
    """`FOLDER/socket`, or where that path is too long a short one in the temporary folder."""
    place = folder.resolve() / "socket"
    if len(os.fsencode(place)) <= LONGEST_SOCKET:
        return place
    name = sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    short = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"kinkeeper-signer-{name}"
    short.mkdir(mode=0o700, exist_ok=True)
    if short.is_symlink() or short.stat().st_uid != os.geteuid():
        raise Unavailable(f"{short} belongs to somebody else. Name a socket with --socket.")
    return short / "socket"


def run(folder: Path, at: Path | None = None, group: str | None = None, *, while_open: int | None = None) -> None:
    """Answer until interrupted; or until the other end of this descriptor is closed, as when whoever started us has ended.

    :raises Unavailable: as `listening` does.
    """
    with listening(folder, at, group) as service:
        if while_open is not None:
            Thread(target=_shut_down_after, args=(service, while_open), daemon=True).start()
        service.serve_forever(poll_interval=0.05)


def _shut_down_after(service: Service, descriptor: int) -> None:
    while os.read(descriptor, 1024):
        pass
    service.shutdown()


def main() -> None:
    """`python -m kinkeeper.witness.signer FOLDER`: the signer of an embedded set-up, which ends with whoever started it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    try:
        run(folder, while_open=sys.stdin.fileno())
    except KinkeeperError as error:
        sys.exit(f"kinkeeper: {error}")
    except KeyboardInterrupt:
        sys.exit(1)


if __name__ == "__main__":
    main()
