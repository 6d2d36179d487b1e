"""Served as in production (docs/running.md): a name of its own behind a server that ends TLS, keys that change, several processes."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kinkeeper.site.database import Database
from tests.cli.test_verify import address
from tests.figures import Figure
from tests.web.browsing import PASSWORD, somebody
from tests.web.scene import history, play
from tests.web.signing_in.test_signing_in import code_now

NAME = "kinkeeper.example.gov"
PAGES = (
    "/sign/in/",
    "/",
    "/families/",
    "/nothing/",
    "/proof/",
    "/static/kinkeeper/kinkeeper.css",
    "/api/v1/openapi.json",
    "/api/v1/families",
)
ALWAYS = {
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@dataclass
class Told:
    """An answer of the server."""

    status: int
    headers: list[tuple[str, str]]
    text: str

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


@dataclass
class Browser:
    """Speaks to a port as the server in front does, and keeps cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, told: dict[str, str] | None = None, **more: str) -> Told:
        headers = {"Host": NAME, "X-Forwarded-Proto": "https", "Referer": f"https://{NAME}{path}", "X-Forwarded-For": "203.0.113.9"}
        headers |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | more
        body = None
        if told is not None:
            body = urlencode({"csrfmiddlewaretoken": self.cookies.get("__Host-csrftoken", ""), **told})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET" if told is None else "POST", path, body, headers)
        answer = connection.getresponse()
        found = Told(answer.status, answer.getheaders(), answer.read().decode(errors="replace"))
        connection.close()
        for name, value in found.headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return found

    def sign_in(self, name: str, password: str = PASSWORD) -> Told:
        self.ask("/sign/in/")
        return self.ask("/sign/in/", {"login": name, "password": password})


def free_port() -> int:
    """A port below those that the system gives to whoever asks for any: until the server has it, it goes to nobody else."""
    for port in count(20_000 + os.getpid() % 10_000):
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            break
    return port


@contextmanager
def served(database: Database, keys: str, log: Path, factor: str = "nobody") -> Iterator[Browser]:
    """`kinkeeper.site.server` on a free port, as `kinkeeper serve` runs it."""
    port = free_port()
    told = {"DATABASE_URL": address(database.app), "DATABASE_OWNER_URL": address(database.owner), "KINKEEPER_HOSTS": NAME}
    environment = os.environ | told | {"KINKEEPER_KEYS": keys, "KINKEEPER_LOG": str(log), "KINKEEPER_SECOND_FACTOR": factor}
    words = [sys.executable, "-c", f"from kinkeeper.site.server import run; run({port})"]
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            give_up = time.monotonic() + 60
            while True:
                assert process.poll() is None and time.monotonic() < give_up, "it does not come up"
                try:
                    Browser(port).ask("/sign/in/")
                    break
                except OSError:
                    time.sleep(0.1)
            yield Browser(port)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def test_cookies_and_headers_of_the_production_s_settings(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings that `KINKEEPER_HOSTS` makes, without a server of its own."""
    from django.conf import settings
    from django.test import Client

    from kinkeeper.site.setup import _reached_by

    changed = ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SECURE_PROXY_SSL_HEADER", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    changed += (
        "LANGUAGE_COOKIE_NAME",
        "LANGUAGE_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "SESSION_COOKIE_NAME",
    )
    for name in (*changed, "CSRF_COOKIE_NAME", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "KINKEEPER_SECOND_FACTOR"):
        monkeypatch.setattr(settings, name, getattr(settings, name))
    _reached_by(settings, [NAME])
    somebody("caseworker")
    browser = Client(SERVER_NAME=NAME, headers={"x-forwarded-proto": "https"})
    answer = browser.post("/sign/in/", {"login": "kk.caseworker.orr", "password": PASSWORD})
    cookie = browser.cookies["__Host-sessionid"]
    assert cookie["secure"] and cookie["httponly"] and cookie["path"] == "/" and not cookie["domain"] and cookie["samesite"] == "Lax"
    assert all(answer[name] == value for name, value in ALWAYS.items())
    assert settings.KINKEEPER_SECOND_FACTOR == ("everybody",)
    led = browser.get("/families/")
    assert led.status_code == 302 and led["Location"].startswith("/sign/factors/totp/activate/"), "on a network a password opens no page"
    assert Client(SERVER_NAME="elsewhere.example").get("/sign/in/").status_code == 400


@pytest.mark.long
def test_every_answer_of_a_served_kinkeeper_carries_its_headers_and_its_log_names_nobody(
    database: Database, tmp_path: Path, figure: Figure
) -> None:
    play(history())
    name = somebody("coordinator").pk
    with served(database, "first-key", tmp_path / "log") as browser:
        answers = {f"nobody {page}": browser.ask(page) for page in PAGES}
        answers["sign in"] = browser.sign_in(name)
        answers |= {page: browser.ask(page) for page in PAGES}
        answers["language"] = browser.ask("/language/", {"language": "es", "next": "/"})
        answers["forged"] = browser.ask("/sign/out/", {"csrfmiddlewaretoken": "x" * 64})
        elsewhere = Browser(browser.port).ask("/sign/in/", Host="elsewhere.example")
        without_tls = browser.ask("/families/", **{"X-Forwarded-Proto": "http"})
    missing = [(page, key, one.header(key)) for page, one in answers.items() for key, value in ALWAYS.items() if one.header(key) != value]
    assert missing == [] and all("default-src 'none'" in one.header("content-security-policy") for one in answers.values())
    assert all(one.header("cache-control") for one in answers.values()) and answers["/families/"].header("cache-control") == "no-store"
    set_cookies = [value for one in answers.values() for key, value in one.headers if key.lower() == "set-cookie"]
    good = re.compile(r"__Host-[\w-]+=(?=.*; Path=/(;|$))(?=.*; Secure)(?=.*; HttpOnly)(?=.*; SameSite=(Lax|Strict))(?!.*Domain)")
    assert len(set_cookies) > 3 and [one for one in set_cookies if not good.match(one)] == []
    assert answers["sign in"].status == 302 and answers["/families/"].status == 200
    assert answers["language"].status == 302
    assert (answers["forged"].status, elsewhere.status) == (403, 400) and not without_tls.header("strict-transport-security")
    text = (tmp_path / "log").read_text()
    assert "Maite" not in text and name not in text and "csrfmiddlewaretoken" not in text and '"operation": "page families"' in text
    assert {json.loads(line)["event"] for line in text.splitlines()} >= {"request"}
    figure(
        36,
        "{} answers of a served Kinkeeper, each with {} headers; {} cookies, all __Host-",
        len(answers),
        len(ALWAYS) + 2,
        len(set_cookies),
    )


@pytest.mark.long
def test_tries_are_counted_by_two_processes_together_and_outlive_a_restart(database: Database, tmp_path: Path, figure: Figure) -> None:
    name = somebody("caseworker").pk
    with served(database, "key", tmp_path / "a") as one, served(database, "key", tmp_path / "b") as two:
        told = [(one, two)[at % 2].sign_in(name, "wrong password that is long").text for at in range(10)]
        assert not any("Too many" in text for text in told)
        assert all("Too many failed login attempts" in each.sign_in(name).text for each in (one, two))
        assert two.sign_in(somebody("inspector").pk).status == 302
    with served(database, "key", tmp_path / "c") as again:
        assert "Too many failed login attempts" in again.sign_in(name).text
    figure(30, "{} tries at {} processes in turns; the next waits at both, and after a restart", 10, 2)


@pytest.mark.long
def test_a_key_is_changed_while_people_are_signed_in(database: Database, tmp_path: Path, figure: Figure) -> None:
    """The new key before the old one: sessions live on, sealed second factors open; without the old one, others end."""
    play(history())
    name = somebody("coordinator").pk
    with served(database, "old", tmp_path / "a") as before:
        away = Browser(before.port)
        away.sign_in(somebody("caseworker").pk)
        before.sign_in(name)
        before.ask("/sign/again/")
        before.ask("/sign/again/", {"password": PASSWORD})
        page = before.ask("/sign/factors/totp/activate/")
        secret = re.search(r'id="authenticator_secret"[^>]*value="(\w+)"', page.text)
        assert secret, page.status
        before.ask("/sign/factors/totp/activate/", {"code": code_now(secret[1])})
        with served(database, "new old", tmp_path / "b") as after:
            after.cookies = before.cookies
            assert before.ask("/families/").status == 200 and after.ask("/families/").status == 200
            fresh = Browser(after.port)
            assert fresh.sign_in(name).header("location") == "/sign/factors/authenticate/"
            assert "incorrect" in fresh.ask("/sign/factors/authenticate/", {"code": "000000"}).text.lower()
    with served(database, "new", tmp_path / "c") as later:
        later.cookies = before.cookies
        assert later.ask("/families/").status == 200  # taken over by the new key when it was there beside the old one
        later.cookies = away.cookies
        assert later.ask("/families/").status == 302
    figure(41, "{} servers while the key changed: sessions lived on, the sealed factor opened", 3)
