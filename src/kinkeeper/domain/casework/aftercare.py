"""After a release or a reunion: to whom the child went, how it is, and reunions known only to families and organizations.

A reunion reported from outside is accepted with its confidence (F-33). What is known of a child has three values: confirmed, reported,
and no record, which is not the same as not reunited.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact
from kinkeeper.domain.terms import Outcome

KINDS = ("reunion_reported", "follow_up_call", "visit", "release", "no_contact")
TOLD_BY = ("family", "organization", "agency", "court", "counsel", "consulate")
CONFIDENCES = ("high", "medium", "low")


class Aftercare(Fact, frozen=True):
    """What is known of a child after it left care: of which day, by whom, how sure."""

    aftercare_id: str
    child: str
    kind: str
    on: Moment
    told_by: str
    confidence: str
    words: str
    adult: str = ""
    """With whom the child is, where a person known here."""
    next_due: Moment = ""
    """When somebody asks again."""


@dataclass(frozen=True, slots=True)
class RecordAftercare:
    """Keep what is known of a child after it left care."""

    aftercare: Aftercare

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.aftercare.aftercare_id,),)


class AftercareRecorded(Fact, frozen=True):
    """Somebody said how a child is, or that it is back."""

    aftercare: Aftercare

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.aftercare.aftercare_id,)


@dataclass(slots=True)
class AftercareState:
    """What was said, by id."""

    aftercare: dict[tuple[str, ...], Aftercare] = field(default_factory=dict)


def decide(state: AftercareState, command: RecordAftercare) -> Iterable[AftercareRecorded]:
    """What was said, unless it is known.

    :raises Refused: without who says so, how sure that is, or words.
    """
    one = command.aftercare
    if one.kind not in KINDS or one.told_by not in TOLD_BY or one.confidence not in CONFIDENCES:
        raise Refused(
            "Say what it is (%(known)s), who says so (%(known2)s) and how sure (%(known3)s).",
            known=", ".join(KINDS),
            known2=", ".join(TOLD_BY),
            known3=", ".join(CONFIDENCES),
        )
    if not one.child or not one.words.strip() or not is_moment(one.on) or (one.next_due and not is_moment(one.next_due)):
        raise Refused("Say of which child, of which day, and in words what is known.")
    return [] if state.aftercare.get((one.aftercare_id,)) == one else [AftercareRecorded(one)]


def evolve(state: AftercareState, entry: AftercareRecorded) -> AftercareState:
    """The state after an entry."""
    state.aftercare[entry.key] = entry.aftercare
    return state


def back_with(outcomes: Iterable[str], said: Iterable[Aftercare]) -> str:
    """`confirmed` where a custody record shows the reunion, `reported` where somebody says so, else `no_record`: never `not reunited`."""
    if Outcome.REUNITED in set(outcomes):
        return "confirmed"
    return "reported" if any(one.kind == "reunion_reported" for one in said) else "no_record"
