"""The command line finds a command without the others."""

import pytest
import typer

from kinkeeper.cli.main import COMMANDS, program


def test_each_command_is_named_beside_the_module_that_adds_it() -> None:
    added = list(typer.main.get_command(program()).commands)  # type: ignore[attr-defined]
    assert sorted(added) == sorted(command for commands in COMMANDS.values() for command in commands)


@pytest.mark.parametrize("commands", COMMANDS.values())
def test_a_command_asked_for_is_there_with_its_module_alone(commands: tuple[str, ...]) -> None:
    assert set(typer.main.get_command(program(commands[0])).commands) == set(commands)  # type: ignore[attr-defined]


def test_what_is_no_command_is_looked_for_among_all() -> None:
    assert len(typer.main.get_command(program("dedup")).commands) == sum(map(len, COMMANDS.values()))  # type: ignore[attr-defined]
