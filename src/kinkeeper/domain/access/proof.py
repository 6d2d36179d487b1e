"""Proof by a second factor that it is they: how old it may be, and what of all that is said asks for it."""

from collections.abc import Iterable, Mapping
from typing import Any

from kinkeeper.domain.errors import NotAllowed

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
