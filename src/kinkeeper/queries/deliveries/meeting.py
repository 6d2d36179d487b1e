"""The screen of a meeting: where its lists differ, what of it is new since it was last held, how long it has stood and why."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, reach_of
from kinkeeper.domain.dates import Moment, days_between
from kinkeeper.domain.deliveries.differences import Explanation, Suggestion, suggest
from kinkeeper.domain.deliveries.meetings import Meeting
from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.deliveries.editions import Edition, list_editions_at, of_list
from kinkeeper.queries.deliveries.evidence import Namesakes, ask_known, began_with, evidence_of, known_of
from kinkeeper.queries.deliveries.explanations import Said, ask_said, said_of
from kinkeeper.queries.deliveries.lists import Line, Listed, SideBySide, lay_out
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.things import list_things
from kinkeeper.queries.together import Question, Rows, ask_together

_HELD = "SELECT since, told::text FROM meeting WHERE meeting_id = %(meeting)s AND since < %(known_at)s ORDER BY since"
_PEOPLE_NOW = f"""
SELECT DISTINCT earlier.person_id, now.person_id FROM membership earlier JOIN membership now USING (record_id)
WHERE earlier.person_id = ANY(%(earlier)s) AND earlier.since < %(known_at)s AND {standing("now")}
UNION SELECT now.record_id, now.person_id FROM membership now WHERE now.record_id = ANY(%(earlier)s) AND {standing("now")}
"""
"""Who the persons of an earlier day are now: two may have been found to be one, and a row to be somebody's."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Somebody whom the lists do not have alike."""

    person: str
    name: str
    on: Mapping[str, Listed]
    missing: tuple[str, ...]
    differs: tuple[str, ...]
    began_on: Moment
    days_open: int
    is_new: bool
    """Whether it was none when the meeting was last held."""
    said: Said | None
    """Why, and who sees to it, as it stands."""
    suggestion: Suggestion | None

    @property
    def explanation(self) -> Explanation | None:
        """What was said of it and not taken back."""
        return None if self.said is None or self.said.explanation.is_empty else self.said.explanation

    def is_among(self, which: str, owner: str) -> bool:
        """Whether it is one of those asked for: of this owner, and `new`, or `unsaid`; empty: any."""
        if owner and (self.explanation.owner if self.explanation else "") != owner:
            return False
        return {"new": self.is_new, "unsaid": self.explanation is None}.get(which, True)


@dataclass(frozen=True, slots=True)
class Settled:
    """Somebody whom the lists had differently when the meeting was last held, and have alike now, or have no more."""

    person: str
    name: str
    missing: tuple[str, ...]
    differs: tuple[str, ...]
    is_on_none: bool
    said: Said | None


@dataclass(frozen=True, slots=True)
class Screen:
    """A meeting as it stands."""

    meeting: Meeting
    editions: Mapping[str, Edition]
    """List -> the edition that stands for it."""
    awaited: tuple[str, ...]
    """Lists of which nothing has come in: they are not compared."""
    held_on: Moment
    """The day on which the meeting was last held; empty where it never was."""
    side: SideBySide
    open: tuple[Difference, ...]
    settled: tuple[Settled, ...] = field(default=())


@shows_nobody("lists by name")
def list_meetings(viewer: Viewer, known_at: int) -> list[Meeting]:
    """
    The meetings that are held, by name. Whoever may not know of everybody is shown none: lists are of everybody.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    found = list_things(viewer, "meeting", Meeting, asked={"known_at": known_at})
    return sorted((one for one in found if not one.ended), key=lambda one: (one.name.casefold(), one.meeting_id))


@shows_nobody("lists by name")
def get_meeting(viewer: Viewer, named: str, known_at: int) -> Meeting:
    """
    The meeting of this number or name.

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where there is none that the viewer may see.
    """
    found = list_meetings(viewer, known_at) if reach_of(viewer) is Reach.EVERYBODY else []
    one = next((one for one in found if named.casefold() in (one.meeting_id.casefold(), one.name.casefold())), None)
    if one is None:
        raise NotFound("There is no such meeting, or you may not know of everybody on its lists.")
    return one


@shows(FieldGroup.IDENTITY, FieldGroup.STATEMENT)
def get_screen(viewer: Viewer, meeting: Meeting, standpoint: Standpoint) -> Screen:
    """
    The meeting's lists at a standpoint.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    known_at = standpoint.known_at
    asked = {"meeting": meeting.meeting_id, "known_at": known_at}
    told_of = ask_together(held=Question(_HELD, 2, asked), said=ask_said(meeting.meeting_id, known_at))
    held_on, held_at = _last_held(told_of["held"])
    said = {one.explanation.person_id: one for one in said_of(told_of["said"])}
    editions, side, before = _compared(viewer, meeting, known_at, held_at)
    earlier = {*(line.person for line in before), *said}
    found_of = ask_together(
        now=Question(_PEOPLE_NOW, 2, {"earlier": sorted(earlier), "known_at": known_at}),
        **ask_known([line.person for line in side.lines], editions, known_at),
    )
    now, known = _people_now(earlier, found_of["now"]), known_of(found_of)
    stood = {person for line in before for person in now[line.person]}
    namesakes, began = Namesakes(side), {line.person: began_with(line, known, editions) for line in side.lines}
    told = _carried(said, now)
    found = [
        Difference(
            line.person,
            _name(line),
            line.on,
            line.missing,
            line.differs,
            began[line.person],
            max(days_between(began[line.person], standpoint.as_of) or 0, 0),
            bool(held_at) and line.person not in stood,
            told.get(line.person),
            suggest(evidence_of(line, known, editions, namesakes)),
        )
        for line in side.lines
    ]
    settled = _settled(before, side, now, told)
    newest = {named: some[0] for named, some in editions.items()}
    awaited = tuple(named for named in meeting.lists if named not in newest)
    return Screen(meeting, newest, awaited, held_on, side, tuple(sorted(found, key=_order)), settled)


def _order(one: Difference) -> tuple[bool, bool, Moment, str]:
    """New ones first, then those that nobody explained, the oldest first."""
    return not one.is_new, one.explanation is not None, one.began_on, one.person


def _compared(
    viewer: Viewer, meeting: Meeting, known_at: int, held_at: int
) -> tuple[dict[str, tuple[Edition, ...]], SideBySide, Sequence[Line]]:
    """Each list's editions, the newest of each side by side, and how they differed when the meeting was last held (0: it never was)."""
    came = list_editions_at(viewer, known_at, held_at)
    now, then = ({named: some for named in meeting.lists if (some := of_list(named, came[at]))} for at in (known_at, held_at))
    stands = [({named: some[0] for named, some in editions.items()}, at) for editions, at in ((now, known_at), (then, held_at)) if at]
    side, *before = lay_out(viewer, stands, role=meeting.role)
    return now, side, before[0].lines if before else ()


def _last_held(rows: Rows) -> tuple[Moment, int]:
    """When the meeting was last held, and how many entries were known then, that which says so among them; 0 where it never was."""
    held_at, position = "", 0
    for since, told in rows:
        one = msgspec.json.decode(told, type=Meeting)
        if one.held_at != held_at:
            held_at, position = one.held_at, since + 1
    return held_at, position


def _people_now(persons: Collection[str], rows: Rows) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for earlier, later in rows:
        found[earlier].add(later)
    return {person: {person} if person in found[person] or not found[person] else found[person] for person in persons}


def _carried(said: Mapping[str, Said], now: Mapping[str, set[str]]) -> dict[str, Said]:
    """What was said of each person, whoever they were held to be when it was said; what was said last."""
    told: dict[str, Said] = {}
    for person, one in sorted(said.items(), key=lambda item: item[1].position):
        told |= dict.fromkeys(now[person], one)
    return told


def _settled(before: Sequence[Line], side: SideBySide, now: Mapping[str, set[str]], told: Mapping[str, Said]) -> tuple[Settled, ...]:
    open_now = {line.person for line in side.lines}
    found = []
    for line in before:
        if people := now[line.person] - open_now:
            person = min(people)
            is_on_none = not people & side.alike
            found.append(Settled(person, _name(line), line.missing, line.differs, is_on_none, told.get(person)))
    return tuple(sorted(found, key=lambda one: (one.is_on_none, one.person)))


def _name(line: Line) -> str:
    return next((one.name for one in line.on.values() if one.name), "")
