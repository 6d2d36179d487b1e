"""What agreement is worth, learnt from the records themselves as the engine learns it from any table, without labels."""

from collections.abc import Iterable

import polars as pl

from kinkeeper.linkage.engine.columns import Recognised
from kinkeeper.linkage.engine.counting import learn_model
from kinkeeper.linkage.engine.deduplicate import usable
from kinkeeper.linkage.engine.table import prepare
from kinkeeper.linkage.finding.keys import Lasting
from kinkeeper.linkage.finding.scoring import ROLES
from kinkeeper.linkage.finding.weights import Weights, of_model

FEWEST, MOST = 1_000, 200_000
"""Records that a model is learnt from: of fewer the ordinary one knows more, and more teach nothing new."""


def learn_weights(people: Iterable[Lasting]) -> Weights | None:
    """The weights that these records teach; None where they are too few, or no column tells them apart."""
    named = [one for one in people if one.given or one.surnames or one.a_number]
    if len(named) < FEWEST:
        return None
    every = -(-len(named) // MOST)
    rows = [{name: getattr(one, name) or None for name in ROLES} for one in named[::every]]
    table = pl.DataFrame(rows, schema=dict.fromkeys(ROLES, pl.String))
    columns = usable(table, Recognised(ROLES, {}))
    prepared = prepare(table, columns)
    return of_model(prepared.plan, learn_model(prepared))
