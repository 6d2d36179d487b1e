"""Each row of the list of requirements of security has a test that says its figure, and docs/reliability.md tells it."""

import ast
import re

from tests.figures import LINE

from .source import ROOT, text_of, tracked

TABLE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
LINES = [(int(row), test, figure) for row, _, test, figure in LINE.findall(TABLE)]
OF_SECURITY = range(18, 45)


def says(row: int, test: str) -> bool:
    """Whether a test is there and says a figure of this row."""
    path, _, name = test.partition("::")
    text = (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).exists() else ""
    bodies = [ast.unparse(one) for one in ast.parse(text).body if isinstance(one, ast.FunctionDef) and one.name == name]
    return any(f"figure({row}, " in body for body in bodies)


def test_every_row_of_security_has_its_lines() -> None:
    assert sorted({row for row, _, _ in LINES}) == list(OF_SECURITY)


def test_every_line_names_a_test_that_says_its_figure() -> None:
    assert [(row, test) for row, test, _ in LINES if test.startswith("tests/") and not says(row, test)] == []
    assert [(row, test) for row, test, figure in LINES if not re.search(r"\d", figure)] == []


def test_every_figure_that_is_said_has_its_line() -> None:
    told = {(row, test.partition("::")[0]) for row, test, _ in LINES}
    said = {
        (int(row), str(path.relative_to(ROOT)))
        for path in tracked()
        if path.suffix == ".py" and path.is_relative_to(ROOT / "tests") and path.name not in ("figures.py", "test_reliability.py")
        for row in re.findall(r"\bfigure\(\s*(\d+),", text_of(path))
    }
    assert said - told == set() and len(said) > 30
