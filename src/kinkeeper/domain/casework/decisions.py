"""A decision of a parent: informed, and revocable at any time.

ICE removed at least 348 parents without a record that they wished to leave the child, and some waivers did not say what the parent
had been told (OIG-21-36; F-22, F-23). A choice to part counts only with the language, the interpreter, what was explained, counsel,
and time to reconsider on record; one that lacks any of these is kept, shown as flawed, and stops nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

CHOICES = ("reunite_here", "reunite_abroad", "part", "undecided")
"""To be reunited in the country; to leave together, or be reunited abroad; to leave the child here; not decided yet."""

ASKED = ("language", "interpreter", "explained", "counsel", "reconsider_until", "signed_at")
"""What must be on record for a choice to count."""


class Decision(Fact, frozen=True):
    """What a parent chose for one child, and how the parent came to choose."""

    decision_id: str
    adult: str
    child: str
    choice: str
    at: Moment
    language: str = ""
    interpreter: str = ""
    """The interpreter's name or number; `none needed` where the parent was spoken to in the parent's own language."""
    explained: str = ""
    """What the parent was told, in words."""
    counsel: str = ""
    """Whose advice the parent had; `declined` where it was offered and declined."""
    reconsider_until: Moment = ""
    signed_at: Moment = ""
    revoked_at: Moment = ""
    revoked_words: str = ""


@dataclass(frozen=True, slots=True)
class RecordDecision:
    """Keep what a parent chose; said again under the same id, with what was added or with its revocation."""

    decision: Decision

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.decision.decision_id,),)


class DecisionRecorded(Fact, frozen=True):
    """A parent chose, or took a choice back."""

    decision: Decision

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.decision.decision_id,)


@dataclass(slots=True)
class DecisionState:
    """The decisions, by id."""

    decisions: dict[tuple[str, ...], Decision] = field(default_factory=dict)


def decide(state: DecisionState, command: RecordDecision) -> Iterable[DecisionRecorded]:
    """The decision, unless it is known. A flawed one is kept: it says that somebody took it.

    :raises Refused: for a choice that is none, a moment that is none, or another choice under the id of a known one.
    """
    one = command.decision
    known = state.decisions.get((one.decision_id,))
    if one.choice not in CHOICES or not one.adult or not one.child:
        raise Refused("A decision is a parent's, for a child, and one of %(known)s.", known=", ".join(CHOICES))
    if not is_moment(one.at) or any(moment and not is_moment(moment) for moment in (one.reconsider_until, one.signed_at, one.revoked_at)):
        raise Refused("Write moments as 2018-07-08 or 2018-07-08T10:30.")
    if known and (known.adult, known.child, known.choice, known.at) != (one.adult, one.child, one.choice, one.at):
        raise Refused("This id is another decision's. A new choice is a new decision; the old one is revoked.")
    if known and known.revoked_at and not one.revoked_at:
        raise Refused("What a parent took back is not put back. A new choice is a new decision.")
    return [] if known == one else [DecisionRecorded(one)]


def evolve(state: DecisionState, entry: DecisionRecorded) -> DecisionState:
    """The state after an entry."""
    state.decisions[entry.key] = entry.decision
    return state


def flaws(one: Decision) -> tuple[str, ...]:
    """What is missing for a choice to count."""
    missing = tuple(name for name in ASKED if not getattr(one, name).strip())
    hurried = bool(one.reconsider_until) and one.reconsider_until <= one.at[: len(one.reconsider_until)]
    return (*missing, "time to reconsider") if hurried else missing


def counts(one: Decision) -> bool:
    """Whether a choice stands: made, informed, and not taken back."""
    return one.choice != "undecided" and not one.revoked_at and not flaws(one)


def standing_choice(decisions: Iterable[Decision], adult: str, child: str) -> Decision | None:
    """The newest choice of a parent for a child that counts; None where none does."""
    found = [one for one in decisions if (one.adult, one.child) == (adult, child) and counts(one)]
    return max(found, key=lambda one: (one.at, one.decision_id), default=None)
