"""`kinkeeper verify`: is the ledger whole, and is it the one that saved checkpoints, receipts and copies are of."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kinkeeper.cli.console import OUT, print_json, steps
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import looking, session
from kinkeeper.domain.errors import LedgerBroken
from kinkeeper.domain.terms import counted
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.lines import Unreadable, to_base64
from kinkeeper.ledger.policy import Policy
from kinkeeper.witness import checks
from kinkeeper.witness.copies import LogCopy
from kinkeeper.witness.one_file import one_file

if TYPE_CHECKING:
    from kinkeeper.queries.ledger import Verified

Saved = Annotated[
    list[Path] | None,
    typer.Option("--checkpoint", help="A checkpoint that was saved, or typed from paper. May be given more than once.", metavar="FILE"),
]
Receipts = Annotated[list[Path] | None, typer.Option("--receipt", help="Check a receipt (.tlog-proof).", metavar="FILE")]
Copy = Annotated[str, typer.Option("--export", help="Check a copy of the published log.", metavar="FOLDER|ADDRESS")]
Reports = Annotated[
    list[Path] | None, typer.Option("--report", help="Count a report that was printed as JSON again, figure by figure.", metavar="FILE")
]
Key = Annotated[str, typer.Option("--key", help="The log's key, or a file with it. Else, for receipts: that of the database.")]
Trust = Annotated[Path | None, typer.Option("--policy", help="Whom to believe: logs, witnesses, a quorum (tlog-policy).", metavar="FILE")]

OF_A_CHECKPOINT = "not what the checkpoint of"
TYPED = "A checkpoint was typed without its signature: first compare it with the paper, letter by letter."


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("verify")(verify)
    app.command("checker")(checker)


def verify(
    checkpoint: Saved = None,
    receipt: Receipts = None,
    report: Reports = None,
    export: Copy = "",
    policy: Trust = None,
    key: Key = "",
    database: Where = None,
    *,
    ledger_only: Annotated[bool, typer.Option("--ledger-only", help="Leave access log and read tables out.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Keep the result for the page “Proof”.")] = False,
    json: Json = False,
) -> None:
    """Prove ledger and access log: every entry is there, unchanged, in its place; the read tables say so, too. Exit status 4 where not.

    With --receipt, --report or --export it proves that instead.
    """
    notes = [checks.read_checkpoint(path) for path in checkpoint or ()]
    saved = [Checkpoint.parse(note.text) for note in notes]
    trust = checks.read_trust(policy, key)
    if export or receipt:
        texts = [checks.read_text(path) for path in receipt or ()]
        if texts and not export:
            trust = trust or key_of(database)
        _show_verdicts(_verdicts(texts, export, trust, saved), json=json)
    elif report:
        _count_again(database, report, json=json)
    else:
        try:
            _verify_database(database, saved, ledger_only=ledger_only, record=record, json=json)
        except LedgerBroken as error:
            # Nothing but the reader's eye tells a letter that was mistyped from a ledger that was rewritten.
            if OF_A_CHECKPOINT in str(error) and not all(note.signatures for note in notes):
                raise LedgerBroken(f"{error} {TYPED}") from error
            raise


def checker(file: Annotated[Path, typer.Argument(help="Where to write it, such as kinkeeper-check.pyz.")]) -> None:
    """Write the checker as one file: it needs Python and the package cryptography, and nothing of Kinkeeper's."""
    try:
        file.write_bytes(one_file())
    except OSError as error:
        raise Unreadable(f"{file} cannot be written: {error.strerror}.") from error
    OUT.print(f"Written to {file}. python3 {file} --help says what it does.")


def read_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint in a file.

    :raises Unreadable: where the file cannot be read as one.
    """
    return Checkpoint.parse(checks.read_checkpoint(path).text)


def key_of(database: str | None) -> Policy:
    """The key with which a database's own checkpoints were signed.

    :raises Unreadable: where nothing was signed yet.
    """
    from django.db import connection

    from kinkeeper.queries.log.published import latest_checkpoint

    with session(database), connection.cursor() as cursor:
        newest = latest_checkpoint(cursor)
    if newest is None:
        raise Unreadable("Nothing was signed in this database. Give the log's key (--key), or a policy (--policy).")
    return checks.trusting([newest.key])


def _verdicts(texts: list[str], export: str, trust: Policy | None, saved: list[Checkpoint]) -> list[checks.Verdict]:
    found = []
    if export:
        with steps() as progress:
            found.append(checks.check_log(LogCopy(export), trust, saved, progress=progress))
        trust = trust or checks.own_key(LogCopy(export))
    if trust:
        found += [checks.check_receipt(text, trust, saved) for text in texts]
    return found


def _show_verdicts(verdicts: list[checks.Verdict], *, json: bool) -> None:
    if json:
        told = [
            {
                "origin": one.checkpoint.origin,
                "entries": one.checkpoint.size,
                "root": to_base64(one.checkpoint.root),
                "position": one.position,
            }
            for one in verdicts
        ]
        print_json({"whole": True, "checked": told})
    else:
        for one in verdicts:
            for sentence in one.sentences:
                OUT.print(sentence, markup=False)


def _count_again(database: str | None, files: list[Path], *, json: bool) -> None:
    from kinkeeper.reports.printing.recount import recount

    with looking(database, "verify") as viewer:
        found = [(path, recount(viewer, read_bytes(path), str(path))) for path in files]
    if json:
        print_json({"whole": True, "counted_again": [{"file": str(path), "figures_and_rows": number} for path, number in found]})
        return
    for path, number in found:
        OUT.print(f"{path} is what the ledger gives: {number:,} figures and rows counted again, all the same.", markup=False)


def read_bytes(path: Path) -> bytes:
    """What a file holds.

    :raises Unreadable: where it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error


def _verify_database(database: str | None, saved: list[Checkpoint], *, ledger_only: bool, record: bool, json: bool) -> None:
    from kinkeeper.gateway.inspections import keep_inspection
    from kinkeeper.queries.ledger import verify_ledger

    with session(database) as viewer, steps() as progress:
        verified = verify_ledger(viewer, saved, progress=progress)
        if record:
            keep_inspection(verified)
        looks = None if verified.wrong or ledger_only else prove_access_log((), progress)[0]
        if looks and not looks.wrong:
            refuse_other_tables()
    if json:
        print_json(_told(verified, looks) | {"checkpoints": len(saved)})
    if verified.wrong:
        raise LedgerBroken(f"The ledger is broken. {verified.wrong}")
    if looks and looks.wrong:
        raise LedgerBroken(f"The access log is broken. {looks.wrong}")
    if not json:
        _say_whole(verified, looks, saved)


def _told(verified: "Verified", looks: "Verified | None") -> dict[str, Any]:
    """What was found, for programs; of the access log nothing where it was left out, or the ledger is broken."""
    wrong = {"position": verified.fault.position, "words": verified.fault.words} if verified.fault else None
    whole = not (wrong or verified.wrong_publication)
    about_looks = {"entries": looks.size, "root": to_base64(looks.root), "wrong": looks.wrong} if looks else None
    return {"entries": verified.size, "root": to_base64(verified.root), "whole": whole, "first_wrong": wrong, "access_log": about_looks}


def _say_whole(verified: "Verified", looks: "Verified | None", saved: list[Checkpoint]) -> None:
    OUT.print(f"The ledger is whole: {counted(verified.size, 'entry', 'entries')}, root {to_base64(verified.root)}.")
    for one in saved:
        OUT.print(f"It begins with the {counted(one.size, 'entry', 'entries')} of the checkpoint of {one.origin}.")
    if not saved:
        OUT.print("Without a checkpoint that was saved elsewhere (--checkpoint), entries rewritten together with the head go unseen.")
    if looks:
        OUT.print(f"The access log is whole: {counted(looks.size, 'entry', 'entries')}, root {to_base64(looks.root)}.")


def prove_access_log(saved: Sequence[Checkpoint], progress: Callable[[str, int], None]) -> tuple["Verified", str]:
    """What the proof of the access log found, and what was signed of it last; empty where nothing was. Django has to be set up.

    :raises LedgerBroken: where its head is not there once, or does not fit its own size.
    """
    from django.db import connection

    from kinkeeper.queries.log.access import verify_access_log
    from kinkeeper.queries.log.published import latest_checkpoint
    from kinkeeper.queries.log.which import ACCESS_LOG

    proven = verify_access_log(saved, progress=progress)
    with connection.cursor() as cursor:
        newest = None if proven.wrong else latest_checkpoint(cursor, ACCESS_LOG)
    return proven, str(newest.note).rstrip() if newest else ""


def refuse_other_tables() -> None:
    """
    See that the read tables say what the ledger says.

    :raises LedgerBroken: naming the first thing that differs.
    """
    from kinkeeper.gateway.rebuild import check

    for first in check():
        raise LedgerBroken(f"The read tables are not what the ledger says. {first.noun}, {first.words}. Run: kinkeeper rebuild")
