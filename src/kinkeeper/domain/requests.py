"""What a sender hands to the gateway, and what comes back."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")


def digest_of(command: Any) -> bytes:
    """What a command asks, in 32 bytes: its name and its content."""
    return sha256(type(command).__name__.encode() + b"\n" + _ENCODER.encode(command)).digest()


@dataclass(frozen=True, slots=True)
class Request:
    """A command with the sender's own id: sending it twice records it once."""

    request_id: str
    command: Any
    digest: bytes = field(default=b"", repr=False)
    """Of the command; made when the request is, so that nobody waits for it at the ledger."""

    def __post_init__(self) -> None:
        if not self.digest:
            object.__setattr__(self, "digest", digest_of(self.command))

    @classmethod
    def by_content(cls, sender: str, command: Any, digest: bytes = b"") -> "Request":
        """A request whose id is its sender and its content: the same thing sent again is the same request."""
        digest = digest or digest_of(command)
        return cls(f"{sender}:{digest.hex()[:32]}", command, digest)


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
