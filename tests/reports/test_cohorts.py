"""Days apart by the month in which it began, with those still apart, and drawn month beside month."""

from typing import Any

from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.reports.printing.curves import draw
from kinkeeper.site.database import Database
from tests.reports.test_reports import make
from tests.web.scene import play

MAY = [("1", 10), ("2", 20), ("3", 30), ("4", None)]
JUNE = [("5", 5), ("6", 5), ("7", None)]


def parted(number: str, month: str, days: int | None) -> Separation:
    told = ("reunited", f"2018-{month}-{1 + days:02}") if days is not None else ("apart", "")
    return Separation(f"P{number}", f"A{number}", f"2018-{month}-01", "", "", "recorded", "0.9500", "", "", *told)


def test_each_month_has_its_own_survival_with_those_still_apart(database: Database) -> None:
    play([RaiseSeparations("run", tuple(parted(n, month, days) for some, month in ((MAY, "05"), (JUNE, "06")) for n, days in some))])
    made = make("cohorts")
    by_month, measures = made.counted.breakdowns
    assert [(line.key, line.count) for line in by_month.figures] == [("2018-05", 4), ("2018-06", 3)]
    told: dict[str, Any] = {line.key: line.count for line in measures.figures}
    assert (told["2018-05-median"], told["2018-05-going_on"], told["2018-05-apart_14"]) == ("20", "1", "0.750")
    assert (told["2018-06-median"], told["2018-06-apart_30"]) == ("5", "0.333") and "2018-06-apart_60" not in told
    assert (told["2018-06-median_low"], told["2018-06-median_high"]) == ("5", "–"), "of three children no upper limit can be told"
    picture = draw(made)
    assert "H704 V" in picture, "May is drawn to its 68 days, on which one child was still apart"
    assert picture.count("stroke-dasharray") == 4 and ">2018-05<" in picture and ">2018-06<" in picture
    assert "2018-05" not in draw(make("cohorts", "2018-04-01")), "before anybody was apart there is nothing to draw"
    earlier = {line.key: line.count for line in make("cohorts", "2018-05-12").counted.breakdowns[1].figures}
    assert earlier["2018-05-going_on"] == "3", "who came back later was still apart"
