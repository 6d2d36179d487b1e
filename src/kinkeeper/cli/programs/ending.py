"""The end of a token and of a hook, asked for and said alike."""

from typing import Annotated

import typer

from kinkeeper.cli.console import OUT, print_json

Why = Annotated[str, typer.Option("--why", help="The reason, for the access log.")]


def say_ended(what: str, number: str, words: str, *, json: bool) -> None:
    """That one of them has ended."""
    if json:
        print_json({what: number, "ended": True})
    else:
        OUT.print(words)
