"""May this viewer see this of this person: one pure function. Deny by default; every answer names its rule and no data.

The same rules are views in the database (`gateway/wall.py`); a property test holds the two together.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kinkeeper.domain.access import ROLES, Purpose, Viewer
from kinkeeper.domain.access.accounts import ENFORCES
from kinkeeper.domain.access.holders import holder_of
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.terms import HELD, Outcome


class Reach(StrEnum):
    """Of whom somebody may know at all."""

    EVERYBODY = "everybody"
    CONCERNED = "concerned"
    OWN = "own"
    ASSIGNED = "assigned"
    NOBODY = "nobody"


class FieldGroup(StrEnum):
    """What is told of a person, by what it could do to them."""

    IDENTITY = "identity"
    CUSTODY = "custody"
    KINSHIP = "kinship"
    NEED = "need"
    """What somebody needs and must not be left behind: a medicine, a language, an aid."""
    SHELTER = "shelter"
    """The program that a child lives in, and where it is."""
    SPONSOR = "sponsor"
    """To whom a child went, what they are to it, their household, how they are reached, and that there is a sponsor at all."""
    COUNSEL = "counsel"
    STATEMENT = "statement"
    """What sources and people said, in their own words. Any of the other groups can stand in it."""


REACH_OF: Mapping[str, Reach] = MappingProxyType(
    {
        "operator": Reach.EVERYBODY,
        "desk": Reach.EVERYBODY,
        "coordinator": Reach.EVERYBODY,
        "data_officer": Reach.EVERYBODY,
        "records_officer": Reach.EVERYBODY,
        "inspector": Reach.EVERYBODY,
        "caseworker": Reach.CONCERNED,
        "officer": Reach.OWN,
        "counsel": Reach.ASSIGNED,
    }
)
"""Role -> of whom it may know. A role that is not here knows of nobody."""

NEVER_TO_WHO_ARRESTS = frozenset({FieldGroup.SHELTER, FieldGroup.SPONSOR, FieldGroup.COUNSEL, FieldGroup.STATEMENT})
"""What no agency that arrests is shown, whoever looks and whatever for. They may know that somebody is no longer in custody."""

NEVER_FOR_ENFORCEMENT = NEVER_TO_WHO_ARRESTS | {FieldGroup.KINSHIP, FieldGroup.NEED}
"""What the agreement of April 2018 let officers use, what leads to it, and what a child is in want of. Nothing opens it."""

OPENABLE = frozenset({FieldGroup.IDENTITY, FieldGroup.CUSTODY, FieldGroup.KINSHIP, FieldGroup.SHELTER, FieldGroup.SPONSOR})
"""What an agreement or a consent can open. Free words cannot: anything can stand in them. What counsel noted is counsel's."""

STAND_IN_STAYS = frozenset({FieldGroup.SHELTER, FieldGroup.SPONSOR})
"""Groups of fields of a stay: who is shown them is shown the stay."""


def names_what_it_needs(groups: Collection[str]) -> bool:
    """Whether an opening names, beside the groups it is about, those without which they cannot be shown."""
    return FieldGroup.IDENTITY in groups and (FieldGroup.CUSTODY in groups or not STAND_IN_STAYS & set(groups))


EVERYTHING = frozenset(FieldGroup)
"""What an emergency opens, as far as no rule bars it."""

WITH_SOMEBODY = frozenset({Outcome.REUNITED, Outcome.RELEASED_TO_OTHER})
"""Outcomes that tell that a child went to somebody; an agency that arrests is shown that it is no longer in custody."""


def is_of_custody(layout: str, custodians: Collection[str]) -> bool:
    """Whether a record is one of custody: an agency that arrests made it, or it tells of a stay with one of those who hold people."""
    return holder_of(layout) in ENFORCES or not HELD.isdisjoint(custodians)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a question is about: who holds records of them, who is concerned with their family, to whom they are assigned."""

    holders: frozenset[str] = frozenset()
    family_holders: frozenset[str] = frozenset()
    """Who holds a record of anybody of their family, or has acknowledged a transfer of one of them."""
    assigned: frozenset[str] = frozenset()
    in_custody: bool = True
    """Whether any record of them is one of custody. Where none is, they are known from what families, sponsors and shelters told."""
    person: str = ""
    told_of_custody_by: frozenset[str] | None = None
    """Who holds those records of custody; None: each of the holders."""


class By(StrEnum):
    """What can open groups of fields to somebody whose role does not reach so far."""

    AGREEMENT = "agreement"
    CONSENT = "consent"
    EMERGENCY = "emergency"
    TRANSFER = "transfer"


TO_WHO_IS_ASKED = frozenset({FieldGroup.IDENTITY, FieldGroup.NEED})
"""What an offered transfer opens, for as long as it is open, to those who bring families together at the agency that is asked."""


@dataclass(frozen=True, slots=True)
class Opening:
    """An agreement, a consent, an emergency, or an offered transfer: what it opens, to whom, for what, of whom, and when."""

    by: By
    number: str
    groups: frozenset[str]
    first: Moment
    until: Moment
    """It holds during [first, until), UTC; days are whole days."""
    purposes: frozenset[str] = frozenset()
    agency: str = ""
    """Whose people may look; for an emergency `account` says who alone may."""
    account: str = ""
    giver: str = ""
    """Of an agreement: of persons of whom this agency holds a record, by its records; else of `person`, by all records."""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, by which rule, and that rule in words which tell nothing of anybody."""

    allowed: bool
    rule: str
    words: str
    sources: frozenset[str] | None = None
    """The agencies whose records may be shown; None: all."""


def reach_of(viewer: Viewer) -> Reach:
    """Of whom this viewer may know: by the role, and never further than the purpose goes."""
    role = ROLES.get(viewer.role)
    if role is None or "read" not in role.rights or viewer.purpose not in role.purposes:
        return Reach.NOBODY
    if viewer.purpose == Purpose.ENFORCEMENT:
        return Reach.OWN
    reach = REACH_OF.get(viewer.role, Reach.NOBODY)
    return Reach.CONCERNED if reach is Reach.EVERYBODY and arrests(viewer) else reach


def arrests(viewer: Viewer) -> bool:
    """Whether this viewer is shown no more than who arrests may be: by the agency, or by the purpose."""
    return viewer.agency in ENFORCES or viewer.purpose == Purpose.ENFORCEMENT


def outcomes_for(viewer: Viewer) -> tuple[Outcome, ...]:
    """The outcomes of separations that this viewer can meet."""
    never = WITH_SOMEBODY if arrests(viewer) else {Outcome.LEFT_CUSTODY}
    return tuple(one for one in Outcome if one not in never)


def barred(viewer: Viewer, group: FieldGroup) -> "Decision | None":
    """The rule by which this viewer sees this group of fields of nobody; None where it depends on whom they look at."""
    if reach_of(viewer) is Reach.NOBODY:
        return _no("role", f"The role '{viewer.role}' looks at no persons for the purpose of {viewer.purpose}.")
    if viewer.purpose == Purpose.ENFORCEMENT and group in NEVER_FOR_ENFORCEMENT:
        return _no("purpose", "Nothing of families, needs, shelters, sponsors and counsel is shown for enforcement, to nobody.")
    if arrests(viewer) and group in NEVER_TO_WHO_ARRESTS:
        return _no("agency", "An agency that arrests is shown nothing of sponsors, shelters and counsel, and no statement, for no purpose.")
    return None


def rule_of(viewer: Viewer) -> Decision:
    """By which rule this viewer is shown somebody, or not: made of the viewer alone, so the same where there is nobody."""
    reach = reach_of(viewer)
    return barred(viewer, FieldGroup.IDENTITY) or _no(f"reach:{reach}", _WHY_NOT.get(reach, "No such person is known."))


def decide(viewer: Viewer, subject: Subject, group: FieldGroup, openings: Collection[Opening] = (), at: Moment = "") -> Decision:
    """Whether this viewer may see this group of fields of this person at a moment, when these openings stand."""
    if no := barred(viewer, group):
        return no
    reach = reach_of(viewer)
    reached = _reaches(viewer, reach, subject)
    opened = [one for one in openings if opens(one, viewer, subject, group, at)]
    if not reached and not opened:
        return _no("reach", _WHY_NOT[reach])
    if arrests(viewer) and not subject.in_custody:
        return _no("told", _WHY_NOT[reach])
    sources = _sources(viewer, reach if reached else None, opened)
    if (
        arrests(viewer)
        and sources is not None
        and subject.told_of_custody_by is not None
        and sources.isdisjoint(subject.told_of_custody_by)
    ):
        return _no("told", _WHY_NOT[reach])  # what is lent to them are records that tell of no custody
    rule, words = (f"reach:{reach}", _WHY[reach]) if reached else (f"{opened[0].by}:{opened[0].number}", _OPENED[opened[0].by])
    return Decision(allowed=True, rule=rule, words=words, sources=sources)


def opens(one: Opening, viewer: Viewer, subject: Subject, group: FieldGroup, at: Moment) -> bool:
    """Whether an opening lets this viewer see this group of fields of this person. Nothing that is barred is asked here."""
    if not one.first <= at < one.until or group not in one.groups:
        return False
    if one.by is By.EMERGENCY:
        return (one.account, one.person) == (viewer.name, subject.person) and viewer.purpose != Purpose.ENFORCEMENT
    if one.agency != viewer.agency or viewer.purpose not in one.purposes:
        return False
    if one.by in (By.CONSENT, By.TRANSFER):
        return one.person == subject.person and viewer.purpose != Purpose.ENFORCEMENT
    return one.giver in subject.holders


def _sources(viewer: Viewer, reach: Reach | None, opened: Collection[Opening]) -> frozenset[str] | None:
    """Whose records are shown: what is reached by role is shown whole, but for officers; an agreement opens the giver's records."""
    if reach not in (None, Reach.OWN) or any(not one.giver for one in opened):
        return None
    return frozenset({*({viewer.agency} if reach else ()), *(one.giver for one in opened)})


def _no(rule: str, words: str) -> Decision:
    return Decision(allowed=False, rule=rule, words=words)


def _reaches(viewer: Viewer, reach: Reach, subject: Subject) -> bool:
    if reach is Reach.EVERYBODY:
        return True
    if reach is Reach.ASSIGNED:
        return viewer.name in subject.assigned
    return viewer.agency in (subject.holders if reach is Reach.OWN else subject.holders | subject.family_holders)


_WHY = {
    Reach.EVERYBODY: "The role works for all families.",
    Reach.CONCERNED: "The agency holds a record of this person or of their family, or took one of them over.",
    Reach.OWN: "The agency holds a record of this person.",
    Reach.ASSIGNED: "This person is assigned to you.",
}
_WHY_NOT = {
    Reach.CONCERNED: "You see persons of whom, or of whose family, your agency holds a record, and who are offered to it. "
    "No such person is known.",
    Reach.OWN: "You see persons of whom your agency holds a record. No such person is known.",
    Reach.ASSIGNED: "You see persons who are assigned to you. No such person is known.",
}
_OPENED = {
    By.AGREEMENT: "An agreement of two agencies opens this.",
    By.CONSENT: "This person consented that this is shared with your agency.",
    By.TRANSFER: "This person is offered to your agency. Until that is answered you see who they are and what they need.",
    By.EMERGENCY: "You opened this in an emergency. A second person reviews it.",
}
