"""A mention: kin named in free text, a suggestion. Who reads it makes a tie of it with proof (`ties.VerifyTie`), or says here why not."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact


class Dismissal(Fact, frozen=True):
    """Why a mention is followed up no further; taken back where `why` is empty."""

    mention_id: str
    """Made of where the passage stands and of what it says."""
    person_id: str
    why: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class DismissMention:
    """Say why a mention is followed up no further, or take that back."""

    dismissal: Dismissal

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.dismissal.mention_id,),)


class MentionDismissed(Fact, frozen=True):
    """Somebody read a mention and follows it up no further, or does again."""

    dismissal: Dismissal

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.dismissal.mention_id,)


@dataclass(slots=True)
class MentionState:
    """What was said of mentions, by id."""

    dismissals: dict[tuple[str, ...], Dismissal] = field(default_factory=dict)


def decide(state: MentionState, command: DismissMention) -> Iterable[MentionDismissed]:
    """What was said, unless it stands so.

    :raises Refused: where it says nothing, and nothing stands that could be taken back.
    """
    one = command.dismissal
    before = state.dismissals.get((one.mention_id,))
    stands = before.why if before else ""
    if not one.why.strip() and not stands:
        raise Refused("Say why the mention is followed up no further: it stays on the record.")
    return [] if stands == one.why else [MentionDismissed(one)]


def evolve(state: MentionState, entry: MentionDismissed) -> MentionState:
    """The state after an entry."""
    state.dismissals[entry.key] = entry.dismissal
    return state
