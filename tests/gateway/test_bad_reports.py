"""Bad reports of custody, through a real file, a page and the door: all are kept and shown as such, and no clock falls over them."""

import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinkeeper.domain.casework.custody_doubts import Doubt, doubtful
from kinkeeper.domain.dates import is_moment
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import ReceiveRecords, Record, Stay
from kinkeeper.domain.ties import AssessTies, Tie
from kinkeeper.site.database import Database
from tests.extracts.written import csv_file
from tests.jobs.court.test_clocks import enact
from tests.jobs.test_taking import take
from tests.web.browsing import client, words
from tests.web.scene import OFFICER, play
from tests.web.test_caseload_page import post

from .test_consequences import rows

NOW = datetime(2018, 7, 8, 18, tzinfo=UTC)
BORN = "2014-02-15"
MOMENTS = (
    "2018-05-17",
    "2018-05-17T06:13",
    "2018-05-17T06:14",
    "2018-05",
    "2018",
    "2013-12-24",
    "2018-05-20T23:59",
    "2031-01-01",
    "9999-12-31",
)
stays = st.lists(
    st.builds(
        Stay,
        st.sampled_from(["CBP", "ICE", "ORR", "HOSPITAL", "ABROAD", "RELEASED"]),
        st.sampled_from(["", "McAllen"]),
        st.sampled_from(["", *MOMENTS]),
        st.sampled_from(["", *MOMENTS]),
        st.sampled_from(["", "transferred", "removed", "reunited", "turned_18"]),
    ),
    max_size=5,
)


def test_what_does_not_fit_in_reports_is_said_of_each() -> None:
    said = [
        ("a", Stay("CBP", "McAllen", "2018-05-17T06:13", "2018-05-19T08:00")),
        ("b", Stay("ICE", "Eloy", "2018-05-18", "2018-05-19")),
        ("c", Stay("ORR", "Harlingen", "2018-06-09", "2018-06-01")),
        ("d", Stay("ORR", "Harlingen", "2018-07-01T10:00", "2018-07-01T10:00")),
        ("e", Stay("ORR", "Harlingen", "2019-01-01")),
        ("f", Stay("HOSPITAL", "", "2013-12-24", "2013-12-25")),
        ("g", Stay("ORR", "Harlingen", "2018-06-20", "2018-06-21")),
        ("h", Stay("ORR", "Harlingen", "2014", "2014")),
    ]
    found = {one.source: set(one.doubts) for one in doubtful(said, BORN, "2018-07-08")}
    assert found == {
        "a": {Doubt.ELSEWHERE},
        "b": {Doubt.ELSEWHERE},
        "c": {Doubt.BACKWARDS},
        "d": {Doubt.NO_TIME},
        "e": {Doubt.FUTURE},
        "f": {Doubt.BEFORE_BIRTH},
    }


def test_bad_rows_of_a_file_and_bad_reports_of_staff_are_kept_and_shown_as_such(database: Database, tmp_path: Path) -> None:
    header = ["last_name", "first_name", "date_of_birth", "a_number", "facility", "admission_date", "discharge_date"]
    child = ["XOL CAAL", "ANA", "02/15/2014", "202385792"]
    told = [
        [*child, "Harlingen", "06/09/2018", "06/01/2018"],
        [*child, "Combes", "05/19/2018", "06/20/2018"],
        [*child, "Bronx", "05/19/2018", "06/18/2018"],
        [*child, "Harlingen", "12/24/2012", "12/25/2012"],
        [*child, "Harlingen", "01/01/2031", ""],
        [*child, "Combes", "05/19/2018", "06/20/2018"],
    ]
    taken = take(csv_file(tmp_path / "orr children.csv", [header, *told]))
    assert (taken.extract.rows_read, taken.refused) == (6, 0)
    ids = [record_id for (record_id,) in rows("SELECT record_id FROM record ORDER BY row")]
    play([IdentifyPeople("link", (Person("Pana", tuple(ids)),))], name="link")
    browser = client()
    for start, end in (("2018-05-25T10:00", "2018-05-25T10:00"), ("2031-05-01", ""), ("2018", "")):
        sent = post(browser, "/record/placement/", person_id="Pana", custodian="HOSPITAL", place="Valley Baptist", start=start, end=end)
        assert sent.status_code == 302, words(sent)
    # Who types an end before the beginning is told so at once; what stands in a file is kept as it came.
    slip = post(browser, "/record/placement/", person_id="Pana", custodian="ICE", place="Eloy", start="2018-06-09", end="2018-06-01")
    assert slip.status_code == 400 and "The stay ends before it begins." in words(slip)
    assert rows("SELECT count(*) FROM placement WHERE until IS NULL") == [(9,)]
    # One slip of the pen does not move the day of every page.
    assert "1 January 2031" not in words(browser.get("/children-apart/"))
    page = words(browser.get("/people/Pana/file/?day=2018-07-08"))
    for said in (
        "Reports that do not fit",
        "Ends before it begins",
        "Another report puts the person elsewhere at the same time",
        "Lies before the person was born",
        "Begins in the future",
        "Ends in the minute in which it begins",
    ):
        assert said in page, said
    assert "Informes que no encajan" in words(client("es").get("/people/Pana/file/?day=2018-07-08"))
    assert browser.get("/people/Pana/?statements=all").status_code == 200


counter = itertools.count()


def endure(child_stays: list[Stay], adult_stays: list[Stay], *, in_a_file: bool) -> None:
    """Report both, as rows or one after another as staff, then have every clock, warning, list and page look at them."""
    from kinkeeper.jobs.court.clocks import set_clocks
    from kinkeeper.jobs.timer import Timer
    from kinkeeper.queries.casework.case_file import get_case_file
    from kinkeeper.queries.casework.doubtful import list_doubtful
    from kinkeeper.queries.standpoint import find_standpoint

    n = next(counter)
    child, adult = f"Pc{n}", f"Pa{n}"
    born = Record(f"b{n}", "e", f"b.csv#{n}", "layout", 1, given="Ana", born=BORN)
    people = (Person(child, (f"b{n}", f"c{n}")), Person(adult, (f"a{n}",)))
    others = (Record(f"c{n}", "e", f"c.csv#{n}", "layout", 1, given="Ana"), Record(f"a{n}", "e", f"a.csv#{n}", "layout", 1, given="Eva"))
    if in_a_file:
        others = (
            Record(f"c{n}", "e", f"c.csv#{n}", "layout", 1, given="Ana", stays=tuple(child_stays)),
            Record(f"a{n}", "e", f"a.csv#{n}", "layout", 1, given="Eva", stays=tuple(adult_stays)),
        )
    tied = AssessTies(f"t{n}", (Tie(child, adult, "parent", "corroborated", "0.9900", "recorded"),))
    play([ReceiveRecords((born, *others)), IdentifyPeople(f"l{n}", people), tied], name=f"people {n}")
    reports = [(who, stay) for who, some in ((child, child_stays), (adult, adult_stays)) for stay in some]
    kept = len([stay for _, stay in reports if stay.start or stay.end]) if in_a_file else 0
    for at, (who, stay) in enumerate(reports if not in_a_file else ()):
        backwards = stay.end and stay.end < stay.start[: len(stay.end)]
        if is_moment(stay.start) and not backwards:
            play([ReportPlacement(Placement(f"P{n}-{at}", who, stay))], name=f"report {n}-{at}")
            kept += 1
    set_clocks(as_of="2018-07-08", actor=OFFICER, progress=lambda name, done: None, only={child, adult})
    Timer().tick(NOW)
    here = find_standpoint(OFFICER, today="2018-07-08", as_of="2018-07-08")
    for person in (child, adult):
        get_case_file(OFFICER, person, here, NOW)
        list_doubtful(OFFICER, person, here, "2018-07-08")
    sources = f"source_id IN ('c{n}', 'a{n}') OR source_id LIKE 'P{n}-%'"
    [(stand,)] = rows(f"SELECT count(*) FROM placement WHERE until IS NULL AND ({sources})")
    assert stand >= kept, (stand, kept)


def _enacted() -> None:
    enact("ms-l-2018", "tvpra", "coming-of-age")


def test_no_report_of_custody_is_lost_or_lets_a_clock_fall_over(database: Database) -> None:
    from kinkeeper.gateway import rebuild

    _enacted()

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(stays, stays, st.booleans())
    def property_of(child: list[Stay], adult: list[Stay], in_a_file: bool) -> None:
        endure(child, adult, in_a_file=in_a_file)

    property_of()
    assert rebuild.check() == []


@pytest.mark.long
def test_no_report_of_custody_is_lost_or_lets_a_clock_fall_over_at_length(database: Database) -> None:
    from kinkeeper.gateway import rebuild

    _enacted()

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(stays, stays, st.booleans())
    def property_of(child: list[Stay], adult: list[Stay], in_a_file: bool) -> None:
        endure(child, adult, in_a_file=in_a_file)

    property_of()
    assert rebuild.check() == []
