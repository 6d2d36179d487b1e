"""The table kept child by child says what a look at every separation says, whatever was corrected, refuted or taken back."""

from itertools import islice, product
from random import Random
from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.requests import Request
from kinkeeper.site.database import Database
from tests.reports.season import beginning, corrections
from tests.web.scene import OFFICER

CASEWORKER = Actor("A. Pop", "ORR", "caseworker")
DAYS = ("2018-05-20", "2018-08-01", "2018-09-30", "2019-01-01")


def send(commands: list[Any], name: str) -> None:
    from kinkeeper.gateway import submit

    submit([Request(f"{name}-{number}", command) for number, command in enumerate(commands)], actor=OFFICER)


def told(viewer: Actor, day: str) -> list[Any]:
    """Counts, every kind of list, and where everybody is, as this viewer is answered."""
    from kinkeeper.queries.apart import count_children_apart
    from kinkeeper.queries.choosing import Chosen, Order, choose_page, count
    from kinkeeper.queries.handover.everyone import count_everyone
    from kinkeeper.queries.standpoint import find_standpoint

    standpoint = find_standpoint(viewer, today="2018-10-01", as_of=day)
    asked = [Chosen(outcome, ages, order=order) for outcome, ages, order in product(("", "apart"), (None, (0, 4), (5, 17)), Order)]
    pages = [choose_page(viewer, standpoint, one, page=page, size=7) for one in asked for page in (1, 2, 99)]
    return [count(viewer, standpoint), count_children_apart(viewer, standpoint), count_everyone(viewer, standpoint), *pages]


def test_it_says_what_every_separation_says(database: Database) -> None:
    from kinkeeper.gateway import rebuild
    from kinkeeper.queries.counts import apart_now
    from kinkeeper.queries.standpoint import find_standpoint

    chance, answered = Random(4), 0
    send(beginning(chance, 30), "first")
    saying = corrections(chance, 30, 120)
    while commands := list(islice(saying, 30)):
        send(commands, f"later-{chance.random()}")
        for day in DAYS:
            answered += apart_now.answers(OFFICER, find_standpoint(OFFICER, today=day, as_of=day))
            # Who may not know of everybody is answered from the separations themselves; here nothing is hidden from either.
            assert told(OFFICER, day) == told(CASEWORKER, day), day
    assert answered >= 8, "an earlier day is answered from the separations, a later one from the table"
    assert rebuild.check() == []
