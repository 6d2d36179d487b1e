"""Every step of the ledger that makes something last stands in a table of docs/reliability.md, with the test in which it fails."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.architecture.source import ROOT, SRC

READS = {
    "gateway/backup.py _copy_all",
    "gateway/rebuild.py check",
    "queries/ledger.py verify_ledger",
    "queries/log/access.py verify_access_log",
}
"""Transactions that look at everything as of one instant; nothing lasts of them but files, which are steps of their own."""
GATEWAY = ("submit", "heads", "ledger_writer", "log_writer", "guard", "inspections", "rebuild", "restore", "backup", "files")
JOBS = ("publish", "mirror", "witnessing", "follow")
ELSEWHERE = ("projections/", "queries/", "site/", "store/", "witness/")
THE_LEDGERS = (*(f"gateway/{name}" for name in GATEWAY), *(f"jobs/{name}" for name in JOBS), *ELSEWHERE)
"""Where a step is the ledger's, or of what is signed of it. Elsewhere (accounts, tokens) rows stand beside their line in the access log."""
ROW = re.compile(r"^\| .* \| `(?P<step>\S+ \w+)` \| (?P<tests>`\S+ \w+`(?:, `\S+ \w+`)*) \|$", re.MULTILINE)


KEPT = "log_writer.write_"
LASTING = ("settle", "os.fsync", "lasting.write", "lasting.sync", "log_writer.set_alarm")


@cache
def steps() -> frozenset[str]:
    """The functions that commit, sync a file, or keep what was signed."""
    texts = {path.relative_to(SRC): path.read_text(encoding="utf-8") for path in SRC.rglob("*.py")}
    concerned = {path: text for path, text in texts.items() if any(word in text for word in (*LASTING, "durable=True", KEPT))}
    return frozenset(f"{path} {name}" for path, text in concerned.items() for name in lasting(ast.parse(text)))


def lasting(tree: ast.Module) -> Iterator[str]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and any(isinstance(node, ast.Call) and makes_last(node) for node in ast.walk(function)):
            yield function.name


def makes_last(call: ast.Call) -> bool:
    said = ast.unparse(call.func)
    durable = any(keyword.arg == "durable" for keyword in call.keywords)
    return said in LASTING or said.startswith(KEPT) or (said == "transaction.atomic" and durable)


def test_each_step_that_makes_something_last_fails_in_a_test_before_it_is_done_and_after() -> None:
    told = {row["step"]: re.findall(r"`(\S+) (\w+)`", row["tests"]) for row in ROW.finditer((ROOT / "docs" / "reliability.md").read_text())}
    assert told.keys() <= steps(), "a step that there is not"
    assert {step for step in steps() - READS if step.startswith(THE_LEDGERS)} <= told.keys()
    missing = [
        f"{path} {name}"
        for tests in told.values()
        for path, name in tests
        if f"def {name}(" not in (ROOT / "tests" / path).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_the_search_finds_the_steps_that_were_known_when_it_was_written() -> None:
    """A search that found nothing would ask for nothing."""
    assert steps() >= {"gateway/submit.py submit", "gateway/heads.py append_alone", "witness/lasting.py write", "jobs/publish.py publish"}
