"""Long lists that are laid out once are what they are laid out anew, for every reader and moment, whatever happens between."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import Account
from kinkeeper.domain.deliveries.withdrawals import RestoreRecords, WithdrawExtract, WithdrawRecords
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import Claim, Identifier, ReceiveRecords, Record, Stay
from kinkeeper.domain.separations import RaiseSeparations, Separation, WithdrawSeparations
from kinkeeper.domain.ties import VerifyTie
from kinkeeper.site.database import Database
from tests.queries.counts.test_unchanged import OPERATOR, READERS, looking
from tests.queries.test_meeting import ADA, EVA, IKER, LUIS, NOE, WEEKS, came_in, first_week, lines, say, screen
from tests.web.scene import play

ME = Actor("R. Delgado", "", "operator")
__all__ = ["first_week"]


def compared(known_at: int) -> Any:
    from kinkeeper.queries.deliveries.comparison import get_comparison
    from kinkeeper.queries.deliveries.meeting import get_meeting

    return get_comparison(ME, get_meeting(ME, "thursday", known_at), known_at, 0)


def anew(ask: Callable[[], Any]) -> Any:
    from kinkeeper.queries import kept

    kept.forget()
    return ask()


def size() -> int:
    from kinkeeper.queries.moments import ledger_size

    return ledger_size()


def records_of(person: str) -> tuple[str, ...]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT record_id FROM membership WHERE until IS NULL AND person_id = %s ORDER BY 1", [person])
        return tuple(record for (record,) in cursor.fetchall())


def test_a_meeting_is_compared_once_and_right_whatever_comes(first_week: str, tmp_path: Path) -> None:
    told = lines(screen())
    eva, iker = told["EVA CAAL"].person, told["IKER CHUB"].person
    before = compared(size())
    say("explain-difference", meeting_id=first_week, person_id=eva, owner="ORR")
    assert compared(size()) is before, "what was said of a difference compares nothing anew"
    evas, theirs = records_of(eva), records_of(iker)
    apart = Separation(eva, "Pmother", "2018-05-10", "", "", "recorded", "0.9500", "", "", "apart", "")
    steps: list[Callable[[], Any]] = [
        lambda: say("hold-meeting", meeting_id=first_week, at="2018-07-06T15:00"),
        lambda: play([IdentifyPeople("run", (Person(eva, (*evas, *theirs)),))], name="one"),
        lambda: play([IdentifyPeople("run", (Person(eva, evas), Person(iker, theirs)))], name="two"),
        lambda: play([WithdrawRecords(theirs, "typed twice", "")], name="gone"),
        lambda: came_in(tmp_path, WEEKS[1], [LUIS, EVA, NOE, IKER, ADA], [LUIS, NOE]),
        lambda: play([RestoreRecords(theirs, "not twice")], name="back"),
        lambda: say("arrange-meeting", name="Thursday", lists="orr *.csv, counsel *.csv, apart"),
        lambda: play([RaiseSeparations("run", (apart,))], name="apart"),
        lambda: play([WithdrawSeparations("run", (apart.key,))], name="not apart"),
        lambda: play([WithdrawExtract(screen().editions["orr *.csv"].extract_id, "the wrong file")], name="undone"),
    ]
    moments, seen = [size()], set()
    for number, step in enumerate(steps):
        step()
        moments.append(size())
        for known_at in moments[-3:]:
            first = screen(known_at)
            assert first == screen(known_at) == anew(lambda known_at=known_at: screen(known_at)), (number, known_at)
        seen.add((compared(size()).persons, str(compared(size()).overlap)))
    assert len(seen) > 3, "the comparison changed while this was watched"


def test_overlaps_are_counted_as_they_are_compared(first_week: str) -> None:
    from kinkeeper.queries.deliveries.lists import compare_lists, count_overlap, overlap_of

    named = ["orr 2018-07-06.csv", "counsel 2018-07-06.csv", "apart"]
    eva = lines(screen())["EVA CAAL"].person
    apart = Separation(eva, "Pmother", "2018-05-10", "", "", "recorded", "0.9500", "", "", "apart", "")
    for on_ours in range(2):
        for role in ("", "child", "adult"):
            counted = count_overlap(ME, named, role=role, known_at=size())
            assert counted == count_overlap(ME, named, role=role, known_at=size()) == overlap_of(compare_lists(ME, named, role=role))
            assert counted.sizes["apart"] == on_ours
        play([RaiseSeparations("run", (apart,))], name="apart")


def test_mentions_are_laid_out_once_and_right_for_every_reader(database: Database) -> None:
    from django.db import connection

    from kinkeeper.gateway.accounts import assign, open_account
    from kinkeeper.queries.review.mentions import get_page, list_mentions

    def shown(reader: Actor) -> Any:
        with looking(reader) as here:
            return get_page(reader, "all", first=0, most=9, known_at=here.known_at), sorted(map(str, list_mentions(reader)))

    open_account(Account("c.ruiz", "COUNSEL", "counsel"), actor=OPERATOR)
    play([ReceiveExtract(Extract("a", "a.csv", "", "00", "orr_children", 9, 0, "2018-07-05")), ReceiveRecords(tuple(travellers()))])
    steps: list[Callable[[], Any]] = [
        lambda: play([IdentifyPeople("run", tuple(Person(f"P{n}", (f"a{n}",)) for n in range(6)))], name="people"),
        lambda: assign("c.ruiz", ["P1", "P2"], actor=OPERATOR),
        lambda: play([VerifyTie("P1", "P4", "sibling", "birth certificates")], name="proof"),
        lambda: play([IdentifyPeople("run", (Person("P2", ("a2", "a5")),))], name="one"),
        lambda: play([WithdrawRecords(("a1",), "typed twice", "")], name="gone"),
    ]
    seen = set()
    for number, step in enumerate(steps):
        step()
        for reader in READERS:
            first = shown(reader)
            assert first == shown(reader) == anew(lambda reader=reader: shown(reader)), (number, reader)
            assert sorted(map(str, first[0].shown)) == first[1], "the page shows what the list does"
            seen.add((reader.name, str(first)))
    assert len(seen) > len(READERS) * 2
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM assignment")
    assert shown(READERS[-1])[1] == [], "whom counsel is not assigned to any more is on no page that was laid out before"


def travellers() -> list[Record]:
    """Each names the one after the next as kin."""
    found = []
    for n in range(6):
        words = f"Traveling with sister ANA XOL A20238579{(n + 3) % 6}."
        claim = Claim("sibling", "ANA XOL", f"20238579{(n + 3) % 6}", where="Remarks", words=words)
        number = Identifier("a_number", f"20238579{n}", f"A20238579{n}")
        stay = Stay("ORR" if n % 2 else "ICE", "Harlingen, Texas", "2018-05-23")
        layout = "orr_children" if n % 2 else "ice_detention"
        found.append(
            Record(
                f"a{n}", "a", f"a.csv#{n}", layout, n, given=f"ANA{n}", identifiers=(number,), claims=(claim,), remarks=words, stays=(stay,)
            )
        )
    return found
