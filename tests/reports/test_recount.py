"""A printed report counted again: the same, or the first figure or row that is not what its entries give."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from kinkeeper.domain.access import Viewer
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.proof import NotProven
from kinkeeper.queries.moments import ledger_size
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports import printing
from kinkeeper.reports.making import REPORTS, make_report
from kinkeeper.reports.printing.recount import recount
from kinkeeper.reports.public import make_public
from kinkeeper.site.database import Database
from tests.reports.test_public import many
from tests.reports.test_reports import make, said
from tests.web.scene import OFFICER, history, play

CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "total is 2, and the report says 1": lambda one: one.update(total=1),
    "'custodian', line 'ORR' is": lambda one: line_of(one, "custodian", "ORR").update(count=7),
    "the number of rows of 'children' is 2, and the report says 1": lambda one: one["tables"][0]["rows"].pop(),
    "row 1 of 'children' is": lambda one: one["tables"][0]["rows"][0].__setitem__(8, "elsewhere"),
    "root is": lambda one: one.update(root="A" * 43 + "="),
    "and the ledger has": lambda one: one.update(entries=10**9),
}


def line_of(told: dict[str, Any], breakdown: str, key: str) -> dict[str, Any]:
    [lines] = [one["figures"] for one in told["breakdowns"] if one["name"] == breakdown]
    return next(line for line in lines if line["key"] == key)


def test_every_report_counts_again_as_it_was_printed_whatever_was_said_later(database: Database) -> None:
    play(history())
    printed = {(name, language): printing.write(make(name), "json", language) for name in REPORTS for language in ("en", "es")}
    play([said("reunited", "2018-07-01")], name="later")
    counted = {asked: recount(OFFICER, told, "x.json") for asked, told in printed.items()}
    assert counted["census", "es"] > 10, "of whom there is nobody, there is nothing to count"


def test_what_everybody_may_read_counts_again_too(database: Database) -> None:
    many()
    assert recount(OFFICER, printing.write(make_public(make("census")), "json"), "x.json") > 0


def test_whatever_is_changed_is_named(database: Database) -> None:
    play(history())
    told = json.loads(printing.write(make("census"), "json"))
    for says, change in CHANGES.items():
        changed = json.loads(json.dumps(told))
        change(changed)
        with pytest.raises(NotProven, match=says):
            recount(OFFICER, json.dumps(changed).encode(), "x.json")
    assert told["entries"] == ledger_size()


def test_what_cannot_be_counted_again_is_said(database: Database) -> None:
    play(history())
    told = json.loads(printing.write(make("census"), "json"))
    here = find_standpoint(OFFICER, today="2018-07-09", as_of="2018-07-08")
    shelter = printing.write(make_report(Viewer("x", "ORR", "caseworker"), "census", here), "json")
    older = json.dumps(told | {"definition": told["definition"] | {"version": 0}}).encode()
    for written in (b"", b"[]", b"{}", b"\xff", b'{"report": "census"}', shelter, older):
        with pytest.raises(Unreadable):
            recount(OFFICER, written, "x.json")
