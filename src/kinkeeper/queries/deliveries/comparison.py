"""The lists of a meeting compared whole: how many, who differs since when, and who did when it was last held. Kept while nothing came."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from sys import intern

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.deliveries.meetings import OURS, Meeting
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.deliveries.editions import Edition, list_editions_at, of_list
from kinkeeper.queries.deliveries.evidence import Beginnings, ask_stood
from kinkeeper.queries.deliveries.lists import MADE_OF, Line, Overlap, SideBySide, lay_out, overlap_of
from kinkeeper.queries.kept import SEPARATIONS, Mark, find_mark, keeping
from kinkeeper.queries.standpoint import standing
from kinkeeper.queries.together import Question, Rows, ask_together

Editions = Mapping[str, tuple[Edition, ...]]
"""List -> its editions, the newest first."""

_PEOPLE_NOW = f"""
SELECT DISTINCT earlier.person_id, now.person_id FROM membership earlier JOIN membership now USING (record_id)
WHERE earlier.person_id = ANY(%(earlier)s) AND earlier.since < %(known_at)s AND {standing("now")}
UNION SELECT now.record_id, now.person_id FROM membership now WHERE now.record_id = ANY(%(earlier)s) AND {standing("now")}
"""
"""Who the persons of an earlier day are now: two may have been found to be one, and a row to be somebody's."""


@dataclass(frozen=True, slots=True)
class NoMore:
    """Somebody whom the lists had differently when the meeting was last held and have so no more, and who that is now."""

    earlier: str
    now: frozenset[str]
    is_on_none: bool
    """Whether they are on no list now; else all have them alike."""

    @property
    def person(self) -> str:
        """Under which number they are shown."""
        return min(self.now)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Who differs, by number, and since when: those first who were no difference when the meeting was last held, then the oldest."""

    editions: Editions
    earlier: Mapping[str, Edition]
    """List -> the edition that stood for it when the meeting was last held."""
    overlap: Overlap
    persons: tuple[str, ...]
    began_on: tuple[Moment, ...]
    new: int
    """So many of the first are new."""
    births: Mapping[str, tuple[Moment, ...]]
    """List -> which day of birth it has of each of the persons."""
    settled: tuple[NoMore, ...]


@shows_nobody("numbers; the screen says whom it shows")
def get_comparison(viewer: Viewer, meeting: Meeting, known_at: int, held_at: int) -> Comparison:
    """
    The meeting's lists as known when the ledger had so many entries, and when it was last held (0: never).

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")

    def mark() -> Mark | None:
        return find_mark(viewer, [known_at, held_at], *MADE_OF, *(SEPARATIONS if OURS in meeting.lists else ()))

    what = "comparison", meeting.lists, meeting.role, bool(held_at)
    return keeping(mark, what, lambda: _compare(viewer, meeting, known_at, held_at))


def _compare(viewer: Viewer, meeting: Meeting, known_at: int, held_at: int) -> Comparison:
    came = list_editions_at(viewer, known_at, held_at)
    editions, then = ({named: some for named in meeting.lists if (some := of_list(named, came[at]))} for at in (known_at, held_at))
    newest, earlier = ({named: some[0] for named, some in of.items()} for of in (editions, then))
    side, *before = lay_out(viewer, [(newest, known_at), *([(earlier, held_at)] if held_at else [])], role=meeting.role)
    stood = {line.person for one in before for line in one.lines}
    told = ask_together(now=ask_people_now(stood, known_at), **ask_stood(None, editions, known_at))
    now, began = people_now(stood, told["now"]), Beginnings(told, editions)
    were_open = {person for one in stood for person in now[one]}
    found = sorted((not held_at or line.person in were_open, began.of(line), line.person, line) for line in side.lines)
    return Comparison(
        editions,
        earlier,
        overlap_of(side),
        tuple(person for _, _, person, _ in found),
        tuple(intern(day) for _, day, _, _ in found),
        sum(not was_open for was_open, *_ in found),
        {named: tuple(_birth(line, named) for *_, line in found) for named in side.lists},
        _settled(before, side, now),
    )


def _birth(line: Line, named: str) -> Moment:
    return intern(line.on[named].born) if named in line.on else ""


def _settled(before: Sequence[SideBySide], side: SideBySide, now: Mapping[str, frozenset[str]]) -> tuple[NoMore, ...]:
    open_now = {line.person for line in side.lines}
    lines = [line for one in before for line in one.lines]
    found = [NoMore(line.person, some, not some & side.alike) for line in lines if (some := now[line.person] - open_now)]
    return tuple(sorted(found, key=lambda one: (one.is_on_none, one.person)))


@shows_nobody("a question")
def ask_people_now(earlier: Collection[str], known_at: int) -> Question:
    """Who these persons of an earlier day are when the ledger has so many entries."""
    return Question(_PEOPLE_NOW, 2, {"earlier": sorted(earlier), "known_at": known_at})


@shows_nobody("what the screen's query asks; it says whom it shows")
def people_now(persons: Collection[str], rows: Rows) -> dict[str, frozenset[str]]:
    """What was answered."""
    found: dict[str, set[str]] = defaultdict(set)
    for earlier, later in rows:
        found[earlier].add(later)
    return {one: frozenset({one}) if one in found[one] or not found[one] else frozenset(found[one]) for one in persons}
