"""A witness: signs a log's checkpoint if the one that it signed last is its beginning. C2SP tlog-witness v1.0.0.

    POST /add-checkpoint                                    answered by the line of the cosignature
    GET  /<SHA-256 of the log's name, hex>/checkpoint       what it signed last of this log
    GET  /                                                  what it is, and its key

Courts, counsel and inspectors run it, each at an own place: what one of them signed, nobody can take out of the ledger again unseen.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from kinkeeper.domain.errors import Unavailable
from kinkeeper.ledger.cosignature import CosigningKey
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.note import Note, VerifierKey, signers
from kinkeeper.ledger.witness import NOT_FOUND, Refusal, decide, parse_request
from kinkeeper.witness.memory import Memory, log_name, make_key, read_key
from kinkeeper.witness.service import Answer, Service
from kinkeeper.witness.signer import KEY, refused


class Cosigner:
    """Answers what logs ask."""

    def __init__(self, memory: Memory, logs: Sequence[VerifierKey], now: Callable[[], float] = time.time) -> None:
        """The witness of this folder, in which its key is, for these logs."""
        self.memory = memory
        self.logs = logs
        self.now = now
        self.key = read_key(memory.folder / KEY, CosigningKey)

    def __call__(self, method: str, path: str, body: bytes) -> Answer:
        """Answer a request."""
        if (method, path) == ("POST", "/add-checkpoint"):
            return self._add(body)
        if (method, path) == ("GET", "/"):
            return Answer(200, f"A witness of logs (c2sp.org/tlog-witness). Its key:\n{self.key.verifier}\n")
        if method == "GET":
            for log in self.logs:
                if path == f"/{log_name(log.name)}/checkpoint":
                    return self._shown(log)
        return Answer(NOT_FOUND, "There is nothing here.\n")

    def _add(self, body: bytes) -> Answer:
        asked = parse_request(body)
        if isinstance(asked, Refusal):
            return refused(asked)
        origin = asked.checkpoint.origin
        with self.memory.turn():
            decided = decide(asked, self.logs, self.memory.seen(origin))
            if isinstance(decided, Refusal):
                return refused(decided)
            cosignature = self.key.cosign(asked.note.text, int(self.now()))
            known = signers(asked.note, [log for log in self.logs if log.name == origin])
            # The commit point: on disk before it is answered, so no crash lets another history be signed.
            self.memory.keep(origin, Note(asked.note.text, (*known.values(), cosignature)))
        return Answer(200, str(cosignature))

    def _shown(self, log: VerifierKey) -> Answer:
        note = self.memory.last(log.name)
        return Answer(200, str(note)) if note else Answer(NOT_FOUND, "Nothing was signed of this log yet.\n")


def make_witness(folder: Path, name: str) -> CosigningKey:
    """Make the folder of a witness, and its key under this name where it has none yet.

    :raises Unavailable: where the folder cannot be had, or its key has another name.
    """
    memory = Memory(folder)
    with memory.turn():
        key = make_key(folder / KEY, name, CosigningKey) if name else read_key(folder / KEY, CosigningKey)
    if name and key.name != name:
        raise Unavailable(f"{folder} holds the key of {key.name}. Name another folder for {name}.")
    return key


def read_logs(named: Sequence[str]) -> list[VerifierKey]:
    """The keys of logs, each given as it is or as a file that holds it.

    :raises Unreadable: where one is neither.
    """
    found = []
    for one in named:
        try:
            text = Path(one).read_text(encoding="utf-8").strip() if Path(one).is_file() else one
        except (OSError, UnicodeDecodeError) as error:
            raise Unreadable(f"{one} cannot be read.") from error
        found.append(VerifierKey.parse(text))
    return found


def parse_address(text: str) -> tuple[str, int]:
    """HOST:PORT.

    :raises Unreadable: where it is not that.
    """
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > 0xFFFF:
        raise Unreadable(f"Where to answer is HOST:PORT, such as 127.0.0.1:8340, not {text!r}.")
    return host, int(port)


def run(folder: Path, logs: Sequence[VerifierKey], address: tuple[str, int]) -> None:
    """Answer until interrupted.

    :raises Unavailable: where nothing can listen there.
    """
    with Service(address, Cosigner(Memory(folder), logs)) as service:
        service.serve_forever(poll_interval=0.2)
