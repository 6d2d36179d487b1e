"""What holds on every page: its headers, both languages, hostile text, errors."""

import csv
import io
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kinkeeper.domain import errors
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import ReceiveRecords, Record, SeparationFlag, Stay
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.ties import AssessTies, Evidence, Tie
from kinkeeper.site.database import Database
from kinkeeper.web.middleware import POLICY
from tests.figures import Figure
from tests.web.browsing import client, days_as_programs_write, queries_of, tags, taken, words
from tests.web.routes import every_page
from tests.web.scene import FAMILY, history, play
from tests.web.test_casework_pages import scene

PAGES = (
    "/children-apart/",
    f"/families/{FAMILY}/",
    "/families/",
    "/nowhere/",
    "/people/Pnobody/",
    "/children-apart/export.csv",
    "/reports/",
    "/reports/census/",
    "/reports/census/file.csv",
)

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% now 'Y' %}",
    "\u202etxet desrever",
    '=HYPERLINK("http://example.org","click")',
    "+1+1",
    "@SUM(A1)",
    "\tTab first",
    "'; DROP TABLE record; --",
    "x" * 10_000,
    "' onmouseover='alert(1)",
    "]]><svg onload=alert(1)>",
    "مريم",
)


def hostile(text: str, number: int) -> list[object]:
    """A family all of whose words are one hostile text."""
    child, adult, unit = f"Ph{number}", f"Pg{number}", f"KF-9{number}"
    told = {"surnames": text, "sex": "F", "born": "2014-01-01"}
    stay = Stay("ORR", text, "2018-06-01", "", "", text, text)
    records = (
        Record(f"h{number}", "xh", f"{text}#1", "orr_children", 1, given=text, stays=(stay,), separation=SeparationFlag(text), **told),
        Record(f"g{number}", "xh", f"{text}#2", "border_patrol", 2, whole_name=text, stays=(Stay(text, text, "2018-05-01"),)),
    )
    return [
        ReceiveRecords(records),
        IdentifyPeople("h", (Person(child, (f"h{number}",)), Person(adult, (f"g{number}",)))),
        AssessTies("h", (Tie(child, adult, "parent", "claimed", "0.9", "recorded", (Evidence("x", text, "1.0"),)),)),
        FormFamilies("h", (Family(unit, (child, adult), (text,)),)),
        RaiseSeparations("h", (Separation(child, adult, "2018-06-01", text, text, "detected", "0.9", text, text, "apart", ""),)),
    ]


def turned(page: str) -> bool:
    """Whether a word turns the direction of what stands beyond itself."""
    within = 0
    for letter in page:
        within += (letter == "\u2068") - (letter == "\u2069")
        if letter == "\u202e" and not within:
            return True
    return False


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_policy_and_is_kept_by_nobody(database: Database, address: str) -> None:
    answer = client().get(address)
    assert answer["Content-Security-Policy"] == POLICY
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY" and answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("address", PAGES[:5])
def test_nothing_within_a_page_that_the_policy_forbids(database: Database, address: str) -> None:
    play(history())
    for tag, attributes in tags(client().get(address)):
        assert tag != "style" and "style" not in attributes and not any(name.startswith("on") for name in attributes)
        assert tag != "script" or (attributes.get("src") or "").startswith("/static/")
        assert not any(re.match("(https?:)?//", attributes.get(name) or "") for name in ("src", "href", "action"))


def test_no_cell_of_the_file_begins_a_formula(database: Database, figure: Figure) -> None:
    play([command for number, text in enumerate(HOSTILE) for command in hostile(text, number)])
    content = taken(client(), "/children-apart/export.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in content and "'@SUM" in content
    cells = [cell for row in csv.reader(io.StringIO(content)) for cell in row]
    assert len(cells) > 100 and [cell for cell in cells if re.match(r"\s*[=+\-@]", cell)] == []
    figure(32, "{} cells of a CSV file, none begins a formula", len(cells))


def test_no_page_takes_a_form_from_elsewhere(database: Database) -> None:
    strict = client(enforce_csrf_checks=True)
    assert strict.post("/search/", {"text": "x"}).status_code == 403
    assert strict.post("/language/", {"language": "es"}).status_code == 403


def test_every_expected_error_is_a_page(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.test import RequestFactory

    from kinkeeper.web.middleware import ExpectedErrors

    def leaves(kind: type[errors.KinkeeperError]) -> list[type[errors.KinkeeperError]]:
        return [kind, *(leaf for below in kind.__subclasses__() for leaf in leaves(below))]

    for kind in leaves(errors.KinkeeperError):
        error = kind("A sentence.")
        answer = ExpectedErrors(lambda request: None).process_exception(RequestFactory().get("/"), error)  # type: ignore[arg-type, return-value]
        assert answer is not None and answer.status_code in (400, 403, 404, 503) and str(error) in words(answer), kind
    assert ExpectedErrors(lambda request: None).process_exception(RequestFactory().get("/"), ZeroDivisionError()) is None  # type: ignore[arg-type, return-value]


def test_an_unexpected_fault_is_a_sentence(database: Database) -> None:
    from django.template.loader import render_to_string
    from django.utils import translation

    with translation.override("en"):
        assert "Nothing you entered is lost" in render_to_string("500.html")


# How much a page asks

MOST_QUESTIONS = 12
"""Signing in and out of the wall, and writing down who looked, among them."""


class Seen:
    """A page that is looked at when the questions are counted, and the days on it that stand as programs write them."""

    def __init__(self, browser: Any, address: str) -> None:
        self.browser, self.address, self.days = browser, address, list[str]()

    def __call__(self) -> None:
        """Look at it."""
        answer = self.browser.get(self.address)
        if answer["Content-Type"].startswith("text/html") and answer.status_code == 200:
            self.days = days_as_programs_write(answer)


def test_no_page_asks_the_database_more_than_twelve_questions(database: Database, still: None) -> None:
    scene()
    worked_in = ("home", "separations", "families", "family", "case", "custody", "held", "due", "warnings", "in-pictures")
    for role in ("coordinator", "caseworker", "counsel"):  # to counsel nobody is assigned: every likely person is looked at, and none shown
        browser, es = client(role=role), client("es", role=role)
        for one in (browser, es):
            one.get("/")  # the session notes when it began
        addresses = [address for name, address in every_page() if role == "coordinator" or name in worked_in]
        # The sweep with hostile words reads every second page in Spanish: here it is the others.
        found = {address: Seen((es, browser)[nth % 2], address) for nth, address in enumerate(addresses)}
        asked = {address: queries_of(seen) for address, seen in found.items()}
        assert {address: seen.days for address, seen in found.items() if seen.days} == {}, role
        for text in ("xitu", "marai xitmul"):
            results = browser.post("/search/", {"text": text})["Location"]
            asked[f"search {text}"] = queries_of(partial(browser.get, results))
            typing = {"HX-Request": "true"}
            asked[f"typing {text}"] = queries_of(partial(browser.post, "/search/", {"text": text}, headers=typing))
        assert {address: count for address, count in asked.items() if count > MOST_QUESTIONS} == {}, role
        assert len(asked) > {"coordinator": 70, "caseworker": 15, "counsel": 10}[role]


# Languages


def test_the_switch_keeps_the_page_and_its_standpoint(database: Database) -> None:
    play(history())
    browser = client()
    address = f"/families/{FAMILY}/?day=2018-06-30&zoom=weeks"
    answer = browser.post("/language/", {"language": "es", "next": address})
    assert answer["Location"] == address
    page = browser.get(address)
    assert "Separados: Maite y su madre, 40 días" in words(page) and b'<html lang="es">' in page.content


def test_a_browser_that_asks_for_spanish_gets_it(database: Database) -> None:
    play(history())
    said = words(client("es-GT").get("/children-apart/"))
    assert "Niños y niñas separados de su madre, su padre u otro familiar" in said and "21 may." in said


def test_the_switch_leads_to_no_other_site(database: Database) -> None:
    assert client().post("/language/", {"language": "es", "next": "https://example.org/"})["Location"] == "/"


@pytest.mark.parametrize("demonstration", [True, False])
def test_the_top_line_says_what_this_is(database: Database, settings_of: object, demonstration: bool) -> None:
    settings_of.KINKEEPER_DEMONSTRATION = ("ana",) * demonstration  # type: ignore[attr-defined]
    said = words(client().get("/children-apart/"))
    assert ("Every person shown is invented" in said) is demonstration
    assert ("Every look at a person is written down" in said) is not demonstration


@pytest.fixture
def settings_of(monkeypatch: pytest.MonkeyPatch) -> object:
    from django.conf import settings

    monkeypatch.setattr(settings, "KINKEEPER_DEMONSTRATION", ())
    return settings


def test_the_design_system_is_vendored_with_its_licence() -> None:
    folder = Path(__file__).parents[2] / "src/kinkeeper/web/static/uswds"
    css = (folder / "css/uswds.min.css").read_text()
    assert "uswds v3.14.0" in css[:200] and (folder / "LICENSE.md").exists()
