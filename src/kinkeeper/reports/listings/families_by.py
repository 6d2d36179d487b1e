"""By what the list of families is narrowed, the same on its page, in a file and for programs."""

from collections.abc import Mapping

from kinkeeper.domain.terms import Custodian
from kinkeeper.queries.counts.apart.with_whom import NOBODY as NO_CUSTODIAN
from kinkeeper.queries.searching.families import NOBODY, SOME, FamiliesBy
from kinkeeper.reports.listings.apart_by import AGES
from kinkeeper.reports.listings.listing import ANY_TEXT, SEARCH

FAMILIES_BY: Mapping[str, tuple[str, ...]] = {
    "apart": (SOME, NOBODY),
    "age": tuple(AGES),
    "child_with": (*Custodian, NO_CUSTODIAN),
    "adult_with": (*Custodian, NO_CUSTODIAN),
    SEARCH: ANY_TEXT,
}


def families_by(told: Mapping[str, str], persons: frozenset[str] | None = None) -> FamiliesBy:
    """What an address, a command or a program chooses, by name."""
    return FamiliesBy(told.get("apart", ""), AGES.get(told.get("age", "")), told.get("child_with", ""), told.get("adult_with", ""), persons)
