"""What the program logs: only keys of a list, each in its own form; whatever happens, nothing of anybody."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kinkeeper.domain.errors import Unavailable
from kinkeeper.site.database import Database
from kinkeeper.site.logs import ALLOWED, Lines, start_logging
from tests.access.planted import CANARY, TAG, addresses, planted
from tests.api.program import program
from tests.api.test_rights import addresses as operations_of
from tests.api.test_rights import ask
from tests.figures import Figure
from tests.web.browsing import client, somebody
from tests.web.scene import FAMILY, play

OF_SOMEBODY = (CANARY, CANARY.lower(), "Maite", "Xitumul", "Yamilet", "Pmaite", FAMILY, TAG, "kk.coordinator", "=", "/")
"""Names, our own numbers, names of accounts; a query or a path."""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """All that is logged, as it is in production."""
    root, before = logging.getLogger(), logging.getLogger("django.request").level
    kept, level, raises = root.handlers[:], root.level, logging.raiseExceptions
    start_logging(str(tmp_path / "kinkeeper.log"))
    [ours] = root.handlers
    yield tmp_path / "kinkeeper.log"
    ours.close()
    root.handlers[:], logging.raiseExceptions = kept, raises
    root.setLevel(level)
    logging.getLogger("django.request").setLevel(before)


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.long)], ids=["a part", "whole"])
def test_no_route_no_operation_and_no_fault_puts_anybody_into_the_log(database: Database, log: Path, whole: bool, figure: Figure) -> None:
    """Every fifth route looked at and every operation asked; in the long run every route, and each is sent something, too."""
    play(planted())
    asked = look_at_all(whole) + ask_all(whole)
    go_wrong()
    found = lines(log)
    text = json.dumps([{key: value for key, value in one.items() if key not in ("where", "at")} for one in found])
    leaked = [word for word in OF_SOMEBODY if word in text]
    words = "{} requests with names, numbers and passwords, {} lines of the log, {} words of anybody in them"
    figure(41, words, asked, len(found), len(leaked))
    assert leaked == [] and {key for one in found for key in one} <= set(ALLOWED) and len(found) > asked
    [fault] = [one for one in found if one.get("fault") == "ValueError"]
    assert fault["level"] == "ERROR" and fault["request"] in {one["request"] for one in found if one.get("status") == 500}


def look_at_all(whole: bool) -> int:
    browser, sender = client(raise_request_exception=False), client(raise_request_exception=False)
    pages = [*addresses()[:: 1 if whole else 5], f"/people/{CANARY}/", f"/{CANARY}/", f"/?day={CANARY}"]
    for address in pages:
        browser.get(f"{address}{'&' if '?' in address else '?'}q={CANARY}")
        if whole:
            sender.post(address, {"text": CANARY, "person_id": "Pmaite", "name": CANARY})
    return len(pages) * (1 + whole)


def ask_all(whole: bool) -> int:
    from kinkeeper.api.catalog import OPERATIONS

    asker, asked = program("coordinator"), 0
    for one in OPERATIONS.values():
        for address in [*operations_of(one)][: None if whole else 1]:
            ask(asker, one, address)
            asked += 1
    asker.post("/searches", {"text": CANARY})
    asker.browser.post("/api/v1/searches", b'{"text": "' + CANARY.encode(), content_type="application/json")
    return asked


def go_wrong() -> None:
    """Where faults, other hosts, wrong passwords and forgeries are met."""
    from django.test import override_settings

    with override_settings(ROOT_URLCONF="tests.site.faulty"):
        assert client(raise_request_exception=False).get("/fault/").status_code == 500
    client(role="").get("/", headers={"host": f"{CANARY}.example"})
    client().post("/search/", {"text": CANARY})
    client(role="").post("/sign/in/", {"login": CANARY, "password": CANARY})
    client(role="", enforce_csrf_checks=True).post("/intake/", {"given": CANARY})


def test_a_line_says_who_in_which_role_did_what_how_long_and_what_came_of_it(database: Database, log: Path) -> None:
    answer = client(role="caseworker").get("/families/KF-0/")
    [line] = [one for one in lines(log) if one["event"] == "request"]
    assert line.pop("request") == answer["X-Request-Id"] and line.pop("ms") >= 0 and line.pop("at")
    who = {"agency": "ORR", "role": "caseworker", "purpose": "reunification"}
    what = {"operation": "page family", "method": "GET", "status": 404, "code": "not_found"}
    assert line == {"level": "INFO", "event": "request", **who, **what}
    program("coordinator").get("/families")
    assert lines(log)[-1]["operation"] == "api list_families" and lines(log)[-1]["role"] == "coordinator"
    client(role="").generic("BREW", "/")
    assert lines(log)[-1]["method"] == "OTHER" and "role" not in lines(log)[-1]


def test_what_is_not_on_the_list_is_dropped_and_counted(log: Path) -> None:
    told = {"status": 200, "given": "Maite", "role": "Maite Xitumul", "operation": "page family?q=Maite", "code": "no-Maite"}
    logging.getLogger("kinkeeper").info("request", extra={"told": told, "surname": "Xitumul"})
    logging.getLogger("kinkeeper").info("Maite")
    logging.getLogger("psycopg.pool").warning("key (name)=(%s) is there", "Maite", extra={"query": "Xitumul"})
    first, second, third = lines(log)
    assert (first["status"], first["dropped"]) == (200, 5) and (second["event"], second["dropped"]) == ("kinkeeper", 1)
    assert (third["event"], third["level"], third["dropped"]) == ("psycopg.pool", "WARNING", 2)
    assert "Maite" not in log.read_text() and "Xitumul" not in log.read_text()
    [lines_of] = [one.formatter for one in logging.getLogger().handlers if isinstance(one.formatter, Lines)]
    assert lines_of.dropped == 8


def test_the_file_is_its_owner_s_alone_and_one_that_cannot_be_written_is_said(log: Path, tmp_path: Path) -> None:
    assert log.stat().st_mode & 0o077 == 0
    with pytest.raises(Unavailable, match="KINKEEPER_LOG"):
        start_logging(str(tmp_path / "no folder" / "log"))


def test_without_a_place_faults_alone_are_said(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start_logging()
    logging.getLogger("kinkeeper").info("request", extra={"told": {"status": 200}})
    try:
        raise KeyError("Maite")
    except KeyError:
        logging.getLogger("django.request").exception("Internal Server Error: /people/Pmaite/")
    [said] = capsys.readouterr().err.splitlines()
    assert json.loads(said)["fault"] == "KeyError" and "aite" not in said


def test_somebody_who_signs_in_wrongly_is_a_line_without_a_name(database: Database, log: Path) -> None:
    somebody("caseworker")
    client(role="").post("/sign/in/", {"login": "kk.caseworker.orr", "password": "wrong"})
    [line] = [one for one in lines(log) if one["event"] == "request"]
    assert (line["operation"], line["method"], line["status"]) == ("page account_login", "POST", 200)
