"""The data dictionary: what each column of each list that leaves means, what it holds, and where its definition comes from."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import get_language

from kinkeeper.domain.court.clocks import State
from kinkeeper.domain.custody_days import DISPUTED, NOBODY
from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.domain.terms import Basis, Custodian, IdentifierKind, Outcome, Relation, StayEnd, TieStatus
from kinkeeper.reports.words import REASONS

OWN = "Kinkeeper"
"""The source of a definition that no other source gives."""

CODES: dict[str, Iterable[str]] = {
    "bases": Basis,
    "clock_states": State,
    "custodians": Custodian,
    "holders": (*Custodian, NOBODY, DISPUTED),
    "identifier_kinds": IdentifierKind,
    "outcomes": Outcome,
    "reasons": REASONS,
    "relations": Relation,
    "stay_ends": StayEnd,
    "tie_statuses": TieStatus,
}
DIFFERENCE = ("differs", "changes", "why", "entries")
"""The columns that a comparison of two printings adds to the key of the report's first table."""


class Holds(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    MOMENT = "moment"
    MONTH = "month"
    YES_NO = "yes_no"
    CODE = "code"
    PERSON = "person"
    PERSONS = "persons"
    RECORD = "record"
    FAMILY = "family"


class NotDefined(KinkeeperError):
    """A column would leave of which nobody says what it means."""

    code = "column_not_defined"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, what that means, which codes may stand there (empty: no closed list), whose definition it is."""

    name: str
    holds: Holds
    meaning: str
    codes: tuple[str, ...]
    source: str
    significado: str = ""
    """The meaning in Spanish."""
    head: str = ""
    encabezado: str = ""
    """What stands over the column where people read it, in English and in Spanish; empty: its name."""

    @property
    def told(self) -> str:
        """The meaning in the reader's language."""
        return self.significado if self.significado and _is_spanish() else self.meaning

    @property
    def headed(self) -> str:
        """What stands over the column in the reader's language."""
        return (self.encabezado if _is_spanish() else self.head) or self.name


def _is_spanish() -> bool:
    return (get_language() or "en").startswith("es")


def columns_of(listing: str, names: Iterable[str]) -> tuple[Column, ...]:
    """
    What these columns of a list mean.

    :raises NotDefined: where of one nobody says so.
    """
    return tuple(column_of(listing, name) for name in names)


@cache
def column_of(listing: str, name: str) -> Column:
    """
    What one column of a list means: as it is said of this list, or of every list.

    :raises NotDefined: where nobody says so.
    """
    of = listing.removesuffix("_difference")
    of = _data()["alike"].get(of, of)
    known = _data()["columns"]
    told = next((known[key] for key in (f"{of}.{name}", name, f"{of}.*") if key in known), None)
    if told is None:
        raise NotDefined(f"Nobody says what '{name}' of '{of}' means. Say it in reports/dictionary/columns.toml. Nothing was printed.")
    codes = told.get("codes", ())
    listed = [str(code) for code in CODES[codes] if code] if isinstance(codes, str) else codes
    head = told.get("head", ""), told.get("encabezado", "")
    return Column(name, Holds(told["holds"]), told["meaning"], tuple(listed), told.get("source", OWN), told["significado"], *head)


def tables() -> dict[str, dict[str, tuple[str, ...]]]:
    """Report (`reconcile`: the files of `kinkeeper reconcile`) -> table -> its columns; `*`: one for each list of that name."""
    return {name: {table: tuple(told.split()) for table, told in of.items()} for name, of in _data()["lists"].items()}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("columns.toml").read_text("utf-8"))
