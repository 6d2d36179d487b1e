"""Only the gateway and the projections write (rule 1): the import contracts cannot see a write through a model or in SQL."""

import ast
import re
from collections.abc import Iterator

from .source import SRC, modules, nodes

MAY_WRITE = {"gateway", "projections"}
HAS_MODELS_IN_REACH = {"queries", "store", "web", "api", "cli", "reports", "jobs"}
WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
WRITES_IN_SQL = re.compile(
    r"\b(INSERT\s+INTO|UPDATE\s+\S+\s+(\S+\s+)?SET|DELETE\s+FROM|TRUNCATE\s+[\w{]|MERGE\s+INTO|COPY\s[^;]*\sFROM\s+STDIN)"
)


def sql_in(tree: ast.Module) -> Iterator[ast.Constant]:
    """Text that is not a docstring."""
    docstrings = {id(statement.value) for statement in ast.walk(tree) if isinstance(statement, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def test_no_model_is_written_elsewhere() -> None:
    found = [
        f"{path}:{node.lineno} .{node.func.attr}()"
        for path, node in nodes()
        if path.parts[0] in HAS_MODELS_IN_REACH and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in WRITES
    ]
    assert found == []


def test_no_sql_writes_elsewhere() -> None:
    found = [
        f"{path}:{node.lineno} {node.value.strip()[:60]}"
        for path, tree in modules().items()
        if path.parts[0] not in MAY_WRITE and "migrations" not in path.parts
        for node in sql_in(tree)
        if isinstance(node.value, str) and WRITES_IN_SQL.search(node.value)
    ]
    assert found == []


def test_the_search_finds_the_writes_where_they_may_stand() -> None:
    """A search that found nothing anywhere would prove nothing."""
    writers = {path.parts[0] for path, tree in modules().items() for node in sql_in(tree) if WRITES_IN_SQL.search(str(node.value))}
    assert writers >= MAY_WRITE


def test_models_hold_no_rules() -> None:
    """No `save` of their own, no signals: what changes a row is a projection (rule 3)."""
    found = [
        f"{path}:{node.lineno} {node.name}"
        for path, node in nodes()
        if path.parts[:2] == ("store", "models") and isinstance(node, ast.FunctionDef) and node.name in {"save", "delete", "clean"}
    ]
    signals = [str(path) for path in modules() if "django.db.models.signals" in (SRC / path).read_text()]
    assert found + signals == []
