"""The weekly meeting: lists come in week by week; what is new, what is open and why, and what was settled."""

from pathlib import Path
from typing import Any

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.errors import NotFound, Refused
from kinkeeper.site.database import Database
from tests.extracts.written import csv_file
from tests.queries.test_lists import HEADER, ME

WEEKS = ("2018-07-06", "2018-07-13")
LUIS = ["XOL", "LUIS", "202385792", "2/15/2010", "5/9/2018", "Southwest Key"]
EVA = ["CAAL", "EVA", "202385793", "3/15/2012", "5/10/2018", "Southwest Key"]
IKER = ["CHUB", "IKER", "202385794", "4/15/2013", "5/11/2018", "Southwest Key"]
NOE = ["TUX", "NOE", "202385795", "5/3/2013", "5/12/2018", "Southwest Key"]
TURNED = [*NOE[:3], "3/5/2013", *NOE[4:]]
ADA = ["POP", "ADA", "202385796", "6/20/2011", "5/13/2018", "Southwest Key"]


def link() -> None:
    from kinkeeper.jobs.link import link_records
    from kinkeeper.queries.records import list_records

    link_records(list_records(ME), actor=ME, progress=lambda name, done: None)


def came_in(folder: Path, day: str, orr: list[list[str]], counsel: list[list[str]]) -> None:
    from kinkeeper.jobs.deliveries.taking import Manner, take_files

    files = [csv_file(folder / f"orr {day}.csv", [HEADER, *orr]), csv_file(folder / f"counsel {day}.csv", [HEADER, *counsel])]
    take_files(files, config=None, manner=Manner(), actor=ME, progress=lambda name, done: None)
    link()


def say(what: str, /, **told: str) -> Any:
    from kinkeeper.jobs.saying import say as record
    from kinkeeper.jobs.sayings import saying

    return record(saying(what), told, ME)


def arranged() -> str:
    from kinkeeper.queries.deliveries.meeting import list_meetings
    from kinkeeper.queries.moments import ledger_size

    say("arrange-meeting", name="Thursday", lists="orr *.csv, counsel *.csv")
    return list_meetings(ME, ledger_size())[0].meeting_id


def screen(known_at: int | None = None) -> Any:
    from kinkeeper.queries.deliveries.meeting import get_meeting, get_screen
    from kinkeeper.queries.standpoint import find_standpoint

    here = find_standpoint(ME, today="2018-07-13", known_at=known_at)
    return get_screen(ME, get_meeting(ME, "thursday", here.known_at), here)


def lines(shown: Any) -> dict[str, Any]:
    return {one.name: one for one in shown.open}


@pytest.fixture
def first_week(database: Database, tmp_path: Path) -> str:
    came_in(tmp_path, WEEKS[0], [LUIS, EVA, NOE], [LUIS, IKER, TURNED])
    return arranged()


def test_two_weeks_of_a_meeting(first_week: str, tmp_path: Path) -> None:
    shown = screen()
    assert (shown.held_on, shown.awaited, shown.side.matrix()) == ("", (), [[3, 2], [2, 3]])
    told = lines(shown)
    assert {name: (one.missing, one.differs) for name, one in told.items()} == {
        "EVA CAAL": (("counsel *.csv",), ()),
        "IKER CHUB": (("orr *.csv",), ()),
        "NOE TUX": ((), ("born",)),
    }
    assert told["NOE TUX"].suggestion.reason == "day_and_month" and told["EVA CAAL"].suggestion is None
    assert not any(one.is_new or one.explanation for one in shown.open), "before a first meeting nothing is new, and nobody said why"
    eva, iker = told["EVA CAAL"].person, told["IKER CHUB"].person
    say("explain-difference", meeting_id=first_week, person_id=eva, reason="not_yet_reported", owner="COUNSEL", next_step="ask on Monday")
    say("explain-difference", meeting_id=first_week, person_id=iker, reason="left_off", owner="ORR")
    say("hold-meeting", meeting_id=first_week, at="2018-07-06T15:00")
    held_with = screen()

    came_in(tmp_path, WEEKS[1], [LUIS, EVA, NOE, IKER, ADA], [LUIS, NOE])
    shown = screen()
    told = lines(shown)
    assert shown.held_on == "2018-07-06T15:00" and {name for name, one in told.items() if one.is_new} == {"ADA POP"}
    # The reason, its owner and the step came along with the child, and how long it has been so.
    assert (told["EVA CAAL"].explanation.owner, told["EVA CAAL"].explanation.next_step) == ("COUNSEL", "ask on Monday")
    assert (told["EVA CAAL"].began_on, told["EVA CAAL"].days_open) == ("2018-07-06", 7)
    # Iker is on ORR's now and left off counsel's: still open, with what was said, and the data say since when.
    assert told["IKER CHUB"].missing == ("counsel *.csv",) and told["IKER CHUB"].explanation.reason == "left_off"
    assert (told["IKER CHUB"].suggestion.reason, told["IKER CHUB"].suggestion.on) == ("left_off", "2018-07-06")
    assert [(one.name, one.is_on_none) for one in shown.settled] == [("NOE TUX", False)]
    # What was known when the meeting was held is shown again as it was.
    from kinkeeper.queries.moments import ledger_size

    assert (
        screen(next(known for known in range(ledger_size(), 0, -1) if not screen(known).editions["orr *.csv"].name.endswith("13.csv")))
        == held_with
    )


def test_what_is_said_goes_along_when_two_are_found_to_be_one(first_week: str) -> None:
    from kinkeeper.domain.people import IdentifyPeople, Person
    from kinkeeper.domain.requests import Request
    from kinkeeper.gateway import submit
    from tests.gateway.test_consequences import rows

    person = lines(screen())["EVA CAAL"].person
    say("explain-difference", meeting_id=first_week, person_id=person, owner="ORR")
    records = tuple(record for (record,) in rows(f"SELECT record_id FROM membership WHERE until IS NULL AND person_id = '{person}'"))
    other = next(one.person for one in screen().open if one.name == "IKER CHUB")
    theirs = tuple(record for (record,) in rows(f"SELECT record_id FROM membership WHERE until IS NULL AND person_id = '{other}'"))
    submit([Request("one", IdentifyPeople("run", (Person(other, records + theirs),)))], actor=ME)
    [line] = [one for one in screen().open if one.person == other]
    assert line.explanation.owner == "ORR"


def test_a_slip_is_taken_back_to_what_stood_before_and_all_of_it_stays(first_week: str) -> None:
    from kinkeeper.queries.deliveries.explanations import list_history
    from kinkeeper.queries.moments import ledger_size

    person = lines(screen())["EVA CAAL"].person
    about = {"meeting_id": first_week, "person_id": person}
    say("explain-difference", **about, reason="left_off", owner="ORR")
    say("explain-difference", **about, reason="data_error", owner="CBP")
    say("take-back-explanation", **about)
    assert (lines(screen())["EVA CAAL"].explanation.reason, lines(screen())["EVA CAAL"].explanation.owner) == ("left_off", "ORR")
    history = list_history(ME, first_week, person, ledger_size())
    assert [one.explanation.reason for one in history] == ["left_off", "data_error", "left_off"]
    with pytest.raises(Refused, match="Nothing stands said"):
        say("take-back-explanation", meeting_id=first_week, person_id="Pnobody")


def test_who_is_no_owner_and_what_is_no_list_is_refused(first_week: str) -> None:
    person = lines(screen())["EVA CAAL"].person
    with pytest.raises(Refused, match="'ICEE' is no owner"):
        say("explain-difference", meeting_id=first_week, person_id=person, owner="ICEE")
    with pytest.raises(NotFound, match="No file 'orrr' came in"):
        say("arrange-meeting", name="x", lists="orrr, apart")
    with pytest.raises(NotFound, match="no such meeting"):
        say("hold-meeting", meeting_id="ME-none")


def test_lists_are_of_everybody_and_shown_to_nobody_else(first_week: str) -> None:
    from kinkeeper.jobs.saying import say as record
    from kinkeeper.jobs.sayings import saying
    from kinkeeper.queries.deliveries.meeting import get_meeting
    from kinkeeper.queries.moments import ledger_size

    caseworker = Actor("l.ortiz", "ORR", "caseworker")
    with pytest.raises(NotFound):
        get_meeting(caseworker, "Thursday", ledger_size())
    with pytest.raises(Refused, match="Lists are of everybody"):
        record(saying("arrange-meeting"), {"name": "x", "lists": "orr *.csv, apart"}, caseworker)


def test_of_a_part_everything_is_counted_and_only_whom_it_shows_is_written_down(first_week: str, tmp_path: Path) -> None:
    from kinkeeper.queries.access.reading import reading
    from kinkeeper.queries.deliveries.differences import Part
    from kinkeeper.queries.deliveries.meeting import get_meeting, get_screen
    from kinkeeper.queries.standpoint import find_standpoint

    whole = screen()
    say("explain-difference", meeting_id=first_week, person_id=whole.open[0].person, owner="ORR")
    say("hold-meeting", meeting_id=first_week, at="2018-07-06T15:00")
    came_in(tmp_path, WEEKS[1], [LUIS, IKER, ADA], [LUIS, IKER, NOE])
    whole = screen()
    here = find_standpoint(ME, today="2018-07-13")
    meeting = get_meeting(ME, "thursday", here.known_at)

    def shown(**asked: Any) -> Any:
        with reading() as seen:
            found = get_screen(ME, meeting, here, Part(**asked))
        people = {one.person for one in (*found.open, *found.settled)}
        assert set(seen.persons) == people and not seen.records, "the log names whom the answer shows, and nobody else"
        return found

    pages = [shown(first=at, most=1) for at in range(len(whole.open))]
    assert [one for page in pages for one in page.open] == list(whole.open) and len(whole.open) == 2 and len(whole.settled) == 2
    assert all(page.counts == whole.counts and page.settled == whole.settled[:1] for page in pages)
    assert shown(first=99, most=1).open == whole.open[-1:], "beyond the end stands the last page"
    assert (whole.counts.open, whole.counts.new, whole.counts.unsaid, whole.counts.settled) == (2, 1, 2, 2)
    assert shown(which="new").open == tuple(one for one in whole.open if one.is_new) and shown(owner="ORR").open == ()
    assert [one.person for one in shown(persons=frozenset({whole.open[1].person})).open] == [whole.open[1].person]
