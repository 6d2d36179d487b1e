"""What agreement is worth where one person is asked for: as learnt from the files, or as it ordinarily is.

It is kept as text in bits, by field and level, so that a model can stand in the ledger with its version and be read again to the same
answers.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from kinkeeper.domain.models import Weight
from kinkeeper.linkage.engine.learning import LEVELS, Model, Shares, usual_shares
from kinkeeper.linkage.engine.native import DATE, EXACT, GIVEN, NUMBER, SURNAMES
from kinkeeper.linkage.engine.plan import Plan

KINDS: Mapping[str, int] = {
    "sex": EXACT,
    "nationality": EXACT,
    "a_number": NUMBER,
    "born": DATE,
    "surnames": SURNAMES,
    "given": GIVEN,
}
"""The fields that are compared, and how."""
PRIOR, SAME_PERSON, RELATIVES = "prior", "records", "relatives"
STEP = "find"


@dataclass(frozen=True, slots=True)
class Weights:
    """Bits by field and level, and what is likely before anything is compared."""

    bits: Mapping[str, tuple[float, ...]]
    others: float = 1.0
    """How many other records a record's person has, in the mean."""
    relatives: float = 1.0
    """Pairs of relatives for each pair of one person."""

    def odds(self, known: int) -> tuple[float, float]:
        """Log2 odds that a record among `known` is of the person asked for, and of a relative, before anything is compared."""
        prior = min(self.others / max(known, 2), 0.5)
        person = math.log2(prior / (1 - prior))
        return person, person + math.log2(self.relatives)

    def as_facts(self) -> list[Weight]:
        """As they stand in the ledger."""
        told = [
            Weight(field, str(level), f"{bits:.3f}")
            for field, levels in sorted(self.bits.items())
            for level, bits in enumerate(levels, start=1)
        ]
        return [*told, Weight(PRIOR, SAME_PERSON, f"{self.others:.4f}"), Weight(PRIOR, RELATIVES, f"{self.relatives:.4f}")]


def from_facts(facts: Iterable[Weight]) -> Weights:
    """As they stood in the ledger."""
    bits: dict[str, dict[int, float]] = {}
    prior: dict[str, float] = {}
    for one in facts:
        if one.sign == PRIOR:
            prior[one.level] = float(one.same)
        else:
            bits.setdefault(one.sign, {})[int(one.level)] = float(one.same)
    told = {field: tuple(levels.get(level, 0.0) for level in range(1, max(levels) + 1)) for field, levels in bits.items()}
    return Weights(told, prior.get(SAME_PERSON, 1.0), prior.get(RELATIVES, 1.0))


def of_model(plan: Plan, model: Model) -> Weights:
    """What the engine has learnt from a table."""
    bits = model.weights()
    told = {one.name: _kept(bits[at, 1 : LEVELS[one.kind] + 1]) for at, one in enumerate(plan.fields)}
    return Weights({**ordinary().bits, **told}, round(model.prior * plan.count, 4), round(model.relatives, 4))


_BY_CHANCE: Mapping[int, tuple[float, ...]] = {
    GIVEN: (1, 0.7, 0.4, 0.005, 0.01, 0.3, 0.05, 0.005, 0.92, 0.001, 0.002),
    SURNAMES: (1, 0.64, 0.011, 0.01, 0.03, 0.0005, 0.64, 1, 0.36, 1, 0.7, 0.01, 0.01, 0.6, 0.35),
    DATE: (0.00011, 0.0002, 0.0001, 0.001, 0.002, 0.001, 0.004, 0.03, 0.2, 0.76),
    EXACT: (1, 0.6),
    NUMBER: (1, 0.0001, 1),
}
"""How often two strangers show each level, what the values' own rarity says left out: births spread over 25 years, one in three with a
second name, two in three with a second surname."""


def ordinary() -> Weights:
    """What agreement is worth before anything was learnt."""
    return Weights({field: _kept(np.log2(usual_shares(kind) / np.array(_BY_CHANCE[kind]))) for field, kind in KINDS.items()})


def _kept(bits: Shares) -> tuple[float, ...]:
    """Bits as precise as they are kept."""
    return tuple(np.round(bits, 3).tolist())
