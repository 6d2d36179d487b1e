"""A program of an agency that is told of what changed: real HTTP, on this computer."""

import json
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Receiver:
    """What it got, and what it answers: one after the other, then 204."""

    address: str = ""
    answers: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    holds: threading.Event | None = None
    """Until this is set nothing is answered."""
    drips: bool = False
    """A letter now and then, and never an end."""
    came: threading.Event = field(default_factory=threading.Event)

    def told(self) -> list[dict[str, Any]]:
        """The bodies."""
        return [json.loads(body) for _, body in self.got]

    def events(self) -> list[tuple[int, str, tuple[str, ...]]]:
        """Every event, each once, as a receiver keeps them that drops what it has."""
        return sorted({(one["position"], one["kind"], tuple(one["persons"])) for told in self.told() for one in told["events"]})

    def everything(self) -> str:
        """All bytes that came, headers too."""
        return "".join(f"{headers}{body.decode()}" for headers, body in self.got)


def is_signed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """By the very words of the docs."""
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    told: dict[str, Any] = {}
    exec(block, told)
    return bool(told["is_ours"](secret, headers, body))


class _Listening(BaseHTTPRequestHandler):
    server: "_Server"

    def do_POST(self) -> None:
        receiver = self.server.receiver
        receiver.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        receiver.came.set()
        if receiver.holds:
            receiver.holds.wait(30)
        while receiver.drips and not threading.Event().wait(0.5):
            self.wfile.write(b"H")
        status = receiver.answers.pop(0) if receiver.answers else 204
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", f"{receiver.address}/elsewhere")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing."""

    def handle(self) -> None:
        with suppress(OSError):  # whoever asked is gone
            super().handle()


class _Server(ThreadingHTTPServer):
    receiver: Receiver


@contextmanager
def a_receiver(*answers: int, port: int = 0, tls: ssl.SSLContext | None = None, **how: Any) -> Iterator[Receiver]:
    """One that listens; with `tls` under the name localhost."""
    with _Server(("127.0.0.1", port), _Listening) as server:
        where = f"https://localhost:{server.server_port}" if tls else f"http://127.0.0.1:{server.server_port}"
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        receiver = server.receiver = Receiver(where, [*answers], **how)
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        try:
            yield receiver
        finally:
            receiver.drips = False
            if receiver.holds:
                receiver.holds.set()
            server.shutdown()
            thread.join()
