"""A person's own views of lists, and what is new since that person last looked."""

from datetime import timedelta
from typing import Any

import pytest

from kinkeeper.domain.casework.tasks import RecordTask, Task
from kinkeeper.domain.handover.needs import Need, RecordNeed
from kinkeeper.site.database import Database
from tests.gateway.test_consequences import rows
from tests.jobs.court.test_clocks import enact, run
from tests.web.browsing import client, words
from tests.web.scene import FAMILY, KEVIN, MAITE, history, play
from tests.web.test_caseload_page import post

DUE = "/due/?owner=ORR"


def test_a_view_is_kept_opened_renamed_and_removed_and_nobody_else_sees_it(database: Database) -> None:
    play(history())
    enact("ms-l-2018")
    run()
    ana, rosa = client(), client(role="caseworker")
    assert "/record/save-view/?page=due&amp;filters=owner%3DORR" in ana.get(DUE).content.decode()
    form = "/record/save-view/?page=due&filters=owner%3DORR"
    assert 'value="owner=ORR"' in ana.get(form).content.decode()
    answer = post(ana, "/record/save-view/", page="due", filters="owner=ORR", name="What <b>ORR</b> must do")
    assert (answer.status_code, answer["Location"]) == (302, "/views/")
    [(number, owner)] = rows("SELECT view_id, owner FROM saved_view WHERE until IS NULL")
    assert owner == "kk.coordinator.task-force"
    listed = ana.get("/views/")
    assert (
        "What <b>ORR</b> must do" in words(listed)
        and "<b>ORR" not in listed.content.decode()
        and 'href="/due/?owner=ORR"' in listed.content.decode()
    )
    assert 'aria-current="true"><bdi>What' in ana.get(DUE).content.decode()
    # Nobody else is shown it, may rename it or remove it: not even that there is one.
    assert "What ORR" not in words(rosa.get("/views/")) + words(rosa.get(DUE)) and "You keep no view" in words(rosa.get("/views/"))
    for name, told in (("rename-view", {"name": "mine"}), ("remove-view", {})):
        refused = post(rosa, f"/record/{name}/", view_id=number, **told)
        assert refused.status_code == 400 and "You keep no such view" in words(refused)
    assert post(ana, "/record/rename-view/", view_id=number, name="Para hoy").status_code == 302
    assert "Mis vistas" in words(client("es").get("/views/")) and "Para hoy" in words(client("es").get("/views/"))
    assert post(ana, "/record/remove-view/", view_id=number).status_code == 302
    assert "Para hoy" not in words(ana.get("/views/")) + words(ana.get(DUE))
    # A list that there is not, a filter that it has not, a search: refused in a sentence, nothing kept.
    for page, filters in (("nothing", ""), ("due", "search=Maite"), ("separations", "outcome=" + "x" * 99)):
        assert post(ana, "/record/save-view/", page=page, filters=filters, name="x").status_code == 400
    assert rows("SELECT count(*) FROM saved_view WHERE until IS NULL AND open") == [(0,)]
    assert "Keep a view" not in words(ana.get("/record/"))


def test_a_view_shows_what_its_reader_may_see_and_no_more(database: Database) -> None:
    play(history())
    for role, agency in (("coordinator", ""), ("officer", "ICE"), ("counsel", "")):
        browser = client(role=role, agency=agency)
        assert post(browser, "/record/save-view/", page="separations", filters="age=0-4", name="small").status_code == 302, role
        assert "small" in words(browser.get("/views/")), role
    assert "Maite" in words(client().get("/children-apart/?age=0-4"))
    assert "Maite" not in words(client(role="counsel").get("/children-apart/?age=0-4"))


def tomorrow(browser: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A day passes, by all clocks; who had signed in does so again, in the same browser."""
    from kinkeeper.gateway import clock

    now = clock.instant
    monkeypatch.setattr(clock, "instant", lambda: now() + timedelta(days=1))
    monkeypatch.setattr(clock, "now", lambda: clock.instant().isoformat(timespec="milliseconds").replace("+00:00", "Z"))
    again = client()
    again.cookies.update({name: one for name, one in browser.cookies.items() if name.startswith("seen-")})
    return again


def section(page: Any, name: str) -> str:
    text = page.content.decode()
    begin = text.find(f'aria-labelledby="{name}"')
    return text[begin : text.find("</section>", begin)] if begin >= 0 else ""


def test_what_is_new_since_somebody_last_looked_is_marked_on_file_family_and_lists(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(history())
    enact("ms-l-2018")
    run()
    ana, file = client(), f"/people/{MAITE}/file/"
    for address in (file, f"/families/{FAMILY}/", "/due/", "/warnings/"):
        assert "kk-new" not in ana.get(address).content.decode(), address
    play(
        [RecordNeed(Need("NE-1", MAITE, "deaf", "hears nothing", "2018-05-20")), RecordTask(Task("TA-1", MAITE, "call her mother"))],
        name="n",
    )
    # The next day what came in between is marked, and stays so while one goes to and fro.
    ana = tomorrow(ana, monkeypatch)
    for _ in range(2):
        told = section(ana.get(file), "news")
        assert "Since you last looked" in told and "deaf: hears nothing" in told and "call her mother" in told and told.count("kk-new") == 2
    assert "Desde su última visita" in section(client("es").get(file), "news") and "sordera" in section(client("es").get(file), "news")
    assert section(client(role="caseworker").get(file), "news") == "", "another has not looked"
    # The list: the clock that was set anew is marked from the next visit on, and can be asked for alone.
    ana.get("/due/")
    play([_extended()], name="extension")
    ana = tomorrow(ana, monkeypatch)
    page = ana.get("/due/?owner=ORR")
    assert "1 new or changed since you last looked" in words(page) and 'href="/due/?owner=ORR&amp;new=1"' in page.content.decode()
    alone = words(ana.get("/due/?owner=ORR&new=1"))
    assert "Kevin" in alone and "Maite" not in alone and "All, not only what is new or changed" in alone


def _extended() -> Any:
    from kinkeeper.domain.court.adjustments import Adjustment, GrantAdjustment
    from tests.web.scene import OFFICER

    return GrantAdjustment(Adjustment("AD-1", "ms-l-2018", "reunite", KEVIN, "extension", "ECF 101", "", "2018-08-15"), OFFICER.name)
