"""A need: what must travel with a person to every next custodian (a deaf child's record said nothing, F-17)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

KINDS = ("deaf", "blind", "language", "medication", "illness", "allergy", "disability", "pregnancy", "infant", "trauma", "safety", "other")


class Need(Fact, frozen=True):
    """What a person needs, since when, and until when it is known to have ended."""

    need_id: str
    person_id: str
    kind: str
    words: str
    since: Moment = ""
    ended: Moment = ""
    ended_because: str = ""


@dataclass(frozen=True, slots=True)
class RecordNeed:
    """Say what a person needs; said again under the same id, it replaces what was said."""

    need: Need

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.need.need_id,),)


class NeedRecorded(Fact, frozen=True):
    """Somebody said what a person needs."""

    need: Need

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.need.need_id,)


@dataclass(slots=True)
class NeedState:
    """The needs, by id, ended ones included."""

    needs: dict[tuple[str, ...], Need] = field(default_factory=dict)


def decide(state: NeedState, command: RecordNeed) -> Iterable[NeedRecorded]:
    """The need, unless it is known.

    :raises Refused: for a kind nobody knows, without words, or where it ends without a reason.
    """
    one = command.need
    if one.kind not in KINDS:
        raise Refused("'%(sort)s' is not a kind of need. Known: %(known)s.", sort=one.kind, known=", ".join(KINDS))
    if not one.person_id or not one.words.strip():
        raise Refused("Say whose need it is, and in words what the next custodian must do.")
    if any(moment and not is_moment(moment) for moment in (one.since, one.ended)):
        raise Refused("Write days as 2018-05-17.")
    if one.ended and not one.ended_because.strip():
        raise Refused("A need ends for a reason. Say which.")
    return [] if state.needs.get((one.need_id,)) == one else [NeedRecorded(one)]


def evolve(state: NeedState, entry: NeedRecorded) -> NeedState:
    """The state after an entry."""
    state.needs[entry.key] = entry.need
    return state
