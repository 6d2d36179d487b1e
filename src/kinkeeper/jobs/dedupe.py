"""The linkage engine alone on a table of people: a file in, the same file with a column `person` out."""

import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kinkeeper.domain.errors import BadExtract
from kinkeeper.linkage.engine.coding import code_column
from kinkeeper.linkage.engine.columns import Recognised, recognise
from kinkeeper.linkage.engine.deduplicate import Setting, deduplicate
from kinkeeper.linkage.measure import PairScore

Progress = Callable[[str, int], None]

PERSON = "person"
_SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Dedupe:
    """What became of a table."""

    rows: int
    persons: int
    seconds: float
    """From reading the file to clusters, by the clock."""
    cpu_seconds: float
    """Of the same span, over all threads."""
    pairs: int
    peak_gb: float
    columns: Recognised
    right: PairScore | None


def dedupe_file(file: Path, out: Path, *, truth: str = "", setting: Setting | None = None, progress: Progress) -> Dedupe:
    """Find the persons of a table and write it with a column that says who is who.

    :raises BadExtract: where the file cannot be read or has no usable column, or the other cannot be written.
    """
    _refuse_bad_ending(out)
    names = _columns(file)
    if truth and truth not in names:
        raise BadExtract(f"{file.name} has no column {truth}; it has {', '.join(names[:12])}.")
    started, worked = time.perf_counter(), time.process_time()
    recognised = recognise(names, apart_from={truth, PERSON})
    people = _read(file, list(recognised.roles))
    found = deduplicate(people, recognised, setting=setting, tell=progress)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e6)
    rest = [name for name in names if name not in recognised.roles]
    whole = (people.hstack(_read(file, rest)) if rest else people).select(names)
    _write(whole.with_columns(pl.Series(PERSON, found.person)), out)
    right = score_persons(found.person, whole[truth]) if truth else None
    return Dedupe(whole.height, int(found.person.max(initial=0)), seconds, cpu_seconds, found.pairs, peak, found.columns, right)


def score_persons(person: NDArray[np.int64], truth: pl.Series) -> PairScore:
    """How right the persons are, over pairs of rows; rows whose truth is not known are left out."""
    true = code_column(truth).codes.astype(np.int64)
    both = np.sort((person * (int(true.max(initial=0)) + 1) + true)[true != 0])
    groups = np.cumsum(np.diff(both, prepend=-1) != 0)
    return PairScore(claimed=_pairs(person[true != 0]), true=_pairs(true[true != 0]), right=_pairs(groups))


def _pairs(groups: NDArray[np.int64]) -> int:
    """How many pairs of rows have the same small number."""
    sizes = np.bincount(groups)
    return int((sizes * (sizes - 1) // 2).sum())


# Files


def _refuse_bad_ending(out: Path) -> None:
    if out.suffix.lower() not in {".csv", ".parquet"}:
        raise BadExtract(f"{out} must end in .csv or .parquet.")
    if not out.parent.is_dir():
        raise BadExtract(f"The folder {out.parent} is not there: make it first.")


def _columns(file: Path) -> list[str]:
    if not file.is_file():
        raise BadExtract(f"{file} is not there.")
    try:
        if file.suffix.lower() == ".parquet":
            return list(pl.read_parquet_schema(file))
        return pl.read_csv(file, separator=_separator(file), infer_schema=False, n_rows=1, encoding="utf8-lossy").columns
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(file) from error


def _read(file: Path, names: Sequence[str]) -> pl.DataFrame:
    try:
        if file.suffix.lower() == ".parquet":
            return pl.read_parquet(file, columns=list(names))
        return pl.read_csv(file, separator=_separator(file), infer_schema=False, columns=list(names), encoding="utf8-lossy")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(file) from error


def _separator(file: Path) -> str:
    with file.open("rb") as opened:
        line = opened.readline(100_000).decode("utf-8", errors="replace")
    return max(_SEPARATORS, key=line.count)


def _unreadable(file: Path) -> BadExtract:
    return BadExtract(
        f"{file.name} cannot be read as a table: it must be Parquet, or CSV in UTF-8 with one header line and as many cells in each row."
    )


def _write(table: pl.DataFrame, out: Path) -> None:
    """Beside the place first, then into it, so that nothing half written is ever there."""
    part = out.with_name(f".{out.name}.part")
    try:
        if out.suffix.lower() == ".parquet":
            table.write_parquet(part, compression_level=1, statistics=False)
        else:
            table.write_csv(part)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadExtract(f"{out} cannot be written: {error.strerror or 'the disk refused it'}.") from error
