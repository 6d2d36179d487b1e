"""What access control costs the list of children apart: python bench/access.py [FAMILIES]

The same page in the same process, in turns: with all that decides and writes down who looks, and without the wall and
the writing down. Signing in is in both.
"""

import contextlib
import io
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from kinkeeper.cli.session import session

COMMAND = Path(sys.executable).with_name("kinkeeper")
PAGE = "/children-apart/"
ROUNDS = 60
OURS = ("kinkeeper.web.middleware.Wall", "kinkeeper.web.written_down.WrittenDown")


def browser(account: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    made = Client(SERVER_NAME="localhost")
    made.force_login(get_user_model().objects.get(pk=account))
    return made


def took(one: Any) -> float:
    started = time.perf_counter()
    answer = one.get(PAGE)
    assert answer.status_code == 200, answer.status_code
    return (time.perf_counter() - started) * 1_000


def main() -> None:
    families = sys.argv[1] if len(sys.argv) > 1 else "1000"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        out = Path(folder) / "demo"
        subprocess.run([COMMAND, "demo", "--no-serve", "--size", families, "--out", out], capture_output=True, check=True)
        with session(out / "found" / "database") as actor:
            from django.conf import settings

            from kinkeeper.domain.access.accounts import Account
            from kinkeeper.gateway.accounts import open_account

            for account in (Account("a.coordinator", "TASK_FORCE", "coordinator"), Account("a.caseworker", "ORR", "caseworker")):
                open_account(account, actor=actor)
            whole = settings.MIDDLEWARE
            settings.MIDDLEWARE = [name for name in whole if name not in OURS]
            without = browser("a.coordinator")
            took(without)
            settings.MIDDLEWARE = whole
            measured = {"without": without, "coordinator": browser("a.coordinator"), "caseworker of ORR": browser("a.caseworker")}
            times: dict[str, list[float]] = {name: [] for name in measured}
            with contextlib.redirect_stderr(io.StringIO()):
                for turn in range(ROUNDS + 5):
                    for name, one in measured.items():
                        spent = took(one)
                        if turn >= 5:
                            times[name].append(spent)
    floor = statistics.median(times["without"])
    print(f"{families} families, {ROUNDS} rounds, milliseconds, median")
    for name, some in times.items():
        print(f"| {name} | {statistics.median(some):.1f} | {statistics.median(some) / floor - 1:+.0%} |")


if __name__ == "__main__":
    main()
