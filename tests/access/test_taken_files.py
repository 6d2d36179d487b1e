"""Lists in four forms and exchanges that leave: nothing of sponsors for who arrests, nothing of who is hidden; and all written down."""

import io
import re
import zipfile
from typing import Any

import polars
import pytest

from kinkeeper.domain.access.accounts import ENFORCES, ROLES_OF
from kinkeeper.domain.access.consents import PUBLIC, Consent, RecordConsent
from kinkeeper.domain.casework.tasks import RecordTask, Task
from kinkeeper.domain.deliveries.differences import ExplainDifference, Explanation
from kinkeeper.domain.deliveries.meetings import Meeting, RecordMeeting
from kinkeeper.reports.dictionary import Holds
from kinkeeper.reports.exchange.leaving import EXCHANGES
from kinkeeper.reports.listings.making import FORMS, LISTINGS
from kinkeeper.reports.making import REPORTS
from kinkeeper.site.database import Database
from tests.access.planted import CANARY, SPONSOR, planted
from tests.access.test_wall import CHANGING, OF_THE_LEDGER, hidden
from tests.access.test_written_down import entries, written
from tests.api.program import program
from tests.figures import Figure
from tests.web.browsing import WHY, client, taken
from tests.web.scene import FAMILY, MAITE, YAMILET, history, play

EVERYBODY = [(role, str(agency)) for agency in sorted(ENFORCES) for role in sorted(ROLES_OF[agency])]
AT_ONCE = ("caseworker", "ICE")
OF_SOMEBODY = (Holds.PERSON, Holds.PERSONS, Holds.FAMILY)
DAYS = ("2018-06-01", "2030-12-31")
LISTED = {form: [f"/exports/lists/{name}.{form}" for name in LISTINGS] for form in FORMS}
OF_NOBODYS_ROWS = [
    f"/exports/lists/{one.name}.json" for one in LISTINGS.values() if not any(column.holds in OF_SOMEBODY for column in one.dictionary)
]
"""Lists of files, orders, beds: they name no person."""
UNCHANGED = [address for address in LISTED["csv"] if "/exports.csv" not in address]
"""Lists that do not grow by being asked for."""
EXCHANGED = [f"/exports/exchanges/{name}.{form}" for name, one in EXCHANGES.items() for form in one.forms]
EXCHANGED += [f"/exports/exchanges/families.{form}?family={FAMILY}" for form in EXCHANGES["families"].forms]
REPORTED = [f"/reports/{name}/file.{form}" for name in REPORTS for form in ("csv", "json", "xlsx", "html")]
EVERY_FILE = (*(address for form in LISTED.values() for address in form), *EXCHANGED, *REPORTED)
OF_EACH_ONE = (
    *(LISTED[form][at] for at in range(len(LISTINGS)) for form in [("xlsx", "parquet")[at % 2]]),
    *EXCHANGED,
    "/reports/list_differences/file.xlsx",
)
LOOKED_AT = (
    *(f"/mentions/?show={state}" for state in ("open", "accepted", "tied", "dismissed", "nobody", "all")),
    *("/meetings/", "/meetings/?list=apart&list=orr_children.csv", "/meetings/ME-1/", "/meetings/ME-1/?owner=ORR"),
    *("/reports/list_differences/", "/exports/lists/", f"/exports/lists/?family={FAMILY}"),
)
OF_NOBODY = re.compile(r"EX-[\w-]+[^\"<\r\n]*")
"""The mark: the number of the export, who took it and when."""
OF_THE_DAY = re.compile(r'((As known on|Entries known),|"(known_to|entries)": |kk:LedgerEntryQuantity|entry_date)[^\r\n]*')
"""From where a file looks: the ledger grows whoever is hidden."""


@pytest.fixture(autouse=True)
def _as_often_as_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    from kinkeeper.gateway.programs import exports

    monkeypatch.setattr(exports, "ASKED", 10_000)


def noted(person: str) -> list[Any]:
    """A note that names kin, and a consent to be published: what is read of free text, and what the public is told."""
    consent = Consent(f"C-{person}", person, PUBLIC, ("identity",), ("reunification",), *DAYS, "es", "none needed")
    note = Task(f"TA-{person}", person, f"Says she came with aunt Rosa {CANARY} A201-970-001 to {CANARY}.")
    return [RecordConsent(consent), RecordTask(note)]


def file_at(browser: Any, address: str) -> bytes:
    """A file as somebody takes it away, by asking first where that is asked; nothing where they are not given it."""
    answer = browser.get(address)
    if not answer.streaming and b'id="export-why"' in answer.content:
        assert CANARY.encode() not in answer.content, address
        answer = taken(browser, address)
    content = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code < 500, (address, answer.status_code)
    return content


def everything(content: bytes) -> str:
    """All that can be read of a file: its bytes; of a packed one each part, unpacked; of Parquet every cell, and what is said of it."""
    found = [content.decode("utf-8", errors="replace")]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            found += [packed.read(name).decode("utf-8", errors="replace") for name in packed.namelist()]
    if content.startswith(b"PAR1"):
        found += [str(polars.read_parquet(content).rows()), str(polars.read_parquet_metadata(io.BytesIO(content)))]
    return "\n".join(found)


def unwritten(before: int, told: str, somebody: str) -> set[str]:
    """Whom something names that the access log does not say was shown since, through which door, and which fields of them."""
    said = entries("person.read", before)
    assert all(
        (one["actor"], bool(one["said"]["door"]), bool(one["purpose"]), bool(one["said"]["groups"])) == (somebody, True, True, True)
        for one in said
    )
    read = {person for one in said for person in one["said"]["persons"]}
    return {person for person in re.findall(r"\bP(?:maite|yamilet|kevin|alberto|sponsor)\b", told)} - read


@pytest.mark.parametrize(
    ("viewer", "files"),
    [(AT_ONCE, OF_EACH_ONE), *(pytest.param(one, EVERY_FILE, marks=[pytest.mark.long, pytest.mark.timeout(1_200)]) for one in EVERYBODY)],
    ids=lambda one: "-".join(one) if len(one) == 2 else str(len(one)),
)
def test_no_byte_of_a_sponsor_is_in_a_file_that_who_arrests_takes(
    database: Database, viewer: tuple[str, str], files: tuple[str, ...], figure: Figure
) -> None:
    role, agency = viewer
    play([*planted(), *noted(MAITE), *noted(YAMILET)])
    coordinator = client(role="coordinator")
    sings = [address for address in files if CANARY in everything(file_at(coordinator, address))]
    assert {one.partition("?")[0].rpartition(".")[2] for one in sings} >= {"xlsx", "parquet", "xml", "json"}, sings
    assert CANARY.encode() in coordinator.get("/mentions/?show=all").content
    browser, named, letters = client(role=role, agency=agency, raise_request_exception=False), 0, 0
    somebody = f"kk.{role.replace('_', '-')}.{agency.lower()}"
    for address in (*files, *LOOKED_AT):
        before = written()
        told = everything(file_at(browser, address))
        assert CANARY not in told and SPONSOR not in told, address
        assert unwritten(before, told.replace(address, ""), somebody) == set(), address
        letters, named = letters + len(told), named + sum(len(one["said"]["persons"]) for one in entries("person.read", before))
    figure(20, "{} files and pages, {} letters, no byte of the canary", len(files) + len(LOOKED_AT), letters)
    figure(24, "{} looks at persons in files of who arrests, all on the record", named)
    if viewer == AT_ONCE:
        assert named > len(OF_EACH_ONE), "each list is looked at once at least; most files of the same list name the same few"


def test_a_file_that_leaves_is_written_down_with_who_took_it_of_whom_and_why(database: Database, figure: Figure) -> None:
    play([*planted(), *noted(MAITE), *noted(YAMILET)])
    browser, known = client(role="coordinator"), 0
    for address in (*LISTED["json"], f"/exports/lists/looks.json?family={FAMILY}", *EXCHANGED):
        before = written()
        answer = browser.get(address)
        if answer.status_code in (400, 403):
            assert not entries("export.asked", before) and re.search(r"/(looks|printed|latest-looks)\.json$", address), address
            continue
        told = everything(file_at(browser, address))
        assert unwritten(before, told, "kk.coordinator.task-force") == set(), address
        [asked], read = entries("export.asked", before), entries("person.read", before)
        assert asked["said"]["why"] == WHY and {one["said"]["door"] for one in read} <= {f"export {asked['said']['export']}"}
        assert asked["actor"] == "kk.coordinator.task-force" and (read or not asked["said"]["rows"] or address in OF_NOBODYS_ROWS)
        known += 1
    before = written()
    page = browser.get("/mentions/?show=all").content.decode()
    assert unwritten(before, page, "kk.coordinator.task-force") == set()
    assert "statement" in {group for one in entries("person.read", before) for group in one["said"]["groups"]}
    figure(24, "{} files that left: who, of whom, through which export and why, all on the record", known)


def answers(browser: Any, asker: Any) -> list[str]:
    """Every file and page as text, without the mark and what changes with the ledger."""
    found = [everything(file_at(browser, address)) for address in (*UNCHANGED, LISTED["json"][0], *EXCHANGED, *LOOKED_AT[5:])]
    for noun, told in (("lists", {"list": "people"}), ("exchanges", {"exchange": "families"}), ("exchanges", {"exchange": "published"})):
        form = "xml" if told.get("exchange") == "published" else "json"
        asked = asker.post(f"/exports/{noun}", told | {"form": form, "why": WHY})
        found += [re.sub(r'"(entries|at|asked_at|expires_at)": ?"?[^,}]*', "", asked.content.decode())]
        if asked.status_code == 201:
            found += [everything(asker.get(f"/exports/{asked.json()['export_id']}/file").content)]
    return [OF_NOBODY.sub("", OF_THE_LEDGER.sub("", OF_THE_DAY.sub("", CHANGING.sub("", one)))) for one in found]


def parted(one: str, other: str) -> tuple[str, str]:
    """From where two texts differ, a little of each."""
    at = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), min(len(one), len(other)))
    return one[max(at - 60, 0) : at + 60], other[max(at - 60, 0) : at + 60]


@pytest.mark.parametrize(("role", "agency"), [AT_ONCE, pytest.param("officer", "CBP", marks=pytest.mark.long)])
def test_a_hidden_family_changes_no_byte_of_any_file(database: Database, still: None, role: str, agency: str, figure: Figure) -> None:
    play([*history(), *noted(MAITE), *noted(YAMILET), RecordMeeting(Meeting("ME-1", "Thursday", ("orr *.csv", "apart")))])
    browser, asker = client(role=role, agency=agency), program(role, agency)
    without = answers(browser, asker)
    said = ExplainDifference(Explanation("ME-1", "Pana", "other", "ORR", "Ask Hidden", "Told by Hidden"))
    play([*hidden(), *noted("Pana"), *noted("Peva"), said], name="hidden")
    assert "Hidden" in everything(file_at(client(role="caseworker", agency="ORR"), "/exports/lists/people.parquet"))
    again = answers(browser, asker)
    least = 1 if role == "officer" else 5  # an officer is shown what the own agency recorded, and no family
    assert sum("Yamilet" in one for one in without) > least, "the files hold their own families"
    assert [parted(*one) for one in zip(without, again, strict=True) if one[0] != one[1]] == []
    figure(19, "{} files and pages, no byte differs", len(without))
