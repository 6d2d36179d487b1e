"""Learning what each clue is worth from these very files, without being told a single tie.

Expectation and maximisation in turn: how probable each tie is, given what the clues are worth; what
they are worth, given how probable each tie is. It starts from what is usual, and recorded ties
(family numbers, rows, names told) carry most of the teaching where there are any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.ties.choice import MOST, Chosen, choose
from kinkeeper.linkage.ties.clues import Clue, Floats
from kinkeeper.linkage.ties.couples import Couples, likeliest, with_clues
from kinkeeper.linkage.ties.household import OTHER_NAME
from kinkeeper.linkage.ties.nearness import IN_REACH, Pairs
from kinkeeper.linkage.ties.presence import Sign
from kinkeeper.linkage.ties.siblings import SiblingTold
from kinkeeper.linkage.ties.surnames import Share, Surnames

ROUNDS = 16
ENOUGH_RECORDED = 100.0
"""Recorded ties from which the age difference is learnt from them alone."""
_USUAL_NUMBER = np.array([0.30, 0.48, 0.20, 0.02])
_USUAL_WEIGHT = 15.0
_SURE_AT_FIRST, _UNSURE_AT_FIRST = 0.95, 0.02
_MOST_BITS = 60.0
_LEAST = 1e-12
_MOST_COUPLE = 20.0
DECIDED = 120.0
"""Bits that a person's word weighs."""
SURE = 18.0
"""Bits of odds beyond which more makes nothing surer, and sums of cubes of odds would lose their last digits."""


@dataclass(slots=True)
class Evidence:
    """Everything that is held against each other: the candidate pairs, their clues, the signs of each child."""

    pairs: Pairs
    clues: Sequence[Clue]
    signs: Sequence[Sign]
    siblings: SiblingTold
    surnames: Surnames
    recorded: NDArray[np.bool_]
    """Pairs that a source names as kin and none says are not."""
    stand_ins: Mapping[int, Sequence[int]]
    """Pairs with somebody whom only a list knows -> pairs of those held who are probably meant."""
    decided: Floats
    """By pair: bits for what people have decided, so many that no other evidence outweighs them; 0 where they have not."""


@dataclass(slots=True)
class Verdict:
    """What was learnt and what follows for each pair; all worths in bits."""

    chosen: Chosen
    worth: list[Floats]
    """By clue, by pair."""
    said: Floats
    siblings: Floats
    signs: list[Floats]
    """By sign, by person."""
    household: Floats
    """By pair: worth (negative) of the adult being perhaps of the household and no kin."""
    prior: float
    """Worth of knowing nothing: that one adult of all in the files is kin of one child."""
    usual_number: Floats
    """How probable each number of kin among those near is, of an average child."""
    couples: Couples
    decided: Floats

    @property
    def probability(self) -> Floats:
        """How probable each tie is held to be."""
        return self.chosen.probability

    def before_others(self, at: int) -> float:
        """Bits of one pair's odds before the other adults are looked at."""
        return float(sum(bits[at] for bits in self.worth) + self.siblings[at] + self.household[at] + self.decided[at]) + self.prior


class Learner:
    """The tables of counts, and one round of learning."""

    def __init__(self, evidence: Evidence) -> None:
        """Start from what is usual."""
        self.evidence = evidence
        self.pairs = evidence.pairs
        self.near = np.isin(self.pairs.near, IN_REACH)
        self.sure: Floats = np.where(evidence.recorded, _SURE_AT_FIRST, _UNSURE_AT_FIRST)
        self.company = self.sure
        """By pair: how probable it is that the two came together, as kin or of one household."""
        self.ties = [clue.among_ties for clue in evidence.clues]
        self.household = [self._among_household(clue, clue.among_ties, np.zeros(len(self.pairs))) for clue in evidence.clues]
        self.number = np.tile(_USUAL_NUMBER, (len(self.pairs.people), 1))
        self.usual_number = _USUAL_NUMBER
        self.signs = [np.zeros(len(self.pairs.people)) for _ in evidence.signs]
        """By sign, by person: worth in the round before."""
        self.per_child = 0.05
        """Adults of the household, no kin, whom a child is expected to have near."""
        self.couples: Couples | None = None
        self.couple_tables: list[tuple[Floats, Floats]] = []

    def learn(self, rounds: int = ROUNDS) -> Verdict:
        """Go through all rounds and give the last one's verdict."""
        for turn in range(rounds):
            verdict = self._judge(look_anew=turn % 4 == 0)
            self._take_in(verdict)
        return verdict

    # Judging

    def _judge(self, *, look_anew: bool) -> Verdict:
        pairs, clues = self.pairs, self.evidence.clues
        worth = [self._worth(clue, table) for clue, table in zip(clues, self.ties, strict=True)]
        said = _sum([bits for clue, bits in zip(clues, worth, strict=True) if clue.said is not None], len(pairs))
        siblings = self.evidence.siblings.bits(said)
        total = np.clip(_sum([*worth, siblings], len(pairs)), -_MOST_BITS, _MOST_BITS) + self.evidence.decided
        prior = float(np.log2(1 / max(len(pairs.adults), 1)))
        household = -np.log2(1 + self._household_odds(worth))
        odds = 2 ** np.minimum(total + prior + household, SURE)
        self.signs = self._weigh_signs()
        couples, together = self._couples_of(odds, look_anew=look_anew)
        chosen = choose(pairs, odds, self._usual(self.signs), couples, together)
        return Verdict(chosen, worth, said, siblings, self.signs, household, prior, self.usual_number, couples, self.evidence.decided)

    def _weigh_signs(self) -> list[Floats]:
        """By sign and person, what it is worth, taught by what everything else says of the child.

        A sign that taught itself would believe itself more in every round: whom it makes likelier to be alone shows it more often.
        """
        alone = np.clip(self.number[:, 0], _LEAST, 1 - _LEAST)
        with_kin = (1 - alone) / alone
        return [
            sign.bits(_share(with_kin / 2**bits), self.pairs.children) for sign, bits in zip(self.evidence.signs, self.signs, strict=True)
        ]

    def _usual(self, signs: list[Floats]) -> Floats:
        """(persons x 0…3) how probable each number of kin near is, by what the child's own records tell."""
        present = 2 ** _sum(signs, len(self.pairs.people))
        usual: Floats = np.column_stack([np.ones(len(present)), *[present] * MOST]) * self.usual_number
        return usual

    def _couples_of(self, odds: Floats, *, look_anew: bool) -> tuple[Couples, Floats]:
        """The couples, and how many times likelier two kin of a child show what each shows than two of whom one is kin."""
        if look_anew or self.couples is None:
            self.couples = with_clues(self.pairs, likeliest(self.pairs, odds), self.evidence.surnames)
            self.couple_tables = self.couple_tables or [(clue.among_ties, clue.among_strangers) for clue in self.couples.clues]
        worth = [clue.bits(*tables) for clue, tables in zip(self.couples.clues, self.couple_tables, strict=True)]
        return self.couples, 2 ** np.clip(_sum(worth, len(self.couples.one)), -_MOST_COUPLE, _MOST_COUPLE)

    def _worth(self, clue: Clue, ties: Floats) -> Floats:
        if clue.recount is not None:
            clue.chance = clue.recount(self.company)
        strangers = clue.learn_strangers(np.where(self.near, 1 - self.company, 0.0) if clue.unseen is None else 1 - self.company)
        return clue.bits(ties, strangers)

    def _household_odds(self, worth: list[Floats]) -> Floats:
        """How much likelier each adult is of the household and no kin than a stranger."""
        bits = np.full(len(self.pairs), np.log2(self.per_child / max(len(self.pairs.adults), 1)))
        for clue, ours, kin, others in zip(self.evidence.clues, worth, self.ties, self.household, strict=True):
            if clue.household is not None:
                bits += ours + clue.contrast(others, kin)
            elif clue.said is None:
                bits += ours
        # Whom a source names as kin is not of the household by chance: that the source errs is weighed with the source.
        return np.where(self.near & ~self.evidence.recorded, 2 ** np.clip(bits, -_MOST_BITS, _MOST_BITS), 0.0)

    # Learning

    def _take_in(self, verdict: Verdict) -> None:
        chosen = verdict.chosen
        self.sure = chosen.probability
        odds = 2**-verdict.household - 1
        of_household = np.where(self.near, odds / (1 + odds) * (1 - self.sure), 0.0)
        self.company = self.sure + of_household
        for at, clue in enumerate(self.evidence.clues):
            if clue.relevel is not None:
                clue.show(clue.relevel(self.company, self.sure))
            self.ties[at] = clue.learn_ties(self._teachers() if clue.recorded_only else self.sure)
            self.household[at] = self._among_household(clue, self.ties[at], of_household)
        self.number = chosen.number
        children = self.pairs.children
        counts = chosen.number[children].sum(axis=0) + _USUAL_WEIGHT * _USUAL_NUMBER
        self.usual_number = counts / counts.sum()
        # Those of another name are not counted but follow from those of the child's: nothing tells them from the crowd.
        of_its_name = float(of_household[self.evidence.surnames.share > Share.NONE].sum())
        self.per_child = max(of_its_name / (1 - OTHER_NAME) / max(len(children), 1), 1e-3)
        self._learn_couples(verdict)

    def _among_household(self, clue: Clue, of_kin: Floats, weight: Floats) -> Floats:
        return of_kin if clue.household is None else clue.household(of_kin, clue.counts(weight))

    def _teachers(self) -> Floats:
        recorded = self.evidence.recorded
        others = max(0.0, 1 - float(self.sure[recorded].sum()) / ENOUGH_RECORDED)
        return self.sure * np.where(recorded, 1.0, others)

    def _learn_couples(self, verdict: Verdict) -> None:
        couples, both, sure = verdict.couples, verdict.chosen.both, self.sure
        one_only = np.maximum(sure[couples.one] - both, 0) + np.maximum(sure[couples.other] - both, 0)
        self.couple_tables = [(clue.learn_ties(both), clue.among_strangers + clue.counts(one_only)) for clue in couples.clues]


def weights(learner: Learner) -> list[tuple[str, str, str, str]]:
    """What was learnt: kind of evidence, group and level, log2 of how often ties show it, and how often others of a household do."""
    told = []
    for clue, ties, household in zip(learner.evidence.clues, learner.ties, learner.household, strict=True):
        with_company = clue.household is not None
        for group, level in np.argwhere(ties[:, 1:] > 0).tolist():
            shares = [float(np.log2(table[group, level + 1] / table[group, 1:].sum())) for table in (ties, household)]
            told.append((clue.kind, f"{group}.{level + 1}", f"{shares[0]:.2f}", f"{shares[1]:.2f}" if with_company else ""))
    return told + [("kin_near", str(number), f"{share:.3f}", "") for number, share in enumerate(learner.usual_number.tolist())]


def _share(odds: Floats) -> Floats:
    share: Floats = odds / (1 + odds)
    return share


def _sum(worths: Sequence[Floats], many: int) -> Floats:
    return sum(worths, start=np.zeros(many))
