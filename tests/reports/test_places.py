"""Which places the spellings of the files mean, and which mean none."""

from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.records import ReceiveRecords, Record, Stay
from kinkeeper.site.database import Database
from tests.reports.test_reports import make
from tests.web.scene import play

PLACES = (("ORR", "Southwest Key Casa Padre"), ("ORR", "Southwest Key Casa Padre"), ("ORR", "Casa Nobody Knows"), ("CBP", "Welton (WEL)"))


def test_spellings_are_counted_by_whether_they_are_known(database: Database) -> None:
    records = tuple(
        Record(
            f"a{row}", "a", f"a.csv#{row}", "orr_children", row, nationality="GTM", stays=(Stay(custodian, place, f"2018-06-{row:02d}"),)
        )
        for row, (custodian, place) in enumerate(PLACES, start=2)
    )
    play([ReceiveExtract(Extract("a", "a.csv", "", "00", "orr_children", 4, 0, "2018-07-05")), ReceiveRecords(records)])
    report = make("places", "2018-07-10").counted
    told = {one.name: {line.key: line.count for line in one.figures if line.level == 1} for one in report.breakdowns}
    assert report.total == 3
    assert told["how"] == {"spelt": 1, "near": 1, "unknown": 1}
    assert told["stays"] == {"spelt": 2, "near": 1, "unknown": 1}
    unknown = next(table for table in report.tables if table.name == "unknown")
    assert list(unknown.rows) == [("ORR", "Casa Nobody Knows", 1, "2018-06-04", "2018-06-04")]
    assert make("places", "2018-06-03").counted.total == 1, "the other stays had not begun"
