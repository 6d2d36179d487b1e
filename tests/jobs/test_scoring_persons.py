"""How right the persons of a table are, counted over pairs of rows."""

from itertools import combinations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.jobs.dedupe import score_persons
from kinkeeper.linkage.measure import PairScore


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["a", "b", "c", None])), max_size=30))
def test_the_pairs_counted_are_those_of_all_pairs_looked_at(rows: list[tuple[int, str | None]]) -> None:
    known = [(person, truth) for person, truth in rows if truth is not None]
    claimed, true, right = 0, 0, 0
    for one, other in combinations(known, 2):
        claimed += one[0] == other[0]
        true += one[1] == other[1]
        right += one == other
    person = np.array([person for person, _ in rows], dtype=np.int64)
    truth = pl.Series([truth for _, truth in rows], dtype=pl.String)
    assert score_persons(person, truth) == PairScore(claimed=claimed, true=true, right=right)
