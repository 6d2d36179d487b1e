"""Candidates compared with the person asked for: by the engine's compiled comparison, the same that compares whole tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.engine.coding import Coded, as_str
from kinkeeper.linkage.engine.columns import Role
from kinkeeper.linkage.engine.native import DATE, EXACT, GIVEN, NUMBER, SURNAMES
from kinkeeper.linkage.engine.plan import Field, Plan, make_plan
from kinkeeper.linkage.engine.rules import make_ways
from kinkeeper.linkage.engine.scoring import patterns_of_pairs, score_pairs
from kinkeeper.linkage.engine.table import Table, rows_of
from kinkeeper.linkage.finding.keys import Lasting
from kinkeeper.linkage.finding.questions import Told
from kinkeeper.linkage.finding.weights import Weights

ROLES = {
    "sex": Role.SEX,
    "nationality": Role.COUNTRY,
    "a_number": Role.NUMBER,
    "born": Role.BORN,
    "surnames": Role.SURNAMES,
    "given": Role.GIVEN,
}
"""The columns that are compared, and what each is."""
BY_NICKNAME = 4.0
"""Bits for one record in sixteen: as often is somebody on record by another name than the one they are asked for by."""
_WAYS, _ = make_ways([])
Counts = Mapping[tuple[str, str], int]
"""Column and value (of names each word) -> how many records have it."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Those who are compared, and how common what they have is among all `known`."""

    people: Sequence[Lasting]
    counts: Counts
    known: int


def score(told: Told, candidates: Candidates, weights: Weights) -> NDArray[np.float32]:
    """By candidate the log2 odds that it is the person asked for, as the most favourable reading of what was told has it."""
    readings, called = told.readings(), told.called()
    asked = [*readings, *called]
    if not candidates.people or not asked:
        return np.full(len(candidates.people), -np.inf, dtype=np.float32)
    people = [*asked, *candidates.people]
    plan = _plan(people)
    for one in plan.fields:
        _set_rarity(plan, one, asked, candidates)
    table = Table(plan, rows_of(plan), [], _WAYS)
    ways, count = len(asked), len(candidates.people)
    pairs = np.column_stack((np.repeat(np.arange(ways), count), np.tile(np.arange(ways, ways + count), ways)))
    odds = score_pairs(table, weights.model(plan, candidates.known), pairs)
    less = np.repeat(np.array([0.0, BY_NICKNAME], dtype=np.float32), [len(readings), len(called)])
    best: NDArray[np.float32] = (odds.reshape(ways, count) - less[:, None]).max(axis=0)
    return best


def agreement(asked: Lasting, one: Lasting) -> dict[str, str]:
    """Field -> `same`, `near` or `other`, as the comparison has it; what either does not say is left out."""
    plan = _plan([asked, one])
    for field in plan.fields:
        _set_rarity(plan, field, [asked], Candidates([one], {}, 2))
    [pattern] = patterns_of_pairs(Table(plan, rows_of(plan), [], _WAYS), np.array([[0, 1]])).tolist()
    levels = {field.name: (field.kind, pattern >> 4 * nth & 15) for nth, field in enumerate(plan.fields)}
    return {name: _in_words(kind, level) for name, (kind, level) in levels.items() if level}


def _in_words(kind: int, level: int) -> str:
    if level in SAME.get(kind, (1,)):
        return "same"
    return "other" if level in OTHER[kind] else "near"


SAME: Mapping[int, tuple[int, ...]] = {DATE: (1, 2)}
OTHER: Mapping[int, tuple[int, ...]] = {GIVEN: (9,), SURNAMES: (14, 15), DATE: (8, 9, 10), EXACT: (2,), NUMBER: (3,)}
"""Kind of comparison -> its levels that say that it is the same, or that it is another."""


_FIELDS = attrgetter(*ROLES)


def _plan(people: Sequence[Lasting]) -> Plan:
    columns = zip(ROLES.items(), zip(*map(_FIELDS, people), strict=True), strict=True)
    return make_plan({name: (role, _coded(values)) for (name, role), values in columns}, len(people))


def _coded(values: Sequence[str]) -> Coded:
    """A column whose distinct values are read once."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(("", *values)))}
    codes = np.fromiter(map(numbers.__getitem__, values), dtype=np.int32, count=len(values))
    told = [value.encode() for value in numbers][1:]
    offsets = np.concatenate(([0], np.cumsum([len(value) for value in told]))).astype(np.int64)
    return Coded(codes, np.frombuffer(b"".join(told) or b"\0", dtype=np.uint8), offsets)


def _set_rarity(plan: Plan, one: Field, asked: Sequence[Lasting], candidates: Candidates) -> None:
    """How rare the values of the person asked for are: those alone can agree."""
    if one.kind == DATE:
        return
    one.rarity = np.zeros(len(plan.texts), dtype=np.float32)
    if one.kind == GIVEN:
        one.rarity_of_word = np.zeros(len(plan.texts), dtype=np.float32)
    for row in range(len(asked)):
        for atom in one.atoms[:3]:
            codes, ids = plan.atoms[atom]
            code = int(ids[codes[row]])
            bits = sum(_rarity(candidates, one.name, word) for word in as_str(plan.texts[code]).split())
            one.rarity[code] = bits
            if one.rarity_of_word is not None:
                one.rarity_of_word[code] = bits


def _rarity(candidates: Candidates, name: str, word: str) -> float:
    return float(np.log2(max(candidates.known, 2) / max(candidates.counts.get((name, word), 0), 1)))
