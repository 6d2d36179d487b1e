"""What is exchanged of families: persons with their numbers, stays in custody, ties and separations; each as one side has it."""

from dataclasses import dataclass

from kinkeeper.domain.dates import Moment
from kinkeeper.domain.ties import Tie


@dataclass(frozen=True, slots=True)
class ExchangedPerson:
    """One person. `person_id` is the sender's number; `numbers` are pairs of a kind of identifier and its value."""

    person_id: str
    given: str = ""
    surnames: str = ""
    whole_name: str = ""
    born: Moment = ""
    sex: str = ""
    nationality: str = ""
    """ISO 3166-1 alpha-3."""
    numbers: tuple[tuple[str, str], ...] = ()
    family: str = ""


@dataclass(frozen=True, slots=True)
class ExchangedStay:
    """One stretch of time of one person with one custodian."""

    person_id: str
    custodian: str
    place: str = ""
    start: Moment = ""
    end: Moment = ""
    end_reason: str = ""
    end_as_recorded: str = ""
    released_to: str = ""


@dataclass(frozen=True, slots=True)
class ExchangedTie:
    """What an adult is to a child, how far that is established, and whether a source says so or the sender found it."""

    child: str
    adult: str
    relation: str
    status: str = ""
    probability: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ExchangedSeparation:
    """A child apart from an adult; `adult` empty: no source names anybody."""

    child: str
    adult: str
    separated_on: Moment = ""
    reason_code: str = ""
    reason_as_recorded: str = ""
    basis: str = ""
    outcome: str = ""
    outcome_on: Moment = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One document. `mark`: whose export it is; `as_of`: the day; `entries`: how many entries the sender's ledger had."""

    as_of: Moment
    entries: int = 0
    number: str = ""
    mark: str = ""
    people: tuple[ExchangedPerson, ...] = ()
    stays: tuple[ExchangedStay, ...] = ()
    ties: tuple[ExchangedTie, ...] = ()
    separations: tuple[ExchangedSeparation, ...] = ()


def tie_of(tie: Tie) -> ExchangedTie:
    """A tie as it is exchanged: without the evidence, which may be anybody's words."""
    return ExchangedTie(tie.child, tie.adult, tie.relation, tie.status, tie.probability, tie.basis)
