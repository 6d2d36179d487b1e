"""The ties found, in words: every weight that made up a probability, in bits, and nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import numpy as np

from kinkeeper.domain.terms import Basis, Relation, TieStatus
from kinkeeper.domain.ties import Evidence as InWords
from kinkeeper.linkage.control import ASKED_FROM, BANDS, SURE_FROM, draw_bands
from kinkeeper.linkage.sentences import evidence as in_words
from kinkeeper.linkage.sentences import say
from kinkeeper.linkage.ties.clues import Floats, Saying
from kinkeeper.linkage.ties.learning import SURE, Evidence, Verdict
from kinkeeper.linkage.ties.people import YEAR, Someone, Who
from kinkeeper.linkage.ties.relations import MOST_PARENTS, relation_of, status_of
from kinkeeper.linkage.ties.surnames import Share

Other = TypeVar("Other", bound=int | str)

LISTED_FROM = 0.5
SUREST = 0.999
"""No tie is held surer than this without a person's word: lists are wrong and records are joined wrongly more often."""
DECIDED_SUREST = 0.9999
WORTH_SAYING = 0.25
"""Bits below which a piece of evidence is summed up with the other small ones."""


@dataclass(frozen=True, slots=True)
class FoundTie(Generic[Who]):
    """A child and an adult who are probably kin. The weights of the evidence add up to the log2-odds of the probability."""

    child: Who
    adult: Who
    relation: str
    status: str
    probability: float
    basis: str
    evidence: list[InWords] = field(default_factory=list)

    def of(self, child: Other, adult: Other) -> "FoundTie[Other]":
        """The same tie, of persons known by other names."""
        return FoundTie(child, adult, self.relation, self.status, self.probability, self.basis, self.evidence)


@dataclass(frozen=True, slots=True)
class TieLot(Generic[Who]):
    """The pairs left apart between two probabilities: how many, and those drawn to be read."""

    least: float
    below: float
    population: int
    drawn: list[FoundTie[Who]]


def word_ties(evidence: Evidence, verdict: Verdict) -> list[FoundTie[int]]:
    """The ties likelier than not, child by child, persons by their places; those held stand for whom a list only names."""
    probability = verdict.probability
    writer = _Writer(evidence, verdict)
    by_child: dict[int, list[tuple[int, FoundTie[int]]]] = defaultdict(list)
    for at in np.flatnonzero(probability >= LISTED_FROM).tolist():
        if not any(probability[other] >= LISTED_FROM for other in evidence.stand_ins.get(at, ())):
            by_child[int(evidence.pairs.child[at])].append((at, writer.tie(at)))
    return [tie for child in by_child for tie in _two_parents(by_child[child])]


def word_doubts(evidence: Evidence, verdict: Verdict, wanted: Sequence[tuple[int, int]]) -> list[FoundTie[int]]:
    """The ties that people should be asked about and those wanted, in the order of the pairs."""
    probability = verdict.probability
    writer = _Writer(evidence, verdict)
    asked = (probability >= ASKED_FROM) & (probability < SURE_FROM) & (evidence.decided == 0)
    ends = np.array(wanted, dtype=np.int64).reshape(-1, 2)
    at = evidence.pairs.find(ends[:, 0], ends[:, 1])
    asked[at[at >= 0]] = True
    return [writer.tie(at) for at in np.flatnonzero(asked).tolist()]


def word_lots(evidence: Evidence, verdict: Verdict, keys: Sequence[str]) -> list[TieLot[int]]:
    """A lot of each band of the ties left apart. `keys`: what each person is known by."""
    pairs, writer = evidence.pairs, _Writer(evidence, verdict)
    open_still = np.flatnonzero((verdict.probability >= BANDS[-1][0]) & (evidence.decided == 0))
    known_by = [f"{keys[int(pairs.child[at])]} {keys[int(pairs.adult[at])]}" for at in open_still.tolist()]
    bands = draw_bands(verdict.probability[open_still].tolist(), known_by)
    return [TieLot(band.least, band.below, band.population, [writer.tie(int(open_still[at])) for at in band.drawn]) for band in bands]


def _two_parents(found: list[tuple[int, FoundTie[int]]]) -> list[FoundTie[int]]:
    """A child has at most two parents: who is likeliest stays; the others are kin of a kind not known."""
    ranked = sorted(found, key=lambda one: (-one[1].probability, one[0]))
    parents = [at for at, tie in ranked if tie.relation == Relation.PARENT][:MOST_PARENTS]
    return [
        replace(tie, relation=str(Relation.UNKNOWN)) if tie.relation == Relation.PARENT and at not in parents else tie for at, tie in found
    ]


_COUPLE = {
    (True, True): "Fits beside %(names)s as one of the child's two",
    (True, False): "Fits beside the others near as one of the child's two",
    (False, True): "Does not fit beside %(names)s as one of the child's two",
    (False, False): "Does not fit beside the others near as one of the child's two",
}


class _Writer:
    def __init__(self, evidence: Evidence, verdict: Verdict) -> None:
        self.evidence, self.verdict, self.pairs = evidence, verdict, evidence.pairs
        self.expected = float(verdict.usual_number @ np.arange(len(verdict.usual_number)))
        self.prior = float(np.log2(self.expected)) + verdict.prior
        seen = [bits for clue, bits in zip(evidence.clues, verdict.worth, strict=True) if clue.said is None]
        self.independent = sum(seen, start=verdict.household + self.prior)

    def tie(self, at: int) -> FoundTie[int]:
        child, adult = self._ends(at)
        sayings = [clue.said[at] for clue in self.evidence.clues if clue.said and at in clue.said]
        decided = self.evidence.decided[at] > 0
        probability = DECIDED_SUREST if decided else min(float(self.verdict.probability[at]), SUREST)
        years = (child.born - adult.born) / YEAR if child.born and adult.born else None
        share = Share(int(self.evidence.surnames.share[at]))
        return FoundTie(
            child=int(self.pairs.child[at]),
            adult=int(self.pairs.adult[at]),
            relation=str(relation_of(sayings, years, share, adult.sex)),
            status=str(TieStatus.CORROBORATED if decided else status_of(sayings, float(self.independent[at]))),
            probability=probability,
            basis=str(Basis.RECORDED if sayings else Basis.RECOVERED),
            evidence=self._in_words(at, probability, sayings),
        )

    def _ends(self, at: int) -> tuple[Someone, Someone]:
        people = self.pairs.people
        return people[int(self.pairs.child[at])], people[int(self.pairs.adult[at])]

    def _in_words(self, at: int, probability: float, sayings: Sequence[Saying]) -> list[InWords]:
        """The prior, then the evidence, the weightiest first, then what brings the sum to the probability shown."""
        found = sorted(self._pieces(at), key=lambda piece: (-abs(piece[2]), piece[0]))
        told = [("prior", self._prior_words(), self.prior), *(piece for piece in found if abs(piece[2]) >= WORTH_SAYING)]
        beyond = max(self.verdict.before_others(at) - SURE, 0.0)
        told += self._others(at, self.prior + sum(piece[2] for piece in found) - beyond)
        written = [in_words(kind, words, bits) for kind, words, bits in told]
        rest = round(_log_odds(probability), 2) - sum(float(one.weight) for one in written)
        if abs(rest) >= 0.005:
            capped = beyond > 0 or probability >= SUREST
            words = _surest(probability) if capped else say("Smaller signs together")
            written.append(in_words("surest" if capped else "smaller_signs", words, rest))
        return written

    def _prior_words(self) -> str:
        expected = f"{self.expected:.1f}"
        if len(self.pairs.adults) == 1:
            return say("Before anything is looked at: 1 adult in these files, of whom a child has %(expected)s as kin", expected=expected)
        form = "Before anything is looked at: %(adults)s adults in these files, of whom a child has %(expected)s as kin"
        return say(form, adults=len(self.pairs.adults), expected=expected)

    def _pieces(self, at: int) -> Iterable[tuple[str, str, float]]:
        verdict, child = self.verdict, int(self.pairs.child[at])
        for clue, bits in zip(self.evidence.clues, verdict.worth, strict=True):
            if bits[at]:
                yield clue.kind, clue.words(at), float(bits[at])
        for sign, by_person in zip(self.evidence.signs, verdict.signs, strict=True):
            if by_person[child]:
                yield sign.kind, say(sign.words[sign.level[child]]), float(by_person[child])
        if self.evidence.decided[at]:
            yield "readers", say("Readers compared the records and said that they are kin"), float(self.evidence.decided[at])
        if verdict.siblings[at]:
            yield "sibling", self.evidence.siblings.words(at, verdict.said), float(verdict.siblings[at])
        if verdict.household[at]:
            yield "household", say("One of the same household who is no kin would look the same"), float(verdict.household[at])

    def _others(self, at: int, so_far: float) -> Iterable[tuple[str, str, float]]:
        """The other adults who were near: who fits as well takes odds away, who fits as the other parent gives some."""
        chosen = self.verdict.chosen
        alone, both = _log_odds(float(chosen.alone[at])), _log_odds(float(chosen.probability[at]))
        rivals = self._names_of(at, chosen.probability)
        fit_too, nobody = say("Other adults fit too: %(names)s", names=rivals), say("Nobody else near fits the child as well")
        others = fit_too if rivals else nobody
        if abs(alone - so_far) >= WORTH_SAYING:
            yield "other_adults", others, alone - so_far
        if abs(both - alone) >= WORTH_SAYING:
            yield "couple", say(_COUPLE[both > alone, bool(rivals)], names=rivals), both - alone

    def _names_of(self, at: int, probability: Floats) -> str:
        rows = self.pairs.rows_of(int(self.pairs.child[at]))
        others = [one for one in range(rows.start, rows.stop) if one != at and probability[one] >= 0.1]
        best = sorted(others, key=lambda one: (-probability[one], one))[:2]
        adults = [self.pairs.people[int(self.pairs.adult[one])] for one in best]
        return " and ".join(" ".join((*adult.given[:1], *adult.surnames)).title() or "somebody without a name" for adult in adults)


def _surest(probability: float) -> str:
    if probability <= SUREST:
        return say("Held no surer than %(most)s without a person's word", most=SUREST)
    return say("Held no surer than %(most)s", most=DECIDED_SUREST)


def _log_odds(probability: float) -> float:
    held = min(max(probability, 1e-12), 1 - 1e-12)
    return float(np.log2(held / (1 - held)))
