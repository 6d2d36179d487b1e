"""`kinkeeper`: the list of commands, and the one place where errors become sentences and exit statuses."""

import os
import sys
import traceback

import typer

from kinkeeper import __version__
from kinkeeper.cli import (
    backups,
    database,
    dedupe,
    demo,
    drill,
    extracts,
    find,
    imports,
    lists,
    publish,
    receipt,
    reconcile,
    report,
    sealings,
    serve,
    steps,
    verify,
    witness,
    work,
)
from kinkeeper.cli.access import account, openings
from kinkeeper.cli.casework import document, due, members, orders, referral, say, warnings
from kinkeeper.cli.console import print_error
from kinkeeper.cli.programs import exports, tokens
from kinkeeper.domain.errors import KinkeeperError, LedgerBroken
from kinkeeper.ledger.note import Untrusted
from kinkeeper.ledger.proof import NotProven

FAULT, USAGE, BROKEN = 1, 2, 4
"""Exit statuses (contract): a fault in the program; wrong usage or nothing readable; a ledger that is not whole."""

app = typer.Typer(
    name="kinkeeper",
    help="Keeps every family known, whichever agencies hold its members.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (
    reconcile,
    report,
    demo,
    serve,
    imports,
    lists,
    work,
    extracts,
    steps,
    database,
    backups,
    sealings,
    verify,
    dedupe,
    find,
    publish,
    receipt,
    witness,
    orders,
    members,
    drill,
    due,
    say,
    document,
    referral,
    warnings,
    account,
    openings,
    tokens,
    exports,
):
    module.add_to(app)


@app.callback(invoke_without_command=True)
def options(*, version: bool = typer.Option(False, "--version", help="Print the version and end.")) -> None:
    """What stands before a command."""
    if version:
        typer.echo(f"kinkeeper {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except typer.TyperException as error:
        print_error(f"{error.format_message().rstrip('.')}. See kinkeeper --help.")
        sys.exit(USAGE)
    except (typer.Abort, KeyboardInterrupt):
        print_error("Stopped. What was recorded stands; run the same command again to finish.")
        sys.exit(FAULT)
    except (LedgerBroken, NotProven, Untrusted) as error:
        print_error(str(error))
        sys.exit(BROKEN)
    except KinkeeperError as error:
        print_error(str(error))
        sys.exit(USAGE)
    except Exception as error:  # noqa: BLE001  the outermost loop: no user meets a traceback
        sys.exit(_trouble(error) or _fault(error))


def _trouble(error: Exception) -> int:
    """Say what is wrong with the database's server, where that is it; 0 where it is not."""
    from kinkeeper.gateway.conversation import explained

    unavailable = explained(error)
    if unavailable:
        print_error(str(unavailable))
    return USAGE if unavailable else 0


def _fault(error: Exception) -> int:
    """Name the place of a fault, not its data: an exception's text may hold a name."""
    if os.environ.get("KINKEEPER_TRACEBACK"):
        traceback.print_exc()
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} in {os.path.basename(frame.filename)} line {frame.lineno}"  # noqa: PTH119
    print_error(f"A fault in the program ({place}). Nothing is half done. Set KINKEEPER_TRACEBACK=1 and try again to see more.")
    return FAULT
