"""What a sender hands to the gateway, and what comes back."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """A command with the sender's own id: sending it twice records it once."""

    request_id: str
    command: Any


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a request recorded: `count` entries from ledger position `first` on. Nothing new: count 0."""

    request_id: str
    first: int
    count: int

    @property
    def positions(self) -> range:
        """The ledger positions of the entries."""
        return range(self.first, self.first + self.count)
