"""By what the list of children apart is narrowed, the same on its page, in a file, at the command line and for programs."""

from collections.abc import Mapping
from types import MappingProxyType

from kinkeeper.domain.terms import Basis, Custodian, Outcome
from kinkeeper.extracts.places.search import canonical
from kinkeeper.queries.choosing import NO_REASON, NOBODY, Chosen, Order
from kinkeeper.reports.listings.listing import ANY_TEXT, SEARCH
from kinkeeper.reports.words import REASONS

AGES: Mapping[str, tuple[int, int]] = MappingProxyType({"0-4": (0, 4), "5-11": (5, 11), "12-17": (12, 17)})
"""In completed years, both included."""

ANY_OUTCOME = "any"
APART_BY: Mapping[str, tuple[str, ...]] = {
    "outcome": (*Outcome, ANY_OUTCOME),
    "age": tuple(AGES),
    "child_with": (*Custodian, NOBODY),
    "adult_with": (*Custodian, NOBODY),
    "basis": tuple(Basis),
    "reason": (*REASONS, NO_REASON),
    "order": tuple(Order),
    "child_at": ANY_TEXT,
    "adult_at": ANY_TEXT,
    SEARCH: ANY_TEXT,
}


def chosen_by(told: Mapping[str, str], persons: frozenset[str] | None = None) -> Chosen:
    """What an address, a command or a program chooses, by name. Whoever searches looks at every outcome unless one is chosen."""
    outcome = told.get("outcome") or (Outcome.APART if persons is None else "")
    return Chosen(
        outcome="" if outcome == ANY_OUTCOME else outcome,
        ages=AGES.get(told.get("age", "")),
        child_with=told.get("child_with", ""),
        adult_with=told.get("adult_with", ""),
        basis=told.get("basis", ""),
        reason=told.get("reason", ""),
        order=Order(told.get("order") or Order.LONGEST),
        persons=persons,
        child_at=canonical(told.get("child_at", "")),
        adult_at=canonical(told.get("adult_at", "")),
    )
