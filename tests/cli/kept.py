"""
A process that has imported the command already and forks for each call of it: tests would wait for the imports some hundred times.

Who connects to its socket sends words, environment and folder as JSON, with three files to be 0, 1 and 2; the exit status comes back.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from typing import Any

IMPORTED = (
    "kinkeeper.cli.main",
    "typer._adapters",
    # Of Django what asks for no settings: each call reads those anew, from its own environment.
    "django.core.management.commands.migrate",
    "django.db.backends.postgresql.base",
    "django.db.migrations.executor",
    "django.forms",
    "django.urls",
    "email.mime.text",
    "kinkeeper.ledger.groups",
    "kinkeeper.ledger.verify",
    "procrastinate",
    "procrastinate.contrib",
    "psycopg_pool",
)


def main() -> None:
    """Answer calls until standard input ends."""
    for name in IMPORTED:
        importlib.import_module(name)
    sys.modules["kinkeeper.cli.main"].program()
    # What was imported is not gone through again by each call: a fork that counts it afresh copies all its pages.
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as listening:
        while listening in select.select([listening, sys.stdin], [], [])[0]:
            asking, _ = listening.accept()
            if not os.fork():
                listening.close()
                _answer(asking)
                return
            asking.close()


def _answer(asking: socket.socket) -> None:
    """Be the call, with a parent that waits for its end and tells the status."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said, files, _, _ = socket.recv_fds(asking, 1 << 20, 3)
    child = os.fork()
    if not child:
        asking.close()
        _become(json.loads(said), files)
        return
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    asking.sendall(str(status).encode())
    os._exit(0)


def _become(call: dict[str, Any], files: list[int]) -> None:
    os.environ.clear()
    os.environ.update(call["environment"])
    os.chdir(call["folder"])
    for standard, file in enumerate(files):
        os.dup2(file, standard)
        os.close(file)
    sys.argv = call["words"]
    sys.modules["kinkeeper.cli.main"].main()


if __name__ == "__main__":
    main()
