"""`kinkeeper account identity`: by what the holder of an account is known at the agency's own sign-in (OpenID Connect)."""

from typing import Annotated

import typer

from kinkeeper.cli.access.account import Name
from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session

At = Annotated[str, typer.Option("--at", help="The provider's name in the file of KINKEEPER_PROVIDERS, as login-gov.")]


def add_to(accounts: typer.Typer) -> None:
    """Add the commands, to those of accounts."""
    accounts.command("identity")(name_one)
    accounts.command("identity-end")(end_one)
    accounts.command("identities")(list_all)


def name_one(
    name: Name,
    at: At,
    email: Annotated[str, typer.Option("--email", help="Their e-mail address, as the provider has verified it.")] = "",
    subject: Annotated[str, typer.Option("--subject", help="Their number there, where the provider is matched by it.")] = "",
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Let an account be entered by the agency's own sign-in, by whoever is known by this there."""
    with session(database) as actor:
        from kinkeeper.domain.access.identities import Identity
        from kinkeeper.gateway.access.identities import name_identity, provider_of

        provider = provider_of(at)
        named = name_identity(Identity(name, at, email, subject), provider, actor=actor)
    if json:
        print_json({"name": name, "provider": at, "email": named.email, "subject": named.subject})
    else:
        OUT.print(f"{name} can be entered by who is {named.email or named.subject} at {provider.label}.")


def end_one(name: Name, at: At, database: Where = None, *, json: Json = False) -> None:
    """Let an account be entered by a provider no more."""
    with session(database) as actor:
        from kinkeeper.gateway.access.identities import end_identity

        end_identity(name, at, actor=actor)
    if json:
        print_json({"name": name, "provider": at, "ended": True})
    else:
        OUT.print(f"{name} is entered by {at} no more.")


def list_all(database: Where = None, *, json: Json = False) -> None:
    """By what accounts are known at providers; without a number there, nobody has come yet."""
    with session(database) as actor:
        from kinkeeper.queries.access.accounts import list_identities

        found = list_identities(actor)
    rows = [(one.account, one.provider, one.email, one.subject) for one in found]
    heads = ("name", "provider", "email", "subject")
    if json:
        print_json({"identities": [dict(zip(heads, row, strict=True)) for row in rows]})
    else:
        print_table("Identities", heads, rows)
