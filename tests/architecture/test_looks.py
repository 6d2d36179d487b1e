"""Every query says whom it shows, so that every look is written down; every command that shows somebody writes down the look."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from .source import SRC, modules

SAYS = {"shows", "shows_nobody"}
KNOWN_BY_NOTHING = {
    Path("queries/access/subjects.py"),  # what a decision needs, before anybody is shown
    Path("queries/access/reading.py"),
}


def public(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions of a module that others may call."""
    yield from (node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))


def said_by(function: ast.FunctionDef) -> str:
    """`shows`, `shows_nobody`, or nothing."""
    names = [one.func.id for one in function.decorator_list if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
    return next((name for name in names if name in SAYS), "")


@cache
def queries() -> dict[str, str]:
    """Every query that takes a viewer, by module and name -> what it says of whom it shows."""
    return {
        f"{path.with_suffix('').as_posix().replace('/', '.')}.{function.name}": said_by(function)
        for path, tree in modules().items()
        if path.parts[0] == "queries"
        for function in public(tree)
        if any(argument.arg == "viewer" for argument in function.args.args)
    }


def test_every_query_says_whom_it_shows() -> None:
    assert len(queries()) > 80
    assert [name for name, said in queries().items() if not said] == [], "say it with shows(...) or shows_nobody(...)"


def test_no_query_reaches_persons_without_a_viewer() -> None:
    """A function that asks the tables of persons takes a viewer, and so says whom it shows."""
    tables = ("FROM membership", "FROM person", "FROM record", "FROM tie", "FROM placement", "FROM separation", "FROM family", "FROM part ")
    found = [
        f"{path}: {function.name}"
        for path, tree in modules().items()
        if path.parts[0] == "queries" and path not in KNOWN_BY_NOTHING and path.parts[1] != "log"
        for function in public(tree)
        if not any(argument.arg == "viewer" for argument in function.args.args)
        if any(isinstance(node, ast.Attribute) and node.attr == "execute" for node in ast.walk(function))
        if any(isinstance(node, ast.Constant) and any(table in str(node.value) for table in tables) for node in ast.walk(function))
    ]
    assert found == []


COMMANDS = sorted(path.relative_to(SRC) for path in (SRC / "cli").rglob("*.py"))
NOT_SHOWN = {
    "queries.records.list_records",  # of the step that looks for ties: counted
}


@pytest.mark.parametrize("path", COMMANDS, ids=str)
def test_every_command_that_shows_somebody_writes_it_down(path: Path) -> None:
    tree, shown = modules()[path], {name for name, said in queries().items() if said == "shows"}
    asked = {
        f"{node.module.removeprefix('kinkeeper.')}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kinkeeper.queries")
        for name in node.names
    }
    looks = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not (asked & shown - NOT_SHOWN) or "looking" in looks, f"{path} shows persons: use looking(...)"
