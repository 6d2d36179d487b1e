"""Each list's own figures: its rows as they came, whoever they are."""

from kinkeeper.domain.deliveries.withdrawals import WithdrawExtract, WithdrawRecords
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import ReceiveRecords, Record, Refusal, Stay
from kinkeeper.queries.moments import ledger_size
from kinkeeper.site.database import Database
from tests.reports.test_reports import make
from tests.web.scene import play

LEFT = Stay("ORR", "Casa", "2018-06-02", "2018-07-01", "reunited", "Reunited with Sep Parent")
OTHERWISE = Stay("ORR", "Casa", "2018-06-03", "2018-07-02", "other", "Other approp. Circumstances")


def two_lists() -> None:
    """Three children on one list, one of them again on the other."""
    rows = [("a1", "a", LEFT), ("a2", "a", OTHERWISE), ("a3", "a", Stay("ORR", "Tornillo", "2018-06-03")), ("b1", "b", LEFT)]
    records = tuple(
        Record(one, of, f"{of}.csv#{at}", "orr_children", at, nationality="GTM", sex="F", stays=(stay,))
        for at, (one, of, stay) in enumerate(rows)
    )
    refused = tuple(Refusal("a.csv", at, "DOB", "31/31/2018", "no such day", whole_row=True) for at in (4, 5))
    play(
        [
            ReceiveExtract(Extract("a", "a.csv", "", "00", "orr_children", 5, 2, "2018-07-05"), refused),
            ReceiveExtract(Extract("b", "b.csv", "", "01", "orr_children", 1, 0, "2018-07-09")),
            ReceiveRecords(records),
            IdentifyPeople("run", (Person("P1", ("a1", "b1")), Person("P2", ("a2",)), Person("P3", ("a3",)))),
        ]
    )


def lines(name: str, day: str = "2018-07-10", known_at: int | None = None) -> list[tuple[int, str, int | str]]:
    [one] = [one for one in make("lists", day, known_at).counted.breakdowns if one.name == name]
    return [(line.level, line.key, line.count) for line in one.figures]


def test_every_list_is_counted_by_its_own_rows(database: Database) -> None:
    two_lists()
    assert make("lists", "2018-07-10").counted.total == 4, "who stands on two lists counts on both"
    assert lines("end") == [
        (1, "a", 3),
        (2, "going_on", 1),
        (2, "other", 1),
        (3, "other: Other approp. Circumstances", 1),
        (2, "reunited", 1),
        (3, "reunited: Reunited with Sep Parent", 1),
        (1, "b", 1),
        (2, "reunited", 1),
        (3, "reunited: Reunited with Sep Parent", 1),
    ]
    assert lines("rows") == [(1, "a", 5), (2, "taken", 3), (2, "refused", 2), (1, "b", 1), (2, "taken", 1), (2, "refused", 0)]
    assert [line for line in lines("nationality", "2018-07-06") if line[0] == 1] == [(1, "a", 3)], "the other had not come in by that day"


def test_a_list_that_was_taken_back_counts_as_long_as_it_was_known(database: Database) -> None:
    two_lists()
    before = ledger_size()
    play([WithdrawExtract("a", "sent by mistake"), WithdrawRecords(("a1", "a2", "a3"), "sent by mistake", "a")], name="back")
    assert [make("lists", "2018-07-10", size).counted.total for size in (before, None)] == [4, 1]
