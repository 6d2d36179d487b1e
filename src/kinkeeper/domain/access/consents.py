"""A person's consent that something of them is shared with an agency: asked for in their language, for a time, taken back without a reason.

It opens fields of that person alone. What no agreement can open, no consent opens either: a parent in detention who is asked to let their
child's sponsor be told to those who arrest is not free to say no.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from kinkeeper.domain.access import Purpose
from kinkeeper.domain.access.accounts import ENFORCES, Agency
from kinkeeper.domain.access.decisions import NEVER_TO_WHO_ARRESTS, OPENABLE, By, FieldGroup, Opening, names_what_it_needs
from kinkeeper.domain.dates import Moment, day
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

PUBLIC = "PUBLIC"
"""Instead of an agency: the boards on which the public looks for the missing (PFIF). It opens nothing to anybody who works here."""

OF_AGE = 18


class Consent(Fact, frozen=True):
    """What somebody let an agency see of them, for what, on which days, and how they were asked."""

    consent_id: str
    person_id: str
    agency: str
    groups: tuple[str, ...]
    purposes: tuple[str, ...]
    first_day: Moment
    last_day: Moment
    language: str
    interpreter: str
    """The interpreter's name or number; `none needed` where they were spoken to in their own language."""
    taken_back_on: Moment = ""


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """Keep what somebody consented to; said again under the same id when they take it back."""

    consent: Consent

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.consent.consent_id,),)


class ConsentRecorded(Fact, frozen=True):
    """Somebody consented, or took it back."""

    consent: Consent

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.consent.consent_id,)


@dataclass(slots=True)
class ConsentState:
    """The consents, by id."""

    consents: dict[tuple[str, ...], Consent] = field(default_factory=dict)


def decide(state: ConsentState, command: RecordConsent) -> Iterable[ConsentRecorded]:
    """The consent, unless it is known.

    :raises Refused: naming what is missing or the rule by which it cannot be, or for another consent under the id of a known one.
    """
    one = command.consent
    known = state.consents.get((one.consent_id,))
    if rule := forbidden(one):
        raise Refused(rule)
    if known and _without_end(known) != _without_end(one):
        raise Refused("This id is another consent's. A new consent is a new one; the old one is taken back.")
    if known and known.taken_back_on and not one.taken_back_on:
        raise Refused("What somebody took back is not put back. A new consent is a new one.")
    return [] if known == one else [ConsentRecorded(one)]


def forbidden(one: Consent) -> str:
    """Why there cannot be such a consent; empty where there can."""
    groups, purposes = set(one.groups), set(one.purposes)
    if one.agency == PUBLIC and (groups != {FieldGroup.IDENTITY} or purposes != {Purpose.REUNIFICATION}):
        return "Rule 'public': to the public a consent lets be told who somebody is (identity), for reunification, and nothing else."
    if not one.person_id or one.agency not in {*Agency, PUBLIC} or not names_what_it_needs(groups):
        return "Say whose consent it is, to which agency, and for which groups of fields: identity, and custody with shelter or sponsor."
    if not purposes or not purposes <= set(Purpose) or Purpose.ENFORCEMENT in purposes:
        return "Rule 'enforcement': a consent names what for, and nobody consents to enforcement."
    if one.agency in ENFORCES and groups & NEVER_TO_WHO_ARRESTS:
        return "Rule 'arrests': nothing of sponsors, households, shelters and counsel is opened to an agency that arrests, by no consent."
    if not groups <= OPENABLE:
        return f"Rule 'words': a consent opens {', '.join(sorted(OPENABLE))}; free words and counsel's notes it cannot."
    first, last = day(one.first_day), day(one.last_day)
    if first is None or last is None or last < first or (one.taken_back_on and day(one.taken_back_on) is None):
        return "A consent has a first and a last day, and where it is taken back the day of that: 2018-07-08."
    if not one.language.strip() or not one.interpreter.strip():
        return "Say in which language they were asked, and through which interpreter ('none needed' where none was)."
    return ""


def holds_on(one: Consent, on: Moment) -> bool:
    """Whether a consent holds on a day: it has begun, is not over, and nobody has taken it back by then."""
    return one.first_day[:10] <= on[:10] <= one.last_day[:10] and not (one.taken_back_on and one.taken_back_on[:10] <= on[:10])


def may_be_published(own: Iterable[Consent], of_tied_adults: Iterable[Consent], *, age: int | None, on: Moment) -> Consent | None:
    """
    The consent by which a person may be told of to the public on a day; None where there is none.

    Of a child, or of somebody whose age is not known, an adult who is tied to them has to have consented for themselves too.
    """
    found = [one for one in own if one.agency == PUBLIC and holds_on(one, on)]
    if age is None or age < OF_AGE:
        family = any(one.agency == PUBLIC and holds_on(one, on) for one in of_tied_adults)
        found = found if family else []
    return min(found, key=lambda one: one.last_day, default=None)


def _without_end(one: Consent) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in Consent.__struct_fields__ if name != "taken_back_on")


def evolve(state: ConsentState, entry: ConsentRecorded) -> ConsentState:
    """The state after an entry."""
    state.consents[entry.key] = entry.consent
    return state


def opening(one: Consent) -> Opening:
    """What a consent opens."""
    last = day(one.last_day)
    assert last is not None  # `forbidden` has seen that it is a day
    until = min((last + timedelta(days=1)).isoformat(), one.taken_back_on or "9999")
    groups, purposes = frozenset(one.groups), frozenset(one.purposes)
    return Opening(By.CONSENT, one.consent_id, groups, one.first_day, until, purposes, agency=one.agency, person=one.person_id)
