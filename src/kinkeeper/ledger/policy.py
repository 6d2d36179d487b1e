"""Whom to believe: logs, witnesses, and how many of them have to agree. C2SP tlog-policy, as of 2026-07.

log <key> [address]
witness <name> <key> [address]
group <name> all|any|<number> <names>
quorum <name>|none
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinkeeper.ledger.checkpoint import Checkpoint, open_checkpoint
from kinkeeper.ledger.cosignature import CosignerKey, time_of
from kinkeeper.ledger.lines import Unreadable, number
from kinkeeper.ledger.note import Note, Untrusted, VerifierKey, signers

NONE = "none"


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness's key, and where it is asked, if that is told."""

    key: CosignerKey
    address: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """At least `needed` of these witnesses and groups."""

    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A checkpoint that the policy accepts, and which witnesses saw it when, in seconds since 1970."""

    checkpoint: Checkpoint
    seen: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Policy:
    """Logs by origin, witnesses and groups by name, and the name that has to agree."""

    logs: Mapping[str, Sequence[VerifierKey]]
    witnesses: Mapping[str, Witness]
    groups: Mapping[str, Group]
    quorum: str

    def check(self, note: Note) -> Accepted:
        """
        See that one of the logs signed this checkpoint, and enough witnesses.

        :raises Unreadable: where it is no checkpoint.
        :raises Untrusted: where it is not to be believed; the text says why.
        """
        checkpoint = open_checkpoint(note, [key for keys in self.logs.values() for key in keys])
        seen = self._seen(note)
        if self.quorum != NONE and not self._agrees(self.quorum, seen):
            names = ", ".join(sorted(seen)) or "nobody"
            raise Untrusted(f"Not enough witnesses saw this checkpoint: {names} did, and {self.quorum} has to.")
        return Accepted(checkpoint, seen)

    def _seen(self, note: Note) -> dict[str, int]:
        names: dict[VerifierKey, str] = {witness.key: name for name, witness in self.witnesses.items()}
        return {names[key]: time_of(cosignature) for key, cosignature in signers(note, names).items()}

    def _agrees(self, name: str, seen: Mapping[str, int]) -> bool:
        if name in self.witnesses:
            return name in seen
        group = self.groups[name]
        return sum(self._agrees(member, seen) for member in group.members) >= group.needed


_OCTETS = re.compile(rb"[\t\n\x20-\x7e\x80-\xff]*")
_BETWEEN_WORDS = re.compile(r"[ \t]+")


def parse_policy(data: bytes) -> Policy:
    """
    The policy in a file.

    :raises Unreadable: naming the line that is wrong.
    """
    if not _OCTETS.fullmatch(data):
        raise Unreadable("A policy holds no control characters but tab and line end.")
    reading = _Reading()
    # Names are bytes to the format, of whatever encoding; this way each keeps a spelling of its own.
    for at, line in enumerate(data.decode(errors="surrogateescape").split("\n"), 1):
        words = _BETWEEN_WORDS.split(line.strip(" \t"))
        if words[0] and not words[0].startswith("#"):
            try:
                reading.take(words)
            except Unreadable as error:
                raise Unreadable(f"Line {at} of the policy: {error}") from error
    return reading.policy()


class _Reading:
    """What the lines of a policy have said so far."""

    def __init__(self) -> None:
        self._logs: dict[str, list[VerifierKey]] = {}
        self._witnesses: dict[str, Witness] = {}
        self._groups: dict[str, Group] = {}
        self._members: set[str] = set()
        self._quorum = ""

    def take(self, words: Sequence[str]) -> None:
        """Take one line."""
        match words:
            case ["log", key, *address] if len(address) <= 1:
                self._log(VerifierKey.parse(key))
            case ["witness", name, key, *address] if len(address) <= 1:
                self._witness(name, Witness(CosignerKey.parse(key), *address))
            case ["group", name, needed, *members] if members:
                self._group(name, needed, members)
            case ["quorum", name]:
                self._set_quorum(name)
            case _:
                raise Unreadable(f"This is not a line of a policy: {' '.join(words)}")

    def policy(self) -> Policy:
        """The policy, when all lines are taken."""
        if not self._quorum:
            raise Unreadable("The policy has no line that says the quorum.")
        return Policy(self._logs, self._witnesses, self._groups, self._quorum)

    def _log(self, key: VerifierKey) -> None:
        if any(key.public == other.public for keys in self._logs.values() for other in keys):
            raise Unreadable("This log's key stands there twice.")
        self._logs.setdefault(key.name, []).append(key)

    def _witness(self, name: str, witness: Witness) -> None:
        if any(witness.key.public == other.key.public for other in self._witnesses.values()):
            raise Unreadable("This witness's key stands there twice.")
        self._refuse_known(name)
        self._witnesses[name] = witness

    def _group(self, name: str, needed: str, members: Sequence[str]) -> None:
        for member in members:
            self._refuse_unknown(member)
            if member in self._members:
                raise Unreadable(f"{member} is in a group already.")
            self._members.add(member)
        self._refuse_known(name)
        least = {"all": len(members), "any": 1}.get(needed) or number(needed)
        if not 1 <= least <= len(members):
            raise Unreadable(f"Of {len(members)} no {least} can agree.")
        self._groups[name] = Group(least, tuple(members))

    def _set_quorum(self, name: str) -> None:
        if self._quorum:
            raise Unreadable("The quorum is said twice.")
        if name != NONE:
            self._refuse_unknown(name)
        self._quorum = name

    def _refuse_known(self, name: str) -> None:
        if name == NONE or name in self._witnesses or name in self._groups:
            raise Unreadable(f"The name {name} is taken.")

    def _refuse_unknown(self, name: str) -> None:
        if name not in self._witnesses and name not in self._groups:
            raise Unreadable(f"No line before this one says who {name} is.")
