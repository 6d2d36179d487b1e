"""How fast the two pages answer: python bench/pages.py [FAMILIES]

Makes an invented season (3,600 families are about 20,000 persons), reconciles it, serves it as users meet it, and asks
for the list and for family pages. The floor beside them is the answer to an address that does not exist: server and
frame without any question to the database.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

COMMAND = Path(sys.executable).with_name("kinkeeper")
PORT = 8399
ROUNDS = 40


BROWSER = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())


def sign_in(database: Path) -> None:
    """Open an account and come in with it."""
    words = ["account", "open", "bench.pages", "--agency", "TASK_FORCE", "--role", "coordinator", "--json", "--database", str(database)]
    opened = subprocess.run([COMMAND, *words], capture_output=True, text=True, check=True).stdout
    address = f"http://127.0.0.1:{PORT}/sign/in/"
    with BROWSER.open(address, timeout=30) as door:
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', door.read())
    assert token
    told = {"login": "bench.pages", "password": json.loads(opened)["password"], "csrfmiddlewaretoken": token[1].decode()}
    BROWSER.open(address, urllib.parse.urlencode(told).encode(), timeout=30).close()


def ask(path: str) -> tuple[float, bytes]:
    started = time.perf_counter()
    try:
        with BROWSER.open(f"http://127.0.0.1:{PORT}{path}", timeout=30) as answer:
            content = answer.read()
    except urllib.error.HTTPError as error:
        content = error.read()
    return (time.perf_counter() - started) * 1_000, content


def wait_for_server() -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/no-such-page", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("The server does not answer.")


def row(name: str, times: list[float]) -> str:
    ordered = sorted(times)
    return f"| {name} | {times[0]:.0f} | {statistics.median(times):.0f} | {ordered[int(len(ordered) * 0.95)]:.0f} |"


def main() -> None:
    families = sys.argv[1] if len(sys.argv) > 1 else "3600"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        out = Path(folder) / "demo"
        made = subprocess.run([COMMAND, "demo", "--no-serve", "--size", families, "--out", out], capture_output=True, text=True, check=True)
        persons = next(line for line in made.stdout.splitlines() if re.match(r"\W*persons\W", line))
        server = subprocess.Popen(
            [COMMAND, "serve", "--database", out / "found" / "database", "--port", str(PORT)], stderr=subprocess.DEVNULL
        )
        try:
            wait_for_server()
            sign_in(out / "found" / "database")
            print(re.sub(r"\s+", " ", persons.strip("│┃ \n")))
            first, listed = ask("/children-apart/")
            addresses = sorted(set(re.findall(rb'href="(/families/KF-\d+/)', listed)))[:ROUNDS]
            print("| page | first answer, ms | median | 95 of 100 |\n| --- | --- | --- | --- |")
            print(row("list of children apart", [first, *(ask("/children-apart/")[0] for _ in range(ROUNDS))]))
            print(row("family", [ask(address.decode())[0] for address in addresses]))
            print(row("floor: no such page", [ask("/no-such-page")[0] for _ in range(ROUNDS)]))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
