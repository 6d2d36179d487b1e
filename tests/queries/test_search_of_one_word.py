"""One word, or one letter, that very many names begin with."""

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import Account
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.queries.searching.persons import MOST_COMMON, MOST_OF_ONE_WORD, FoundPersons, find_persons_alike
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.site.database import Database
from tests.web.scene import DAY, OFFICER, play

CASEWORKER, COUNSEL = Actor("A. Pop", "ORR", "caseworker"), Account("c.ruiz", "COUNSEL", "counsel").actor
MANY = MOST_COMMON // 6 + 100
"""Records with three names and three surnames, all of which begin alike."""
THEIRS = {f"Pm{at}" for at in (7, 300, MANY - 1)}


def look(viewer: Actor, text: str) -> FoundPersons:
    from kinkeeper.gateway.wall import look_as, look_no_more

    look_as(viewer)
    try:
        return find_persons_alike(viewer, text, find_standpoint(viewer, today=DAY))
    finally:
        look_no_more()


def make_common() -> None:
    from django.db import connection

    names = {"given": "Maria Mercedes Milagro", "surnames": "Morales Mendez Mejia"}
    layouts = ["orr" if f"Pm{at}" in THEIRS else "hotline" for at in range(MANY)]
    records = [Record(f"m{at}", "x", f"m.csv#{at}", layout, at + 1, **names) for at, layout in enumerate(layouts)]
    records.append(Record("mu", "x", "m.csv#9999", "hotline", 9999, given="Mu", surnames="Xol"))
    play([ReceiveRecords(tuple(records)), IdentifyPeople("link", tuple(Person(f"P{one.record_id}", (one.record_id,)) for one in records))])
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO assignment VALUES (%s, %s)", [(COUNSEL.name, person) for person in THEIRS])


def test_of_a_word_that_very_many_names_begin_with_some_are_found_and_whoever_may_know_of_few_finds_them_all(database: Database) -> None:
    make_common()
    for text in ("m", "M", "maria"):
        found = look(OFFICER, text)
        assert (found.bounded, len(found.why)) == (True, MOST_OF_ONE_WORD), text
    assert not look(OFFICER, "mu").bounded
    assert len(look(OFFICER, "maria morales").why) == MANY, "more words are looked for among more"
    for viewer in (CASEWORKER, COUNSEL):
        for text in ("m", "mar", "maria"):
            found = look(viewer, text)
            assert (set(found.why), found.bounded) == (THEIRS, False), (viewer, text)
