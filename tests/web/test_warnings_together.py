"""Warnings of one clock stand in one row, the newest on top, and are ticked, answered and closed as one trouble."""

import re

from kinkeeper.domain.casework.warnings import RaiseWarnings, Warning
from kinkeeper.queries.casework.warned import in_turn, together
from kinkeeper.site.database import Database
from tests.domain.casework.test_warnings import at
from tests.web.browsing import client, words
from tests.web.scene import KEVIN, MAITE, history, play
from tests.web.test_at_once import send
from tests.web.test_caseload_page import ME, second

CLOCK = "ms-l-2018 reunite"


def warning(number: int, rule: str, day: str, person: str = MAITE, other: str = CLOCK) -> Warning:
    return Warning(f"W-{number}", rule, person, f"warned-{number}", "head", 24, f"2018-07-{day}T08:00:00Z", other=other)


ALL = (
    warning(1, "clock-soon", "01"),
    warning(2, "clock-late", "03"),
    warning(3, "clock-late", "03", KEVIN),
    warning(4, "clock-soon", "01", MAITE, "ms-l-2018 call"),
    warning(5, "", "02"),
    warning(6, "", "02"),
)


def test_warnings_of_one_clock_of_one_child_belong_together_and_no_others() -> None:
    found = together(in_turn(((one, nth) for nth, one in enumerate(ALL)), at(5)))
    assert sorted([one.warning.warning_id for one in trouble.warnings] for trouble in found) == [
        ["W-2", "W-1"],
        ["W-3"],
        ["W-4"],
        ["W-5"],
        ["W-6"],
    ]
    [both] = [one for one in found if len(one.warnings) == 2]
    assert both.newest.warning.warning_id == "W-2" and len(both.unanswered) == len(both.open) == 2


def test_they_stand_in_one_row_which_is_ticked_answered_and_closed_for_both(database: Database) -> None:
    play(history())
    play([RaiseWarnings(ALL[:3])], name="warnings")
    browser, other = client(), second()
    page = browser.get("/warnings/")
    ticked = re.findall(r'name="row" value="(W-[^"]+)"', page.content.decode())
    assert sorted(ticked) == ["W-2 W-1", "W-3"] and words(page).index("warned-2") < words(page).index("Before, 1 July 2018")
    assert "Nobody has answered." in words(page)
    asked = browser.post("/at-once/", {"action": "answer", "row": ["W-2 W-1"]})
    assert "To each of 2 rows" in words(asked)
    assert "Recorded for 2 rows." in words(send(browser, "answer", ["W-2 W-1"], answer="she is on her way"))
    page = browser.get("/warnings/")
    assert f"{ME}: she is on her way" in words(page) and "/record/take-back-answer/?warning_id=W-2" in page.content.decode()
    assert "/record/close-warning/?warning_id=W-2" in other.get("/warnings/").content.decode()
    assert "Recorded for 2 rows." in words(send(other, "close-warning", ["W-2 W-1"], because="she is here"))
    assert "W-2" not in browser.get("/warnings/").content.decode()
    file = browser.get(f"/people/{MAITE}/file/").content.decode()
    assert file.count("/record/reopen-warning/") == 1, "one row, also once it is over"


def test_one_of_them_answered_leaves_the_other_to_be_answered(database: Database) -> None:
    play(history())
    play([RaiseWarnings(ALL[:2])], name="warnings")
    browser = client()
    assert "Recorded for 1 row." in words(send(browser, "answer", ["W-2"], answer="on her way"))
    page = browser.get("/warnings/").content.decode()
    assert "/record/answer/?warning_id=W-1" in page and page.count('name="row" value="W-') == 1
    assert "inspector must answer" in words(client(role="data_officer").get("/warnings/"))
