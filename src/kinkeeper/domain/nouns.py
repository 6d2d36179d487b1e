"""What a noun of the domain is."""

from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Noun:
    """One noun of the domain: its module (decide, evolve), its state, and who may command it."""

    name: str
    rules: ModuleType
    state: type
    commands: dict[type, str]
    """Command -> the action that `access` must grant."""
    entries: dict[str, type]
    """Stable kind -> entry."""
    hears: tuple[type, ...] = ()
    """Entries of other nouns that its state follows as well."""
