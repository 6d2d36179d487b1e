"""The table kept child by child says what a look at every separation says, whatever was corrected, refuted or taken back."""

from importlib import import_module
from itertools import islice, product
from random import Random
from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.handover.capacity import Beds, ReportBeds
from kinkeeper.domain.requests import Request
from kinkeeper.site.database import Database
from tests.reports.season import beginning, corrections
from tests.web.scene import OFFICER

CASEWORKER = Actor("A. Pop", "ORR", "caseworker")
OF_ICE = Actor("B. Cruz", "ICE", "caseworker")
OF_ICE_ALONE = Actor("C. Diaz", "ICE", "officer")
VIEWERS = (OFFICER, CASEWORKER, OF_ICE)
HOLDERS = ("ORR", "ICE", "SPONSOR", "RELEASED", "NONE", "DISPUTED", "nobody of this name")
DAYS = ("2018-05-20", "2018-08-01", "2018-09-30", "2019-01-01")


def send(commands: list[Any], name: str) -> None:
    from kinkeeper.gateway import submit

    submit([Request(f"{name}-{number}", command) for number, command in enumerate(commands)], actor=OFFICER)


def told(viewer: Actor, day: str, *, back: int = 0) -> list[Any]:
    """Counts, every kind of list, and where everybody is, as this viewer is answered; `back` entries before the last, from separations."""
    from kinkeeper.gateway.wall import look_as, look_no_more
    from kinkeeper.queries.apart import count_children_apart
    from kinkeeper.queries.choosing import Chosen, Order, choose, choose_page
    from kinkeeper.queries.counts.apart.beside import count
    from kinkeeper.queries.handover.everyone import count_everyone
    from kinkeeper.queries.moments import ledger_size
    from kinkeeper.queries.standpoint import find_standpoint

    standpoint = find_standpoint(viewer, today="2018-10-01", as_of=day, known_at=ledger_size() - back)
    asked = [Chosen(outcome, ages, order=order) for outcome, ages, order in product(("", "apart"), (None, (0, 4), (5, 17)), Order)]
    asked += [Chosen("apart", child_with=one) for one in HOLDERS] + [Chosen("", (0, 9), adult_with=one) for one in HOLDERS]
    asked.append(Chosen("apart", child_with="ORR", adult_with="ICE", order=Order.OLDEST))
    look_as(viewer)
    try:
        far = [choose_page(viewer, standpoint, one, page=99, size=7) for one in asked if one.order is Order.LONGEST and not one.child_with]
        pages = [choose_page(viewer, standpoint, one, page=1, size=7) for one in asked] + far
        whole = choose(viewer, standpoint, asked[0])
        assert (pages[0].shown, pages[0].children) == (tuple(one.child for one in whole[:7]), len(whole))
        assert pages[0].adults == len({adult for one in whole for adult in one.adults if adult})
        return [count(viewer, standpoint), count_children_apart(viewer, standpoint), count_everyone(viewer, standpoint), *pages]
    finally:
        look_no_more()


def is_answered_from_the_table(viewer: Actor, day: str) -> bool:
    """Whether the table kept child by child says how it was on a day."""
    from kinkeeper.gateway.wall import look_as, look_no_more
    from kinkeeper.queries.counts.apart import apart_now
    from kinkeeper.queries.standpoint import find_standpoint
    from kinkeeper.queries.together import ask_together

    standpoint = find_standpoint(viewer, today=day, as_of=day)
    look_as(viewer)
    try:
        asked = apart_now.ask_counts(viewer, standpoint)
        return asked is not None and bool(ask_together(rows=asked)["rows"][0][0])
    finally:
        look_no_more()


def pairs_and_tally() -> list[list[Any]]:
    """What is kept pair by pair, and the sums."""
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for table in ("apart_pair", "apart_tally"):
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            found.append(cursor.fetchall())
    return found


def fill_by_the_migration() -> None:
    """Throw both away, and let the migrations that brought them make them again."""
    from django.db import connection

    made, families = (import_module(f"kinkeeper.store.migrations.{name}") for name in ("0059_pairs_apart", "0061_families_apart"))
    with connection.cursor() as cursor:
        for question in ("DELETE FROM apart_pair", "DELETE FROM apart_tally", made.PAIRS, made.TALLY, families.FAMILIES):
            cursor.execute(question)


def whose_is_shown(viewer: Actor) -> set[str]:
    """Of which agencies a viewer is shown pairs and sums."""
    from django.db import connection

    from kinkeeper.gateway.wall import look_as, look_no_more

    look_as(viewer)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT agency FROM apart_pair UNION SELECT agency FROM apart_tally")
            return {agency for (agency,) in cursor.fetchall()}
    finally:
        look_no_more()


def test_it_says_what_every_separation_says(database: Database) -> None:
    from kinkeeper.gateway import rebuild

    chance = Random(4)
    answered = dict.fromkeys(VIEWERS, 0)
    send(beginning(chance, 30), "first")
    saying = corrections(chance, 30, 80)
    while commands := list(islice(saying, 40)):
        name = f"later-{chance.random()}"
        send([*commands, ReportBeds(Beds(name, "Casa", "2018-05-22", 9))], name)
        for day, viewer in product(DAYS, VIEWERS):
            answered[viewer] += is_answered_from_the_table(viewer, day)
            # An entry back the same was known, and one who looks back is answered from the separations themselves.
            assert told(viewer, day) == told(viewer, day, back=1), (day, viewer)
    assert min(answered.values()) >= 4, "an earlier day is answered from the separations, a later one from the table"
    assert told(CASEWORKER, DAYS[-1]) != told(OFFICER, DAYS[-1]), "not all may be known of by an agency"
    assert told(CASEWORKER, DAYS[-1]) != told(OF_ICE, DAYS[-1]), "nor all of what an agency may know by one that arrests"
    assert rebuild.check() == []
    kept = pairs_and_tally()
    fill_by_the_migration()
    assert pairs_and_tally() == kept != [[], []]
    assert [whose_is_shown(one) for one in (CASEWORKER, OF_ICE, OF_ICE_ALONE)] == [{"ORR"}, set(), set()], "ICE has no records here"
