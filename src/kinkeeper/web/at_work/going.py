"""Rows that travel with a page, sealed: what is left of them, what is done and what was refused. Only who was given them sends them on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing

from kinkeeper.domain.access import Actor
from kinkeeper.jobs.casework.at_once import Outcome
from kinkeeper.web.words.refusals import refusal


@dataclass(frozen=True, slots=True)
class Going:
    """Rows that are still to be done; those that are recorded, those that were so already, those refused, with why."""

    left: tuple[str, ...]
    done: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()

    def after(self, outcomes: Sequence[Outcome]) -> "Going":
        """What it is when all that is left is done."""
        done = tuple(one.row for one in outcomes if one.receipt and one.receipt.count)
        same = tuple(one.row for one in outcomes if one.receipt and not one.receipt.count)
        refused = tuple((one.row, refusal(one.why)) for one in outcomes if one.why)
        return Going((), self.done + done, self.same + same, self.refused + refused)

    def sealed(self, actor: Actor, deed: str) -> str:
        """The rows that are left as one word that only this actor can send on, for the same deed."""
        return signing.dumps({"by": actor.name, "deed": deed, "rows": self.left}, salt="at-once", compress=True)


def opened(word: str, actor: Actor, deed: str) -> Going | None:
    """What was sealed; None where it was sealed for another, for something else, or not by us."""
    try:
        told = signing.loads(word, salt="at-once")
    except signing.BadSignature:
        return None
    return Going(tuple(told["rows"])) if (told["by"], told["deed"]) == (actor.name, deed) else None
