"""An agreement of two agencies: whose records, which fields, for what, until when. It counts when somebody of each has signed.

The agreement of April 2018 was written by two agencies alone and used at once. Here one is refused when it is stated where it would
open what no agreement can open; it is an entry of the ledger that everybody reads; and it can be tried on yesterday's looks
before it is signed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from kinkeeper.domain.access import ROLES, Purpose
from kinkeeper.domain.access.accounts import ENFORCES, ROLES_OF, Agency
from kinkeeper.domain.access.decisions import (
    NEVER_FOR_ENFORCEMENT,
    NEVER_TO_WHO_ARRESTS,
    OPENABLE,
    By,
    FieldGroup,
    Opening,
    names_what_it_needs,
)
from kinkeeper.domain.dates import Moment, day
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace

LONGEST = 366
"""Days. Who wants more agrees anew, and says again why."""


class Agreement(Fact, frozen=True):
    """What one agency lets another see of the persons of whom it holds a record."""

    agreement_id: str
    giver: str
    reader: str
    groups: tuple[str, ...]
    purposes: tuple[str, ...]
    first_day: Moment
    last_day: Moment
    why: str
    proposed_by: str = ""
    proposed_for: str = ""
    signed_by: str = ""
    signed_for: str = ""
    ended_by: str = ""
    ended_because: str = ""

    @property
    def counts(self) -> bool:
        """Whether two have signed it and nobody ended it."""
        return bool(self.signed_by) and not self.ended_by


# Commands


@dataclass(frozen=True, slots=True)
class ProposeAgreement:
    """Somebody of one of the two agencies states an agreement, and with that signs it for theirs."""

    agreement: Agreement
    by: str
    for_agency: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.agreement.agreement_id,),)


@dataclass(frozen=True, slots=True)
class SignAgreement:
    """Somebody of the other agency signs it: from here on it counts, on its days."""

    agreement_id: str
    by: str
    for_agency: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.agreement_id,),)


@dataclass(frozen=True, slots=True)
class EndAgreement:
    """Either of the two agencies ends it, or withdraws what it proposed; so can the operator of the computer, which opens nothing."""

    agreement_id: str
    because: str
    by: str
    for_agency: str

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.agreement_id,),)


# Entries


class AgreementProposed(Fact, frozen=True):
    """An agreement was stated, and signed by one."""

    agreement: Agreement

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.agreement.agreement_id,)


class AgreementSigned(Fact, frozen=True):
    """A second person, of the other agency, signed it."""

    agreement_id: str
    by: str
    for_agency: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.agreement_id,)


class AgreementEnded(Fact, frozen=True):
    """It counts no more."""

    agreement_id: str
    because: str
    by: str
    for_agency: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.agreement_id,)


AgreementCommand = ProposeAgreement | SignAgreement | EndAgreement
AgreementEntry = AgreementProposed | AgreementSigned | AgreementEnded


@dataclass(slots=True)
class AgreementState:
    """The agreements, by id."""

    agreements: dict[tuple[str, ...], Agreement] = field(default_factory=dict)


def decide(
    state: AgreementState, command: ProposeAgreement | SignAgreement | EndAgreement
) -> Iterable[AgreementProposed | AgreementSigned | AgreementEnded]:
    """What becomes of an agreement.

    :raises Refused: naming the rule by which it cannot be, or where the one who signs is not of the other agency.
    """
    if isinstance(command, ProposeAgreement):
        return _proposed(state, command)
    known = state.agreements.get((command.agreement_id,))
    if known is None or known.ended_by:
        raise Refused("There is no agreement %(agreement_id)s that could still be signed or ended.", agreement_id=command.agreement_id)
    if isinstance(command, EndAgreement):
        if command.for_agency not in (known.giver, known.reader, ""):
            raise Refused("An agreement is ended by one of its two agencies.")
        if not command.because.strip():
            raise Refused("Say why the agreement ends.")
        return [AgreementEnded(command.agreement_id, command.because, command.by, command.for_agency)]
    if known.signed_by:
        raise Refused("%(agreement_id)s is signed by two already.", agreement_id=command.agreement_id)
    if command.by == known.proposed_by or {command.for_agency, known.proposed_for} != {known.giver, known.reader}:
        raise Refused("An agreement is signed by two persons, one of each agency. Somebody of the other agency signs it.")
    return [AgreementSigned(command.agreement_id, command.by, command.for_agency)]


def _proposed(state: AgreementState, command: ProposeAgreement) -> Iterable[AgreementProposed]:
    one = replace(command.agreement, proposed_by=command.by, proposed_for=command.for_agency)
    if one.signed_by or one.ended_by:
        raise Refused("Who proposes an agreement signs it for the own agency alone.")
    known = state.agreements.get((one.agreement_id,))
    if known == one:
        return []
    if known is not None:
        raise Refused("%(agreement_id)s is another agreement. A changed one is a new one: end the old one.", agreement_id=one.agreement_id)
    if rule := forbidden(one):
        raise Refused(rule)
    if command.for_agency not in (one.giver, one.reader):
        raise Refused("An agreement is proposed by somebody of one of its two agencies.")
    return [AgreementProposed(one)]


def forbidden(one: Agreement) -> str:
    """The rule by which there cannot be such an agreement, beginning with its name; empty where there can."""
    return next((f"Rule '{name}': {words}" for name, (broken, words) in RULES.items() if broken(one)), "")


def _parties(one: Agreement) -> bool:
    return one.giver not in set(Agency) or one.reader not in set(Agency) or one.giver == one.reader or one.giver not in HOLDERS


def _days(one: Agreement) -> bool:
    first, last = day(one.first_day), day(one.last_day)
    return first is None or last is None or not first <= last < first + timedelta(days=LONGEST)


def _nobody(one: Agreement) -> bool:
    looks_for = {purpose for role in ROLES_OF[Agency(one.reader)] if "read" in ROLES[role].rights for purpose in ROLES[role].purposes}
    return not one.purposes or not set(one.purposes) <= looks_for


HOLDERS = frozenset({Agency.CBP, Agency.ICE, Agency.USMS, Agency.ORR, Agency.TASK_FORCE})
"""Agencies that hold records and so have something to give."""

RULES = {
    "parties": (_parties, f"an agreement is between two agencies, and who gives holds records: {', '.join(sorted(HOLDERS))}."),
    "assigned": (lambda one: one.reader == Agency.COUNSEL, "counsel sees the families assigned to them, and no agreement opens others."),
    "fields": (
        lambda one: not set(one.groups) <= set(FieldGroup) or not names_what_it_needs(one.groups),
        f"an agreement names groups of fields, identity among them, and custody with shelter or sponsor: {', '.join(FieldGroup)}.",
    ),
    "enforcement": (
        lambda one: Purpose.ENFORCEMENT in one.purposes and bool(NEVER_FOR_ENFORCEMENT & set(one.groups)),
        "nothing of families, sponsors, households, shelters and counsel is opened for enforcement, by no agreement.",
    ),
    "source": (
        lambda one: Purpose.ENFORCEMENT in one.purposes and one.giver not in ENFORCES,
        "what an agency that does not arrest knows is not opened for enforcement, by no agreement.",
    ),
    "arrests": (
        lambda one: one.reader in ENFORCES and bool(NEVER_TO_WHO_ARRESTS & set(one.groups)),
        "nothing of sponsors, households, shelters and counsel, and no statement, is opened to an agency that arrests, for no purpose.",
    ),
    "words": (
        lambda one: not set(one.groups) <= OPENABLE,
        "free words and counsel's notes are opened by no agreement: anything can stand in them.",
    ),
    "purposes": (_nobody, "an agreement names purposes, and nobody of the agency that reads looks for one of these."),
    "days": (_days, f"an agreement says its first and its last day (2018-07-08), at most {LONGEST} days."),
    "why": (lambda one: not one.why.strip(), "an agreement says what it is for, for those whom it concerns."),
}
"""Name of a rule -> what breaks it, and the rule in words. In this order."""


def evolve(state: AgreementState, entry: AgreementProposed | AgreementSigned | AgreementEnded) -> AgreementState:
    """The state after an entry."""
    if isinstance(entry, AgreementProposed):
        state.agreements[entry.key] = entry.agreement
        return state
    known = state.agreements[entry.key]
    if isinstance(entry, AgreementSigned):
        state.agreements[entry.key] = replace(known, signed_by=entry.by, signed_for=entry.for_agency)
    else:
        state.agreements[entry.key] = replace(known, ended_by=entry.by, ended_because=entry.because)
    return state


def opening(one: Agreement) -> Opening:
    """What an agreement opens, when it counts."""
    after = day(one.last_day)
    assert after is not None  # `forbidden` has seen that it is a day
    until = (after + timedelta(days=1)).isoformat()
    groups, purposes = frozenset(one.groups), frozenset(one.purposes)
    return Opening(By.AGREEMENT, one.agreement_id, groups, one.first_day, until, purposes, agency=one.reader, giver=one.giver)
