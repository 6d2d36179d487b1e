"""Docs are tested (rule 12): what can be called, recorded and linked to stands there and is true."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from kinkeeper.cli.main import program
from kinkeeper.domain.catalog import KIND_OF

from .source import ROOT, SRC, modules, text_of, tracked

PAGES = [path for path in tracked() if path.suffix == ".md" and "static" not in path.parts]


def command_words() -> list[str]:
    """Every command of the command line, those of its groups too, as it is typed."""

    def below(command: Any, words: str) -> Iterator[str]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield words
        for name, one in (inner or {}).items():
            yield from below(one, f"{words} {name}")

    return list(below(typer.main.get_command(program()), "kinkeeper"))


def all_text() -> str:
    return "\n".join(text_of(path) for path in PAGES)


def anchors(page: Path) -> set[str]:
    """The names that a heading can be linked to by."""
    headings = re.findall(r"^#+\s+(.*)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_every_command_is_in_the_docs() -> None:
    text, commands = all_text(), command_words()
    assert len(commands) > 3
    assert [words for words in commands if not re.search(rf"{re.escape(words)}\b", text)] == []


def test_every_kind_of_entry_is_in_the_docs() -> None:
    text = all_text()
    assert [kind for kind in KIND_OF.values() if f"`{kind}`" not in text] == []


def test_every_variable_of_the_environment_that_is_read_is_in_the_docs() -> None:
    read = {name for path in modules() for name in re.findall(r"""environ(?:\.get\(|\[)"([A-Z_]+)\"""", (SRC / path).read_text())}
    assert len(read) > 3
    assert {name for name in read if f"`{name}`" not in all_text()} == set()


def test_every_target_of_make_that_the_docs_name_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", all_text())) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_our_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        linked = (page.parent / name).resolve() if name else page
        assert linked.exists(), f"{target} leads nowhere"
        assert not anchor or linked.suffix != ".md" or anchor in anchors(linked), f"{target}: no such heading"


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"])
def test_the_pages_that_a_newcomer_looks_for_are_there(name: str) -> None:
    assert (ROOT / name).read_text().strip()


def test_decisions_are_numbered_without_gap_or_double() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
