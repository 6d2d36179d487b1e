"""What the log asks of its signer and of witnesses, over HTTP; every answer is taken for hostile until it is checked."""

import http.client
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kinkeeper.domain.errors import KinkeeperError, Unavailable
from kinkeeper.ledger.checkpoint import Checkpoint, open_checkpoint
from kinkeeper.ledger.cosignature import CosignerKey
from kinkeeper.ledger.lines import Unreadable, number
from kinkeeper.ledger.note import Note, Signature, VerifierKey, parse_note, parse_signature
from kinkeeper.ledger.proof import Proof
from kinkeeper.ledger.witness import CONFLICT, UNPROCESSABLE, Asked, unsigned_request
from kinkeeper.witness.memory import log_name
from kinkeeper.witness.signer import ACCESS, LISTENING, usual_socket

LONGEST_ANSWER = 64 * 1024
PATIENCE_SECONDS = 10
START_SECONDS = 30


class NotSigned(KinkeeperError):
    """A signer or a witness does not sign: it saw another history, or does not know the log."""

    code = "not_signed"

    def __init__(self, words: str, status: int = 0, seen: int | None = None) -> None:
        """With `seen`, it stands at that size and wants a proof from there."""
        super().__init__(words)
        self.status = status
        self.seen = seen

    @property
    def is_other_history(self) -> bool:
        """Whether it saw a tree that this one does not begin with."""
        return self.status == UNPROCESSABLE


# The signer


@dataclass(frozen=True, slots=True)
class SignerClient:
    """The signer that listens at a socket, asked for one of the logs that it signs."""

    place: Path
    log: str = ""

    @property
    def of_access(self) -> "SignerClient":
        """The same, asked for the access log."""
        return SignerClient(self.place, ACCESS)

    def key(self) -> VerifierKey:
        """The key that its signatures are checked with.

        :raises Unavailable: where it does not answer.
        """
        return VerifierKey.parse(self._ask("GET", "/key").strip())

    def seen(self, key: VerifierKey) -> Checkpoint | None:
        """What it signed last; None before the first.

        :raises Unavailable: where it does not answer.
        """
        note = self._ask("GET", "/seen")
        return open_checkpoint(parse_note(note), [key]) if note else None

    def sign(self, old: int, proof: Proof, checkpoint: Checkpoint, key: VerifierKey) -> Note:
        """
        The checkpoint, signed.

        :raises NotSigned: where it says no.
        :raises Unavailable: where it does not answer.
        """
        line = self._ask("POST", "/sign", unsigned_request(old, proof, checkpoint))
        note = Note(checkpoint.text, (parse_signature(line.removesuffix("\n")),))
        open_checkpoint(note, [key])
        return note

    def _ask(self, method: str, path: str, body: bytes | None = None) -> str:
        connection = _SocketConnection(self.place)
        try:
            connection.request(method, self.log + path, body)
            answer = connection.getresponse()
            status, said = answer.status, answer.read(LONGEST_ANSWER).decode()
            if answer.length:
                raise http.client.IncompleteRead(said.encode(), answer.length)
        except (OSError, http.client.HTTPException, UnicodeDecodeError) as error:
            raise Unavailable(f"The signer at {self.place} does not answer: {getattr(error, 'strerror', None) or error}.") from error
        finally:
            connection.close()
        if status != http.HTTPStatus.OK:
            raise _refusal("The signer", status, said)
        return said


class _SocketConnection(http.client.HTTPConnection):
    def __init__(self, place: Path) -> None:
        super().__init__("signer", timeout=PATIENCE_SECONDS)
        self.place = place

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(PATIENCE_SECONDS)
        self.sock.connect(str(self.place))


@contextmanager
def signer_of(folder: Path) -> Iterator[SignerClient]:
    """The signer of a folder on this computer: the one that runs, or else one that is started and ends with us.

    :raises Unavailable: where it does not come up.
    """
    running = _running_in(folder)
    if running:
        yield running
        return
    words = [sys.executable, "-m", "kinkeeper.witness.signer", str(folder)]
    # In a group of its own: Ctrl+C is for us, and it ends when we do, since then its standard input ends.
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0, text=True)
    try:
        yield _come_up(folder, process)
    finally:
        if process.stdin:
            process.stdin.close()
        process.wait(PATIENCE_SECONDS)
        if process.stderr:
            process.stderr.close()


def _come_up(folder: Path, process: "subprocess.Popen[str]") -> SignerClient:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        ended = process.poll() is not None
        running = _running_in(folder)
        if running:
            return running
        if ended:
            said = process.stderr.read().strip().removeprefix("kinkeeper: ") if process.stderr else ""
            raise Unavailable(said.splitlines()[-1] if said else f"The signer in {folder} does not start.")
        time.sleep(0.01)
    raise Unavailable(f"The signer in {folder} does not answer.")


def _running_in(folder: Path) -> SignerClient | None:
    try:
        place = Path((folder / LISTENING).read_text(encoding="utf-8").strip())
    except OSError:
        place = usual_socket(folder)
    client = SignerClient(place)
    try:
        client.key()
    except Unavailable:
        return None
    return client


# Witnesses


def ask_witness(address: str, asked: Asked, key: CosignerKey) -> Signature:
    """
    A witness's cosignature of a checkpoint.

    :raises NotSigned: where it says no, from `seen` on if it gives a size.
    :raises Unavailable: where it does not answer, or its answer is not its cosignature.
    """
    said = _fetch(f"{address.rstrip('/')}/add-checkpoint", str(asked).encode(), key.name)
    try:
        lines = [parse_signature(line) for line in said.removesuffix("\n").split("\n")]
    except Unreadable as error:
        raise Unavailable(f"What {key.name} answers is not a signature.") from error
    for one in lines:
        if (one.name, one.key_id) == (key.name, key.key_id) and key.verifies(asked.note.text, one.signed):
            return one
    raise Unavailable(f"What {key.name} answers is not its signature of this checkpoint.")


def seen_by_witness(address: str, key: CosignerKey, log: VerifierKey) -> Checkpoint | None:
    """
    The checkpoint that a witness saw last, signed by the log itself; None where it saw none.

    :raises Unavailable: where it does not answer, or with what is no checkpoint of the log.
    """
    try:
        said = _fetch(f"{address.rstrip('/')}/{log_name(log.name)}/checkpoint", None, key.name)
    except NotSigned as error:
        if error.status == http.HTTPStatus.NOT_FOUND:
            return None
        raise Unavailable(str(error)) from error
    try:
        return open_checkpoint(parse_note(said), [log])
    except KinkeeperError as error:
        raise Unavailable(f"What {key.name} shows is not a checkpoint of this log: {error}") from error


def _fetch(url: str, body: bytes | None, name: str) -> str:
    """
    What an address answers.

    No place is looked up that is not HTTP, nothing is followed elsewhere, and no proxy of this computer's is used that is not for it.
    """
    if not url.startswith(("http://", "https://")):
        raise Unavailable(f"The address of {name} is not one of HTTP: {url}")
    try:
        request = urllib.request.Request(url, body, {"Content-Type": "text/plain; charset=utf-8"} if body else {})
        with _OPENER.open(request, timeout=PATIENCE_SECONDS) as answer:
            return _text(answer.read(LONGEST_ANSWER), name)
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(name, error.code, error.read(LONGEST_ANSWER).decode(errors="replace")) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unavailable(f"{name} does not answer.") from error


class _FollowNothing(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Never: the address in the policy is the one that counts."""


_OPENER = urllib.request.build_opener(_FollowNothing)


def _text(said: bytes, name: str) -> str:
    try:
        return said.decode()
    except UnicodeDecodeError as error:
        raise Unavailable(f"What {name} answers is not text.") from error


def _refusal(name: str, status: int, said: str) -> NotSigned | Unavailable:
    if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unavailable(f"{name} cannot answer: {_one_line(said)}")
    if status == CONFLICT:
        try:
            seen = number(said.removesuffix("\n"))
        except Unreadable:
            return Unavailable(f"{name} answers 409 without a size.")
        return NotSigned(f"{name} saw {seen:,} entries last.", status, seen)
    return NotSigned(f"{name} does not sign ({status}): {_one_line(said)}", status)


def _one_line(said: str) -> str:
    return " ".join(said.split())[:300]
