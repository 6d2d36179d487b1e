"""Proof by a second factor that it is they: how old it may be, and what of all that is said asks for it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from kinkeeper.domain.access import ROLES, Actor
from kinkeeper.domain.access.agencies import Agency
from kinkeeper.domain.errors import NotAllowed, Refused

FRESH = 300
"""Seconds."""
PROVEN_SAYINGS = frozenset({"close-case", "consent"})
"""What staff say that asks for it: that a child is back, and that something of somebody may be shared."""


class ProofNeeded(NotAllowed):
    """Who asks has signed in, and has to show a second factor first."""

    code = "proof_needed"


def is_fresh(shown: Iterable[Mapping[str, Any]], now: float) -> bool:
    """Whether a second factor is among what was shown, not longer ago than five minutes. A password is none."""
    return any(one.get("method") == "mfa" and 0 <= now - one["at"] < FRESH for one in shown)


EVERYBODY, NOBODY = "everybody", "nobody"


def shows_it_to_come_in(viewer: Actor, named: Collection[str]) -> bool:
    """Whether somebody of this role comes in with a second factor alone. Named are roles, `AGENCY/role`, or everybody."""
    return bool({EVERYBODY, viewer.role, f"{viewer.agency}/{viewer.role}"} & set(named))


def check_named(named: Iterable[str]) -> tuple[str, ...]:
    """
    Who shows it to come in, as the operator names them.

    :raises Refused: for a role that there is not.
    """
    there = {EVERYBODY, NOBODY, *ROLES, *(f"{agency}/{role}" for agency in Agency for role in ROLES)}
    for one in (named := tuple(named)):
        if one not in there:
            raise Refused(
                "There is no role '%(one)s'. Name roles as caseworker or ORR/caseworker, or %(everybody)s, or %(nobody)s.",
                one=one,
                everybody=EVERYBODY,
                nobody=NOBODY,
            )
    return named


def was_shown(shown: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a second factor is among what was shown in this session, however long ago."""
    return any(one.get("method") == "mfa" for one in shown)
