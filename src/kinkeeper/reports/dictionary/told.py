"""The data dictionary as rows and as objects: what stands beside a list in whatever form it leaves."""

from collections.abc import Sequence
from typing import Any

from kinkeeper.reports.dictionary import Column

DICTIONARY = ("column", "holds", "meaning", "codes", "source")
"""The columns of the dictionary itself."""


def as_rows(columns: Sequence[Column]) -> list[tuple[str, ...]]:
    """The dictionary of these columns as rows of text."""
    return [(one.name, str(one.holds), one.told, " | ".join(one.codes), one.source) for one in columns]


def as_objects(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """The dictionary of these columns as objects."""
    return [{"column": one.name, "holds": str(one.holds), "meaning": one.told, "codes": one.codes, "source": one.source} for one in columns]
