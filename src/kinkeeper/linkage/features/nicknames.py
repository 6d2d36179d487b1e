"""Nicknames: a name that a person is called by beside the one that is written down.

Who asks for a child says what the child is called: Lupita, Chuy, Kike. The table holds what is commonly known of Spanish, English,
Portuguese and Romanian given names, in plain capitals. A nickname may stand for several names (BETO for ALBERTO, ROBERTO, HUMBERTO), and
says nothing of a surname.
"""

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def _table() -> Mapping[str, frozenset[str]]:
    listed = resources.files(__package__).joinpath("nicknames.csv").read_text(encoding="utf-8")
    pairs = [(row["formal"], row["nickname"]) for row in csv.DictReader(listed.splitlines())]
    called: dict[str, set[str]] = {}
    for formal, nickname in pairs:
        called.setdefault(formal, set()).add(nickname)
        called.setdefault(nickname, set()).add(formal)
    return {name: frozenset(others) for name, others in called.items()}


def all_called() -> Mapping[str, frozenset[str]]:
    """Every name of the table, with what else somebody of it may be called."""
    return _table()


def also_called(word: str) -> frozenset[str]:
    """What else somebody of this given name may be called: PEPE and CHEPE for JOSE, JOSE for PEPE."""
    return _table().get(word, frozenset())


def is_nickname(one: str, other: str) -> bool:
    """Whether one of two given names is a nickname of the other."""
    return other in also_called(one)
