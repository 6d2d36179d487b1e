"""From scored pairs to persons: each join is weighed by all pairs that it brings together, whether or not all had to be compared."""

from itertools import product

import numpy as np
import pytest

from kinkeeper.linkage.engine import persons
from kinkeeper.linkage.engine.columns import recognise
from kinkeeper.linkage.engine.counting import learn_model
from kinkeeper.linkage.engine.learning import Model
from kinkeeper.linkage.engine.persons import MOST_SAID, SPEAKERS, USED, find_persons
from kinkeeper.linkage.engine.scoring import Scored, score, score_pairs
from kinkeeper.linkage.engine.table import Table, prepare

from .people import people


def joined_plainly(table: Table, model: Model, scored: Scored, least: float) -> list[int]:
    """By record the first of its person, all pairs of each join compared."""
    members = {record: [record] for record in range(table.plan.count)}
    lead = list(range(table.plan.count))
    surest = np.clip(-64 * scored.odds, -32000, 32000).astype(int)
    for nth in np.lexsort((scored.other, scored.one, surest)):
        first, second = sorted((lead[scored.one[nth]], lead[scored.other[nth]]))
        if scored.odds[nth] < USED or first == second:
            continue
        said = np.array(list(product(members[first][:SPEAKERS], members[second][:SPEAKERS])), dtype=np.int64)
        mean = np.clip(score_pairs(table, model, said), -MOST_SAID, MOST_SAID).mean()
        if len(members[first]) + len(members[second]) == 2 or mean >= least:
            members[first] += members.pop(second)
            for record in members[first]:
                lead[record] = first
    return lead


@pytest.mark.parametrize("least", [-4.0, 9.0, 14.0, 19.0])
def test_a_join_holds_where_the_mean_over_all_its_pairs_does(least: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persons, "MEAN", least)
    records = people(400).drop("who")
    table = prepare(records, recognise(records.columns))
    model = learn_model(table)
    scored = score(table, model, 0.0)
    found = find_persons(table, model, scored)
    assert found.first.tolist() == joined_plainly(table, model, scored, least)
    assert least < 0 or found.refused > 0
