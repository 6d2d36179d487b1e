"""What was printed once prints again byte for byte, whatever is corrected afterwards; and each difference is explained."""

from hashlib import sha256
from itertools import islice
from random import Random
from typing import Any

import pytest

from kinkeeper.domain.requests import Request
from kinkeeper.gateway import submit
from kinkeeper.gateway.rebuild import rebuild
from kinkeeper.queries.moments import ledger_size
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports import printing
from kinkeeper.reports.difference import compare
from kinkeeper.reports.making import REPORTS, make_report
from kinkeeper.reports.report import Report
from kinkeeper.site.database import Database
from tests.reports.season import beginning, corrections, day
from tests.web.scene import OFFICER

Asked = tuple[str, str, int, str]


def make(name: str, as_of: str, known_at: int) -> Report:
    return make_report(OFFICER, name, find_standpoint(OFFICER, today="2018-10-01", as_of=as_of, known_at=known_at))


def digest(asked: Asked) -> str:
    name, as_of, known_at, form = asked
    return sha256(printing.write(make(name, as_of, known_at), form)).hexdigest()


def send(commands: list[Any], name: str) -> None:
    submit([Request(f"{name}-{number}", command) for number, command in enumerate(commands)], actor=OFFICER)


def reprint(families: int, count: int, pairs: int) -> None:
    chance = Random(9)
    send(beginning(chance, families), "first")
    printed: dict[Asked, str] = {}
    saying = corrections(chance, families, count)
    while commands := list(islice(saying, max(count // 20, 1))):
        send(commands, f"batch-{len(printed)}-{ledger_size()}")
        for _ in range(pairs // 20):
            form = chance.choice(["json", "json", "csv", "html", "xlsx"])
            asked = chance.choice(list(REPORTS)), day(chance), chance.randint(0, ledger_size()), form
            printed[asked] = digest(asked)
    assert len(printed) > pairs * 0.9 and len(set(printed.values())) > pairs * 0.8
    assert {asked: digest(asked) for asked in printed} == printed
    rebuild()
    assert {asked: digest(asked) for asked in islice(printed, 50)} == dict(islice(printed.items(), 50))


def test_a_report_prints_again_after_corrections(database: Database) -> None:
    reprint(families=30, count=300, pairs=60)


def test_f05_a_child_put_in_the_wrong_family_is_put_right_and_both_are_in_history(database: Database) -> None:
    """The unit's number ties the child to a stranger; somebody refutes it and proves the true one. Reports of before print as they did."""
    from kinkeeper.domain.ties import AssessTies, RefuteTie, Tie, VerifyTie
    from kinkeeper.queries.findings import list_ties
    from kinkeeper.queries.history import list_statements
    from tests.web.scene import ALBERTO, FAMILY, KEVIN, YAMILET, history

    send(history(), "scene")
    send([AssessTies("ties-2", (Tie(KEVIN, ALBERTO, "parent", "corroborated", "0.9900", "recorded"),))], "unit")
    wrong, at = ledger_size(), "2018-07-08"
    printed = {name: digest((name, at, wrong, "json")) for name in REPORTS}
    send(
        [RefuteTie(KEVIN, ALBERTO, "the consulate: not his father"), VerifyTie(KEVIN, YAMILET, "parent", "birth certificate")], "put right"
    )
    assert {name: digest((name, at, wrong, "json")) for name in REPORTS} == printed
    assert {name for name in REPORTS if digest((name, at, ledger_size(), "json")) != printed[name]} >= {"census", "separations"}
    standing = {one.key: one.status for one in list_ties(OFFICER)}
    assert (standing[KEVIN, ALBERTO], standing[KEVIN, YAMILET]) == ("refuted", "verified")
    told = list_statements(OFFICER, find_standpoint(OFFICER, today=at), [KEVIN, ALBERTO, YAMILET], FAMILY, most=None)
    kinds = [one.statement.entry.__class__.__name__ for one in told.statements if one.statement and one.position >= wrong - 1]
    assert {"TieAssessed", "TieRefuted", "TieVerified"} <= set(kinds) and all(
        one.statement.actor for one in told.statements if one.statement
    )


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_a_thousand_reports_print_again_after_ten_thousand_corrections(database: Database) -> None:
    reprint(families=200, count=10_000, pairs=1_000)


def test_every_difference_between_two_printings_closes_and_names_the_entries(database: Database) -> None:
    chance = Random(4)
    send(beginning(chance, 20), "first")
    send(list(corrections(chance, 20, 120)), "later")
    size = ledger_size()
    for name in REPORTS:
        for _ in range(6):
            as_of = day(chance)
            first, last = sorted((chance.randint(0, size), chance.randint(0, size)))
            difference = compare(OFFICER, make(name, as_of, first), make(name, as_of, last))
            for row in difference.counted.tables[0].rows if name not in ("agencies", "over_time", "claims", "places") else ():
                positions = [int(one) for one in str(row[-1]).split(" …")[0].split(", ")]
                assert row[-2] and all(first <= position < last for position in positions), (name, row)
