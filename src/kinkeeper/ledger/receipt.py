"""What somebody holds who made a statement: proof that it stands in the log, for good. C2SP tlog-proof, as of 2026-07.

    c2sp.org/tlog-proof@v1
    extra <base64 of the parts, as below>
    index <position>
    <inclusion proof, one hash a line>
    <empty line>
    <checkpoint>

The extra line holds what the leaf is made of: for each part either salt and body, which the holder may see, or the commitment alone, as
canonical JSON: {"parts":[{"body":"...","salt":"<base64>"},{"commitment":"<base64>"}]}. A receipt with commitments alone proves as
much and names nobody.
"""

from dataclasses import dataclass, replace
from typing import Self

import msgspec

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.entry import MOST_PARTS, SALT_BYTES, Part, canonical, leaf_of
from kinkeeper.ledger.lines import Unreadable, from_base64, hash_from, hash_lines, number, to_base64
from kinkeeper.ledger.note import Note, parse_note
from kinkeeper.ledger.policy import Accepted, Policy
from kinkeeper.ledger.proof import Proof, verify_inclusion
from kinkeeper.ledger.tree import leaf_hash

FIRST_LINE = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Position, parts (shown, or the commitment alone), proof, and the checkpoint that it leads to."""

    index: int
    parts: tuple[Part | bytes, ...]
    proof: Proof
    note: Note

    def __str__(self) -> str:
        """The receipt as a file, `.tlog-proof`."""
        extra = to_base64(canonical({"parts": [_written(part) for part in self.parts]}))
        return f"{FIRST_LINE}\nextra {extra}\nindex {self.index}\n{hash_lines(self.proof)}\n{self.note}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        The receipt in a file. Nothing of it is checked.

        :raises Unreadable: where it is not one of ours.
        """
        head, _, note = text.partition("\n\n")
        match head.split("\n"):
            case [first, extra, index, *proof] if first == FIRST_LINE and extra.startswith("extra ") and index.startswith("index "):
                parts = _read(from_base64(extra.removeprefix("extra ")))
                return cls(number(index.removeprefix("index ")), parts, tuple(map(hash_from, proof)), parse_note(note))
        raise Unreadable(f"This is not a receipt, whose lines are: {FIRST_LINE}, extra, index, the proof, and a checkpoint.")

    @property
    def leaf(self) -> bytes:
        """The leaf of the entry, from its parts."""
        return leaf_of([part.commitment() if isinstance(part, Part) else part for part in self.parts])

    def without_bodies(self) -> Self:
        """The same receipt with nothing in it that names anybody."""
        parts = tuple(part.commitment() if isinstance(part, Part) else part for part in self.parts)
        return replace(self, parts=parts)

    def prove(self, checkpoint: Checkpoint) -> None:
        """
        See that the entry stands at its place in the log that the checkpoint is of.

        :raises NotProven: where it does not.
        """
        verify_inclusion(self.proof, leaf_hash(self.leaf), self.index, checkpoint.size, checkpoint.root)


def check(receipt: Receipt, policy: Policy) -> Accepted:
    """
    See that the receipt proves what it says: its checkpoint is to be believed, and its entry stands in that log.

    :raises Untrusted: where the policy does not accept its checkpoint.
    :raises NotProven: where its entry is not in the log.
    """
    accepted = policy.check(receipt.note)
    receipt.prove(accepted.checkpoint)
    return accepted


class _Part(msgspec.Struct, forbid_unknown_fields=True):
    body: str | None = None
    salt: str | None = None
    commitment: str | None = None

    def read(self) -> Part | bytes:
        """What it stands for: a part that is shown, or a commitment."""
        if self.commitment is not None and self.body is None and self.salt is None:
            return hash_from(self.commitment)
        if self.commitment is None and self.body is not None and self.salt is not None:
            return Part(_salt(self.salt), self.body.encode())
        raise Unreadable("A part of a receipt has a body and a salt, or a commitment.")


class _Extra(msgspec.Struct, forbid_unknown_fields=True):
    parts: list[_Part]


_DECODER = msgspec.json.Decoder(_Extra)


def _written(part: Part | bytes) -> dict[str, str]:
    if isinstance(part, Part):
        return {"body": part.body.decode(), "salt": to_base64(part.salt)}
    return {"commitment": to_base64(part)}


def _read(extra: bytes) -> tuple[Part | bytes, ...]:
    try:
        parts = tuple(part.read() for part in _DECODER.decode(extra).parts)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"The extra line of the receipt does not hold parts: {error}") from error
    if not 1 <= len(parts) <= MOST_PARTS:
        raise Unreadable(f"A receipt is of an entry with 1 to {MOST_PARTS} parts, not {len(parts)}.")
    return parts


def _salt(text: str) -> bytes:
    salt = from_base64(text)
    # A shorter salt with a longer body could have the same commitment.
    if len(salt) != SALT_BYTES:
        raise Unreadable(f"A salt has {SALT_BYTES} bytes, not {len(salt)}.")
    return salt
