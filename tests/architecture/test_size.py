"""Small by budget (CONTRIBUTING.md, rule 7). A longer one is split, or argued for in an ADR and listed here."""

import ast

from .source import SRC, modules, nodes

LONGEST_FILE = 300
LONGEST_FUNCTION = 60
MOST_FILES_IN_A_FOLDER = 25


def test_no_file_is_over_its_budget() -> None:
    lengths = {str(path): (SRC / path).read_text().count("\n") for path in modules() if "migrations" not in path.parts}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_over_its_budget() -> None:
    lengths = {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path, node in nodes()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_a_folder_that_grows_too_full_is_split_by_noun() -> None:
    counts: dict[str, int] = {}
    for path in modules():
        if path.parent.name == "migrations":
            continue  # a history, which has no nouns and only grows
        counts[str(path.parent)] = counts.get(str(path.parent), 0) + 1
    assert {folder: count for folder, count in counts.items() if count > MOST_FILES_IN_A_FOLDER} == {}
