"""Plays commands against the rules as the gateway does: decide, then evolve, entry by entry."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kinkeeper.domain.catalog import FOLLOWERS, NOUN_OF_COMMAND, NOUNS
from kinkeeper.domain.errors import Refused


@dataclass
class History:
    """What every noun knows, and the entries that brought it there."""

    states: dict[str, Any] = field(default_factory=lambda: {noun.name: noun.state() for noun in NOUNS})
    entries: list[Any] = field(default_factory=list)

    def give(self, command: Any) -> list[Any]:
        """Decide a command and apply what follows; a refused command changes nothing and raises."""
        noun = NOUN_OF_COMMAND[type(command)]
        new = list(noun.rules.decide(self.states[noun.name], command))
        for entry in new:
            _apply(self.states, entry)
        self.entries += new
        return new

    def try_all(self, commands: Iterable[Any]) -> "History":
        """Give the commands one after another and go on where one is refused."""
        for command in commands:
            try:
                self.give(command)
            except Refused:
                continue
        return self


def fold(entries: Iterable[Any]) -> dict[str, Any]:
    """Every noun's state from the entries alone."""
    states = {noun.name: noun.state() for noun in NOUNS}
    for entry in entries:
        _apply(states, entry)
    return states


def _apply(states: dict[str, Any], entry: Any) -> None:
    for noun in FOLLOWERS[type(entry)]:
        states[noun.name] = noun.rules.evolve(states[noun.name], entry)
