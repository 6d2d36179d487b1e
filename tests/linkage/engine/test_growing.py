"""Persons of a table that grows: in whatever order records come and go, the persons are those of all that are there at once."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.domain.errors import BadExtract
from kinkeeper.jobs.dedupe import score_persons
from kinkeeper.linkage.engine import common_keys
from kinkeeper.linkage.engine.contents import Wordbook
from kinkeeper.linkage.engine.deduplicate import deduplicate
from kinkeeper.linkage.engine.growing import GrowingPeople, Version, learn_version
from kinkeeper.linkage.engine.persons import USED, Joining
from kinkeeper.linkage.engine.scoring import score_pairs
from kinkeeper.linkage.engine.table import Machine, Table

from .people import people

SMALL_CROWD = 2
NEW_WORDS = pl.DataFrame(
    [
        {"given_name": "XIOMARA LUZ", "surname1": "QUTZAL", "surname2": "AJPOP", "dob": "2009-09-09", "sex": "F"},
        {"given_name": "XIOMARA", "surname1": "QUTZAL", "surname2": None, "dob": "2009-09-09", "sex": "F"},
        {"given_name": "Ștefan", "surname1": "Țurcanu", "surname2": None, "dob": "1931-11-30", "sex": "M"},
        {"given_name": "JUAN", "surname1": None, "surname2": None, "dob": None, "sex": None},
        {"given_name": None, "surname1": None, "surname2": None, "dob": None, "sex": None},
    ]
)


@pytest.fixture(scope="module")
def learnt_from() -> pl.DataFrame:
    return people(400, seed=5).drop("who")


@pytest.fixture(scope="module")
def version(learnt_from: pl.DataFrame) -> Version:
    return learn_version(learnt_from)


@pytest.fixture(scope="module")
def pool() -> pl.DataFrame:
    """Records of a few families, written in several ways, some twice, with people of names that nobody had who was learnt from."""
    some = people(9, seed=3).drop("who")
    return pl.concat(
        [some, some.with_columns(birth_place=None), some.with_columns(surname2=None), some[:20], NEW_WORDS, NEW_WORDS], how="diagonal"
    )


def grouped(first: np.ndarray, numbers: list[int]) -> set[frozenset[int]]:
    """The persons as sets of what `numbers` calls the records; those withdrawn left out."""
    persons: dict[int, set[int]] = {}
    for record, lead in enumerate(first.tolist()):
        if lead >= 0:
            persons.setdefault(lead, set()).add(numbers[record])
    return {frozenset(found) for found in persons.values()}


def met_by_rule(version: Version, rows: np.ndarray) -> list[tuple[int, int]]:
    """Every pair that agrees on all parts of a rule, by looking at all pairs; agreement that a crowd shares does not count."""
    found: set[tuple[int, int]] = set()
    for rule in version.rules:
        having: dict[tuple[int, ...], list[int]] = {}
        for line, row in enumerate(rows.view(np.uint32).tolist()):
            ways = [list(rule.atom[: rule.parts])]
            if rule.twin >= 0 and row[rule.other] != row[rule.atom[rule.twin]]:
                ways.append([rule.other if part == rule.twin else rule.atom[part] for part in range(rule.parts)])
            for atoms in ways:
                key = tuple(row[atom] & rule.mask[part] for part, atom in enumerate(atoms))
                if all(key):
                    having.setdefault(key, []).append(line)
        found |= {
            pair for lines in having.values() if len(lines) <= common_keys.CROWD for pair in combinations(lines, 2) if pair[0] != pair[1]
        }
    return sorted(found)


def all_at_once(version: Version, table: pl.DataFrame, numbers: list[int]) -> set[frozenset[int]]:
    """The persons by looking at all pairs of all records and clustering them in one go."""
    words = Wordbook(version.plan, version.columns, version.width)
    coded = words.rows_of(table)
    distinct = [np.frombuffer(row, dtype=np.int32) for row in sorted({row.tobytes() for row in coded})]
    rows = np.array(distinct, dtype=np.int32).reshape(-1, version.width)
    rows = np.ascontiguousarray(rows[words.order(rows)])
    line_of = {row.tobytes(): line for line, row in enumerate(rows)}
    laid = Table(words.plan, rows, [], version.ways)
    pairs = np.array(met_by_rule(version, rows), dtype=np.int64).reshape(-1, 2)
    odds = score_pairs(laid, version.model, pairs)
    used = odds >= USED
    joining = Joining(len(rows))
    joining.along(Machine(laid, version.model), *(pairs[used, side].astype(np.int32) for side in (0, 1)), odds[used])
    lead = joining.first()
    itself = score_pairs(laid, version.model, np.column_stack([np.arange(len(rows))] * 2))
    persons: dict[int, set[int]] = {}
    for nth, row in enumerate(coded):
        line = line_of[row.tobytes()]
        alone = itself[line] < USED and (lead == lead[line]).sum() == 1
        persons.setdefault(-1 - nth if alone else int(lead[line]), set()).add(numbers[nth])
    return {frozenset(found) for found in persons.values()}


@settings(max_examples=12)
@given(data=st.data())
def test_in_whatever_order_records_come_and_go_the_persons_are_those_of_all_at_once(version: Version, pool: pl.DataFrame, data) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(common_keys, "CROWD", data.draw(st.sampled_from([SMALL_CROWD, 1_500]), label="crowd"))
        some_rules = st.lists(st.sampled_from(version.rules), min_size=1, max_size=2)
        version = replace(version, rules=data.draw(st.just(version.rules) | some_rules, label="rules"))
        order = data.draw(st.permutations(range(pool.height)), label="order")[: data.draw(st.integers(1, pool.height), label="many")]
        grown, there, numbers = GrowingPeople(version), set(), []
        while order:
            some = order[: data.draw(st.integers(1, len(order)), label="come")]
            order = order[len(some) :]
            came = grown.take_in(pool[some]).records
            there.update(came)
            numbers += some
            go = data.draw(st.sets(st.sampled_from(sorted(there)), max_size=6), label="go") if there else set()
            grown.withdraw(go)
            there -= go
        left = [numbers[record] for record in sorted(there)]
        assert grouped(grown.first, numbers) == all_at_once(version, pool[left], left)


def test_the_persons_are_as_right_as_those_of_the_table_at_once(version: Version, learnt_from: pl.DataFrame) -> None:
    grown = GrowingPeople(version)
    for part in np.array_split(np.random.default_rng(1).permutation(learnt_from.height), 9):
        last = grown.take_in(learnt_from[part])
    order = np.concatenate(np.array_split(np.random.default_rng(1).permutation(learnt_from.height), 9))
    right = pl.Series(deduplicate(learnt_from[order]).person)
    assert score_persons(grown.first, right).f1 > 0.98
    assert last.scored < learnt_from.height * 40
    assert last.clustered < learnt_from.height / 4


def test_only_pairs_with_a_new_record_are_scored_and_only_what_it_touches_is_clustered(version: Version, learnt_from: pl.DataFrame) -> None:
    grown = GrowingPeople(version)
    all_of_them = grown.take_in(learnt_from)
    one_more = grown.take_in(learnt_from[:1].with_columns(given_name=pl.lit("XIOMARA")))
    assert one_more.scored < all_of_them.scored / 100
    assert one_more.clustered <= 10
    again = grown.take_in(learnt_from[:1])
    assert (again.scored, again.clustered) == (0, 0)
    assert grown.first[again.records.start] == grown.first[0]


def test_a_record_that_joins_two_persons_parts_them_again_when_it_goes(version: Version) -> None:
    told = {"given_name": "MARIA ELENA", "surname1": "ICAL", "surname2": "TZOC", "dob": "1991-05-17", "sex": "F", "birth_place": "TOWN 7"}
    ends = pl.DataFrame(
        [{**told, "surname2": None, "given_name": "MARIA", "birth_place": None}, {**told, "surname1": "TZOC", "surname2": None}]
    )
    grown = GrowingPeople(version)
    grown.take_in(ends)
    apart = len(set(grown.first.tolist()))
    grown.take_in(pl.DataFrame([told]))
    joined = grown.first.tolist()
    assert len(set(joined)) < apart + 1
    grown.withdraw([2, 2])
    assert len(set(grown.first[:2].tolist())) == apart
    assert grown.first[2] == -1


def test_copies_that_say_too_little_stay_apart(version: Version) -> None:
    grown = GrowingPeople(version)
    grown.take_in(pl.concat([NEW_WORDS[3:], NEW_WORDS[3:]]))
    assert grown.first.tolist() == [0, 1, 2, 3]


def test_a_hundred_thousand_copies_of_one_record_cost_one(version: Version, learnt_from: pl.DataFrame) -> None:
    grown = GrowingPeople(version)
    took = grown.take_in(learnt_from[[0] * 100_000])
    assert (took.scored, took.clustered) == (0, 1)
    assert not grown.first.any()


def test_a_table_without_a_column_of_those_learnt_from_is_taken_as_not_knowing_it(version: Version, learnt_from: pl.DataFrame) -> None:
    grown = GrowingPeople(version)
    grown.take_in(learnt_from[:20])
    fewer = grown.take_in(learnt_from[:20].drop("birth_place", "sex"))
    assert grown.first[fewer.records.start :].tolist() == grown.first[:20].tolist()
    assert grown.take_in(learnt_from[:0]).scored == 0


def test_a_table_that_says_nothing_teaches_nothing() -> None:
    with pytest.raises(BadExtract, match="No usable column"):
        learn_version(pl.DataFrame({"colour": ["red", "blue"]}))
