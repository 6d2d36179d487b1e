"""Clients that send or read as slowly as they can, against the server as it runs in production: others are answered as before."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kinkeeper.site.database import Database
from tests.api.program import token_for
from tests.figures import Figure
from tests.site.test_served import NAME, Browser, served
from tests.web.browsing import somebody
from tests.web.scene import history, play

SLOW, ASKED = 200, 40
HEAD = f"Host: {NAME}\r\nX-Forwarded-Proto: https\r\n"
HALF_A_HEAD = f"GET /sign/in/ HTTP/1.1\r\n{HEAD}X-Slow: "
OURS = f"Cookie: __Host-csrftoken={'a' * 32}\r\nOrigin: https://{NAME}\r\n"
"""As if a browser had been here before: without it a form is refused before it is read."""
FORM = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nlogin="
HALF_A_FORM = f"POST /sign/in/ HTTP/1.1\r\n{HEAD}{OURS}{FORM}"
PROGRAM = "Authorization: Bearer TOKEN\r\nKinkeeper-Purpose: reunification\r\nContent-Type: application/json\r\n"
HALF_A_BODY = f"POST /api/v1/searches HTTP/1.1\r\n{HEAD}{PROGRAM}Content-Length: 100000\r\n\r\n{{"
NOTHING_READ = f"GET /static/kinkeeper/kinkeeper.css HTTP/1.1\r\n{HEAD}\r\n" * 5
WAYS = {"half a head": HALF_A_HEAD, "half a form": HALF_A_FORM, "half a body": HALF_A_BODY, "answers not read": NOTHING_READ}


@contextmanager
def slow_clients(port: int, begun: str) -> Iterator[list[socket.socket]]:
    """So many that have begun to speak, and go on a letter at a time when asked to."""
    clients = []
    try:
        for _ in range(SLOW):
            one = socket.create_connection(("127.0.0.1", port), timeout=5)
            clients.append(one)
            one.sendall(begun.encode())
        yield clients
    finally:
        for one in clients:
            one.close()


def waits(browser: Browser, clients: list[socket.socket]) -> list[float]:
    """How long each of some requests of somebody else took, while each slow client sends a letter in between."""
    found = []
    for at in range(ASKED):
        for one in clients[at % 4 :: 4]:
            with suppress(OSError):
                one.send(b"x")
        began = time.perf_counter()
        assert browser.ask("/children-apart/").status == 200
        found.append(time.perf_counter() - began)
    return found


@pytest.mark.long
def test_slow_clients_keep_nobody_waiting(database: Database, figure: Figure, tmp_path: Path) -> None:
    play(history())
    during: list[float] = []
    with served(database, "key", tmp_path / "log") as browser:
        browser.sign_in(somebody("coordinator").pk)
        waits(browser, [])
        before = [wait for _ in WAYS for wait in waits(browser, [])]
        token = token_for("caseworker").text
        for way, begun in WAYS.items():
            with slow_clients(browser.port, begun.replace("TOKEN", token)) as clients:
                during += (some := waits(browser, clients))
            print(f"{way}: {p95(some)} ms beside {p95(before)}")
    words = "{} slow clients, {} requests of somebody else all answered; 95 of 100 within {} ms, without the slow ones within {} ms"
    figure(43, words, SLOW * len(WAYS), len(during), p95(during), p95(before))


def p95(waited: list[float]) -> int:
    """Milliseconds within which 95 of 100 were answered."""
    return round(1000 * sorted(waited)[int(0.95 * len(waited))])
