"""The head of the log, in the five short lines that everybody keeps. C2SP tlog-checkpoint v1.0.0.

    <origin: which log>
    <number of entries>
    <base64 of the root>
    <empty line>
    — <name> <signature>                           once or more

The copy that counts may be one on paper, so `read_saved` also takes what somebody typed from it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from kinkeeper.ledger.lines import Unreadable, hash_from, number, to_base64
from kinkeeper.ledger.note import Note, Signature, Untrusted, VerifierKey, parse_note, parse_signature, refuse_unsigned


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Which log, how many entries it has, and the root over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    """Further lines, of which we write none and read any."""

    @property
    def text(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), to_base64(self.root), *self.extensions))

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        The checkpoint that was signed.

        :raises Unreadable: where the text is not one.
        """
        lines = text.removesuffix("\n").split("\n")
        if not text.endswith("\n") or len(lines) < 3 or "" in lines:
            raise Unreadable("This is not a checkpoint: its lines are the log's name, the number of entries and the root.")
        return cls(lines[0], number(lines[1]), hash_from(lines[2]), tuple(lines[3:]))


def open_checkpoint(note: Note, keys: Iterable[VerifierKey]) -> Checkpoint:
    """
    The checkpoint in a note that the log itself signed with one of these keys.

    :raises Unreadable: where the text is not a checkpoint.
    :raises Untrusted: where none of the log's keys signed it, or a signature is false.
    """
    checkpoint = Checkpoint.parse(note.text)
    own = [key for key in keys if key.name == checkpoint.origin]
    if not own:
        raise Untrusted(f"No key is known of the log {checkpoint.origin}.")
    refuse_unsigned(note, own)
    return checkpoint


# From paper

_DASHES = "\u2014\u2013\u2012\u2015\u2212-"
_SIGNATURE = re.compile(rf"^\s*[{_DASHES}]+(?=\s)", re.MULTILINE)
_ROOT_LETTERS = 44


def read_saved(text: str) -> Note:
    """
    A checkpoint as somebody kept it: the exact text, or typed from paper, with or without its signatures.

    Taken in a typed copy: any line ends, lines broken or indented, spaces within number, root and signatures, commas or points in the
    number, empty lines more or fewer, and any dash or two hyphens for the long one. Letters must be right.

    :raises Unreadable: where no checkpoint can be made out.
    """
    text = text.removeprefix("\ufeff")
    try:
        note = parse_note(text)
        exact = Checkpoint.parse(note.text).origin.strip() == note.text.partition("\n")[0]
    except Unreadable:
        exact = False
    return note if exact else _typed(text)


def _typed(text: str) -> Note:
    head, *signatures = _SIGNATURE.split("\n".join(text.splitlines()))
    lines = [line.strip() for line in head.split("\n") if line.strip()]
    if len(lines) < 3:
        raise Unreadable("This is not a checkpoint: its lines are the log's name, the number of entries and the root.")
    root = "".join("".join(lines[2:]).split())
    if len(root) != _ROOT_LETTERS:
        raise Unreadable(f"The root in the third line has {_ROOT_LETTERS} letters, not {len(root)}: {root}")
    checkpoint = Checkpoint(lines[0], number(re.sub(r"[\s.,']", "", lines[1])), hash_from(root))
    return Note(checkpoint.text, tuple(map(_typed_signature, signatures)))


def _typed_signature(text: str) -> Signature:
    words = text.split()
    return parse_signature(f"\u2014 {' '.join(words[:1])} {''.join(words[1:])}")
