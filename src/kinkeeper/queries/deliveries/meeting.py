"""The screen of a meeting: where its lists differ, what of it is new since it was last held, how long it has stood and why."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, reach_of
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.deliveries.differences import suggest
from kinkeeper.domain.deliveries.meetings import Meeting
from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.access.reading import shows, shows_nobody, unseen
from kinkeeper.queries.deliveries.differences import (
    EVERY_DIFFERENCE,
    Counts,
    Difference,
    Open,
    Part,
    Settled,
    days_open,
    explanation_of,
    in_order,
    is_among,
    owners_of,
)
from kinkeeper.queries.deliveries.editions import Edition, list_editions_at, of_list
from kinkeeper.queries.deliveries.evidence import Beginnings, Namesakes, ask_known, ask_stood, evidence_of, known_of
from kinkeeper.queries.deliveries.explanations import Said, ask_said, said_of
from kinkeeper.queries.deliveries.lists import Line, SideBySide, lay_out
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
class Screen:
    """A meeting as it stands, and those of its differences that were asked for."""

    meeting: Meeting
    editions: Mapping[str, Edition]
    """List -> the edition that stands for it."""
    awaited: tuple[str, ...]
    """Lists of which nothing has come in: they are not compared."""
    held_on: Moment
    """The day on which the meeting was last held; empty where it never was."""
    side: SideBySide
    """How many persons each list has and how many any two share; nobody by name."""
    counts: Counts
    first: int
    """The number of the first that is shown, from 0: where fewer are left than were asked for, that of the last page."""
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
def get_screen(viewer: Viewer, meeting: Meeting, standpoint: Standpoint, part: Part = EVERY_DIFFERENCE) -> Screen:
    """
    The meeting's lists at a standpoint: everything is counted, and of the part that is asked for it is said who, since when and why.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    known_at = standpoint.known_at
    with unseen():  # The lists are compared whole; whom the answer names is written down when it is made.
        stand = _stand(viewer, meeting, known_at)
        among = sorted((one for one in stand.open if is_among(one, part)), key=in_order)
        first = part.first if part.most is None else min(part.first, max(len(among) - 1, 0) // part.most * part.most)
        last = None if part.most is None else first + part.most
        found = _described(stand, among[first:last], standpoint)
    counts = Counts(
        len(stand.open),
        sum(one.is_new for one in stand.open),
        sum(explanation_of(one.said) is None for one in stand.open),
        len(stand.settled),
        len(among),
        owners_of(stand.open, standpoint.as_of),
    )
    newest = {named: some[0] for named, some in stand.editions.items()}
    awaited = tuple(named for named in meeting.lists if named not in newest)
    side = replace(stand.side, alike=frozenset(), lines=())
    return Screen(meeting, newest, awaited, stand.held_on, side, counts, first, found, stand.settled[: part.most])


@dataclass(frozen=True, slots=True)
class _Stand:
    """All of a meeting, as the screen is cut from it."""

    editions: Mapping[str, tuple[Edition, ...]]
    side: SideBySide
    held_on: Moment
    open: Sequence[Open]
    settled: tuple[Settled, ...]


def _stand(viewer: Viewer, meeting: Meeting, known_at: int) -> _Stand:
    asked = {"meeting": meeting.meeting_id, "known_at": known_at}
    told_of = ask_together(held=Question(_HELD, 2, asked), said=ask_said(meeting.meeting_id, known_at))
    held_on, held_at = _last_held(told_of["held"])
    said = {one.explanation.person_id: one for one in said_of(told_of["said"])}
    editions, side, before = _compared(viewer, meeting, known_at, held_at)
    earlier = {*(line.person for line in before), *said}
    found_of = ask_together(
        now=Question(_PEOPLE_NOW, 2, {"earlier": sorted(earlier), "known_at": known_at}),
        **ask_stood([line.person for line in side.lines], editions, known_at),
    )
    now, began = _people_now(earlier, found_of["now"]), Beginnings(found_of, editions)
    stood = {person for line in before for person in now[line.person]}
    told = _carried(said, now)
    found = [Open(line, began.of(line), bool(held_at) and line.person not in stood, told.get(line.person)) for line in side.lines]
    return _Stand(editions, side, held_on, found, _settled(before, side, now, told))


def _described(stand: _Stand, shown: Sequence[Open], standpoint: Standpoint) -> tuple[Difference, ...]:
    """Those shown, with what the data suggest of each."""
    lines = [one.line for one in shown]
    known = known_of(ask_together(**ask_known([line.person for line in lines], stand.editions, standpoint.known_at)))
    namesakes = Namesakes(stand.side, lines)
    return tuple(
        Difference(
            one.line.person,
            _name(one.line),
            one.line.on,
            one.line.missing,
            one.line.differs,
            one.began_on,
            days_open(one.began_on, standpoint.as_of),
            one.is_new,
            one.said,
            suggest(evidence_of(one.line, known, stand.editions, namesakes)),
        )
        for one in shown
    )


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
