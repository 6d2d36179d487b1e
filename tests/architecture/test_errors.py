"""One small tree of errors (rule 9)."""

import ast
import builtins
from pathlib import Path

from .source import nodes

BUILT_IN = {name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)}
ROOT_OF_THE_TREE = "KinkeeperError"


def base_names(node: ast.ClassDef) -> set[str]:
    """The last word of each base, so `errors.Refused` counts as `Refused`."""
    return {ast.unparse(base).split(".")[-1] for base in node.bases}


def classes() -> list[tuple[Path, ast.ClassDef]]:
    return [(path, node) for path, node in nodes() if isinstance(node, ast.ClassDef)]


def test_every_error_grows_from_the_one_root() -> None:
    outside = [
        f"{path}:{node.lineno} {node.name}" for path, node in classes() if base_names(node) & BUILT_IN and node.name != ROOT_OF_THE_TREE
    ]
    assert outside == []


def test_each_error_has_a_code_of_its_own_and_says_what_it_means() -> None:
    tree = {ROOT_OF_THE_TREE}
    for _ in range(5):
        tree |= {node.name for _, node in classes() if base_names(node) & tree}
    codes: dict[str, str] = {}
    for path, node in classes():
        if node.name not in tree:
            continue
        code = next(
            (ast.unparse(line.value) for line in node.body if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "code"), ""
        )
        assert code, f"{path}:{node.lineno} {node.name} has no code"
        assert ast.get_docstring(node), f"{path}:{node.lineno} {node.name} does not say what it means"
        assert codes.setdefault(code, node.name) == node.name, f"{node.name} and {codes[code]} share the code {code}"
    assert len(codes) > 5
