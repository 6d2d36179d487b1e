"""The screen of a meeting: where its lists differ, what of it is new since it was last held, how long it has stood and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, reach_of
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.deliveries.differences import Explanation, suggest
from kinkeeper.domain.deliveries.meetings import Meeting
from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.access.reading import shows, shows_nobody, unseen
from kinkeeper.queries.deliveries.comparison import Comparison, NoMore, ask_people_now, get_comparison, people_now
from kinkeeper.queries.deliveries.differences import (
    EVERY_DIFFERENCE,
    Counts,
    Difference,
    Part,
    Settled,
    days_open,
    explanation_of,
    owners_of,
)
from kinkeeper.queries.deliveries.editions import Edition
from kinkeeper.queries.deliveries.evidence import Namesakes, ask_known, evidence_of, known_of
from kinkeeper.queries.deliveries.explanations import Said, ask_said, said_of
from kinkeeper.queries.deliveries.lists import Line, Overlap, lay_out
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import list_things
from kinkeeper.queries.together import Question, Rows, ask_together

WHOLE_DAY = len("2018-07-10")
_HELD = "SELECT since, told::text FROM meeting WHERE meeting_id = %(meeting)s AND since < %(known_at)s ORDER BY since"


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
    side: Overlap
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
    with unseen():  # The lists are compared whole; whom the answer names is written down when it is made.
        stand = _stand(viewer, meeting, standpoint.known_at)
        among = _among(stand, part)
        first = part.first if part.most is None else min(part.first, max(len(among) - 1, 0) // part.most * part.most)
        found = _described(viewer, stand, among[first : None if part.most is None else first + part.most], standpoint)
        settled = _settled(viewer, stand, stand.compared.settled[: part.most])
    compared = stand.compared
    counts = Counts(
        len(compared.persons),
        compared.new,
        len(compared.persons) - len(stand.explained),
        len(compared.settled),
        len(among),
        owners_of(((said, compared.began_on[at]) for at, said in stand.explained.items()), standpoint.as_of),
    )
    newest = {named: some[0] for named, some in compared.editions.items()}
    awaited = tuple(named for named in meeting.lists if named not in newest)
    return Screen(meeting, newest, awaited, stand.held_on, compared.overlap, counts, first, found, settled)


@shows_nobody("whether lists differ; the screen says on whom")
def is_different(viewer: Viewer, meeting: Meeting, person: str, known_at: int) -> bool:
    """
    Whether the meeting's lists do not have a person alike, so that there is something to bring to it.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    return person in _stand(viewer, meeting, known_at).compared.persons


@dataclass(frozen=True, slots=True)
class _Stand:
    """All of a meeting, as the screen is cut from it."""

    meeting: Meeting
    compared: Comparison
    held_on: Moment
    held_at: int
    known_at: int
    told: Mapping[str, Said]
    """Person -> what was said last of them, taken back or not."""
    explained: Mapping[int, Explanation]
    """Where somebody of whom something stands said is among those compared, and what."""


def _stand(viewer: Viewer, meeting: Meeting, known_at: int) -> _Stand:
    asked = {"meeting": meeting.meeting_id, "known_at": known_at}
    told_of = ask_together(held=Question(_HELD, 2, asked), said=ask_said(meeting.meeting_id, known_at))
    held_on, held_at = _last_held(told_of["held"])
    said = {one.explanation.person_id: one for one in said_of(told_of["said"])}
    compared = get_comparison(viewer, meeting, known_at, held_at)
    told = _carried(said, people_now(said, ask_together(now=ask_people_now(said, known_at))["now"])) if said else {}
    stands = {person: found for person, one in told.items() if (found := explanation_of(one))}
    explained = {at: stands[person] for at, person in enumerate(compared.persons) if person in stands} if stands else {}
    return _Stand(meeting, compared, held_on, held_at, known_at, told, explained)


def _among(stand: _Stand, part: Part) -> Sequence[int]:
    """Those asked for, by where they are among those compared: new ones first, then those that nobody explained, the oldest first."""
    compared, explained = stand.compared, stand.explained
    found: Iterable[int] = range(compared.new if part.which == "new" else len(compared.persons))
    if part.which == "unsaid":
        found = (at for at in found if at not in explained)
    if part.owner:
        found = (at for at in found if at in explained and explained[at].owner == part.owner)
    if part.persons is not None:
        found = (at for at in found if compared.persons[at] in part.persons)
    return sorted(found, key=lambda at: (at >= compared.new, at in explained)) if explained else list(found)


def _described(viewer: Viewer, stand: _Stand, shown: Sequence[int], standpoint: Standpoint) -> tuple[Difference, ...]:
    """Those shown, with what the data suggest of each."""
    compared, persons = stand.compared, [stand.compared.persons[at] for at in shown]
    if not persons:
        return ()
    newest = {named: some[0] for named, some in compared.editions.items()}
    likely = _born_alike(compared, shown)
    [side] = lay_out(viewer, [(newest, stand.known_at)], role=stand.meeting.role, persons=[*persons, *likely])
    line_of = {line.person: line for line in side.lines}
    known = known_of(ask_together(**ask_known(persons, compared.editions, stand.known_at)))
    namesakes = Namesakes(side.lines, [line_of[person] for person in persons if person in line_of])
    return tuple(
        Difference(
            person,
            _name(line),
            line.on,
            line.missing,
            line.differs,
            compared.began_on[at],
            days_open(compared.began_on[at], standpoint.as_of),
            at < compared.new,
            stand.told.get(person),
            suggest(evidence_of(line, known, compared.editions, namesakes)),
        )
        for at, person in zip(shown, persons, strict=True)
        if (line := line_of.get(person))  # None where an order took the records away since the lists were compared
    )


def _born_alike(compared: Comparison, shown: Sequence[int]) -> list[str]:
    """Who else differs and has on some list the birth that a list has of one of these: they may be the same person."""
    births = {born for of_list in compared.births.values() for at in shown if len(born := of_list[at]) >= WHOLE_DAY}
    found = {at for of_list in compared.births.values() for at, born in enumerate(of_list) if born in births}
    return [compared.persons[at] for at in sorted(found.difference(shown))]


def _settled(viewer: Viewer, stand: _Stand, shown: Sequence[NoMore]) -> tuple[Settled, ...]:
    if not shown:
        return ()
    before = [(stand.compared.earlier, stand.held_at)]
    [side] = lay_out(viewer, before, role=stand.meeting.role, persons=[one.earlier for one in shown])
    line_of = {line.person: line for line in side.lines}
    return tuple(
        Settled(one.person, _name(line), line.missing, line.differs, one.is_on_none, stand.told.get(one.person))
        for one in shown
        if (line := line_of.get(one.earlier))
    )


def _last_held(rows: Rows) -> tuple[Moment, int]:
    """When the meeting was last held, and how many entries were known then, that which says so among them; 0 where it never was."""
    held_at, position = "", 0
    for since, told in rows:
        one = msgspec.json.decode(told, type=Meeting)
        if one.held_at != held_at:
            held_at, position = one.held_at, since + 1
    return held_at, position


def _carried(said: Mapping[str, Said], now: Mapping[str, frozenset[str]]) -> dict[str, Said]:
    """What was said of each person, whoever they were held to be when it was said; what was said last."""
    told: dict[str, Said] = {}
    for person, one in sorted(said.items(), key=lambda item: item[1].position):
        told |= dict.fromkeys(now[person], one)
    return told


def _name(line: Line) -> str:
    return next((one.name for one in line.on.values() if one.name), "")
