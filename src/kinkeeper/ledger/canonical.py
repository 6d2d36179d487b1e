"""The canonical form in which a body is stored. Made when an entry is, and never again: whoever checks one hashes the stored bytes."""

from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")


def canonical(value: Any) -> bytes:
    """
    A value in its canonical form, UTF-8: an object's members in the order of their names' code points.

    That is RFC 8785 for all names without characters beyond U+FFFF, of which UTF-16 has another order.

    :raises ValueError: for a value that is not JSON.
    """
    try:
        return _ENCODER.encode(value)
    except (TypeError, OverflowError, UnicodeEncodeError) as error:
        raise ValueError(f"This cannot stand in an entry: {error}") from error
