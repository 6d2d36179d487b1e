"""A tie: kinship between a child and an adult.

No processing ends a tie: re-designation, transfer, prosecution, release and removal are other
entries, and none of them reaches here. A tie ends only by an entry that refutes it, with evidence
and a name, and it stays in history (F-01, OIG-20-06).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace
from kinkeeper.domain.terms import Relation, TieStatus


class Evidence(Fact, frozen=True):
    """One fact for (+) or against (-) a tie. `weight` is decimal text in bits: one bit doubles the odds.

    `words` are English, for files and for whoever reads the entry itself. `form` is the sentence with places in it and `told` what stands
    in them, so that pages say it in the reader's language; earlier entries have neither.
    """

    kind: str
    words: str
    weight: str
    form: str = ""
    told: tuple[str, ...] = ()


class Tie(Fact, frozen=True):
    """Kinship between two persons, how far it is established, and why. `probability` is decimal text, four places."""

    child: str
    adult: str
    relation: str
    status: str
    probability: str
    basis: str
    evidence: tuple[Evidence, ...] = ()
    decided: bool = False
    """Whether it is so because readers said it: a later run says otherwise when they take it back."""

    @property
    def key(self) -> tuple[str, str]:
        """What the tie is known by: the two persons."""
        return self.child, self.adult


# Commands


@dataclass(frozen=True, slots=True)
class AssessTies:
    """Record what sources claim and the machine finds. Ties not named stay as they are."""

    run: str
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class VerifyTie:
    """A person states that the tie is proven: document, witness, consulate, test result."""

    child: str
    adult: str
    relation: str
    proof: str


@dataclass(frozen=True, slots=True)
class DisputeTie:
    """A person states a doubt. The tie stands, marked."""

    child: str
    adult: str
    reason: str


@dataclass(frozen=True, slots=True)
class RefuteTie:
    """A person states, with evidence, that there is no such tie."""

    child: str
    adult: str
    evidence: str


# Entries


class TieAssessed(Fact, frozen=True):
    """What sources and the machine say of a tie, from here on."""

    run: str
    tie: Tie


class TieVerified(Fact, frozen=True):
    """Somebody named has proven a tie."""

    child: str
    adult: str
    relation: str
    proof: str


class TieDisputed(Fact, frozen=True):
    """Somebody named has raised a doubt."""

    child: str
    adult: str
    reason: str


class TieRefuted(Fact, frozen=True):
    """Somebody named has shown that there is no such tie."""

    child: str
    adult: str
    evidence: str


TieCommand = AssessTies | VerifyTie | DisputeTie | RefuteTie
TieEntry = TieAssessed | TieVerified | TieDisputed | TieRefuted

SAID_BY_A_PERSON = frozenset({TieStatus.VERIFIED, TieStatus.DISPUTED, TieStatus.REFUTED})


# State


@dataclass(slots=True)
class TieState:
    """Every tie ever known, refuted ones included, by its two persons."""

    ties: dict[tuple[str, str], Tie] = field(default_factory=dict)


def decide(state: TieState, command: TieCommand) -> Iterable[TieEntry]:
    """What the command adds.

    :raises Refused: where a run says two things of one tie; where a person disputes or refutes an unknown tie, or without evidence.
    """
    if isinstance(command, AssessTies):
        if len({tie.key for tie in command.ties}) != len(command.ties):
            raise Refused("One run says two things of one tie. Nothing was recorded.")
        return [TieAssessed(command.run, tie) for tie in command.ties if _says_something_new(state, tie)]
    if (command.child, command.adult) not in state.ties and not isinstance(command, VerifyTie):
        raise Refused("No tie between these two persons is known, so there is nothing to dispute or refute.")
    if isinstance(command, VerifyTie):
        if command.relation not in set(Relation):
            raise Refused("'%(relation)s' is not a relation. Known: %(known)s.", relation=command.relation, known=", ".join(Relation))
        _require(command.proof, "Say what proves the tie: document, witness, consulate or test result.")
        return [TieVerified(command.child, command.adult, command.relation, command.proof)]
    if isinstance(command, DisputeTie):
        if state.ties[command.child, command.adult].status == TieStatus.REFUTED:
            raise Refused("The tie is refuted already. Who has proof of it says so by verifying it.")
        _require(command.reason, "Say what the doubt is.")
        return [TieDisputed(command.child, command.adult, command.reason)]
    _require(command.evidence, "A tie is refuted by evidence. Say what it is.")
    return [TieRefuted(command.child, command.adult, command.evidence)]


def evolve(state: TieState, entry: TieEntry) -> TieState:
    """The state after an entry. The machine's later word never replaces a person's."""
    if isinstance(entry, TieAssessed):
        if not _stands_by_a_person(state.ties.get(entry.tie.key)):
            state.ties[entry.tie.key] = entry.tie
        return state
    key = entry.child, entry.adult
    known = state.ties.get(key, Tie(entry.child, entry.adult, "unknown", TieStatus.CLAIMED, "0.5000", "recorded"))
    if isinstance(entry, TieVerified):
        state.ties[key] = replace(known, relation=entry.relation, status=TieStatus.VERIFIED, probability="1.0000", decided=False)
    elif isinstance(entry, TieDisputed):
        state.ties[key] = replace(known, status=TieStatus.DISPUTED, decided=False)
    else:
        state.ties[key] = replace(known, status=TieStatus.REFUTED, probability="0.0000", decided=False)
    return state


def _says_something_new(state: TieState, tie: Tie) -> bool:
    known = state.ties.get(tie.key)
    return known is None or (not _stands_by_a_person(known) and known != tie)


def _stands_by_a_person(known: Tie | None) -> bool:
    """Whether somebody has said of this very tie what it is; what readers say of a question is said anew by each run."""
    return known is not None and known.status in SAID_BY_A_PERSON and not known.decided


def _require(text: str, otherwise: str) -> None:
    if not text.strip():
        raise Refused(otherwise)
