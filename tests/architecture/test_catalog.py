"""The catalog names every command and every entry, each once; kinds are forever (rule 4)."""

import importlib
import re
from types import ModuleType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest

from kinkeeper.domain.catalog import NOUNS
from kinkeeper.domain.facts import Fact
from kinkeeper.domain.nouns import Noun

from .source import modules

BY_NAME = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)


def types_in(hint: Any) -> set[type]:
    """The classes of an annotation: of `Iterable[A | B]` A and B."""
    if get_origin(hint) is None:
        return {hint}
    return {found for argument in get_args(hint) for found in types_in(argument)}


def nouns_in_the_domain() -> set[str]:
    """The modules that have rules of their own."""
    paths = [path for path in modules() if path.parts[0] == "domain" and path.stem != "__init__"]
    found: list[tuple[str, ModuleType]] = [
        (path.stem, importlib.import_module("kinkeeper." + ".".join(path.with_suffix("").parts))) for path in paths
    ]
    return {name for name, module in found if hasattr(module, "decide") and hasattr(module, "evolve")}


def test_every_noun_with_rules_is_in_the_catalog_once() -> None:
    assert sorted(noun.name for noun in NOUNS) == sorted(nouns_in_the_domain())


@BY_NAME
def test_every_command_that_a_noun_decides_is_in_the_catalog(noun: Noun) -> None:
    assert types_in(get_type_hints(noun.rules.decide)["command"]) == set(noun.commands)


@BY_NAME
def test_every_entry_that_a_noun_decides_is_in_the_catalog(noun: Noun) -> None:
    assert types_in(get_type_hints(noun.rules.decide)["return"]) == set(noun.entries.values())


@BY_NAME
def test_a_nouns_state_follows_what_it_decides_and_what_it_hears(noun: Noun) -> None:
    assert types_in(get_type_hints(noun.rules.evolve)["entry"]) == {*noun.entries.values(), *noun.hears}


def test_every_kind_and_every_class_stands_once() -> None:
    kinds = [kind for noun in NOUNS for kind in noun.entries]
    classes = [listed for noun in NOUNS for listed in (*noun.entries.values(), *noun.commands)]
    assert len(set(kinds)) == len(kinds)
    assert len(set(classes)) == len(classes)


def test_a_kind_is_a_noun_and_what_happened() -> None:
    assert [kind for noun in NOUNS for kind in noun.entries if not re.fullmatch(r"[a-z]+\.[a-z]+", kind)] == []


@BY_NAME
def test_what_is_said_cannot_be_changed(noun: Noun) -> None:
    for command in noun.commands:
        assert command.__dataclass_params__.frozen, f"{command.__name__} is not frozen"  # type: ignore[attr-defined]
    for entry in noun.entries.values():
        assert issubclass(entry, Fact)
        assert entry.__struct_config__.frozen, f"{entry.__name__} is not frozen"


@BY_NAME
def test_no_entry_has_room_for_a_floating_point_number(noun: Noun) -> None:
    """Two programs may print one differently."""
    for entry in noun.entries.values():
        assert '"number"' not in msgspec.json.encode(msgspec.json.schema(entry)).decode()
