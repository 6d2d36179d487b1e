"""`kinkeeper account`, `assign`, `who-looked`, `access-log`: whom an agency lets work here, who may see a family, and who has looked."""

from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, print_table, steps
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import looking, session
from kinkeeper.cli.verify import Saved, prove_access_log, read_checkpoint
from kinkeeper.domain.access import ROLES
from kinkeeper.domain.access.accounts import Account, Agency
from kinkeeper.domain.errors import LedgerBroken
from kinkeeper.domain.terms import counted
from kinkeeper.ledger.lines import to_base64

accounts = typer.Typer(help="Whom an agency lets work here.", no_args_is_help=True)
Whose = Annotated[str, typer.Argument(help="A person's or a family's number, as KF-20418.")]
Name = Annotated[str, typer.Argument(help="What they sign in with, as r.delgado.")]
AGENCIES = ", ".join(Agency)
GIVEN = ", ".join(name for name in ROLES if name != "operator")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    from kinkeeper.cli.access import identities

    identities.add_to(accounts)
    app.add_typer(accounts, name="account")
    app.command("assign")(assign)
    app.command("who-looked")(who_looked)
    app.command("access-log")(access_log)


@accounts.command("open")
def open_one(
    name: Name,
    agency: Annotated[str, typer.Option("--agency", help=f"One of {AGENCIES}.")],
    role: Annotated[str, typer.Option("--role", help=f"One of {GIVEN}.")],
    person: Annotated[str, typer.Option("--person", help="Their own name, as colleagues know them.")] = "",
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Let somebody work here, and print a password for them. It is kept nowhere else."""
    with session(database) as actor:
        from kinkeeper.gateway.accounts import open_account

        password = open_account(Account(name, agency, role, person), actor=actor)
    _say(name, password, json=json)


@accounts.command("password")
def password_anew(name: Name, database: Where = None, *, json: Json = False) -> None:
    """Give somebody a new password who lost the old one or a second factor. Second factors go, sessions end."""
    with session(database) as actor:
        from kinkeeper.gateway.accounts import give_password

        password = give_password(name, actor=actor)
    _say(name, password, json=json)


@accounts.command("close")
def close_one(
    name: Name,
    why: Annotated[str, typer.Option("--why", help="The reason, for the access log.")] = "",
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Let somebody work here no more, from the next request on. What they did stays on the record."""
    with session(database) as actor:
        from kinkeeper.gateway.accounts import close_account

        close_account(name, actor=actor, why=why)
    if json:
        print_json({"name": name, "closed": True})
    else:
        OUT.print(f"{name} is closed.")


@accounts.command("list")
def list_all(database: Where = None, *, json: Json = False) -> None:
    """The accounts, by agency."""
    with session(database) as actor:
        from kinkeeper.queries.access.accounts import list_accounts

        found = list_accounts(actor)
    if json:
        print_json({"accounts": [{"name": one.name, "agency": one.agency, "role": one.role, "closed": one.closed} for one in found]})
    else:
        rows = [(one.agency, one.name, one.role, one.person, "closed" if one.closed else "open") for one in found]
        print_table("Accounts", ("agency", "name", "role", "person", "state"), rows)


def _say(name: str, password: str, *, json: bool) -> None:
    if json:
        print_json({"name": name, "password": password})
    else:
        OUT.print(f"{name} signs in with this password, which is shown only now: {password}")


def who_looked(number: Whose, database: Where = None, *, json: Json = False) -> None:
    """Every look at a person, or at anybody of a family: when, who, why, through which door, at what."""
    with looking(database, "who-looked") as actor:
        from kinkeeper.queries.access.looks import list_looks
        from kinkeeper.queries.access.subjects import persons_of

        found = list_looks(actor, persons_of(number))
    rows = [(one.at, one.who, one.agency, one.role, one.purpose, one.door, ", ".join(one.groups)) for one in found]
    heads = ("at", "who", "agency", "role", "purpose", "door", "saw")
    if json:
        print_json({"looks": [dict(zip(heads, row, strict=True)) for row in rows]})
    else:
        print_table(f"Who has looked at {number}", heads, rows)


def assign(
    account: Annotated[str, typer.Argument(help="The account of a family's counsel.")],
    number: Whose,
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Let a family's counsel see the family, or a person."""
    with session(database) as actor:
        from kinkeeper.gateway.accounts import assign as let_see
        from kinkeeper.queries.access.subjects import persons_of

        persons = persons_of(number)
        let_see(account, persons, actor=actor)
    if json:
        print_json({"account": account, "persons": persons})
    else:
        OUT.print(f"{account} may see {', '.join(persons)}.")


def access_log(checkpoint: Saved = None, database: Where = None, *, json: Json = False) -> None:
    """See that the access log is whole, as far as it was signed and saved checkpoints tell. Prints what was signed last: lines to keep."""
    saved = [read_checkpoint(path) for path in checkpoint or ()]
    with session(database), steps() as progress:
        proven, signed = prove_access_log(saved, progress)
    if json:
        root = to_base64(proven.root)
        print_json({"entries": proven.size, "root": root, "checkpoints": len(saved), "signed": signed, "whole": not proven.wrong})
    if proven.wrong:
        raise LedgerBroken(f"The access log is broken. {proven.wrong}")
    if not json:
        OUT.print(f"The access log is whole: {counted(proven.size, 'entry', 'entries')}, root {to_base64(proven.root)}.")
        for one in saved:
            OUT.print(f"It begins with the {counted(one.size, 'entry', 'entries')} of the checkpoint of {one.origin}.")
        OUT.print(signed or "Nothing of it was signed yet: kinkeeper publish", markup=False)
