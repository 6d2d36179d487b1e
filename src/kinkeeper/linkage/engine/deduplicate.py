"""The whole of it: a table of people in, a person for every row out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kinkeeper.domain.errors import BadExtract
from kinkeeper.linkage.engine import rules
from kinkeeper.linkage.engine.columns import Recognised, Role, recognise, says_nothing
from kinkeeper.linkage.engine.counting import learn_model
from kinkeeper.linkage.engine.learning import Model
from kinkeeper.linkage.engine.persons import Known, find_persons, numbered
from kinkeeper.linkage.engine.scoring import Scored, score
from kinkeeper.linkage.engine.table import Table, Tell, prepare

LEAST_KEPT = float(np.log2(0.2 / 0.8))
"""Log2 odds below which a pair is not worth a thought."""
BLOCKING = {"best": rules.BEST, "std": rules.STANDARD, "wide": rules.WIDE}
"""Sets of rules by the names that they can be asked for with."""
Scorer = Callable[[Table, Model, float], Scored]
"""What makes the pass over the pairs: here, or elsewhere."""
TELLS_PEOPLE_APART = frozenset({Role.GIVEN, Role.SURNAME, Role.FULL_NAME, Role.BORN, Role.NUMBER, Role.PHONE, Role.EMAIL, Role.STREET})


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """Who is whom in a table, and how that was found."""

    person: NDArray[np.int64]
    """By row; persons are numbered from 1 in the order of their first rows."""
    pairs: int
    """Pairs compared."""
    columns: Recognised
    model: Model


def usable(people: pl.DataFrame, recognised: Recognised, *, one_value: bool = False) -> Recognised:
    """The columns that can tell people apart, or with `one_value` could if another record were there.

    :raises BadExtract: where there is none.
    """
    left = {name: why for name in recognised.roles if (why := says_nothing(people[name], one_value=one_value))}
    roles = {name: role for name, role in recognised.roles.items() if name not in left}
    found = Recognised(roles, {**recognised.left, **left})
    if not TELLS_PEOPLE_APART & set(roles.values()):
        why = "; ".join(f"{name}: {reason}" for name, reason in list(found.left.items())[:8]) or "there are no columns"
        raise BadExtract(f"No usable column: names, a date of birth, a number or an address of the persons are needed ({why}).")
    return found


@dataclass(frozen=True, slots=True)
class Setting:
    """How a table is looked at."""

    blocking: str = "best"
    """Which pairs are compared, by name (`BLOCKING`)."""
    apart: Sequence[tuple[int, int]] = ()
    """Pairs of rows that a person said are two persons."""
    scorer: Scorer = score


def deduplicate(
    people: pl.DataFrame, recognised: Recognised | None = None, *, setting: Setting | None = None, tell: Tell | None = None
) -> Deduplicated:
    """Find which rows are one person.

    :raises BadExtract: where no column can tell people apart.
    """
    say, setting = tell or (lambda what, count: None), setting or Setting()
    columns = usable(people, recognised or recognise(people.columns))
    table = prepare(people, columns, BLOCKING[setting.blocking])
    say("pairs to compare at most", table.proposed)
    model = learn_model(table)
    scored = setting.scorer(table, model, LEAST_KEPT)
    say("pairs compared", scored.compared)
    persons = numbered(find_persons(table, model, scored, Known(apart=setting.apart)).first)
    say("persons", int(persons.max(initial=0)))
    return Deduplicated(persons, scored.compared, columns, model)
