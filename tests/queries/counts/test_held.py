"""Who held whom: what is kept day by day, for every instant as known at every other, is what laying the person out gives."""

from itertools import islice
from random import Random

from kinkeeper.domain.custody_days import DISPUTED, NOBODY, Held
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import Stay
from kinkeeper.gateway.comparison import compare_tables
from kinkeeper.gateway.rebuild import rebuild
from kinkeeper.queries.counts.held import where_held
from kinkeeper.queries.custody import get_custody
from kinkeeper.queries.moments import ledger_size
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.site.database import Database
from tests.reports.season import beginning, corrections, day
from tests.web.scene import OFFICER, play


def test_at_every_instant_as_known_at_every_other(database: Database) -> None:
    """One request with everything and one for each correction: positions within a request are instants too."""
    chance = Random(17)
    play(beginning(chance, 12), name="first")
    play(list(islice(corrections(chance, 12, 150), 150)), name="later")
    persons = [f"P{kind}{number}" for kind in "ac" for number in range(12)]
    size = ledger_size()
    for _ in range(80):
        here = find_standpoint(OFFICER, today="2018-10-01", as_of=day(chance), known_at=chance.randint(0, size))
        custody = get_custody(OFFICER, persons, here)
        expected = {}
        for person in persons:
            there = {(one.custodian, one.place) for one in custody[person].now}
            custodians, places = {custodian for custodian, _ in there}, {place for _, place in there if place}
            place = next(iter(places)) if len(places) == 1 else ""
            expected[person] = Held(DISPUTED) if len(custodians) > 1 else Held(custodians.pop(), place) if custodians else Held()
        assert where_held(OFFICER, persons, here) == expected
    rebuild()
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        assert compare_tables(cursor) == []


def test_where_sources_disagree_it_is_said_and_where_nobody_says_too(database: Database) -> None:
    play(
        [
            ReportPlacement(Placement("1", "Pa", Stay("CBP", "McAllen", "2018-06-01", "2018-06-03", "transferred"))),
            ReportPlacement(Placement("2", "Pa", Stay("ORR", "Casa", "2018-06-03"))),
            ReportPlacement(Placement("3", "Pb", Stay("ORR", "Casa", "2018-06-01", "2018-06-20"))),
            ReportPlacement(Placement("4", "Pb", Stay("ICE", "Eloy", "2018-06-01", "2018-06-20"))),
        ]
    )
    here = find_standpoint(OFFICER, today="2018-06-10", as_of="2018-06-10")
    assert where_held(OFFICER, ["Pa", "Pb", "Pc"], here) == {"Pa": Held("ORR", "Casa"), "Pb": Held(DISPUTED), "Pc": Held(NOBODY)}
