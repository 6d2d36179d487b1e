"""`kinkeeper token`: what programs of an agency show instead of a sign-in."""

from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.programs.ending import Why, say_ended
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session
from kinkeeper.domain.access.tokens import MOST_DAYS, Scope, Token, Wanted

tokens = typer.Typer(help="Tokens of programs: made, replaced, ended, listed.", no_args_is_help=True)
Which = Annotated[str, typer.Argument(help="The token's number, as in kinkeeper token list.")]
Days = Annotated[int, typer.Option("--days", help=f"How long it lasts, {MOST_DAYS} at most.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(tokens, name="token")


@tokens.command("make")
def make(
    account: Annotated[str, typer.Argument(help="The account that the program acts as.")],
    words: Annotated[str, typer.Option("--for", help="What it is for, in a few words.")],
    scope: Annotated[list[str], typer.Option("--scope", help=f"How far it reaches: {', '.join(Scope)}. May be repeated.")],
    days: Days = 90,
    purpose: Annotated[str, typer.Option("--purpose", help="What it looks for. Else: the usual purpose of the account's role.")] = "",
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Give an account a token, and print it. It is kept nowhere else."""
    with session(database) as actor:
        from kinkeeper.gateway.programs.tokens import make_token

        given = make_token(account, Wanted(words, scope, days, purpose), actor=actor)
    _say(given.token, given.text, json=json)


@tokens.command("replace")
def replace(token: Which, days: Days = 90, database: Where = None, *, json: Json = False) -> None:
    """A new token like an old one; the old one goes on for one more day."""
    with session(database) as actor:
        from kinkeeper.gateway.programs.tokens import replace_token

        given = replace_token(token, days=days, actor=actor)
    _say(given.token, given.text, json=json)


@tokens.command("end")
def end(
    token: Which,
    why: Why = "",
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """From the next request on this token opens nothing."""
    with session(database) as actor:
        from kinkeeper.gateway.programs.tokens import end_token

        end_token(token, actor=actor, why=why)
    say_ended("token", token, f"{token} opens nothing any more.", json=json)


@tokens.command("list")
def list_all(database: Where = None, *, json: Json = False) -> None:
    """Every token, those made last first: whose, for what, until when, last used when."""
    with session(database) as actor:
        from kinkeeper.queries.access.tokens import list_tokens

        found = list_tokens(actor)
    heads = ("token", "account", "agency", "for", "scopes", "purpose", "until", "last used", "state")
    rows = [
        (
            *(one.token_id, one.account, one.agency, one.words, ", ".join(one.scopes), one.purpose),
            *(one.expires_at[:16], one.used_at[:16], "ended" if one.ended_at else ""),
        )
        for one in found
    ]
    if json:
        print_json({"tokens": [dict(zip(heads, row, strict=True)) for row in rows]})
    else:
        print_table("Tokens", heads, rows)


def _say(token: Token, text: str, *, json: bool) -> None:
    if json:
        print_json({"token": token.token_id, "text": text, "until": token.expires_at})
    else:
        OUT.print(f"{token.token_id} of {token.account}, until {token.expires_at[:10]}. It is shown only now:\n{text}")
