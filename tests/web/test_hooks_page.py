"""An agency's administrator makes hooks, signs them anew and ends them on a page, and sees what came of the last tries."""

import re
from typing import Any

import pytest

from kinkeeper.gateway.programs.hooks import secret_of
from kinkeeper.queries.access.hooks import find_hook
from kinkeeper.site.database import Database
from tests.access.test_written_down import entries
from tests.web.browsing import client, somebody

ADDRESS = "https://portal.example.gov/kinkeeper"


def sent(browser: Any, **told: str) -> str:
    return str(browser.post("/hooks/", told).content.decode())


def secret_in(page: str) -> str:
    """What the page shows once, between the heading of the secret and the list."""
    [shown] = re.findall(r'<code class="kk-token">([0-9a-f]{64})</code>', page)
    return str(shown)


def made(browser: Any, address: str = ADDRESS) -> tuple[str, str]:
    """A hook's number and its secret."""
    page = sent(browser, what="make", account=somebody("caseworker", "ORR").pk, words="work list", address=address, purpose="")
    return re.findall(r"\bH[0-9a-f]{12}\b", page)[0], secret_in(page)


def test_a_hook_is_made_signed_anew_and_ended(database: Database) -> None:
    browser = client(role="administrator", agency="ORR")
    number, secret = made(browser)
    assert secret_of(number) == secret and entries("hook.made")[-1]["said"]["address"] == ADDRESS
    listed = browser.get("/hooks/").content.decode()
    assert number in listed and ADDRESS in listed and secret not in listed

    another = secret_in(sent(browser, what="secret", hook=number))
    assert another != secret and secret_of(number) == another
    assert [one["said"]["hook"] for one in entries("hook.secret_changed")] == [number]
    assert another not in str(entries("hook.secret_changed")) and another not in browser.get("/hooks/").content.decode()

    assert browser.post("/hooks/", {"what": "end", "hook": number})["Location"] == "/hooks/"
    kept = find_hook(number)
    assert kept is not None and kept.hook.ended_at and not kept.secret
    assert "has ended" in sent(browser, what="secret", hook=number), "what has ended is signed with nothing any more"


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"what": "make", "address": "ftp://portal.example.gov"}, "https://"),
        ({"what": "make", "address": ADDRESS, "purpose": "enforcement"}, "enforcement"),
        ({"what": "secret", "hook": "H000000000000"}, "There is no hook"),
        ({"what": "end", "hook": "\0"}, "There is no hook"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_changes_nothing(database: Database, told: dict[str, str], says: str) -> None:
    browser = client(role="administrator", agency="ORR")
    answer = browser.post("/hooks/", {"account": somebody("caseworker", "ORR").pk, "words": "work list", "purpose": "", **told})
    assert answer.status_code == 400 and says in answer.content.decode() and not entries("hook.made")


@pytest.mark.parametrize(
    ("page", "typed", "wrong"),
    [
        ("/hooks/", {"words": "work list", "address": ADDRESS}, {"address": "ftp://portal.example.gov"}),
        ("/tokens/", {"words": "work list", "days": "30", "scope": "export"}, {"days": "soon"}),
    ],
)
def test_a_form_keeps_what_was_typed_where_it_is_refused_and_is_empty_once_it_was_taken(
    database: Database, page: str, typed: dict[str, str], wrong: dict[str, str]
) -> None:
    browser = client(role="administrator", agency="ORR")
    told = {"what": "make", "account": somebody("caseworker", "ORR").pk, "purpose": "", **typed}

    def form(**more: str) -> str:
        return str(browser.post(page, told | more).content.decode().partition('id="new"')[2])

    refused, made_one, fresh = form(**wrong), form(), browser.get(page).content.decode().partition('id="new"')[2]
    assert 'value="work list"' in refused and all(f'value="{said}"' in refused for said in wrong.values())
    assert 'value="work list"' not in made_one and strip(made_one) == strip(fresh)


def strip(form: str) -> str:
    """A form without what is drawn anew for each page."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|request" value="\w+"', "", form)


def test_another_agency_s_hook_is_neither_seen_nor_touched(database: Database) -> None:
    number, secret = made(client(role="administrator", agency="ORR"))
    other = client(role="administrator", agency="CBP")
    assert number not in other.get("/hooks/").content.decode()
    for what in ("secret", "end"):
        assert other.post("/hooks/", {"what": what, "hook": number}).status_code == 400
    assert secret_of(number) == secret and not entries("hook.secret_changed") and not entries("hook.ended")


def test_who_has_not_just_shown_a_second_factor_is_asked_for_it(database: Database) -> None:
    answer = client(role="administrator", agency="ORR", proven=False).post("/hooks/", {"what": "end", "hook": "H1"})
    assert answer.status_code == 302 and answer["Location"].startswith("/sign/")
