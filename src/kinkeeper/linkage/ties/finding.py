"""Finding ties: who is kin of whom among the persons of these records, how surely, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.records import Record
from kinkeeper.linkage.ties import facts, lists, told
from kinkeeper.linkage.ties.clues import Clue
from kinkeeper.linkage.ties.learning import Evidence, Learner
from kinkeeper.linkage.ties.nearness import Near, Pairs, find_pairs, thin_out
from kinkeeper.linkage.ties.people import Someone, Who, gather, may_be_adult
from kinkeeper.linkage.ties.presence import signs
from kinkeeper.linkage.ties.siblings import SiblingTold, eldest_births, find_siblings
from kinkeeper.linkage.ties.statements import ByName, Hearing, Statements, hear
from kinkeeper.linkage.ties.surnames import Share, Surnames, surname_clue
from kinkeeper.linkage.ties.wording import FoundTie, word_ties

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class TieFindings(Generic[Who]):
    """The ties found, in the order of the names of the children's first records."""

    ties: list[FoundTie[Who]]


def find_ties(records: Sequence[Record], person_of: Sequence[Who], *, progress: Progress | None = None) -> TieFindings[Who]:
    """The ties that are likelier than not among the persons these records are held to be.

    `person_of[i]` is the person of `records[i]`. The result does not depend on the order of the records.
    """
    if not any(may_be_adult(record) for record in records):
        return TieFindings([])
    persons, people = gather(records, person_of)
    _tell(progress, "people", len(people))
    evidence = gather_evidence(people)
    _tell(progress, "pairs", len(evidence.pairs))
    if not len(evidence.pairs):
        return TieFindings([])
    verdict = Learner(evidence).learn()
    found = word_ties(evidence, verdict)
    ties = [tie.of(persons[tie.child], persons[tie.adult]) for tie in found]
    _tell(progress, "ties", len(ties))
    return TieFindings(ties)


def _tell(progress: Progress | None, what: str, number: int) -> None:
    if progress:
        progress(what, number)


def gather_evidence(people: Sequence[Someone]) -> Evidence:
    """The candidate pairs among these people and everything that speaks for or against each."""
    said = hear(people)
    hearing = Hearing(people)
    by_name = ByName(people, hearing)
    pairs, surnames = _candidates(people, said, by_name)
    siblings = find_siblings(pairs)
    clues = [
        facts.time_and_place(pairs),
        surname_clue(pairs, surnames),
        facts.age_difference(pairs, eldest_births(pairs, siblings)),
        facts.a_numbers(pairs),
        facts.nationality(pairs),
        facts.family_number(pairs),
        *lists.list_rows(pairs, said.rows, by_name),
        *told.names_told(pairs, said, hearing),
        facts.released_together(pairs),
    ]
    recorded = _recorded(clues, len(pairs))
    denied = told.denied(pairs, said, recorded)
    clues.append(denied)
    listed = lists.stand_ins(pairs, said.rows, by_name)
    return Evidence(pairs, clues, signs(people, said), SiblingTold(pairs, siblings), surnames, recorded & (denied.level == 1), listed)


def _candidates(people: Sequence[Someone], said: Statements, by_name: ByName) -> tuple[Pairs, Surnames]:
    claimed = {(row.child, row.adult) for row in said.rows}
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
