"""Whether a hostile file keeps others waiting: python bench/hostile_beside.py [FAMILIES [SECONDS [CASE [PART]]]] (400; 6; all; 1)

`kinkeeper serve` runs on an invented season, its worker beside it. Somebody asks for the list of children apart, again and again; meanwhile
somebody else puts a hostile file down on the import desk by the page, and again when the worker is done with it, for so many SECONDS.
Prints how long the one who asks waits, beside how long without, the megabytes that the worker and its readers held at most, and what is
said of the file. CASE: only those in whose name this stands; PART: so small a part of the file (8: an eighth).
"""

import http.client
import http.cookiejar
import multiprocessing
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from hostile import CASES, sentence

from kinkeeper.cli.session import session

FAMILIES = sys.argv[1] if len(sys.argv) > 1 else "400"
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 6.0
CASE = sys.argv[3] if len(sys.argv) > 3 else ""
PART = int(sys.argv[4]) if len(sys.argv) > 4 else 1
COMMAND = Path(sys.executable).with_name("kinkeeper")
PASSWORD = "correct horse battery staple"
ASKS, PUTS = ("a.coordinator", "coordinator"), ("an.officer", "data_officer")
PUT_DOWN = (
    "zip bomb: 60 GB of zeros as .csv.gz",
    "zip bomb: 1 GB in a workbook",
    "a million columns of text",
    "a million columns of a sheet",
    "a cell of 1 GB",
    "a cell of 300 MB of a sheet",
)


class Browser:
    """Somebody who has signed in."""

    def __init__(self, port: int, name: str) -> None:
        self.address, self.port = f"http://127.0.0.1:{port}", port
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.ask("/sign/in/")
        self.ask("/sign/in/", urlencode({"csrfmiddlewaretoken": self.token, "login": name, "password": PASSWORD}).encode())

    @property
    def token(self) -> str:
        return next(one.value or "" for one in self.cookies if one.name.endswith("csrftoken"))

    def ask(self, path: str, body: bytes | None = None) -> str:
        with self.opener.open(urllib.request.Request(self.address + path, body, {"Referer": self.address + path})) as answer:
            return str(answer.read().decode())

    def waited(self, path: str) -> float:
        """Milliseconds until a page has come whole."""
        began = time.perf_counter()
        text = self.ask(path)
        assert "/sign/out/" in text, "the page of somebody who has signed in"
        return 1_000 * (time.perf_counter() - began)

    def put_down(self, file: Path) -> None:
        """Put a file down as a browser does, a piece at a time."""
        head = "--b\r\nContent-Disposition: form-data; name={}\r\n\r\n{}\r\n"
        before = head.format("csrfmiddlewaretoken", self.token) + head.format(f'files; filename="{file.name}"', "")[:-2]
        after = b"\r\n--b--\r\n"
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.cookies)
        length = len(before) + file.stat().st_size + len(after)
        told = {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": str(length), "Cookie": cookies}
        told["Referer"] = self.address + "/imports/"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(
            "POST", "/imports/put-down/", _pieces(before.encode(), file, after), told | {"Referer": self.address + "/imports/"}
        )
        assert connection.getresponse().status == 302, "put down"


def _pieces(before: bytes, file: Path, after: bytes) -> Iterator[bytes]:
    yield before
    with file.open("rb") as stream:
        while piece := stream.read(1 << 18):
            yield piece
    yield after


@contextmanager
def served(database: Path) -> Iterator[tuple[int, int]]:
    """`kinkeeper serve` on a free port, its worker beside it: the port, and the number of the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([COMMAND, "serve", "--database", database, "--port", str(port)], stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.1)
            yield port, process.pid
        finally:
            process.terminate()


def state(name: str) -> tuple[str, str]:
    """Where the file that was put down last stands, and all that is said of it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT state, failure || tables::text FROM desk_file WHERE name = %s ORDER BY put_down DESC LIMIT 1", [name])
        return cursor.fetchone() or ("", "")


def held(pid: int) -> float:
    """Megabytes that the worker among the children of the server and what it started hold now."""
    below: dict[int, list[int]] = {}
    words: dict[int, str] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            one, parent = int(path.parent.name), int(path.read_text().rpartition(")")[2].split()[1])
            below.setdefault(parent, []).append(one)
            words[one] = (path.parent / "cmdline").read_text()
    workers = [one for one in below.get(pid, ()) if "--while-open" in words[one] and "work" in words[one].split("\0")]
    everybody = workers + [two for one in workers for two in below.get(one, ())]
    total = 0
    for one in everybody:
        with suppress(OSError):
            found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{one}/status").read_text())
            total += int(found[1]) if found else 0
    return total / 1_024


def put_down_again_and_again(browser: Browser, file: Path, until: float) -> None:
    """Put it down, wait until the worker is done with it, and put it down again."""
    while True:
        browser.put_down(file)
        while state(file.name)[0] in ("", "waiting", "looking"):
            time.sleep(0.05)
        if time.monotonic() > until:
            return


def row(what: str, waits: list[float], more: str = "") -> None:
    """A line of the table."""
    waits.sort()
    told = [f"{waits[int(len(waits) * at)]:.0f}" for at in (0.5, 0.95)]
    print(f"| {what} | {len(waits)} | {' | '.join(told)} | {waits[-1]:.0f} | {more}", flush=True)


def alone(asking: Browser, seconds: float) -> list[float]:
    until = time.monotonic() + seconds
    waits = []
    while time.monotonic() < until:
        waits.append(asking.waited("/children-apart/"))
    return waits


def beside(asking: Browser, putting: Browser, file: Path, pid: int) -> tuple[list[float], float]:
    """How long the one waits while the other puts down, and what the worker held at most."""
    from django.db import connections

    connections.close_all()  # the process is a fork of this one; the two must not speak over one connection
    process = multiprocessing.get_context("fork").Process(
        target=put_down_again_and_again, args=(putting, file, time.monotonic() + SECONDS), daemon=True
    )
    process.start()
    waits, most = [], 0.0
    while process.is_alive():
        waits.append(asking.waited("/children-apart/"))
        most = max(most, held(pid))
    assert process.exitcode == 0, file.name
    return waits, most


def main() -> None:
    from kinkeeper.domain.access.accounts import Account

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        out = Path(temporary) / "demo"
        subprocess.run([COMMAND, "demo", "--no-serve", "--size", FAMILIES, "--out", out], capture_output=True, check=True)
        database = out / "found" / "database"
        with session(database) as actor:
            from kinkeeper.gateway.accounts import open_account

            for name, role in (ASKS, PUTS):
                open_account(Account(name, "TASK_FORCE", role), actor=actor, password=PASSWORD)
            with served(database) as (port, pid):
                _measure(Browser(port, ASKS[0]), Browser(port, PUTS[0]), Path(temporary), pid)


def _measure(asking: Browser, putting: Browser, folder: Path, pid: int) -> None:
    heads = ("put down meanwhile", "asked", "median, ms", "95 of 100", "longest", "worker at most, MB", "said")
    print(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
    alone(asking, 2)
    row("nothing", alone(asking, SECONDS), " | |")
    for what in (one for one in PUT_DOWN if CASE in one):
        name, write, words = CASES[what]
        file = folder / name
        write(file, PART)
        waits, most = beside(asking, putting, file, pid)
        said = state(name)
        row(what, waits, f"{most:.0f} | {'as it should be' if sentence([said[1]], words) else said} |")
        file.unlink()
    row("nothing", alone(asking, SECONDS), " | |")


if __name__ == "__main__":
    main()
