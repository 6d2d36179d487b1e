"""Finding ties: who is kin of whom among the persons of these records, how surely, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.records import Record
from kinkeeper.linkage.ties import facts, lists, told
from kinkeeper.linkage.ties.clues import Clue
from kinkeeper.linkage.ties.encounters import time_and_place
from kinkeeper.linkage.ties.household import company_clues
from kinkeeper.linkage.ties.learning import DECIDED, Evidence, Learner, weights
from kinkeeper.linkage.ties.nearness import Near, Pairs, find_pairs, thin_out
from kinkeeper.linkage.ties.people import Someone, Who, gather, may_be_adult
from kinkeeper.linkage.ties.presence import signs
from kinkeeper.linkage.ties.siblings import SiblingTold, eldest_births, find_siblings
from kinkeeper.linkage.ties.statements import ByName, Hearing, Statements, hear
from kinkeeper.linkage.ties.surnames import Share, Surnames, spelling_clue, surname_clue
from kinkeeper.linkage.ties.wording import FoundTie, TieLot, word_doubts, word_lots, word_ties

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class TieFindings(Generic[Who]):
    """What was found, each in the order of the names of the children's first records."""

    ties: list[FoundTie[Who]]
    doubts: list[FoundTie[Who]] = field(default_factory=list)
    """What people should be asked; those likelier than not are among the ties as well."""
    lots: list[TieLot[Who]] = field(default_factory=list)
    """Of the pairs left apart unread, those drawn to be read."""
    weights: list[tuple[str, str, str, str]] = field(default_factory=list)
    """What was learnt (`learning.weights`)."""


Decided = Mapping[tuple[Who, Who], bool | None]
"""Child and adult -> whether people have said that they are kin, or that they are not; None: they have not, and the score is wanted."""


def find_ties(
    records: Sequence[Record], person_of: Sequence[Who], decided: Decided[Who] | None = None, *, progress: Progress | None = None
) -> TieFindings[Who]:
    """The ties that are likelier than not among the persons these records are held to be.

    `person_of[i]` is the person of `records[i]`. The result does not depend on the order of the records. What people have decided
    holds whatever the score, and teaches.
    """
    if not any(may_be_adult(record) for record in records):
        return TieFindings([])
    persons, people = gather(records, person_of)
    _tell(progress, "people", len(people))
    place = {person: at for at, person in enumerate(persons)}
    known = {(place[child], place[adult]): kin for (child, adult), kin in (decided or {}).items() if child in place and adult in place}
    evidence = gather_evidence(people, known)
    _tell(progress, "pairs", len(evidence.pairs))
    if not len(evidence.pairs):
        return TieFindings([])
    learner = Learner(evidence)
    verdict = learner.learn()

    def named(found: Sequence[FoundTie[int]]) -> list[FoundTie[Who]]:
        return [tie.of(persons[tie.child], persons[tie.adult]) for tie in found]

    ties = named(word_ties(evidence, verdict))
    _tell(progress, "ties", len(ties))
    keys = [min(record.record_id for record in one.records) for one in people]
    lots = [TieLot(lot.least, lot.below, lot.population, named(lot.drawn)) for lot in word_lots(evidence, verdict, keys)]
    doubts = word_doubts(evidence, verdict, [ends for ends, kin in known.items() if kin is None])
    return TieFindings(ties, named(doubts), lots, weights(learner))


def _tell(progress: Progress | None, what: str, number: int) -> None:
    if progress:
        progress(what, number)


def gather_evidence(people: Sequence[Someone], known: Mapping[tuple[int, int], bool | None] | None = None) -> Evidence:
    """The candidate pairs among these people and everything that speaks for or against each. `known`: what people have decided."""
    known = known or {}
    said = hear(people)
    hearing = Hearing(people)
    by_name = ByName(people, hearing)
    pairs, surnames = _candidates(people, said, by_name, set(known))
    siblings = find_siblings(pairs)
    clues = [
        time_and_place(pairs),
        surname_clue(pairs, surnames),
        spelling_clue(pairs, surnames),
        facts.age_difference(pairs, eldest_births(pairs, siblings)),
        facts.a_numbers(pairs),
        facts.nationality(pairs),
        facts.family_number(pairs),
        *lists.list_rows(pairs, said.rows, by_name),
        *told.names_told(pairs, said, hearing),
        facts.released_together(pairs),
        *company_clues(pairs),
    ]
    recorded = _recorded(clues, len(pairs))
    denied = told.denied(pairs, said, recorded)
    clues.append(denied)
    listed = lists.stand_ins(pairs, said.rows, by_name)
    decided = _decided(pairs, known)
    recorded = np.where(decided == 0, recorded & (denied.level == 1), decided > 0)
    return Evidence(pairs, clues, signs(people, said, siblings), SiblingTold(pairs, siblings), surnames, recorded, listed, decided)


def _decided(pairs: Pairs, known: Mapping[tuple[int, int], bool | None]) -> NDArray[np.float64]:
    bits = np.zeros(len(pairs))
    ends = np.array(sorted(known), dtype=np.int64).reshape(-1, 2)
    for at, end in zip(pairs.find(ends[:, 0], ends[:, 1]).tolist(), sorted(known), strict=True):
        if at >= 0 and known[end] is not None:
            bits[at] = DECIDED if known[end] else -DECIDED
    return bits


def _candidates(people: Sequence[Someone], said: Statements, by_name: ByName, known: set[tuple[int, int]]) -> tuple[Pairs, Surnames]:
    claimed = {(row.child, row.adult) for row in said.rows} | known
    pairs = find_pairs(people, claimed)
    from_afar = lists.named_from_afar(lists.unresolved(pairs, said.rows), by_name, pairs)
    if from_afar:
        claimed |= from_afar
        pairs = find_pairs(people, claimed)
    surnames = Surnames(pairs)
    # A day apart and no surname in common: nothing would make a tie of it, and such pairs are two thirds of all.
    ends = pairs.child * len(people) + pairs.adult
    told_of = np.isin(ends, np.array([child * len(people) + adult for child, adult in claimed], dtype=np.int64))
    keep = (pairs.near != Near.NEXT_DAY) | (surnames.share > Share.NONE) | told_of
    thinner = thin_out(pairs, keep)
    return thinner, surnames.thin_out(thinner, keep)


def _recorded(clues: Sequence[Clue], many: int) -> NDArray[np.bool_]:
    """Pairs that a source names as kin: one family number, one row, a name or number told."""
    recorded = np.zeros(many, dtype=bool)
    for clue in clues:
        recorded[list(clue.said or ())] = True
    return recorded
