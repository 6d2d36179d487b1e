"""What a witness decides, and what the log's own signer decides: to sign a checkpoint, or why not. C2SP tlog-witness v1.0.0.

    old <size that the witness saw last>
    <consistency proof, one hash a line, at most 63>
    <empty line>
    <checkpoint>

Nobody is asked to believe the log here: a checkpoint is signed only if the tree that was signed before is its beginning. Whoever calls
this MUST hold one lock from reading what was seen last until the new state is on disk, and MUST sign only after that: else two requests at
once, or a crash, could make it sign two histories.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.lines import Unreadable, hash_from, hash_lines, number
from kinkeeper.ledger.note import Note, Untrusted, VerifierKey, parse_note, refuse_unsigned
from kinkeeper.ledger.proof import NotProven, Proof, verify_consistency
from kinkeeper.ledger.tree import EMPTY_ROOT

LONGEST_PROOF = 63
BAD_REQUEST, FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 400, 403, 404, 409, 422


@dataclass(frozen=True, slots=True)
class Seen:
    """The tree of a log that was signed last; the empty one at first."""

    size: int = 0
    root: bytes = EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is signed: the status that HTTP gives it, and a sentence."""

    status: int
    why: str
    seen: int | None = None
    """With CONFLICT: the size from which the log should prove. It alone is the answer's body, as `text/x.tlog.size`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the log asks to have signed, and how it proves that it only grew."""

    old: int
    proof: Proof
    note: Note
    checkpoint: Checkpoint

    def __str__(self) -> str:
        """The request's body."""
        return f"old {self.old}\n{hash_lines(self.proof)}\n{self.note}"


def parse_request(body: bytes) -> Asked | Refusal:
    """What the log asks; a refusal where that cannot be read."""
    try:
        old, proof, note = _parts_of(body)
        opened = parse_note(note)
        return Asked(old, proof, opened, Checkpoint.parse(opened.text))
    except (Unreadable, UnicodeDecodeError) as error:
        return Refusal(BAD_REQUEST, f"The request cannot be read. {error}")


def parse_unsigned(body: bytes) -> tuple[int, Proof, Checkpoint] | Refusal:
    """The same where the checkpoint has no signature yet: what the log asks its own signer."""
    try:
        old, proof, text = _parts_of(body)
        return old, proof, Checkpoint.parse(text)
    except (Unreadable, UnicodeDecodeError) as error:
        return Refusal(BAD_REQUEST, f"The request cannot be read. {error}")


def unsigned_request(old: int, proof: Proof, checkpoint: Checkpoint) -> bytes:
    """What `parse_unsigned` reads."""
    return f"old {old}\n{hash_lines(proof)}\n{checkpoint.text}".encode()


def _parts_of(body: bytes) -> tuple[int, Proof, str]:
    head, _, rest = body.decode().partition("\n\n")
    first, *proof = head.split("\n")
    if not first.startswith("old "):
        raise Unreadable("The first line says which size was seen last: old <size>.")
    if len(proof) > LONGEST_PROOF:
        raise Unreadable(f"A proof has at most {LONGEST_PROOF} lines.")
    return number(first.removeprefix("old ")), tuple(map(hash_from, proof)), rest


def decide(asked: Asked, keys: Iterable[VerifierKey], seen: Seen) -> Seen | Refusal:
    """
    What is to be kept as seen last, after which the checkpoint is cosigned; or why not.

    `keys` are those known of the log that the checkpoint names, none where the log is not known.
    """
    own = [key for key in keys if key.name == asked.checkpoint.origin]
    if not own:
        return Refusal(NOT_FOUND, f"The log {asked.checkpoint.origin} is not known here.")
    try:
        refuse_unsigned(asked.note, own)
    except Untrusted as error:
        return Refusal(FORBIDDEN, str(error))
    return follow(asked.checkpoint, asked.old, asked.proof, seen)


def follow(checkpoint: Checkpoint, old: int, proof: Proof, seen: Seen) -> Seen | Refusal:
    """The same for one whose word need not be signed first: the log's own signer, which knows who asks."""
    if old > checkpoint.size:
        return Refusal(BAD_REQUEST, f"A log does not shrink from {old} entries to {checkpoint.size}.")
    if old != seen.size:
        return Refusal(CONFLICT, f"{seen.size} entries were seen last, not {old}.", seen.size)
    try:
        _refuse_rewritten(checkpoint, proof, seen)
    except NotProven as error:
        return Refusal(UNPROCESSABLE, str(error))
    return Seen(checkpoint.size, checkpoint.root)


def _refuse_rewritten(checkpoint: Checkpoint, proof: Proof, seen: Seen) -> None:
    if seen.size or not checkpoint.size:
        verify_consistency(proof, (seen.size, seen.root), (checkpoint.size, checkpoint.root))
    elif proof:
        raise NotProven("Nothing was seen before, so there is nothing to prove.")
