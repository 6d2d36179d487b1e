"""Figures: what a test tried, in numbers, said with `--figures` and kept in the table of docs/reliability.md."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[1] / "docs" / "reliability.md"
LINE = re.compile(r"^\| (\d+) \| ([^|]+) \| `([^`|]+)` \| ([^|]*) \|$", re.MULTILINE)
"""A line of the table: the row of the list of requirements, what it asks for, the test or command, and the figure."""
Figure = Callable[..., None]


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Say in numbers what was tried of a row: `figure(20, "{} answers, no byte of the canary", 228)`. Cases of one test are added up."""

    def say(row: int, words: str, *counts: int) -> None:
        print(f"row {row}: {told(words, counts)}")
        record_property("figure", (row, words, counts))

    return say


def told(words: str, counts: Iterable[int]) -> str:
    """A figure in words."""
    return words.format(*(f"{count:,}" for count in counts))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--figures", action="store_true", help="only the tests that say a figure, and what they say")
    parser.addoption("--keep-figures", action="store_true", help="the same, written into the table of docs/reliability.md")


def pytest_collection_modifyitems(config: pytest.Config, items: list[Any]) -> None:
    if config.getoption("--figures") or config.getoption("--keep-figures"):
        items[:] = [one for one in items if "figure" in one.fixturenames]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    kept = config.getoption("--keep-figures")
    if not (kept or config.getoption("--figures")):
        return
    found = added_up(terminalreporter.stats.get("passed", []))
    for (row, test), words in sorted(found.items()):
        terminalreporter.write_line(f"row {row}: {words} ({test})")
    if kept:
        DOCS.write_text(LINE.sub(lambda line: with_figure(line, found), DOCS.read_text(encoding="utf-8")), encoding="utf-8")


def added_up(reports: Iterable[Any]) -> dict[tuple[int, str], str]:
    """Row and test -> its figure over all its cases."""
    cases: dict[tuple[int, str, str], list[tuple[int, ...]]] = defaultdict(list)
    for report in reports:
        for name, said in report.user_properties:
            if name == "figure":
                row, words, counts = said
                cases[row, report.nodeid.partition("[")[0], words].append(tuple(counts))
    sentences: dict[tuple[int, str], list[str]] = defaultdict(list)
    for (row, test, words), counts in cases.items():
        sentences[row, test].append(told(words, map(sum, zip(*counts, strict=True))))
    return {key: "; ".join(sorted(some)) for key, some in sentences.items()}


def with_figure(line: re.Match[str], found: dict[tuple[int, str], str]) -> str:
    """A line of the table with what was said of it now, or as it is."""
    row, asks, test, kept = line.groups()
    return f"| {row} | {asks} | `{test}` | {found.get((int(row), test), kept)} |"
