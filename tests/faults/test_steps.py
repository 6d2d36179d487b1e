"""Every step that makes something last stands in the table of docs/reliability.md, with the test in which it fails in both ways."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import ROOT, modules

READS = {"gateway/backup.py _copy_all", "gateway/rebuild.py check", "queries/ledger.py verify_ledger"}
"""Transactions that look at everything as of one instant; nothing lasts of them but files, which are steps of their own."""
ROW = re.compile(r"^\| .* \| `(?P<step>\S+ \w+)` \| (?P<tests>`\S+ \w+`(?:, `\S+ \w+`)*) \|$", re.MULTILINE)


def lasting(tree: ast.Module) -> Iterator[str]:
    """The functions that commit, sync a file, or keep what was signed."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and any(isinstance(node, ast.Call) and makes_last(node) for node in ast.walk(function)):
            yield function.name


LASTING = ("settle(connection", "os.fsync(", "lasting.write(", "lasting.sync(", "log_writer.write_", "log_writer.set_alarm(")


def makes_last(call: ast.Call) -> bool:
    said = ast.unparse(call)
    return said.startswith(LASTING) or (said.startswith("transaction.atomic(") and "durable=True" in said)


def test_each_step_that_makes_something_last_fails_in_a_test_before_it_is_done_and_after() -> None:
    written = {f"{path} {name}" for path, tree in modules().items() for name in lasting(tree)}
    told = {row["step"]: re.findall(r"`(\S+) (\w+)`", row["tests"]) for row in ROW.finditer((ROOT / "docs" / "reliability.md").read_text())}
    assert told.keys() == written - READS
    missing = [
        f"{path} {name}"
        for tests in told.values()
        for path, name in tests
        if f"def {name}(" not in (ROOT / "tests" / path).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_the_search_finds_the_steps_that_were_known_when_it_was_written() -> None:
    """A search that found nothing would ask for nothing."""
    found = {f"{path} {name}" for path, tree in modules().items() for name in lasting(tree)}
    assert found >= {"gateway/submit.py submit", "gateway/heads.py append_alone", "witness/lasting.py write", "jobs/publish.py publish"}
