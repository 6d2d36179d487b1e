"""Folders and files carry the field's words (rules 5 and 6); the tests mirror the source."""

import ast

from .source import ROOT, SRC, modules, nodes

SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "lib", "misc", "base", "manager", "shared", "core", "stuff"}


def test_no_name_that_says_nothing() -> None:
    assert [str(path) for path in modules() if SAY_NOTHING & {path.stem, *path.parent.parts}] == []


def test_each_folder_of_tests_is_a_package_so_that_two_files_may_share_a_name() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_each_folder_of_the_source_has_tests() -> None:
    folders = {path.parts[0] for path, tree in modules().items() if len(path.parts) > 1 and tree.body and path.name != "__init__.py"}
    without = {folder for folder in folders if not list((ROOT / "tests" / folder).rglob("test_*.py"))}
    # Read tables are tested through the door that writes them, tables through the migrations that make them.
    assert without - {"projections", "store"} == set()


def test_no_flag_switches_off_a_part_of_the_one_door() -> None:
    door = next(node for node in ast.walk(modules()[(SRC / "gateway/submit.py").relative_to(SRC)]) if is_called(node, "submit"))
    assert isinstance(door, ast.FunctionDef)
    assert [argument.arg for argument in (*door.args.args, *door.args.kwonlyargs)] == ["requests", "actor"]


def test_nothing_is_skipped_by_a_parameter() -> None:
    found = [
        f"{path}:{node.lineno} {argument.arg}"
        for path, node in nodes()
        if isinstance(node, ast.FunctionDef)
        for argument in (*node.args.args, *node.args.kwonlyargs)
        if argument.arg.startswith("skip_") or argument.arg in {"persist", "commit"}
    ]
    assert found == []


def is_called(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == name
