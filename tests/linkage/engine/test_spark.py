"""The pass over the pairs on Spark gives what it gives here, to the last bit."""

import importlib.util
import shutil
from pathlib import Path

import numpy as np
import pytest

from kinkeeper.domain.errors import Unavailable
from kinkeeper.linkage.engine.columns import recognise
from kinkeeper.linkage.engine.counting import learn_model
from kinkeeper.linkage.engine.scoring import score
from kinkeeper.linkage.engine.spark import _read, _written, scorer_on
from kinkeeper.linkage.engine.table import prepare

from .people import people

SPARK = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None


def test_what_a_worker_reads_scores_as_what_was_written(tmp_path: Path) -> None:
    records = people(300).drop("who")
    table = prepare(records, recognise(records.columns))
    model = learn_model(table)
    _written(table, model, tmp_path)
    there = score(*_read(lambda name: str(tmp_path / name)), 0.0)
    here = score(table, model, 0.0)
    assert np.array_equal(here.one, there.one)
    assert np.array_equal(here.odds, there.odds)


@pytest.mark.skipif(not SPARK, reason="needs pyspark (the extra `spark`) and Java")
@pytest.mark.filterwarnings("default")
def test_spark_gives_what_is_given_here() -> None:
    records = people(600).drop("who")
    table = prepare(records, recognise(records.columns))
    model = learn_model(table)
    here, there = score(table, model, 0.0), scorer_on("local[2]")(table, model, 0.0)
    assert here.compared == there.compared
    for one, other in ((here.one, there.one), (here.other, there.other), (here.odds, there.odds)):
        assert np.array_equal(one, other)


@pytest.mark.skipif(SPARK, reason="pyspark and Java are here")
def test_where_spark_is_missing_one_line_says_what_to_install() -> None:
    with pytest.raises(Unavailable, match="leave --spark out"):
        scorer_on("local[2]")
