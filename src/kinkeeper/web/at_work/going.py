"""Work on many rows that goes piece by piece: what is left, what is done and what was refused travel with the page, sealed.

So it can be left at any piece: what is recorded stays, and the rest is as it was. A piece that is sent twice is recorded once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing

from kinkeeper.domain.access import Actor
from kinkeeper.jobs.casework.at_once import Outcome
from kinkeeper.web.words.refusals import refusal

PIECE = 50
"""Rows of one piece: a second or two, after which the page says how far it is."""


@dataclass(frozen=True, slots=True)
class Going:
    """Rows that are still to be done; those that are recorded, those that were so already, those refused, with why."""

    left: tuple[str, ...]
    done: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def so_far(self) -> int:
        """How many rows are behind it."""
        return len(self.done) + len(self.same) + len(self.refused)

    @property
    def all(self) -> int:
        """How many rows it is of."""
        return self.so_far + len(self.left)

    @property
    def piece(self) -> tuple[str, ...]:
        """The rows that are next."""
        return self.left[:PIECE]

    def after(self, outcomes: Sequence[Outcome]) -> "Going":
        """What it is when its next piece is done."""
        done = tuple(one.row for one in outcomes if one.receipt and one.receipt.count)
        same = tuple(one.row for one in outcomes if one.receipt and not one.receipt.count)
        refused = tuple((one.row, refusal(one.why)) for one in outcomes if one.why)
        return Going(self.left[PIECE:], self.done + done, self.same + same, self.refused + refused)

    def sealed(self, actor: Actor, deed: str) -> str:
        """It as one word that only this actor can send on, for the same deed."""
        told = {"by": actor.name, "deed": deed, "rows": (self.left, self.done, self.same), "refused": self.refused}
        return signing.dumps(told, salt="at-once", compress=True)


def opened(word: str, actor: Actor, deed: str) -> Going | None:
    """What was sealed; None where it was sealed for another, for something else, or not by us."""
    try:
        told = signing.loads(word, salt="at-once")
    except signing.BadSignature:
        return None
    if (told["by"], told["deed"]) != (actor.name, deed):
        return None
    left, done, same = (tuple(rows) for rows in told["rows"])
    return Going(left, done, same, tuple((row, why) for row, why in told["refused"]))
