"""`kinkeeper publish` and `kinkeeper signer`: what was recorded is signed and shown."""

import os
import select
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kinkeeper.cli.console import ERROR, OUT, print_json
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session
from kinkeeper.domain.errors import BadExtract, Unavailable
from kinkeeper.ledger.lines import to_base64
from kinkeeper.ledger.policy import Policy, parse_policy
from kinkeeper.site.database import environment_of
from kinkeeper.site.signing import open_signer
from kinkeeper.witness import signer as signing

Files = Annotated[Path | None, typer.Option("--files", help="Keep the log as files in this folder, for others to copy.", metavar="FOLDER")]
Policies = Annotated[
    Path | None,
    typer.Option(
        "--policy", help="Who the witnesses are (tlog-policy). Else: KINKEEPER_POLICY.", metavar="FILE", envvar="KINKEEPER_POLICY"
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("publish")(publish)
    app.command("signer")(signer)


def publish(
    database: Where = None,
    files: Files = None,
    policy: Policies = None,
    *,
    follow: Annotated[bool, typer.Option("--follow", help="Go on as the ledger grows, until interrupted.")] = False,
    while_open: Annotated[bool, typer.Option("--while-open", help="With --follow: end when standard input does.", hidden=True)] = False,
    json: Json = False,
) -> None:
    """Have the newest entries signed; show the checkpoint to witnesses and as files. With --follow, within 2 seconds of each entry."""
    from kinkeeper.jobs.follow import Follower, Inspector, Showing

    showing = Showing(files, read_policy(policy) if policy else None)
    with session(database), open_signer(database) as client:
        if client is None:
            raise Unavailable("This database has no signer. Start one (kinkeeper signer), and name its socket in KINKEEPER_SIGNER.")
        follower = Follower(client, showing, _say)
        if follow:
            inspector = Inspector(environment_of(database))
            wait = _wait_for_input if while_open else _wait
            try:
                follower.follow(lambda seconds: wait(seconds, inspector.round))
            finally:
                inspector.close()
            return
        signed = follower.once()
    if json:
        checkpoint = signed.checkpoint if signed else None
        root = to_base64(checkpoint.root) if checkpoint else ""
        print_json({"origin": checkpoint.origin if checkpoint else "", "entries": checkpoint.size if checkpoint else 0, "root": root})
    else:
        OUT.print(signed.checkpoint.text.rstrip() if signed else "The ledger is empty: there is nothing to sign.")


def signer(
    folder: Annotated[Path, typer.Argument(help="Where key and memory are kept; for the signer's user alone.")],
    name: Annotated[str, typer.Option("--name", help="Of a new key: the log's name, such as agency.example.gov/ledger.")] = "",
    socket: Annotated[Path | None, typer.Option("--socket", help="Where it answers. Else: within the folder.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="Whose members may ask, beside the signer's user.")] = None,
) -> None:
    """Sign the log's checkpoints, until interrupted. Run it under a user of its own: whoever has its folder can sign another history."""
    key = signing.make_signer(folder, name)
    ERROR.print(f"Signing for {key.name}. Its key:\n{key.verifier}\nIt answers at {socket or signing.usual_socket(folder)}", markup=False)
    signing.run(folder, socket, group)


def read_policy(path: Path) -> Policy:
    """The policy in a file.

    :raises BadExtract: where the file cannot be read.
    :raises Unreadable: naming the line that is wrong.
    """
    try:
        return parse_policy(path.read_bytes())
    except OSError as error:
        raise BadExtract(f"{path} cannot be read: {error.strerror}.") from error


def _say(words: str) -> None:
    ERROR.print(f"{time.strftime('%H:%M:%S', time.gmtime())} {words}", markup=False)


def _wait(seconds: float, first: Callable[[], None]) -> bool:
    first()
    time.sleep(seconds)
    return True


def _wait_for_input(seconds: float, first: Callable[[], None]) -> bool:
    """Wait, and say whether whoever started us still lives: it holds our standard input open."""
    first()
    readable, _, _ = select.select([sys.stdin], [], [], seconds)
    return not readable or bool(os.read(sys.stdin.fileno(), 1024))
