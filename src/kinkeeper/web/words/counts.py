"""Counts in words."""

from kinkeeper.queries.review.queue import MANY
from kinkeeper.queries.together import ENOUGH


def as_far_as_counted(count: int, enough: int = 0) -> str:
    """`9,876`; `10,000+` for what was not counted further (0: than `ENOUGH`)."""
    enough = enough or ENOUGH
    return f"{count:,}" if count < enough else f"{enough - 1:,}+"


def more_than(waiting: int) -> int:
    """Than how many more questions wait, where no page counts them further; 0 where these are all."""
    return MANY - 1 if waiting >= MANY else 0
