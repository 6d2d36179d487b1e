"""Every route and every role in one table: what is answered equals what `matrix.csv` says. A route without a row fails."""

import csv
from pathlib import Path
from typing import Any

import pytest

from kinkeeper.site.database import Database
from kinkeeper.web.middleware import POLICY
from tests.access.planted import addresses
from tests.web.browsing import AGENCY_OF, client
from tests.web.scene import history, play

TABLE = Path(__file__).with_name("matrix.csv")
NOBODY = "nobody"
NAME_NOBODY = {"account_inactive", "account_login", "account_logout", "checker", "checkpoints", "demonstration_enter", "language", "proof"}
ROLES = (NOBODY, *AGENCY_OF)


def route_of(address: str) -> str:
    """The name of the page at an address."""
    from django.urls import resolve

    return resolve(address).url_name or ""


def verdict(answer: Any) -> str:
    """What an answer lets see: `yes`, `no` (the same whether it is hidden or not there), `door` (sign in first)."""
    if answer.status_code == 302 and answer["Location"].startswith("/sign/in/"):
        return "door"
    return "yes" if answer.status_code < 400 or answer.status_code in (405, 400) else "no"


def found() -> dict[str, dict[str, str]]:
    """Route -> role -> the most that any of its addresses lets it see."""
    best = ["door", "no", "yes"]
    table: dict[str, dict[str, str]] = {}
    for role in ROLES:
        for address in addresses():
            browser = client(role="" if role == NOBODY else role)
            row = table.setdefault(route_of(address), dict.fromkeys(ROLES, "door"))
            row[role] = max(row[role], verdict(browser.get(address)), key=best.index)
    return table


def told_of() -> dict[str, dict[str, str]]:
    """Route -> role -> what the table says."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row.pop("route"): row for row in csv.DictReader(file)}


def test_no_route_is_without_a_row(database: Database) -> None:
    assert {route_of(address) for address in addresses()} == set(told_of()), "say in matrix.csv who may see a new page"


@pytest.mark.parametrize("address", sorted(set(told_of())))
def test_only_pages_that_name_nobody_answer_nobody(address: str) -> None:
    assert (told_of()[address][NOBODY] == "yes") is (address in NAME_NOBODY)


@pytest.mark.long
def test_every_route_answers_every_role_as_the_table_says(database: Database) -> None:
    play(history())
    told, seen = told_of(), found()
    print(f"{len(seen)} routes, {len(ROLES)} roles: {len(seen) * len(ROLES)} answers compared")
    other = {(route, role, row[role], told[route][role]) for route, row in seen.items() for role in ROLES if row[role] != told[route][role]}
    assert other == set()


def test_every_route_carries_the_headers(database: Database) -> None:
    play(history())
    browser = client()
    for address in addresses():
        answer = browser.get(address)
        assert answer["Content-Security-Policy"] == POLICY, address
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY", address
        assert answer["Referrer-Policy"] == "same-origin" and answer["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert answer["Cache-Control"], address


def test_no_change_is_taken_from_another_site(database: Database) -> None:
    """Every address, also those that take no form: without our token a form sent there is refused."""
    strict = client(enforce_csrf_checks=True)
    answers = {address: strict.post(address, {"x": "1"}).status_code for address in addresses()}
    assert len(answers) > 30 and {address: status for address, status in answers.items() if status not in (403, 405)} == {}


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
