"""Evidence of parentage: a document, a witness, a consulate, or the result of a DNA test.

Of a test only the result is kept: the index, the laboratory, the day; never a profile (F-41). A posterior is shown with its prior.
A result against parentage says "not biological parent", never "fraud" and never "no family": step-parents, adoption, guardians and
other kin come next (of seven adults under five's lists who were not the parent, at least three were grandmothers and an uncle; F-44).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

KINDS = ("document", "witness", "consulate", "dna")
RESULTS = ("supports", "not_biological_parent", "inconclusive")
CONSIDERED_NEXT = ("step_parent", "adoptive_parent", "guardian", "grandparent", "sibling", "other_kin")
"""What to look into where the result is against parentage."""

ESTABLISHED_FROM = Decimal("0.995")
"""The posterior from which parentage counts as shown by a test (9 FAM 601.11)."""


class Proof(Fact, frozen=True):
    """One piece of evidence of what an adult is to a child."""

    proof_id: str
    child: str
    adult: str
    kind: str
    result: str
    on: Moment
    words: str
    laboratory: str = ""
    index: str = ""
    """Of a DNA test: the combined parentage index, decimal text."""
    prior: str = "0.5"
    """The probability before the test, decimal text."""


@dataclass(frozen=True, slots=True)
class RecordProof:
    """Keep a piece of evidence."""

    proof: Proof

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.proof.proof_id,),)


class ProofRecorded(Fact, frozen=True):
    """There is evidence of what an adult is to a child."""

    proof: Proof

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.proof.proof_id,)


@dataclass(slots=True)
class ParentageState:
    """The evidence, by id."""

    proofs: dict[tuple[str, ...], Proof] = field(default_factory=dict)


def decide(state: ParentageState, command: RecordProof) -> Iterable[ProofRecorded]:
    """The evidence, unless it is known.

    :raises Refused: for a kind or a result that is none; a test without laboratory, index and prior.
    """
    one = command.proof
    if one.kind not in KINDS or one.result not in RESULTS:
        raise Refused("Evidence is one of %(known)s; its result one of %(known2)s.", known=", ".join(KINDS), known2=", ".join(RESULTS))
    if not one.child or not one.adult or not one.words.strip() or not is_moment(one.on):
        raise Refused("Evidence is about a child and an adult, of a day, and says in words what it is.")
    if one.kind == "dna":
        if not one.laboratory.strip():
            raise Refused("A test names its laboratory.")
        posterior(one.index, one.prior)
    return [] if state.proofs.get((one.proof_id,)) == one else [ProofRecorded(one)]


def evolve(state: ParentageState, entry: ProofRecorded) -> ParentageState:
    """The state after an entry."""
    state.proofs[entry.key] = entry.proof
    return state


def posterior(index: str, prior: str) -> Decimal:
    """
    The probability of parentage after a test: index x prior / (index x prior + 1 - prior). With a prior of one half, 199 gives 99.5 %.

    :raises Refused: where index or prior is no number that it can be.
    """
    try:
        likelihood, before = Decimal(index), Decimal(prior)
    except InvalidOperation as error:
        raise Refused("Write the parentage index and the prior as decimal numbers, as 1250.4 and 0.5.") from error
    if not likelihood.is_finite() or likelihood < 0 or not before.is_finite() or not 0 < before < 1:
        raise Refused("A parentage index is 0 or more; a prior lies between 0 and 1.")
    weighed = likelihood * before
    return (weighed / (weighed + 1 - before)).quantize(Decimal("0.000001"))
