"""A small HTTP server for signer and witness: on a socket file for programs of one computer, on a port for others.

The standard library's, because each of them is one short answer at a time, and a court's clerk has to install nothing. A witness that
stands in the open belongs behind a server that speaks TLS.
"""

import os
import socket
import socketserver
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from kinkeeper.domain.errors import KinkeeperError, Unavailable

PLAIN = "text/plain; charset=utf-8"
LONGEST_BODY = 64 * 1024
"""A request has at most 63 hashes and a checkpoint with its signatures."""
PATIENCE_SECONDS = 10
AT_ONCE = 32
LONGEST_SOCKET = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered."""

    status: int
    body: str
    kind: str = PLAIN


Answering = Callable[[str, str, bytes], Answer]
"""Method, path and body -> answer."""


class Service(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Answers until it is shut down; `address` is a port's host and number, or the path of a socket."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int] | Path, answering: Answering) -> None:
        """
        Listen at an address.

        :raises Unavailable: where that cannot be had.
        """
        self.answering = answering
        self.room = BoundedSemaphore(AT_ONCE)
        if isinstance(address, Path):
            self.address_family = socket.AF_UNIX
            _clear(address)
        try:
            # Nobody else may connect between the socket's making and its mode.
            before = os.umask(0o177)
            try:
                super().__init__(str(address) if isinstance(address, Path) else address, _Conversation)  # type: ignore[arg-type]
            finally:
                os.umask(before)
        except (OSError, OverflowError) as error:
            raise Unavailable(f"Nothing can listen at {address}: {getattr(error, 'strerror', None) or error}.") from error


def _clear(path: Path) -> None:
    """Remove the socket that a killed server left; whoever calls this holds the lock that says no other one lives."""
    if len(os.fsencode(path)) > LONGEST_SOCKET:
        raise Unavailable(f"The path of the socket is too long for this system: {path}. Name a shorter one.")
    with suppress(FileNotFoundError):
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise Unavailable(f"{path} is there and is no socket. Name another.")
        path.unlink()


class _Conversation(BaseHTTPRequestHandler):
    """One request and its answer."""

    server: Service
    protocol_version = "HTTP/1.0"
    timeout = PATIENCE_SECONDS

    def do_GET(self) -> None:
        """Answer it."""
        self._answer(b"")

    def do_POST(self) -> None:
        """Read its body and answer it."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LONGEST_BODY:
            self._send(Answer(413, f"A request has a Content-Length of at most {LONGEST_BODY}.\n"))
            return
        body = self.rfile.read(int(length))
        if len(body) == int(length):
            self._answer(body)

    def _answer(self, body: bytes) -> None:
        if not self.server.room.acquire(blocking=False):
            self._send(Answer(503, "Too many ask at once. Try again.\n"))
            return
        try:
            self._send(self.server.answering(self.command, self.path, body))
        except KinkeeperError as error:
            self._send(Answer(500, f"{error}\n"))
        finally:
            self.server.room.release()

    def _send(self, answer: Answer) -> None:
        body = answer.body.encode()
        with suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing: what is signed is kept, and nothing else is anybody's business."""

    def address_string(self) -> str:
        """Of a socket file the other side has no address."""
        return "-"
