"""Signed notes: a text and below it the signatures of those who stand for it. C2SP signed-note v1.0.0.

    <text, ends with a line end>
    <empty line>
    — <name> base64(key id || signature)          once or more

A key is known by its name and its id, the first four bytes of SHA-256(name || 0x0A || type || public key). Signatures of keys
that are not known are passed over; a false signature of a key that is known spoils the whole note.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import ClassVar, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.ledger.lines import Unreadable, from_base64, to_base64

ED25519 = 0x01
KEY_BYTES = 32
KEY_ID_BYTES = 4
MOST_SIGNATURES = 100
_DASH = "\u2014 "
_PRIVATE = "PRIVATE+KEY+"


class Untrusted(KinkeeperError):
    """No key that is trusted signed this, or a signature is false."""

    code = "untrusted"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, with which key, and the signature's bytes."""

    name: str
    key_id: bytes
    signed: bytes

    def __str__(self) -> str:
        """Its line, with the line end."""
        return f"{_DASH}{self.name} {to_base64(self.key_id + self.signed)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and its signatures."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        """The note as it is sent, kept and printed."""
        return f"{self.text}\n{''.join(map(str, self.signatures))}"


def parse_note(note: str) -> Note:
    """The text and the signatures of a note. None of them is checked.

    :raises Unreadable: where it is not a signed note.
    """
    if any(character < " " and character != "\n" for character in note):
        raise Unreadable("This is not a signed note: it holds a control character.")
    above, empty_line, below = note.rpartition("\n\n")
    if not empty_line or not below.endswith("\n"):
        raise Unreadable("This is not a signed note: no lines of signatures follow the last empty line.")
    lines = below.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise Unreadable(f"A note may have {MOST_SIGNATURES} signatures, not {len(lines)}.")
    return Note(above + "\n", tuple(map(parse_signature, lines)))


def parse_signature(line: str) -> Signature:
    """The signature of one line, given without its line end.

    :raises Unreadable: where it is not one.
    """
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not _is_name(name):
        raise Unreadable(f"This is not the line of a signature: {line!r}.")
    data = from_base64(encoded)
    if len(data) <= KEY_ID_BYTES:
        raise Unreadable(f"This signature is empty: {line!r}.")
    return Signature(name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name and the Ed25519 public key that its signatures are checked with."""

    name: str
    public: bytes
    kind: ClassVar[int] = ED25519

    @property
    def key_id(self) -> bytes:
        """The four bytes that a signature names the key by."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        """The key as it is handed out: name, id and key."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """
        The key that was handed out.

        :raises Unreadable: where it is not a key of this kind, or its id is not that of its name and key.
        """
        name, public = _parse_key(vkey, cls.kind)
        key = cls(name, public)
        if str(key) != vkey:
            raise Unreadable(f"The id in this key is not that of its name and key: {vkey!r}.")
        return key

    def verifies(self, text: str, signed: bytes) -> bool:
        """Whether `signed` is this key's signature of the text."""
        return self._verifies(text.encode(), signed)

    def _verifies(self, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A name and the 32 secret bytes of its Ed25519 key."""

    name: str
    seed: bytes = field(repr=False)
    verifier_class: ClassVar[type[VerifierKey]] = VerifierKey

    @property
    def verifier(self) -> VerifierKey:
        """The key that others check the signatures with."""
        return self.verifier_class(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def sign(self, text: str) -> Signature:
        """Sign the text of a note."""
        return Signature(self.name, self.verifier.key_id, self._signed(text.encode()))

    def secret_text(self) -> str:
        """The key as its owner keeps it: whoever reads this can sign."""
        key = self.verifier
        return f"{_PRIVATE}{self.name}+{key.key_id.hex()}+{to_base64(bytes([key.kind]) + self.seed)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        The key that was kept.

        :raises Unreadable: where it is not a key of this kind; the text of the error does not show the key.
        """
        try:
            name, seed = _parse_key(text.removeprefix(_PRIVATE), cls.verifier_class.kind)
        except Unreadable:
            # Without its cause, which shows the text.
            raise Unreadable("This is not a signing key of the kind that is needed here.") from None
        key = cls(name, seed)
        if key.secret_text() != text:
            raise Unreadable("This is not a signing key: its id is not that of its name and key.")
        return key

    def _signed(self, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def signers(note: Note, keys: Iterable[VerifierKey]) -> dict[VerifierKey, Signature]:
    """
    Which of these keys signed the note: none, some or all. The first signature of a key counts.

    :raises Untrusted: where a signature of one of them is false.
    """
    known = {(key.name, key.key_id): key for key in keys}
    found: dict[VerifierKey, Signature] = {}
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None or key in found:
            continue
        if not key.verifies(note.text, signature.signed):
            raise Untrusted(f"The signature of {key.name} is false: the text is not what was signed.")
        found[key] = signature
    return found


def refuse_unsigned(note: Note, keys: Iterable[VerifierKey]) -> None:
    """
    See that at least one of these keys signed the note.

    :raises Untrusted: where none did, or a signature of one of them is false.
    """
    if not signers(note, keys):
        raise Untrusted("None of the keys that are trusted signed this.")


def _parse_key(text: str, kind: int) -> tuple[str, bytes]:
    name, _, rest = text.partition("+")
    _, _, encoded = rest.partition("+")
    data = from_base64(encoded)
    if not _is_name(name) or len(data) != 1 + KEY_BYTES:
        raise Unreadable(f"This is not a key, which reads name+id+key: {text!r}.")
    if data[0] != kind:
        raise Unreadable(f"This key makes signatures of type 0x{data[0]:02x}; needed here is type 0x{kind:02x}: {text!r}.")
    return name, data[1:]


def _is_name(name: str) -> bool:
    """Not empty, no space of any script, no plus sign."""
    return bool(name) and "+" not in name and not any(character.isspace() for character in name)
