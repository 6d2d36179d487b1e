"""A meeting: lists that are brought together again and again, as DHS's weekly list with ORR's; and when it was last held.

Each list is named once: `apart` is our own of children apart, `sender:NAME` the newest that a sender's files brought, and anything else the
newest file of that name, in which `*` stands for what changes from week to week.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

OURS = "apart"
"""The name of our own list: children apart from somebody at present, as the ledger has them."""
OF_SENDER = "sender:"
MOST_LISTS = 12
EVERYBODY, CHILD, ADULT = "", "child", "adult"


class Meeting(Fact, frozen=True):
    """Lists that are brought together, whom of them, and when that was last done."""

    meeting_id: str
    name: str
    lists: tuple[str, ...]
    role: str = CHILD
    """Only who stands on the lists as `child` or as `adult`; empty: everybody."""
    held_at: Moment = ""
    ended: str = ""
    """Why it is held no more."""
    by: str = ""


@dataclass(frozen=True, slots=True)
class RecordMeeting:
    """Arrange a meeting, say that it was held, or that it is held no more."""

    meeting: Meeting

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.meeting.meeting_id,),)


class MeetingRecorded(Fact, frozen=True):
    """Lists are brought together, or were."""

    meeting: Meeting

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.meeting.meeting_id,)


@dataclass(slots=True)
class MeetingState:
    """The meetings, by id."""

    meetings: dict[tuple[str, ...], Meeting] = field(default_factory=dict)


def decide(state: MeetingState, command: RecordMeeting) -> Iterable[MeetingRecorded]:
    """The meeting, unless it is known so.

    :raises Refused: without a name or two lists, and where it was held at no moment or before it was held last.
    """
    one, before = command.meeting, state.meetings.get((command.meeting.meeting_id,))
    if not one.name.strip():
        raise Refused("Give the meeting a name, as it stands in the calendar.")
    if len(one.lists) < 2 or len(set(one.lists)) < len(one.lists) or len(one.lists) > MOST_LISTS or not all(map(str.strip, one.lists)):
        raise Refused("Name two lists or more, each once, and no more than %(most_lists)s.", most_lists=MOST_LISTS)
    if one.role not in (EVERYBODY, CHILD, ADULT):
        raise Refused("Compare who stands there as 'child' or as 'adult', or everybody (empty).")
    if one.held_at and not is_moment(one.held_at):
        raise Refused("Say when the meeting was held, as 2018-07-08T10:30.")
    if before and before.held_at > one.held_at:
        raise Refused("The meeting was held at %(held_at)s already, which is later.", held_at=before.held_at)
    return [] if before == one else [MeetingRecorded(one)]


def evolve(state: MeetingState, entry: MeetingRecorded) -> MeetingState:
    """The state after an entry."""
    state.meetings[entry.key] = entry.meeting
    return state
