"""What is due as it is narrowed: the same as looking at every clock, for every reader, now and as known before, child by child too."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from random import Random
from typing import Any

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import Account
from kinkeeper.domain.court.clocks import Clock, SetClocks
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.site.database import Database
from tests.queries.counts.test_unchanged import COUNSEL, OPERATOR, READERS, looking, send
from tests.reports.season import beginning, corrections

FAMILIES = 14
NOW = datetime(2018, 10, 1, 12, tzinfo=UTC)
ASKED: tuple[dict[str, Any], ...] = (
    {"order_id": "o1"},
    {"order_id": "o1", "clock": "call"},
    {"order_id": "o2", "owner": "ICE"},
    *({"left": left} for left in ("late", "day", "week", "later")),
    {"ages": (0, 4)},
    {"ages": (5, 11), "left": "late"},
    *({"child_with": name} for name in ("ORR", "CBP", "ICE", "NONE", "SPONSOR", "RELEASED", "disputed")),
    {"persons": frozenset({"Pc1", "Pa2"})},
    {"persons": frozenset()},
    {"owner": "ORR", "child_with": "ORR", "ages": (0, 17)},
)


def clocks(chance: Random, names: tuple[str, ...]) -> SetClocks:
    """Some clocks of each child: late, near, far; of some only a day is known; some are met."""
    found = []
    for number in range(FAMILIES):
        for order, name in (("o1", "call"), ("o1", "reunite"), ("o2", "notice")):
            if name not in names or chance.random() < 0.2:
                continue
            first = NOW + timedelta(hours=chance.choice([-90, -30, -5, 3, 20, 50, 150, 400]), minutes=number)
            last = first + timedelta(hours=chance.choice([0, 0, 10]))
            told = {"due_first": instant(first), "due_last": instant(last), "met": "MI-1" if chance.random() < 0.1 else ""}
            met = {"met_first": instant(NOW), "met_last": instant(NOW)} if told["met"] else {}
            found.append(
                Clock(order, name, f"Pc{number}", 1, f"Pa{number}", chance.choice(["ORR", "ICE"]), "yes", "2018-09-01", **told, **met)
            )
    return SetClocks("run", tuple(found))


def instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000000")


def aged(born: str, ages: tuple[int, int], day: str) -> bool:
    if len(born) < 10:
        return False
    birth, on = date.fromisoformat(born), date.fromisoformat(day)
    return ages[0] <= on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day)) <= ages[1]


def looked_through(reader: Actor, here: Any, asked: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Those of all clocks that run which are what is asked, each looked at."""
    from kinkeeper.queries.counts.apart.with_whom import custodians
    from kinkeeper.queries.court.due import Page, list_due
    from kinkeeper.queries.custody import get_custody
    from kinkeeper.queries.portraits import get_portraits

    rows = list_due(reader, here, NOW, page=Page(1, 1_000)).rows
    children = sorted({one.clock.child for one in rows})
    custody, portraits = get_custody(reader, children, here), get_portraits(reader, children, here)
    persons = asked.get("persons")
    families = [{f"Pc{n}", f"Pa{n}"} for n in range(FAMILIES)]
    with_kin = None
    if persons is not None:
        with_kin = persons | {one for who in persons if who.startswith("Pa") for family in families if who in family for one in family}

    def wanted(one: Any) -> bool:
        clock, day = one.clock, timedelta(days=1)
        left = {
            "": True,
            "late": one.reading.state == "late",
            "day": one.reading.state != "late" and at(clock.due_first) < NOW + day,
            "week": one.reading.state != "late" and at(clock.due_first) < NOW + 7 * day,
            "later": at(clock.due_first) >= NOW + 7 * day,
        }[asked.get("left", "")]
        return (
            all(getattr(clock, name) == asked[name] for name in ("order_id", "clock", "owner") if asked.get(name))
            and left
            and (not asked.get("ages") or aged(portraits[clock.child].born, asked["ages"], here.as_of))
            and (not asked.get("child_with") or asked["child_with"] in custodians(custody[clock.child]))
            and (with_kin is None or clock.child in with_kin)
        )

    return [one.clock.key for one in rows if wanted(one)]


def at(told: str) -> datetime:
    from kinkeeper.domain.court.instants import instant_of

    return instant_of(told)


def hold(check: Callable[[Actor, Any], int]) -> int:
    """Check for every reader, as known now, a while before, and of an earlier day."""
    found = 0
    for reader in READERS:
        with looking(reader) as now:
            for here in (now, replace(now, known_at=now.size - 4), replace(now, as_of="2018-07-01")):
                found += check(reader, here)
    return found


@pytest.fixture
def season(database: Database) -> None:
    from kinkeeper.gateway.accounts import assign, open_account

    chance = Random(5)
    open_account(Account(COUNSEL.name, "COUNSEL", "counsel"), actor=OPERATOR)
    send(beginning(chance, FAMILIES), "first")
    send([FormFamilies("formed", tuple(Family(f"F{one}", (f"Pc{one}", f"Pa{one}")) for one in range(FAMILIES)))], "families")
    send([clocks(chance, ("call", "reunite", "notice"))], "clocks")
    send([clocks(chance, ("call",))], "again")
    send(list(corrections(chance, FAMILIES, 6)), "later")
    assign(COUNSEL.name, [*(f"Pc{one}" for one in range(6)), "Pa2"], actor=OPERATOR)


def test_what_is_due_narrowed_is_what_looking_at_every_clock_finds(season: None) -> None:
    from kinkeeper.gateway import rebuild
    from kinkeeper.queries.court.due import Page
    from kinkeeper.queries.court.due_by import DueBy, list_due_by
    from kinkeeper.queries.court.due_by_child import Which, find_children_due, list_children_due

    def check(reader: Actor, here: Any) -> int:
        found = 0
        for asked in ASKED:
            expected, by = looked_through(reader, here, asked), DueBy(**asked)
            pages = [list_due_by(reader, here, NOW, by, Page(number, 4)) for number in (1, 2)]
            told = (reader.agency, here.is_past, here.as_of, asked)
            assert sorted(one.clock.key for page in pages for one in page.rows) == sorted(
                one.clock.key for one in list_due_by(reader, here, NOW, by, Page(1, 8)).rows
            ), told
            whole = list_due_by(reader, here, NOW, by, Page(1, 500))
            assert sorted(one.clock.key for one in whole.rows) == sorted(expected), told
            assert [one.running for one in (*pages, whole)] == [len(expected)] * 3, told
            assert whole.late == sum(one.reading.state == "late" for one in whole.rows), told
            children = list(dict.fromkeys(one.clock.child for one in whole.rows))
            some = list_children_due(reader, here, NOW, Which(by), Page(1, 3))
            rest = list_children_due(reader, here, NOW, Which(by), Page(2, 3))
            assert [one.child for one in (*some.rows, *rest.rows)] == children[:6] and some.children == len(children), told
            assert find_children_due(reader, here, NOW, by, Page(1, 500)) == children, told
            assert all(one.first.clock.key in expected for one in some.rows), "its first clock is one that was asked for"
            found += len(expected)
        return found

    assert hold(check) > 200
    assert rebuild.check() == []


def test_a_child_found_by_one_clock_shows_the_others_behind_it(season: None) -> None:
    from kinkeeper.queries.court.due import Page
    from kinkeeper.queries.court.due_by import DueBy
    from kinkeeper.queries.court.due_by_child import Which, list_children_due

    with looking(READERS[0]) as here:
        listed = list_children_due(READERS[0], here, NOW, Which(DueBy(order_id="o2")), Page(1, 100))
        assert {one.first.clock.order_id for one in listed.rows} == {"o2"}
        assert any(one.clock.order_id == "o1" for row in listed.rows for one in row.clocks[1:])


def test_of_more_than_are_counted_pages_are_still_turned(season: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from kinkeeper.queries.court import due_by, due_by_child
    from kinkeeper.queries.court.due import Page
    from kinkeeper.queries.court.due_by import DueBy, list_due_by

    by = DueBy(child_with="ORR")
    with looking(READERS[0]) as here:
        whole = list_due_by(READERS[0], here, NOW, by, Page(1, 500))
        children = list(dict.fromkeys(one.clock.child for one in whole.rows))
        monkeypatch.setattr(due_by, "COUNTED", 3)
        monkeypatch.setattr(due_by_child, "MATCHED", 3)
        last = list_due_by(READERS[0], here, NOW, by, Page(whole.running - 1, 1))
        assert (last.running, last.rows) == (3, whole.rows[-2:-1])
        pages = [due_by_child.list_children_due(READERS[0], here, NOW, due_by_child.Which(by), Page(n + 1, 1)) for n in range(4)]
        assert [page.rows[0].child for page in pages] == children[:4] and pages[0].children is None


def test_the_migration_fills_the_table_as_the_projection_keeps_it(season: None, database: Database) -> None:
    import psycopg

    from kinkeeper.projections import running_clocks

    with psycopg.connect(database.owner.conninfo) as owner:
        before = owner.execute("SELECT * FROM running_clock ORDER BY child, order_id, clock").fetchall()
        assert sum(row[-1] for row in before) == len({row[0] for row in before}), "one of each child's is the first"
        made = import_module("kinkeeper.store.migrations.0064_running_clocks")
        owner.execute("DELETE FROM running_clock")
        owner.execute(made.CLOCKS)
        assert owner.execute("SELECT * FROM running_clock ORDER BY child, order_id, clock").fetchall() == before
        assert running_clocks.MAKE.split() == made.CLOCKS.split()
        owner.rollback()
