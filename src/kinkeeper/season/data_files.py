"""The season's own data, as files in `data/`: names, places, rates, and what each extract looks like."""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one CSV file, by header."""
    return tuple(csv.DictReader(_text(name).splitlines()))


@cache
def settings_of(name: str) -> dict[str, Any]:
    """The tables of one TOML file."""
    return tomllib.loads(_text(name))


def _text(name: str) -> str:
    return files(__package__).joinpath("data", name).read_text(encoding="utf-8")
