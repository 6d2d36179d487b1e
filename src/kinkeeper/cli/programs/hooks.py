"""`kinkeeper hooks`: where programs of an agency are told that something they may know of has changed."""

from dataclasses import asdict
from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.programs.ending import Why, say_ended
from kinkeeper.cli.reconcile import Json, Where
from kinkeeper.cli.session import session
from kinkeeper.domain.access.hooks import Hook
from kinkeeper.domain.terms import counted

hooks = typer.Typer(help="Where programs are told of what changed: made, ended, listed, told.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(hooks, name="hooks")


@hooks.command("add")
def add(
    account: Annotated[str, typer.Argument(help="The account that the program acts as: it is told of whom this account may know.")],
    to: Annotated[str, typer.Option("--to", help="Where to, an address that begins with https://.")],
    words: Annotated[str, typer.Option("--for", help="What it is for, in a few words.")],
    purpose: Annotated[str, typer.Option("--purpose", help="What it looks for. Else: the usual purpose of the account's role.")] = "",
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Have a program told of what becomes known from now on, and print the secret that it checks signatures with. It is shown only now."""
    with session(database) as actor:
        from kinkeeper.gateway.programs.hooks import make_hook

        given = make_hook(account, to, words, purpose, actor=actor)
    if json:
        print_json({"hook": given.hook.hook_id, "secret": given.secret, "position": given.hook.position})
    else:
        OUT.print(f"{given.hook.hook_id} of {account}, from entry {given.hook.position} on. Its secret is shown only now:\n{given.secret}")


@hooks.command("end")
def end(
    hook: Annotated[str, typer.Argument(help="The hook's number, as in kinkeeper hooks list.")],
    why: Why = "",
    database: Where = None,
    *,
    json: Json = False,
) -> None:
    """Send nothing to a hook any more."""
    with session(database) as actor:
        from kinkeeper.gateway.programs.hooks import end_hook

        end_hook(hook, actor=actor, why=why)
    say_ended("hook", hook, f"Nothing is sent to {hook} any more.", json=json)


@hooks.command("list")
def list_all(database: Where = None, *, json: Json = False) -> None:
    """Every hook, those made last first: whose, for what, where to, how far it is told, and what came of the last try."""
    with session(database) as actor:
        from kinkeeper.queries.access.hooks import list_hooks

        found = list_hooks(actor)
    if json:
        print_json({"hooks": [asdict(one) for one in found]})
    else:
        rows = [(one.hook_id, one.account, one.address, one.position, one.sent_at[:16], _state(one)) for one in found]
        print_table("Hooks", ("hook", "account", "to", "told to", "taken last", "state"), rows)


def _state(one: Hook) -> str:
    if one.ended_at:
        return f"ended {one.ended_at[:16]}"
    return f"failing since {one.failing_since[:16]}, {counted(one.failed, 'try', 'tries')}. {one.said}" if one.failed else one.said


@hooks.command("send")
def send(database: Where = None, *, json: Json = False) -> None:
    """Tell every hook now what waits for it, as a worker does every minute."""
    with session(database):
        from kinkeeper.jobs.hooks.sending import send_waiting

        sent = send_waiting()
    if json:
        print_json({"taken": sent})
    else:
        OUT.print(f"Taken {counted(sent, 'time')}.")
