"""A browser without a screen: pages asked for and read as text, on the scene."""

import html
import re
from datetime import datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.accounts import Account, Agency

AT_THE_COMPUTER = Actor("tests", "", "operator")
AGENCY_OF = {
    "coordinator": Agency.TASK_FORCE,
    "caseworker": Agency.ORR,
    "data_officer": Agency.TASK_FORCE,
    "records_officer": Agency.ORR,
    "officer": Agency.ICE,
    "counsel": Agency.COUNSEL,
    "inspector": Agency.OIG,
    "administrator": Agency.ORR,
}
PASSWORD = "correct horse battery staple"


def client(
    language: str = "en", *, role: str = "coordinator", agency: str = "", headers: Any = None, proven: bool = True, **kwargs: Any
) -> Any:
    """A client that speaks a language, keeps its cookies, and has signed in with a second factor as somebody of this role, or as nobody."""
    from django.test import Client

    from kinkeeper.gateway import clock

    browser = Client(SERVER_NAME="localhost", headers={"accept-language": language} | (headers or {}), **kwargs)
    if role:
        browser.force_login(somebody(role, agency))
        if proven:
            session = browser.session
            session["account_authentication_methods"] = [
                {"method": "mfa", "type": "totp", "at": datetime.fromisoformat(clock.now()).timestamp()}
            ]
            session.save()
    return browser


def somebody(role: str, agency: str = "", *, password: str = PASSWORD) -> Any:
    """Who signs in for an open account of this role: `kk.ROLE.AGENCY`, opened where it is not there yet."""
    from django.contrib.auth import get_user_model

    from kinkeeper.gateway.accounts import open_account
    from kinkeeper.store.models import SignIn

    agency = agency or AGENCY_OF[role]
    name = f"kk.{role}.{agency}".lower().replace("_", "-")
    found = get_user_model().objects.filter(pk=name).first()
    if found is None:
        with patch.object(SignIn, "set_password", _set_hashed):
            open_account(Account(name, agency, role, f"{role} of {agency}"), actor=AT_THE_COMPUTER, password=password)
        found = get_user_model().objects.get(pk=name)
    return found


def _set_hashed(account: Any, password: str) -> None:
    """As `set_password`, but each password is hashed once a run: by design that takes a quarter of a second."""
    account.password = _hashed(password)


@cache
def _hashed(password: str) -> str:
    from django.contrib.auth.hashers import make_password

    return str(make_password(password))


def words(response: Any) -> str:
    """What a page says: its text without tags, blanks as one."""
    text = re.sub(r"<(script|style|symbol|title)\b.*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


def days_as_programs_write(response: Any) -> list[str]:
    """The days of a page that stand as `2018-07-08`, but for the hints of forms, which show how a day is typed."""
    from kinkeeper.web.words.dates import ISO

    page = re.sub(r'<span class="usa-hint".*?</span>', "", response.content.decode(), flags=re.DOTALL)
    return [found[0] for found in ISO.finditer(re.sub(r"<(script|style|title)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL))]


def queries_of(ask: Any) -> int:
    """How many questions a request put to the database."""
    from django.db import connection

    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    return len(seen)


WHY = "Status report to the court"


def taken(browser: Any, address: str, why: str = WHY, **told: str) -> Any:
    """The file at an address, as somebody takes it away: asked for, and fetched."""
    asked = browser.post(address, {"why": why, **told})
    assert asked.status_code == 302, asked.content
    return browser.get(f"/exports/{asked['Location'].partition('#')[2]}/file")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(response: Any) -> list[tuple[str, dict[str, str | None]]]:
    """Every tag of a page with its attributes, as a browser reads them."""
    reader = _Tags()
    reader.feed(response.content.decode())
    return reader.found
