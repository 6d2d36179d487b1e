"""Every route, statement and command, and every role of every agency, in one matrix made from the policy: what is answered equals it."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kinkeeper.api.catalog import OPERATIONS
from kinkeeper.api.operations import Operation
from kinkeeper.domain.access import Actor, rights_of
from kinkeeper.domain.access.accounts import ROLES_OF
from kinkeeper.domain.access.decisions import FieldGroup, decide
from kinkeeper.domain.catalog import NOUN_OF_COMMAND
from kinkeeper.domain.errors import NotAllowed
from kinkeeper.domain.requests import Request
from kinkeeper.site.database import Database
from kinkeeper.web.middleware import POLICY
from kinkeeper.web.rights import OPEN, RIGHTS, SIGNED_IN
from tests.access.planted import addresses, planted
from tests.access.test_wall import VIEWERS
from tests.access.ways_out import COMMANDS, JOBS, PAGES, READS, WRITES
from tests.access.ways_out import OPERATIONS as RAW
from tests.figures import Figure
from tests.web.browsing import client, queries_of
from tests.web.scene import FAMILY, MAITE, history, play

TABLE = Path(__file__).parents[2] / "docs" / "access-matrix.csv"
NOBODY = "nobody"
ROLES = {f"{viewer.agency} {viewer.role}": viewer for viewer in VIEWERS}
HEADS = ("what", "how", NOBODY, *ROLES)
ASKED_BY_SOME = [("caseworker", "ICE")]
METHODS = ("GET", "POST")


# What the policy says


def policy() -> list[tuple[str, ...]]:
    """Every page by method, and everything that can be said to the gateway -> whether each role of each agency may."""
    pages = [
        (f"page {name}", method, *(told(name, method, viewer) for viewer in (None, *ROLES.values())))
        for name in RIGHTS
        for method in METHODS
    ]
    said = [
        (
            f"say {command.__name__}",
            "POST",
            "no",
            *(yes(NOUN_OF_COMMAND[command].commands[command] in rights_of(one)) for one in ROLES.values()),
        )
        for command in NOUN_OF_COMMAND
    ]
    asked = [
        (f"api {one.name}", one.method, *(of_the_api(one, viewer) for viewer in (None, *ROLES.values()))) for one in OPERATIONS.values()
    ]
    return sorted(pages) + sorted(said) + sorted(asked) + of_exports() + of_programs()


def of_exports() -> list[tuple[str, ...]]:
    """Who lets an export of many rows go; and every way by which rows leave, with why it is one."""
    lets = ("export approve", "POST", "door", *(yes("approve" in rights_of(viewer)) for viewer in ROLES.values()))
    pages = [(f"leaves page {name}", why, *(told(name, "GET", one) for one in (None, *ROLES.values()))) for name, why in PAGES.items()]
    operations = [
        (f"leaves api {name}", why, *(of_the_api(OPERATIONS[name], one) for one in (None, *ROLES.values()))) for name, why in RAW.items()
    ]
    nobody = ["no"] * (1 + len(ROLES))
    jobs = [(f"leaves job {name}", why, *nobody) for name, why in JOBS.items()]
    return [lets, *sorted(pages), *sorted(operations), *sorted((f"leaves {name}", why, *nobody) for name, why in COMMANDS.items()), *jobs]


def of_programs() -> list[tuple[str, ...]]:
    """Commands, which are for whoever sits at the computer that holds the database; and jobs, which nobody asks."""
    from kinkeeper.jobs.deliveries.queue import blueprint
    from tests.architecture.test_docs import command_words

    nobody = ["no"] * (1 + len(ROLES))
    commands = [(f"command {name}", "operator", *nobody) for name in command_words()]
    return sorted(commands) + sorted((f"job {name}", "program", *nobody) for name in blueprint.tasks)


def writing_commands() -> set[str]:
    """Commands with an option or argument that may name a file to write."""
    import typer.main

    from kinkeeper.cli.main import program

    def below(command: Any, name: str) -> Iterator[tuple[str, Any]]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield name, command
        for word, one in (inner or {}).items():
            yield from below(one, f"{name} {word}")

    every = dict(below(typer.main.get_command(program()), "kinkeeper"))
    return {name for name, one in every.items() if WRITES & {parameter.name for parameter in one.params}} - READS


def test_every_way_out_has_its_reason(database: Database) -> None:
    """Every page that answers with a file to save, every operation that answers with bytes, every command that writes a file."""
    assert {name for name, one in OPERATIONS.items() if one.raw} == set(RAW)
    assert writing_commands() == set(COMMANDS), "say in tests/access/ways_out.py why rows may leave by it, or send it through an export"
    play(planted())
    browser, saved = client(raise_request_exception=False), set()
    for address in addresses(("census", "over_time")):
        answer = browser.get(address)
        if answer.get("Content-Disposition", "").startswith("attachment"):
            saved.add(route_of(address))
    assert saved <= set(PAGES) and {"report-file", "checker"} <= saved


def of_the_api(one: Operation, viewer: Actor | None) -> str:
    """The same of an operation of the API: `door` is a token or a session."""
    if one.right == OPEN:
        return "yes"
    if viewer is None:
        return "door"
    if one.right not in (SIGNED_IN, *rights_of(viewer)):
        return "no"
    return "whom" if one.whom else "yes"


def told(name: str, method: str, viewer: Actor | None) -> str:
    """`yes`, `no`, `door` (sign in first), or `whom`: it depends on whom the page shows, and the rules of access decide."""
    needs = RIGHTS[name]
    right = needs.right(method)
    if right == OPEN:
        return "yes"
    if viewer is None:
        return "door"
    if right == SIGNED_IN:
        return "yes"
    if right not in rights_of(viewer):
        return "no"
    return "whom" if needs.whom else "yes"


def yes(may: bool) -> str:
    """In a word."""
    return "yes" if may else "no"


def test_the_matrix_in_the_docs_is_the_policy() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        kept = [tuple(row) for row in csv.reader(file)]
    assert kept == [HEADS, *policy()], "make it anew: .venv/bin/python -m tests.access.test_matrix"


MOST_QUESTIONS = 12
"""Questions that a page may put to the database, and pages that still put more."""


# What is answered


def route_of(address: str) -> str:
    """The name of the page at an address."""
    from django.urls import resolve

    return resolve(address).url_name or ""


def answered(answer: Any) -> str:
    """What an answer lets do: `door`, `no`, `hidden` (there is no such thing, or it may not be seen), or `yes`."""
    if answer.status_code in (302, 401) and answer.get("Location", "/sign/in/").startswith("/sign/in/"):
        return "door"
    return {403: "no", 404: "hidden", 500: "fault"}.get(answer.status_code, "yes")


NOT_SIGNED_HERE = frozenset({"checkpoint", "log_key", "policy", "docket"})
"""Pages of what is signed of the ledger: nobody signs in these tests."""
CLOSED = frozenset({"account_signup", "account_reset_password", "account_email", "account_set_password", "demonstration_enter"})
"""Pages that answer to everybody that there is no such page."""


def wanted(address: str, method: str, viewer: Actor | None) -> set[str]:
    """What may be answered: what the policy says; nothing is there at some addresses, and no signer works in tests."""
    from django.urls import resolve

    from kinkeeper.queries.access.subjects import persons_of, subject_of

    name = route_of(address)
    said = told(name, method, viewer)
    if said != "whom" or viewer is None:
        ones_own = RIGHTS[name].look == SIGNED_IN  # asks itself: for the sign-in, for proof of it, or for a second factor that is there
        may_lack = said == "yes" and (ones_own or bool(resolve(address).kwargs) or name in NOT_SIGNED_HERE | CLOSED)
        return {said} | ({"hidden"} if may_lack else set()) | ({"door", "no"} if ones_own else set())
    whom = next((number for number in (FAMILY, *persons_of(FAMILY)) if f"/{number}/" in address), "")
    group = FieldGroup.IDENTITY if name == "person" else FieldGroup.KINSHIP
    sees = any(decide(viewer, subject_of(person), group).allowed for person in persons_of(whom))
    # A file says what one may know of somebody, and of who is hidden what it says of nobody. Only a PDF is asked for by sending something.
    always = name in ("case", "case-pdf") or (method == "POST" and name != "family-pdf")
    return {"yes"} if sees or always else {"hidden"}


def differing(role: str, agency: str) -> tuple[list[tuple[str, ...]], int]:
    """Every address, looked at and sent something by a role: where the answer is not what the policy says, and how many were asked."""
    viewer = ROLES.get(f"{agency} {role}")
    browser = client(role=role, agency=agency, raise_request_exception=False)
    found, asked = [], 0
    for address in addresses(("census", "placement")):
        for method in METHODS:
            if route_of(address) in ("account_logout", "usersessions_list") and method == "POST":
                continue  # it would end the session that asks
            said, asked = answered(browser.get(address) if method == "GET" else browser.post(address, {"text": "x"})), asked + 1
            if said not in wanted(address, method, viewer):
                found.append((address, method, said, *sorted(wanted(address, method, viewer))))
    return found, asked


@pytest.mark.parametrize(("role", "agency"), [("", ""), *ASKED_BY_SOME])
def test_every_page_answers_as_the_policy_says(database: Database, role: str, agency: str, figure: Figure) -> None:
    play(planted())
    other, asked = differing(role, agency)
    figure(18, "{} answers, {} otherwise than the policy says", asked, len(other))
    assert other == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("role", "agency"),
    [(role, str(agency)) for agency in ROLES_OF for role in sorted(ROLES_OF[agency]) if (role, agency) not in ASKED_BY_SOME],
)
def test_every_page_answers_every_other_role_too(database: Database, role: str, agency: str, figure: Figure) -> None:
    play(planted())
    other, asked = differing(role, agency)
    figure(18, "{} answers, {} otherwise than the policy says", asked, len(other))
    assert other == []


def test_the_gateway_takes_from_every_role_what_the_policy_says(database: Database, figure: Figure) -> None:
    """Each kind of statement sent by each role of each agency: refused for want of the right exactly where the policy says so."""
    from kinkeeper.gateway import submit

    other, compared = [], 0
    for command, noun in NOUN_OF_COMMAND.items():
        for viewer in ROLES.values():
            try:
                submit([Request(f"{command.__name__} {viewer.name}", object.__new__(command))], actor=viewer)
                lacks = False
            except NotAllowed as error:
                lacks = "the right to" in str(error) or "judges none" in str(error)
            except Exception:  # noqa: BLE001  an empty statement is let in at the door and refused by the rules, whatever they say
                lacks = False
            compared += 1
            if lacks is (noun.commands[command] in rights_of(viewer)):
                other.append((command.__name__, viewer.name))
    figure(18, "{} statements sent, {} otherwise than the policy says", compared, len(other))
    assert other == [] and compared > 1_000


def test_no_page_is_without_a_row(database: Database) -> None:
    from django.urls import get_resolver

    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert names == set(RIGHTS), "say in web/rights.py who may see a new page"


def test_a_page_that_does_not_say_who_may_see_it_is_closed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from kinkeeper.web import rights

    monkeypatch.setattr(rights, "RIGHTS", {name: needs for name, needs in RIGHTS.items() if name != "families"})
    assert client().get("/families/").status_code == 403 and client().get("/reports/").status_code == 200


def test_who_arrests_judges_no_tie(database: Database) -> None:
    play(history())
    answer = client(role="caseworker", agency="ICE").post("/review/decide/", {"subject": "tie"})
    assert answer.status_code == 403 and "judges none" in answer.content.decode() and MAITE not in answer.content.decode()


def test_every_route_carries_the_headers(database: Database, still: None, figure: Figure) -> None:
    from kinkeeper.queries.kept import forget

    play(history())
    browser, asked = client(), {}
    browser.get("/")  # the session notes when it began
    for address in addresses():
        forget()  # what another test laid out
        answers: list[Any] = []
        asked[address] = queries_of(lambda address=address, answers=answers: answers.append(browser.get(address)))
        [answer] = answers
        assert answer["Content-Security-Policy"] == POLICY, address
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY", address
        assert answer["Referrer-Policy"] == "same-origin" and answer["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert answer["Cache-Control"], address
    assert {address: count for address, count in asked.items() if count > MOST_QUESTIONS} == {}
    figure(36, "{} addresses, each with {} headers", len(asked), 6)


def test_no_change_is_taken_from_another_site(database: Database, figure: Figure) -> None:
    """Every address, also those that take no form: without our token a form sent there is refused."""
    strict = client(enforce_csrf_checks=True)
    answers = {address: strict.post(address, {"x": "1"}).status_code for address in addresses()}
    assert len(answers) > 30 and {address: status for address, status in answers.items() if status not in (403, 405)} == {}
    figure(39, "{} addresses sent a form without our token, all refused it", len(answers))


@pytest.mark.parametrize("word", ["immigration_status", "legal_status", "lawful", "undocumented", "citizenship", "visa"])
def test_no_column_has_room_for_the_status_of_sponsors_and_households(database: Database, word: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema IN ('public', 'seen')")
        assert [pair for pair in cursor.fetchall() if word in pair[1]] == []


def test_no_entry_has_room_for_it_either() -> None:
    import msgspec

    from kinkeeper.domain.catalog import KIND_OF

    for kind in KIND_OF:
        text = msgspec.json.encode(msgspec.json.schema(kind)).decode().lower()
        assert not any(word in text for word in ("immigration_status", "legal_status", "citizenship")), kind


if __name__ == "__main__":
    with TABLE.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([HEADS, *policy()])
