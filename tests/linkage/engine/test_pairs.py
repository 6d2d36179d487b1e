"""Blocks and the one pass over them: every pair that agrees on a rule is met, once, and scored as alone."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest

from kinkeeper.linkage.engine import rules
from kinkeeper.linkage.engine.columns import recognise
from kinkeeper.linkage.engine.counting import learn_model
from kinkeeper.linkage.engine.scoring import score, score_pairs
from kinkeeper.linkage.engine.table import Table, prepare

from .people import people

EVERYTHING = -1e9


def by_hand(table: Table) -> set[tuple[int, int]]:
    """Pairs that agree on all parts of a rule, looked up one by one."""
    found = set()
    for one, other in combinations(range(table.plan.count), 2):
        for block in table.blocks:
            rule = block.rule
            for slot in range(block.slots):
                for slot2 in range(block.slots):
                    parts = []
                    for nth in range(rule.parts):
                        left, right = (rule.other if at and nth == rule.twin else rule.atom[nth] for at in (slot, slot2))
                        a, b = (int(table.rows[who, atom]) & rule.mask[nth] for who, atom in ((one, left), (other, right)))
                        parts.append(a == b != 0)
                    if all(parts):
                        found.add((one, other))
    return found


@pytest.mark.parametrize("named", [rules.BEST, rules.STANDARD, rules.WIDE], ids=["best", "std", "wide"])
def test_every_pair_that_agrees_on_a_rule_is_met_once(named: tuple[tuple[str, ...], ...]) -> None:
    records = people(40).drop("who")
    table = prepare(records, recognise(records.columns), named)
    scored = score(table, learn_model(table), EVERYTHING)
    met = list(zip(scored.one.tolist(), scored.other.tolist(), strict=True))
    assert len(met) == len(set(met)) == scored.compared
    assert set(met) == by_hand(table)
    assert 0 < len(met) <= table.proposed


def test_a_pair_is_scored_in_the_pass_as_it_is_alone() -> None:
    records = people(60).drop("who")
    table = prepare(records, recognise(records.columns))
    model = learn_model(table)
    scored = score(table, model, EVERYTHING)
    alone = score_pairs(table, model, np.column_stack((scored.one, scored.other)).astype(np.int64))
    assert np.array_equal(scored.odds, alone)


def test_the_same_records_give_the_same_pairs_again() -> None:
    records = people(60).drop("who")
    runs = []
    for _ in range(2):
        table = prepare(records, recognise(records.columns))
        runs.append(score(table, learn_model(table), 0.0))
    assert np.array_equal(runs[0].one, runs[1].one)
    assert np.array_equal(runs[0].odds, runs[1].odds)


def test_a_crowd_is_thinned_and_equal_content_still_meets() -> None:
    crowd = pl.DataFrame(
        {"given_name": ["ANA"] * 20_000, "surname": ["POP"] * 20_000, "dob": [f"19{n % 50 + 40}-02-03" for n in range(20_000)]}
    )
    table = prepare(crowd, recognise(crowd.columns))
    crowded = next(block for block in table.blocks if block.name == "given + surname1")
    assert crowded.pairs_by_block.sum() == 20_000 * rules.NEIGHBOURS
    scored = score(table, learn_model(table), EVERYTHING)
    born = crowd["dob"].to_numpy()
    assert (born[scored.one] == born[scored.other]).mean() > 0.9
