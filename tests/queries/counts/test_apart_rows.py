"""What is kept together of those who were ever apart says what the tables say that it is copied from, whatever was said."""

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

import pytest

from kinkeeper.domain.deliveries.withdrawals import RestoreRecords, WithdrawRecords
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.gateway.comparison import compare_tables
from kinkeeper.projections.apart.rows import COPIES
from kinkeeper.site.database import Database
from tests.reports.season import beginning, corrections
from tests.web.scene import play

EVER = "SELECT child FROM public.separation UNION SELECT adult FROM public.separation"


def families(chance: Random, number: int) -> FormFamilies:
    """Some of all persons at random: who joins one family leaves another."""
    persons = chance.sample([f"P{kind}{at}" for kind in "ac" for at in range(8)], 5)
    formed = (Family(f"KF-{number % 4}", tuple(persons[:3])), Family(f"KF-{number % 4 + 4}", tuple(persons[3:])))
    return FormFamilies(f"run {number}", formed)


def history(chance: Random) -> Iterator[Any]:
    for number, told in enumerate([*beginning(chance, 8), *islice(corrections(chance, 8, 60), 60)]):
        yield told
        if number > 3 and number % 5 == 0:
            yield families(chance, number)


@pytest.mark.parametrize("seed", range(3))
def test_each_copy_is_what_it_is_copied_from(database: Database, seed: int) -> None:
    from django.db import connection, transaction

    chance = Random(seed)
    said = list(history(chance))
    first, second = sorted(chance.sample(range(len(said)), 2))
    play(said[:first], name="first")
    play(said[first:second], name="second")
    gone = tuple(f"{kind}{number}" for kind in "sc" for number in range(4))
    play([WithdrawRecords(gone, "not ours", "x"), *said[second:], RestoreRecords(gone[:5], "ours after all")], name="third")
    with transaction.atomic(), connection.cursor() as cursor:
        for copy, (table, columns) in COPIES.items():
            line = f"SELECT concat_ws('|', {columns}) FROM"
            cursor.execute(f"{line} {copy} ORDER BY 1")
            copied = cursor.fetchall()
            cursor.execute(f"{line} {table} WHERE person_id IN ({EVER}) ORDER BY 1")
            assert copied == cursor.fetchall()
            assert copied
        assert compare_tables(cursor) == []
