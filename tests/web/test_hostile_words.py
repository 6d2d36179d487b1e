"""Hostile words in every place where somebody can write, on every page there is: they stay words."""

from html.parser import HTMLParser
from itertools import product
from typing import Any

import pytest

from kinkeeper.domain.casework.accounts import Account, RecordAccount
from kinkeeper.domain.casework.aftercare import Aftercare, RecordAftercare
from kinkeeper.domain.casework.contacts import ContactPoint, RecordContact
from kinkeeper.domain.casework.counts import CountClaim, RecordClaim
from kinkeeper.domain.casework.designations import Designation, RecordDesignation
from kinkeeper.domain.casework.milestones import Milestone, ReportMilestone
from kinkeeper.domain.casework.tasks import RecordTask, Task
from kinkeeper.domain.casework.warnings import RaiseWarnings, Warning
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.handover.capacity import Beds, ReportBeds
from kinkeeper.domain.handover.needs import Need, RecordNeed
from kinkeeper.site.database import Database
from tests.figures import Figure
from tests.web.browsing import client, days_as_programs_write, tags
from tests.web.routes import every_page
from tests.web.scene import DAY, KEVIN, MAITE, YAMILET, play
from tests.web.test_casework_pages import scene
from tests.web.test_every_page import HOSTILE, hostile, turned

LONGEST = 400_000
"""Bytes of a page: ten thousand characters in a name make no page long."""
ALL = " ".join(text for text in HOSTILE if len(text) < 100)
WRITTEN = {"note": ALL, "long": "x" * 10_000}
"""What staff write, in every field that takes words."""
ROLES = {"oversight": "inspector", **dict.fromkeys(("tokens", "hooks"), "administrator")}
NOT_SHOWN = frozenset(
    {
        "receipt",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_login_webauthn",
        "mfa_authenticate",
        "language",
        "search",
        "decide",
        "undo",
        "put-down",
        "keep-columns",
    }
)
"""What is sent and not looked at, and pages of which the scene has nothing to show."""


def written(name: str, text: str) -> list[Any]:
    """Everything that staff can write about the scene's persons, all in one text."""
    warning = Warning(f"W-{name}", "", MAITE, text, "supervisor", 24, "2018-07-08T08:00:00Z", "r.delgado")
    return [
        RecordNeed(Need(f"NE-{name}", MAITE, "deaf", text, "2018-05-20")),
        RecordTask(Task(f"TA-{name}", KEVIN, f"his sister {text}")),
        RecordContact(ContactPoint(f"CO-{name}", YAMILET, "phone", text, text, "2018-07-01", "given")),
        RecordClaim(CountClaim(f"CL-{name}", text, 7, "children", text, "2018-05-06", "2018-07-09")),
        RecordAccount(Account(f"AC-{name}", MAITE, YAMILET, "2018-05-21", text, "CBP", text, "", text, text, text, text)),
        RecordAftercare(Aftercare(f"AF-{name}", KEVIN, "no_contact", "2018-07-08", "family", "low", text)),
        RecordDesignation(Designation(f"DE-{name}", MAITE, "UAC", "2018-05-21T10:00", "America/Chicago", "recorded", text)),
        ReportMilestone(Milestone(f"MI-{name}", MAITE, "called", "2018-07-01T10:00", "America/Chicago", text)),
        ReportBeds(Beds(f"BE-{name}", text, "2018-07-08", 2, place=text)),
        RaiseWarnings((warning,)),
        ReceiveExtract(Extract(f"xx{name}", f"{text}.csv", "", "00", text, 9, 0, DAY)),
    ]


def world() -> None:
    """The scene, families all of whose words are hostile, and hostile words in everything that staff can write of the scene's persons."""
    scene()
    hostile_beside()


def hostile_beside() -> None:
    """Beside the scene: families all of whose words are hostile, and hostile words in what staff can write."""
    play([command for number, text in enumerate(HOSTILE) for command in hostile(text, number)], name="hostile")
    play([command for name, text in WRITTEN.items() for command in written(name, text)], name="written")


class _Turning(HTMLParser):
    """Text outside of what keeps its direction to itself, in which a word turns what stands after it."""

    def __init__(self) -> None:
        super().__init__()
        self.isolated, self.found = 0, list[str]()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.isolated += tag == "bdi"

    def handle_endtag(self, tag: str) -> None:
        self.isolated -= tag == "bdi"

    def handle_data(self, data: str) -> None:
        if not self.isolated and turned(data):
            self.found.append(data)


def _turning(page: str) -> list[str]:
    reader = _Turning()
    reader.feed(page)
    return reader.found


def wrongs_of(answer: Any) -> list[str]:
    """What became of hostile words on a page that is more than words; and days that stand as programs write them."""
    found, page = tags(answer), answer.content.decode()
    wrong = [f"{name}=" for _, attributes in found for name in attributes if name.startswith("on")]
    wrong += [tag for tag, attributes in found if tag in ("img", "iframe", "base") or (tag == "script" and not attributes.get("src"))]
    wrong += [
        value for _, attributes in found for value in map(str, attributes.values()) if value.strip().casefold().startswith("javascript:")
    ]
    wrong += days_as_programs_write(answer)
    wrong += [f"turned: {text[:80]}" for text in _turning(page)]
    if "xxxx" * 300 in page and 'value="' not in page:
        wrong.append("long")
    return wrong + (["heavy"] if len(page) > LONGEST else [])


def test_hostile_words_do_nothing_on_any_page_there_is(database: Database, figure: Figure) -> None:
    world()
    browsers = {(role, language): client(language, role=role) for role, language in product(("coordinator", *ROLES.values()), ("en", "es"))}
    wrong, seen = {}, 0
    families = [("family", f"/families/KF-9{number}/?statements=all") for number in range(len(HOSTILE))]
    for nth, (name, address) in enumerate([*every_page(), *families, ("case", "/people/Ph0/file/"), ("case", "/people/Pg3/file/")]):
        if name in NOT_SHOWN:
            continue
        answer = browsers[ROLES.get(name, "coordinator"), ("en", "es")[nth % 2]].get(address)
        if not answer["Content-Type"].startswith("text/html") or answer.status_code == 302:  # a second factor is asked for first
            continue
        seen += 1
        if answer.status_code != 200 or (found := wrongs_of(answer)):
            wrong[address] = answer.status_code if answer.status_code != 200 else found
    assert wrong == {}, wrong
    assert seen > 75
    figure(35, "{} hostile texts on {} pages, none became a tag or a handler", len(HOSTILE), seen)


@pytest.mark.parametrize(
    "planted", ["<img src=x onerror=alert(1)>", "<p onclick=x>", "\u202eabc", "<a href='javascript:1'>", "on 2018-07-08"]
)
def test_the_sweep_finds_hostile_words_that_do_something(database: Database, planted: str) -> None:
    class Answer:
        content = f"<p>{planted}</p>".encode()

    assert wrongs_of(Answer()) != []
