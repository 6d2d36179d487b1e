"""F-43: what everybody may read of a report, and for whom a report was counted."""

import json
from contextlib import suppress
from typing import Any

import pytest

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.requests import Request
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.gateway import submit
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports import printing
from kinkeeper.reports.making import REPORTS, make_report
from kinkeeper.reports.public import HIDDEN, TooFew, make_public
from kinkeeper.reports.report import Breakdown, Figure, Kind, Report
from kinkeeper.site.database import Database
from tests.reports.made import HERE, PROOF, counted
from tests.reports.made import report as plain
from tests.reports.test_reports import make
from tests.web.scene import OFFICER, history, play


def of(*breakdowns: Breakdown, total: int) -> Report:
    return Report(plain().definition, HERE, PROOF, counted(*breakdowns, total=total))


def tree(total: int, *counts: int, name: str = "a", of_what: str = "") -> Breakdown:
    return Breakdown(name, name, Kind.TREE, total, tuple(Figure(str(at), str(at), count) for at, count in enumerate(counts)), of_what)


def shown(report: Report) -> list[list[Any]]:
    return [[figure.count for figure in one.figures] for one in report.counted.breakdowns]


def test_a_small_line_takes_another_with_it_and_no_row_is_left() -> None:
    made = make_public(of(tree(100, 5, 25, 70, 0), total=100))
    assert shown(made) == [[HIDDEN, HIDDEN, 70, 0]] and made.counted.tables == () and made.counted.total == 100


def test_what_is_hidden_in_one_breakdown_is_shown_in_no_other() -> None:
    flags = Breakdown("f", "f", Kind.FLAGS, 100, (Figure("x", "x", 25), Figure("y", "y", 75), Figure("z", "z", 40)))
    part = tree(25, 12, 13, name="part", of_what="A part")
    made = make_public(of(tree(100, 5, 25, 70), flags, part, total=100))
    assert shown(made) == [[HIDDEN, HIDDEN, 70], [HIDDEN, HIDDEN, 40]], "25, and 100 less 75, and the whole of the part"


def test_where_few_are_counted_nothing_is_printed() -> None:
    with pytest.raises(TooFew):
        make_public(of(tree(9, 4, 5), total=9))
    with pytest.raises(TooFew):
        make_public(plain())


def many() -> None:
    kinds = [("PROSECUTION", 40), ("CRIMINAL_HISTORY", 12), ("MEDICAL", 3)]
    reasons = [reason for reason, count in kinds for _ in range(count)]
    some = tuple(
        Separation(f"P{at}", f"A{at}", "2018-05-20", "", reason, "recorded", "0.9500", "", "", "apart", "")
        for at, reason in enumerate(reasons)
    )
    submit([Request("many", RaiseSeparations("many", some))], actor=OFFICER)


def test_a_report_for_everybody_is_printed_in_every_format(database: Database) -> None:
    many()
    made = make_public(make("census"))
    told = json.loads(printing.write(made, "json"))
    assert (told["public"], told["total"], told["tables"]) == (True, 55, [])
    reasons = {one["key"]: one["count"] for group in told["breakdowns"] if group["name"] == "reason" for one in group["figures"]}
    assert reasons == {"PROSECUTION": 40, "CRIMINAL_HISTORY": "*", "MEDICAL": "*"}
    for form in ("html", "csv", "xlsx"):
        assert printing.write(made, form) and b"P1" not in printing.write(made, form).replace(b"MP1", b"")
    assert printing.file_name(made, "csv").startswith("public-census-")
    assert "no count by which a family could be found" in printing.write(made, "html").decode()


def test_every_report_shows_everybody_no_small_count_or_nothing(database: Database) -> None:
    many()
    shown_of = {}
    for name in REPORTS:
        with suppress(TooFew):
            shown_of[name] = [count for counts in shown(make_public(make(name))) for count in counts]
    assert {"census", "separations", "court", "days_apart"} <= shown_of.keys()
    assert not any(isinstance(count, int) and 0 < count < 10 for counts in shown_of.values() for count in counts)


def test_for_whom_a_report_was_counted_is_part_of_it(database: Database) -> None:
    play(history())
    here = find_standpoint(OFFICER, today="2018-07-09", as_of="2018-07-08")
    everybody, shelter, officer = (
        make_report(viewer, "census", here)
        for viewer in (OFFICER, Viewer("x", "ORR", "caseworker"), Viewer("y", "ICE", "officer", "enforcement"))
    )
    assert "nobody is left out" in str(everybody.reach)
    assert "of ORR: only persons of whom, or of whose family" in str(shelter.reach)
    assert "of ICE, which arrests" in str(officer.reach)
    assert json.loads(printing.write(shelter, "json"))["counted_for"] == str(shelter.reach)
    assert str(shelter.reach) in printing.write(shelter, "csv").decode().replace('""', '"')
