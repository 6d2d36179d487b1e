"""A whole name in one column, as given names and surnames."""

import numpy as np

from kinkeeper.linkage.engine.coding import Coded


def split_names(coded: Coded) -> tuple[Coded, Coded]:
    """The given names and the surnames of a column of whole names, as its values are written."""
    parts = [split_name(value) for value in coded.values]
    return _with_values(coded, [given for given, _ in parts]), _with_values(coded, [surnames for _, surnames in parts])


def split_name(name: str) -> tuple[str, str]:
    """SURNAMES, GIVEN where there is a comma; else one given name before one or two surnames, two before two."""
    surnames, comma, given = name.partition(",")
    if comma:
        return given.strip(), surnames.strip()
    words = name.split()
    first = 2 if len(words) > 3 else 1
    return " ".join(words[:first]), " ".join(words[first:])


def _with_values(coded: Coded, values: list[str]) -> Coded:
    encoded = [value.encode() for value in values]
    offsets = np.concatenate(([0], np.cumsum([len(value) for value in encoded]))).astype(np.int64)
    return Coded(coded.codes, np.frombuffer(b"".join(encoded) or b"\0", dtype=np.uint8), offsets)
