"""`kinkeeper`: the list of commands, and the one place where errors become sentences and exit statuses."""

import os
import sys
import traceback
from importlib import import_module

import typer

from kinkeeper import __version__
from kinkeeper.cli.console import print_error
from kinkeeper.domain.errors import KinkeeperError, LedgerBroken
from kinkeeper.ledger.note import Untrusted
from kinkeeper.ledger.proof import NotProven
from kinkeeper.site.room import with_room

FAULT, USAGE, BROKEN = 1, 2, 4
"""Exit statuses (contract): a fault in the program; wrong usage or nothing readable; a ledger that is not whole."""

COMMANDS = {
    "reconcile": ("reconcile",),
    "report": ("report",),
    "demo": ("demo",),
    "serve": ("serve",),
    "imports": ("import",),
    "lists": ("lists",),
    "casework.meetings": ("meeting",),
    "work": ("work",),
    "extracts": ("extracts",),
    "recipes": ("recipes",),
    "steps": ("link", "ties", "separations"),
    "database": ("rebuild",),
    "backups": ("backup", "restore"),
    "sealings": ("seal", "expunge", "unseal", "approve-sealing", "reject-sealing", "carry-out-sealing", "sealings"),
    "verify": ("verify", "checker"),
    "dedupe": ("dedupe",),
    "find": ("find",),
    "casework.children_apart": ("children-apart",),
    "publish": ("publish", "signer"),
    "receipt": ("receipt",),
    "witness": ("witness",),
    "casework.orders": ("orders",),
    "casework.members": ("members",),
    "drill": ("drill",),
    "casework.due": ("due", "clocks"),
    "casework.say": ("say",),
    "casework.document": ("document",),
    "casework.referral": ("referral",),
    "casework.warnings": ("warnings",),
    "casework.mentions": ("mentions",),
    "access.account": ("account", "assign", "who-looked", "access-log"),
    "access.openings": ("agreements", "emergencies"),
    "access.retention": ("retention",),
    "programs.tokens": ("token",),
    "programs.hooks": ("hooks",),
    "programs.exports": ("exports",),
}
"""Module -> the commands it adds, in the order in which `kinkeeper --help` lists them."""


def program(asked: str = "") -> typer.Typer:
    """The command line: of one command, as to import them all takes longer than most work; where that is none of them, of all."""
    app = typer.Typer(
        name="kinkeeper",
        help="Keeps every family known, whichever agencies hold its members.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(invoke_without_command=True)(options)
    for name in [name for name, commands in COMMANDS.items() if asked in commands] or COMMANDS:
        import_module(f"kinkeeper.cli.{name}").add_to(app)
    return app


def options(*, version: bool = typer.Option(False, "--version", help="Print the version and end.")) -> None:
    """What stands before a command."""
    if version:
        typer.echo(f"kinkeeper {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line."""
    try:
        sys.exit(with_room(lambda: program(*sys.argv[1:2])(standalone_mode=False)) or 0)
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
