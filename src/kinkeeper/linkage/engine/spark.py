"""The pass over the pairs on Apache Spark: the blocks are shared out by key, each piece is walked by the same compiled code as here.

The table is coded and sorted where it is read; its rows and keys go to the workers as files (on one machine they are mapped, not copied);
the pieces come back in the order in which they would have been walked here, so that the answer is the same to the last bit. Every worker
needs Kinkeeper installed, its compiled part included.
"""

import importlib.util
import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.errors import Unavailable
from kinkeeper.linkage.engine.learning import Model
from kinkeeper.linkage.engine.scoring import Part, Scored, gathered, pieces_of, walked
from kinkeeper.linkage.engine.table import Machine, Table, walk_of

Piece = tuple[int, int, int, int]
"""A piece of work: its number, the rule, the first block and the one after the last."""
NOBODY: NDArray[np.int32] = np.zeros(0, dtype=np.int32)


def scorer_on(master: str) -> Callable[[Table, Model, float], Scored]:
    """
    What scores a table on the Spark of this address (local[2], spark://HOST:PORT, yarn, ...).

    :raises Unavailable: where pyspark or Java is missing.
    """
    refuse_without_spark()
    return lambda table, model, least: score_on(master, table, model, least)


def refuse_without_spark() -> None:
    """:raises Unavailable: where pyspark or Java is missing."""
    if importlib.util.find_spec("pyspark") is None:
        raise Unavailable('Spark needs pyspark: run pip install "kinkeeper[spark]", or leave --spark out.')
    if shutil.which("java") is None:
        raise Unavailable("Spark needs Java 17 or newer on the path: install it (Debian: default-jre-headless), or leave --spark out.")


def score_on(master: str, table: Table, model: Model, least: float) -> Scored:
    """All pairs that the rules propose with log2 odds of at least `least`, scored on Spark."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("kinkeeper dedupe")
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        # All of it is on this machine: nobody else's may reach its ports.
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    session = builder.config("spark.ui.enabled", "false").config("spark.log.level", "ERROR").getOrCreate()
    try:
        with tempfile.TemporaryDirectory(prefix="kinkeeper-") as folder:
            for file in _written(table, model, Path(folder)):
                session.sparkContext.addFile(str(file))
            work = [(nth, *piece) for nth, piece in enumerate(pieces_of(table))]
            shared = session.sparkContext.parallelize(work, max(1, min(len(work), 4 * session.sparkContext.defaultParallelism)))
            found = shared.mapPartitions(lambda pieces: _walked_there(pieces, least)).collect()
    finally:
        session.stop()
    return gathered([part for _, part in sorted(found, key=lambda one: one[0])])


def _written(table: Table, model: Model, folder: Path) -> list[Path]:
    """The files that a worker needs."""
    arrays = {"rows": table.rows, "texts": table.plan.texts}
    arrays |= {f"entries{nth}": block.entries for nth, block in enumerate(table.blocks)}
    arrays |= {f"ends{nth}": block.ends for nth, block in enumerate(table.blocks)}
    arrays |= {f"pairs{nth}": block.pairs_by_block for nth, block in enumerate(table.blocks)}
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    atoms = dict.fromkeys(table.plan.atoms, (NOBODY, NOBODY))
    plan = replace(table.plan, atoms=atoms, texts=np.zeros(0, dtype=table.plan.texts.dtype), distinct=np.zeros(0, dtype=np.uint8))
    nothing = np.zeros(0, dtype=np.int64)
    blocks = [replace(block, entries=nothing.astype(np.uint64), ends=nothing, pairs_by_block=nothing) for block in table.blocks]
    slim = replace(table, plan=plan, rows=np.zeros((0, table.rows.shape[1]), dtype=np.int32), blocks=blocks)
    (folder / "table.pickle").write_bytes(pickle.dumps((slim, model)))
    return sorted(folder.iterdir())


def _read(files: Callable[[str], str]) -> tuple[Table, Model]:
    """The table as a worker has it: mapped from the files that came."""

    def mapped(name: str) -> Any:
        return np.load(files(f"{name}.npy"), mmap_mode="r")

    slim, model = pickle.loads(Path(files("table.pickle")).read_bytes())
    blocks = [
        replace(block, entries=mapped(f"entries{nth}"), ends=mapped(f"ends{nth}"), pairs_by_block=mapped(f"pairs{nth}"))
        for nth, block in enumerate(slim.blocks)
    ]
    return replace(slim, rows=mapped("rows"), plan=replace(slim.plan, texts=mapped("texts")), blocks=blocks), model


def _walked_there(pieces: Iterable[Piece], least: float) -> Iterator[tuple[int, Part]]:
    """On a worker: the pairs of some pieces."""
    from pyspark import SparkFiles

    table, model = _read(SparkFiles.get)
    machine = Machine(table, model)
    for nth, rule, first, last in pieces:
        yield nth, walked(machine, walk_of(table.blocks[rule], first, last), least)
