"""A wire between a client and a server that is cut at a chosen point: before what the client says arrives, or after it was done and
before the client hears of it.

So each conversation of a command with what keeps things (database, signer) fails in both ways that there are: not done, and done unseen.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ANSWER_SECONDS, QUIET_SECONDS = 5.0, 0.05
"""How long a server may take to answer, and how long it is quiet when it has said all."""
COPIED, COPY_DONE = b"d", b"c\x00\x00\x00\x04"
"""PostgreSQL's messages that get no answer by themselves, and the one that ends them."""


@dataclass
class Wire:
    """Counts what the client says, and is cut at one of it."""

    cut_at: int = -1
    """At what it says as the so-manieth; or with `cut_on` at the first that holds these bytes."""
    done_unseen: bool = False
    cut_on: bytes = b""
    cut_off: bytes = b""
    """What it said then."""
    said: int = 0
    """How often the client spoke so far."""
    is_cut: bool = False
    _ends: list[socket.socket] = field(default_factory=list)

    def carry(self, client: socket.socket, server: socket.socket) -> None:
        self._ends += [client, server]
        back = threading.Thread(target=self._back, args=(server, client), daemon=True)
        back.start()
        try:
            while data := client.recv(1 << 20):
                here, self.said = self.said, self.said + 1
                if here == self.cut_at or (self.cut_on and self.cut_on in data):
                    self.is_cut, self.cut_off = True, data
                    if self.done_unseen:
                        self._heard.clear()
                        server.sendall(data)
                        self._wait_until_done(data)
                    break
                server.sendall(data)
        except OSError:
            pass
        shut(*(self._ends if self.is_cut else (client, server)))

    def _back(self, server: socket.socket, client: socket.socket) -> None:
        try:
            while data := server.recv(1 << 20):
                # First, so that it is not taken for the answer to what the client says next.
                self._heard.set()
                if not self.is_cut:
                    client.sendall(data)
        except OSError:
            pass
        self._heard.set()
        if not self.is_cut:
            shut(server, client)

    _heard: threading.Event = field(default_factory=threading.Event)

    def _wait_until_done(self, data: bytes) -> None:
        unanswered = data[:1] == COPIED and not data.endswith(COPY_DONE)
        self._heard.wait(QUIET_SECONDS if unanswered else ANSWER_SECONDS)
        self._heard.clear()
        while self._heard.wait(QUIET_SECONDS):
            self._heard.clear()

    def close(self) -> None:
        """Close all that is open."""
        shut(*self._ends)


def shut(*ends: socket.socket) -> None:
    """Close these ends, also for who is waiting at one."""
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def wire(to: Path, at: Path, cut_at: int = -1, *, done_unseen: bool = False, cut_on: bytes = b"") -> Iterator[Wire]:
    """A socket at `at` that leads to the one at `to`, for as long as the context lasts."""
    between = Wire(cut_at, done_unseen, cut_on)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(at))
        listener.listen()

        def accept() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                if between.is_cut:
                    client.close()
                    continue
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(to))
                threading.Thread(target=between.carry, args=(client, server), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield between
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            between.close()
            at.unlink(missing_ok=True)
