"""What is due: the clocks that run, those with least time left first; and how an order's clocks burn down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, reach_of
from kinkeeper.domain.court.clocks import Clock, Reading, State, read_clock
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.counts import unchanged
from kinkeeper.queries.moments import STOOD_BEFORE
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import list_things
from kinkeeper.queries.together import ENOUGH, Question, ask_together


@dataclass(frozen=True, slots=True)
class Due:
    """A clock and how it stands."""

    clock: Clock
    reading: Reading
    is_new: bool = False
    """Whether it was set, or set anew, since the reader last looked."""


class Page(NamedTuple):
    """
    Which part of the list: its number and how many rows; from which entry on a clock is new, and whether only such are asked for.

    `children`: of these alone; None: of all. `told_enough`: each count ends at `ENOUGH`, and takes no longer
    among a million children.
    """

    number: int = 1
    size: int = 25
    seen: int = 0
    only_new: bool = False
    children: tuple[str, ...] | None = None
    told_enough: bool = False


FIRST = Page()


@dataclass(frozen=True, slots=True)
class Worklist:
    """Some clocks that run, and how many there are in all, late, and due within a day."""

    rows: tuple[Due, ...]
    running: int
    late: int
    within_a_day: int
    new: int = 0


_WHICH = {
    "new": "%(seen)s > 0 AND since >= %(seen)s",
    # Who is due for certain by now may have been due before: said twice, so that the index of `due_first` finds it.
    "late": "due_last < %(now)s AND due_first < %(now)s",
    "perhaps": "due_first < %(now)s AND due_last >= %(now)s AND due_first < due_last",
    "soon": "due_first >= %(now)s AND due_first < %(tomorrow)s",
    "later": "due_first >= %(tomorrow)s",
}
"""What is counted; `perhaps`: may be due already, or not yet, where a day alone or a range is known. Each is found in an index.

The last four are all that run, each counted once.
"""


FEW = 1_001
"""So many clocks are counted in one look where not all are shown: whether one is, is then decided once and not for each that is counted."""


def _running(columns: str, wanted: str, stands: Sequence[str]) -> str:
    """SQL: the clocks that run; the viewer's agency's own before others', of which it may be shown few."""
    return " UNION ALL ".join(stand(columns, f"owner {whose} %(agency)s AND {wanted}", stands) for whose in ("=", "<>"))


def stand(columns: str, wanted: str, stands: Sequence[str]) -> str:
    """SQL: the clocks that stand in one of these ways, each of which is found in an index of its own."""
    return " UNION ALL ".join(f"(SELECT {columns} FROM clock WHERE running AND {one} AND {wanted})" for one in stands)


def _counts(owned: str, stands: Sequence[str], most: int | None) -> str:
    """SQL: how many there are of `_WHICH`, in one row. Those due later are told with the late ones: where these are `most`, none is."""
    limit = f"LIMIT {most:d}" if most else ""

    def count(name: str) -> str:
        return f"(SELECT count(*) FROM (SELECT FROM ({_running('', f'{owned} AND {_WHICH[name]}', stands)}) w {limit}) c)"

    later = f"CASE WHEN late < {most:d} THEN {count('later')} ELSE 0 END" if most else count("later")
    return (
        f"WITH first (late) AS MATERIALIZED (SELECT {count('late')}) "
        f"SELECT {count('new')}, late, {count('perhaps')}, {count('soon')}, {later}, 0 FROM first"
    )


def _counts_of_few(owned: str, stands: Sequence[str]) -> str:
    """SQL: the same, of how many clocks, until when, and under what: right where these are fewer than `FEW`."""
    counts = ", ".join(f"count(*) FILTER (WHERE {which})" for which in _WHICH.values())
    counted = f"{counts}, count(*), {_CHANGE}, {unchanged.UNDER}"
    return f"SELECT {counted} FROM ({_running('since, due_first, due_last', owned, stands)} LIMIT {FEW}) c"


_ROWS = """
SELECT c.told::text, c.since FROM (
    SELECT child, order_id, clock, due_first, brought FROM running_clock WHERE {wanted}
    ORDER BY due_first, child, order_id, clock LIMIT %(size)s::int OFFSET %(before)s::bigint
) p JOIN clock c ON c.child = p.child AND c.order_id = p.order_id AND c.clock = p.clock AND c.since = p.brought
ORDER BY p.due_first, p.child, p.order_id, p.clock
"""
"""SQL: the clocks of a page, found in the index of the rows that are kept of those that run: a page far on reads no other clock whole."""
_CHANGE = (
    "extract(epoch FROM least(min(due_first) FILTER (WHERE due_first >= %(now)s), min(due_last) FILTER (WHERE due_last >= %(now)s), "
    "min(due_first) FILTER (WHERE due_first >= %(tomorrow)s) - interval '1 day'))::text"
)
"""SQL: the instant after which one of these clocks counts otherwise. NULL: none ever will."""


@shows(FieldGroup.CUSTODY)
def list_due(viewer: Viewer, standpoint: Standpoint, now: datetime, *, owner: str = "", page: Page = FIRST) -> Worklist:
    """
    One page of the clocks that run, by the time that is left; all owners', or one's.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    asked = {"now": now, "tomorrow": now + timedelta(days=1), "owner": owner, "known_at": standpoint.known_at}
    asked |= {"size": page.size, "before": (page.number - 1) * page.size, "seen": page.seen}
    asked |= {"children": list(page.children or ()), "agency": viewer.agency}
    owned = ("owner = %(owner)s" if owner else "TRUE") + (" AND child = ANY(%(children)s)" if page.children is not None else "")
    wanted = owned + (" AND since >= %(seen)s" if page.only_new else "")
    stands = STOOD_BEFORE if standpoint.is_past else ("until IS NULL",)
    # Of each way as many as the page may need, so that none is sorted that an index has in order.
    first = f"{wanted} ORDER BY due_first, child LIMIT %(size)s::int + %(before)s::bigint"
    rows = (
        f"SELECT told::text, since FROM ({stand('told, since, due_first, child', first, stands)}) c "
        "ORDER BY due_first, child LIMIT %(size)s OFFSET %(before)s"
    )
    most = ENOUGH if page.told_enough else None
    all_of_them = Question(_counts(owned, stands, most), len(_WHICH) + 1, asked)
    if not standpoint.is_past:
        rows = _ROWS.format(wanted=owned + (" AND brought >= %(seen)s" if page.only_new else ""))
    questions = {"rows": Question(rows, 2, asked)}
    what = f"due, {owner}, {page.seen}"
    here = standpoint if page.children is None else replace(standpoint, edge="")  # of single children nothing is kept
    kept = _kept(viewer, here, what, now)
    if kept is None:
        few = reach_of(viewer) is not Reach.EVERYBODY
        questions["count"] = Question(_counts_of_few(owned, stands), len(_WHICH) + 4, asked) if few else all_of_them
    told = ask_together(**questions)
    if kept is None and told["count"][0][len(_WHICH)] == FEW:
        told |= ask_together(count=all_of_them)
    new, late, perhaps, soon, later = kept or _counted(viewer, here, what, now, told["count"][0])
    within_a_day, running = soon + perhaps, late + perhaps + soon + later
    if page.told_enough:
        within_a_day, running = min(within_a_day, ENOUGH), min(running, ENOUGH)
    clocks = [(msgspec.json.decode(one, type=Clock), bool(page.seen) and since >= page.seen) for one, since in told["rows"]]
    return Worklist(tuple(Due(one, read_clock(one, now), is_new) for one, is_new in clocks), running, late, within_a_day, new)


def _kept(viewer: Viewer, standpoint: Standpoint, what: str, now: datetime) -> tuple[int, ...] | None:
    """The counts of few clocks, where they were made when all was as it is now, and none has come due since."""
    counts, since, until = unchanged.find(viewer, standpoint, what) or ((), 1.0, 0.0)
    return counts if since <= now.timestamp() <= until else None


def _counted(viewer: Viewer, standpoint: Standpoint, what: str, now: datetime, row: Sequence[Any]) -> tuple[int, ...]:
    """The counts that were answered; those of few clocks are kept until the ledger grows or one of them counts otherwise."""
    counts, more = tuple(row[: len(_WHICH)]), row[len(_WHICH) + 1 :]
    if more:
        change, *under = more
        unchanged.keep(viewer, standpoint, what, (counts, now.timestamp(), float(change or "inf")), under)
    return counts


@shows(FieldGroup.CUSTODY)
def list_clocks_of(viewer: Viewer, child: str, standpoint: Standpoint, now: datetime) -> list[Due]:
    """
    Every clock of a child, those that run first.

    :raises NotAllowed: if the viewer may not read.
    """
    return running_first(list_things(viewer, "clock", Clock, "child = %(child)s", {"child": child, "known_at": standpoint.known_at}), now)


def running_first(found: Iterable[Clock], now: datetime) -> list[Due]:
    """These clocks as they stand, those that run first."""
    rows = [Due(one, read_clock(one, now)) for one in found]
    return sorted(rows, key=lambda one: (bool(one.clock.met or one.clock.held), one.clock.due_first))


@dataclass(frozen=True, slots=True)
class Burned:
    """How many clocks of an order stood how at the end of a day."""

    day: str
    open: int
    met: int
    late: int


@dataclass(frozen=True, slots=True)
class BurnDown:
    """One clock of an order: how many children it covers, how they stand now, and how many were open at the end of each day."""

    clock: str
    children: int
    states: dict[str, int]
    days: tuple[Burned, ...]
    deadline: str = ""
    """The last instant at which any of them is due."""


@shows_nobody("counts")
def burn_down(viewer: Viewer, order_id: str, standpoint: Standpoint, now: datetime) -> list[BurnDown]:
    """
    The clocks of an order, each as it burned down.

    :raises NotAllowed: if the viewer may not read.
    """
    return burned_down(
        list_things(viewer, "clock", Clock, "order_id = %(order)s", {"order": order_id, "known_at": standpoint.known_at}), now
    )


def burned_down(found: Iterable[Clock], now: datetime) -> list[BurnDown]:
    """These clocks, each as it burned down."""
    by_clock: dict[str, list[Clock]] = {}
    for one in found:
        by_clock.setdefault(one.clock, []).append(one)
    return [_burned(name, clocks, now) for name, clocks in sorted(by_clock.items())]


MOST_DAYS = 60


def _burned(name: str, clocks: list[Clock], now: datetime) -> BurnDown:
    states = {state.value: 0 for state in State}
    for one in clocks:
        states[read_clock(one, now).state] += 1
    counted = [one for one in clocks if not one.held and one.covered != "no"]
    ends = sorted({one.met_last[:10] for one in counted if one.met_last} | {one.due_last[:10] for one in counted})
    days = tuple(_day(day, counted) for day in ends if day <= now.date().isoformat())[-MOST_DAYS:]
    deadline = max((one.due_last for one in counted), default="")
    return BurnDown(name, len(clocks), {state: n for state, n in states.items() if n}, days, deadline)


def _day(day: str, clocks: list[Clock]) -> Burned:
    met = [one for one in clocks if one.met_last and one.met_last[:10] <= day]
    open_ones = [one for one in clocks if not one.met_last or one.met_last[:10] > day]
    return Burned(day, len(open_ones), len(met), sum(one.due_last[:10] < day for one in open_ones))
