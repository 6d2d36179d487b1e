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

import json
from dataclasses import dataclass, replace
from typing import Any, Self

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.entry import MOST_PARTS, SALT_BYTES, Part, leaf_of
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
        extra = to_base64(_json({"parts": [_written(part) for part in self.parts]}))
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


def _json(value: dict[str, Any]) -> bytes:
    """Canonical for what stands in it: text, lists, and members in the order of their names."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _written(part: Part | bytes) -> dict[str, str]:
    if isinstance(part, Part):
        return {"body": part.body.decode(), "salt": to_base64(part.salt)}
    return {"commitment": to_base64(part)}


def _read(extra: bytes) -> tuple[Part | bytes, ...]:
    try:
        told = json.loads(extra.decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"The extra line of the receipt does not hold parts: {error}") from error
    listed = told.get("parts") if isinstance(told, dict) and len(told) == 1 else None
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_PARTS:
        raise Unreadable(f"The extra line of a receipt holds parts, 1 to {MOST_PARTS}, and nothing else.")
    return tuple(map(_read_part, listed))


def _once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(members)
    if len(told) != len(members):
        raise ValueError("a member stands twice")
    return told


def _read_part(told: Any) -> Part | bytes:
    match told:
        case {"commitment": str(commitment), **rest} if not rest:
            return hash_from(commitment)
        case {"body": str(body), "salt": str(salt), **rest} if not rest:
            return Part(_salt(salt), _utf8(body))
    raise Unreadable("A part of a receipt has a body and a salt, or a commitment.")


def _utf8(body: str) -> bytes:
    try:
        return body.encode()
    except UnicodeEncodeError as error:
        raise Unreadable("The body in a receipt is no text.") from error


def _salt(text: str) -> bytes:
    salt = from_base64(text)
    # A shorter salt with a longer body could have the same commitment.
    if len(salt) != SALT_BYTES:
        raise Unreadable(f"A salt has {SALT_BYTES} bytes, not {len(salt)}.")
    return salt
