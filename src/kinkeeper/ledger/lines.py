"""What the ledger's text formats are made of: whole numbers and base64, each with one spelling only.

One spelling, because these texts are signed, compared and printed: two texts that say the same must be the same.
"""

import base64
import binascii
import re
from collections.abc import Iterable

from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.ledger.tree import HASH_BYTES

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_LARGEST = 2**63 - 1


class Unreadable(KinkeeperError):
    """A text is not in the format that it should be in; the text of the error says where."""

    code = "unreadable"


def number(text: str) -> int:
    """A whole number from 0 to 2^63 - 1 in decimal, without sign or leading zero.

    :raises Unreadable: for any other text.
    """
    if not _NUMBER.fullmatch(text) or int(text) > _LARGEST:
        raise Unreadable(f"A whole number is expected, not {text!r}.")
    return int(text)


def to_base64(data: bytes) -> str:
    """Base64 of RFC 4648 section 4, with padding."""
    return base64.b64encode(data).decode()


def from_base64(text: str) -> bytes:
    """The bytes of a base64 text.

    :raises Unreadable: where it is not base64, or not the way these bytes are spelled.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable(f"Base64 is expected, not {text!r}.") from error
    if to_base64(data) != text:
        raise Unreadable(f"This is not how base64 spells these bytes: {text!r}.")
    return data


def hash_from(text: str) -> bytes:
    """The 32 bytes of a hash in base64.

    :raises Unreadable: where it is anything else.
    """
    data = from_base64(text)
    if len(data) != HASH_BYTES:
        raise Unreadable(f"A hash has {HASH_BYTES} bytes, not {len(data)}: {text!r}.")
    return data


def hash_lines(hashes: Iterable[bytes]) -> str:
    """A proof as the formats write it: one hash a line, in base64."""
    return "".join(f"{to_base64(one)}\n" for one in hashes)
