"""Counts in words."""

from kinkeeper.queries.together import ENOUGH


def as_far_as_counted(count: int) -> str:
    """`9,876`; `10,000+` for what was not counted further."""
    return f"{count:,}" if count < ENOUGH else f"{ENOUGH - 1:,}+"
