"""One person among all that are known, and new records one by one."""

import numpy as np
import polars as pl
import pytest

from kinkeeper.domain.errors import Refused
from kinkeeper.jobs.dedupe import score_persons
from kinkeeper.linkage.engine.deduplicate import deduplicate
from kinkeeper.linkage.engine.online import KnownPeople

from .people import people


@pytest.fixture(scope="module")
def records() -> pl.DataFrame:
    return people(1200, seed=5)


@pytest.fixture(scope="module")
def known(records: pl.DataFrame) -> KnownPeople:
    return KnownPeople(records.drop("who"))


def test_a_record_that_is_known_is_found_first(known: KnownPeople, records: pl.DataFrame) -> None:
    for row in range(0, records.height, 97):
        asked = records.row(row, named=True)
        best = known.find(asked, 3)[0]
        assert records["who"][best.record] == asked["who"]
        assert best.probability > 0.5


def test_a_person_asked_for_badly_is_among_the_first_five(known: KnownPeople, records: pl.DataFrame) -> None:
    found = asked = 0
    for row in range(0, records.height, 7):
        told = dict(records.row(row, named=True))
        name = told["surname1"]
        told["surname1"] = name[:-1] + ("S" if name[-1] != "S" else "Z")
        told["given_name"], told["birth_place"] = told["given_name"].split()[0], None
        asked += 1
        found += any(records["who"][one.record] == told["who"] for one in known.find(told, 5))
    assert found / asked >= 0.98


def test_who_is_not_known_is_not_found_likely(known: KnownPeople) -> None:
    stranger = {"given_name": "Ștefan", "surname1": "Țurcanu", "dob": "1931-11-30", "sex": "M"}
    assert all(one.probability < 0.1 for one in known.find(stranger))


def test_a_question_without_anything_finds_nobody(known: KnownPeople) -> None:
    assert known.find({}) == []
    assert known.find({"given_name": "", "dob": None, "colour": "red"}) == []


def test_records_added_one_by_one_form_the_persons_that_all_pairs_together_form(records: pl.DataFrame) -> None:
    columns = records.drop("who")
    late = [row for row in range(columns.height) if row % 9 == 0]
    soon = [row for row in range(columns.height) if row % 9]
    grown = KnownPeople(columns[soon])
    for row in late:
        grown.add(columns.row(row, named=True))
    one_by_one = grown.first.copy()
    grown.cluster_anew()
    assert np.array_equal(one_by_one, grown.first)
    who = records["who"].gather([*soon, *late])
    right = score_persons(one_by_one.astype(np.int64), who)
    assert right.f1 > 0.93


def test_a_record_that_was_added_is_found(records: pl.DataFrame) -> None:
    grown = KnownPeople(records.drop("who"), room=2)
    told = {"given_name": "XIOMARA", "surname1": "QUTZAL", "surname2": "AJPOP", "dob": "2009-09-09", "sex": "F"}
    number = grown.add(told)
    assert grown.find({**told, "surname2": None})[0].record == number
    assert grown.add({**told, "given_name": "XIOMARA LUZ"}) == number + 1
    assert grown.first[number + 1] == number
    with pytest.raises(Refused, match="No room"):
        grown.add(told)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_in_whatever_order_records_come_the_persons_are_those_of_all_pairs(records: pl.DataFrame, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(records.height)
    columns = records.drop("who")[order]
    known = int(np.random.default_rng(seed).integers(records.height // 2, records.height - 50))
    grown = KnownPeople(columns[:known])
    for row in columns[known:].iter_rows(named=True):
        grown.add(row)
    one_by_one = grown.first.copy()
    grown.cluster_anew()
    assert np.array_equal(one_by_one, grown.first)
    at_once = pl.Series(deduplicate(columns).person)
    assert score_persons(one_by_one.astype(np.int64), at_once).f1 > 0.97, "the weights of a part are not quite those of the whole"
