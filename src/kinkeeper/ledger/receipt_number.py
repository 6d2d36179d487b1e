"""The number of a receipt as it is printed under its code: KK-48092-7F3Q-9D2M-X.

The position of the entry, eight letters drawn from its leaf, and a check letter. The leaf commits to salts of 32 random bytes, so the
letters are as random as they are, and nobody has to keep them: they say nothing about the entry, and no other entry there has them.
"""

import re
from dataclasses import dataclass

from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.tree import leaf_hash

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that is read as another."""
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212_.]+")
_NUMBER = re.compile(rf"(\d{{1,19}})([{LETTERS}]{{8}})([{LETTERS}])")
_BITS = 5


class Mistyped(Unreadable):
    """A receipt number of which a letter does not fit the others."""

    code = "mistyped"


@dataclass(frozen=True, slots=True)
class ReceiptNumber:
    """Of which entry, and the letters drawn from its leaf."""

    position: int
    token: str

    def __str__(self) -> str:
        """As it is printed."""
        check = _check_letter(f"{self.position}{self.token}")
        return f"KK-{self.position}-{self.token[:4]}-{self.token[4:]}-{check}"

    def is_of(self, leaf: bytes) -> bool:
        """Whether the entry with this leaf has this number."""
        return _token(leaf) == self.token


def number_of(position: int, leaf: bytes) -> ReceiptNumber:
    """The number of the entry with this leaf."""
    return ReceiptNumber(position, _token(leaf))


def parse_receipt_number(text: str) -> ReceiptNumber:
    """
    The number that somebody typed. Case, spaces and dashes do not matter, nor O for 0, I and L for 1.

    :raises Mistyped: where it is not one: too short, or one letter is not right.
    """
    plain = _BETWEEN.sub("", text.upper()).removeprefix("KK").translate(_READ_AS)
    found = _NUMBER.fullmatch(plain) if plain.isascii() else None
    if not found:
        raise Mistyped("A receipt number looks like KK-48092-7F3Q-9D2M-X.")
    position, token, check = found.groups()
    if check != _check_letter(position + token):
        raise Mistyped("One letter or digit does not fit.")
    if position != str(int(position)):
        raise Mistyped("A receipt number has no zero in front.")
    return ReceiptNumber(int(position), token)


def _token(leaf: bytes) -> str:
    drawn = int.from_bytes(leaf_hash(leaf)[:5], "big")
    return "".join(LETTERS[drawn >> shift & 31] for shift in range(35, -1, -_BITS))


def _check_letter(letters: str) -> str:
    """Luhn's check over 32 letters: it finds every single wrong letter, and neighbours exchanged, but for 0 with Z."""
    total = 0
    for at, letter in enumerate(reversed(letters)):
        value = LETTERS.index(letter) * (1 if at % 2 else 2)
        total += value // 32 + value % 32
    return LETTERS[-total % 32]
