"""An inquiry: somebody looks for somebody; recorded, matched, answered, and never told more than the asker may know."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

ASKERS = ("parent", "relative", "counsel", "consulate", "hotline", "other")

MAY_KNOW: dict[str, tuple[str, ...]] = {
    "parent": ("is_known", "is_safe", "custodian", "case_worker", "how_to_call"),
    "counsel": ("is_known", "is_safe", "custodian", "case_worker", "how_to_call"),
    "relative": ("is_known", "is_safe", "how_to_call"),
    "consulate": ("is_known", "case_worker"),
    "hotline": ("is_known",),
    "other": (),
}
"""Asker -> what may be said once the asker was verified. Never a place, an address or a number (F-42)."""


class Inquiry(Fact, frozen=True):
    """Somebody looks for somebody."""

    inquiry_id: str
    asker: str
    asker_name: str
    how_to_answer: str
    looks_for: str
    """Names, ages, countries, as they were said."""
    at: Moment
    language: str = ""
    verified: str = ""
    """How it was verified that the asker is who they say; empty = not yet."""
    matched: tuple[str, ...] = ()
    """The persons who were found to be meant."""
    answered_at: Moment = ""
    told: tuple[str, ...] = ()
    """What was said: parts of what this asker may know."""
    given: str = ""
    surnames: str = ""
    born: Moment = ""
    a_number: str = ""
    """The person looked for, as far as it was said in parts: what `find` goes by."""
    taken_by: str = ""
    """Who took it down: they see it before anybody is found to be meant."""
    reopened: str = ""
    """Why its last answer was taken back; empty where it was not, or was answered anew."""

    @property
    def is_open(self) -> bool:
        """Whether somebody is still looked for, by parts that can be looked for."""
        return not self.answered_at and bool(self.given or self.surnames or self.a_number)


@dataclass(frozen=True, slots=True)
class RecordInquiry:
    """Keep an inquiry, its match or its answer."""

    inquiry: Inquiry

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.inquiry.inquiry_id,),)


class InquiryRecorded(Fact, frozen=True):
    """Somebody looks for somebody, or was answered."""

    inquiry: Inquiry

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.inquiry.inquiry_id,)


@dataclass(slots=True)
class InquiryState:
    """The inquiries, by id."""

    inquiries: dict[tuple[str, ...], Inquiry] = field(default_factory=dict)


def decide(state: InquiryState, command: RecordInquiry) -> Iterable[InquiryRecorded]:
    """The inquiry, unless it is known so.

    :raises Refused: without asker or moment; where more would be said than the asker may know.
    """
    one = command.inquiry
    if one.asker not in ASKERS or not one.looks_for.strip() or not is_moment(one.at):
        raise Refused("An inquiry says who asks (%(known)s), for whom, and when.", known=", ".join(ASKERS))
    if one.born and not is_moment(one.born):
        raise Refused("Write the birth as 2015-03-12, or as much of it as was said.")
    if one.answered_at and not is_moment(one.answered_at):
        raise Refused("Say when it was answered, as 2018-07-08T10:30.")
    too_much = set(one.told) - set(may_know(one))
    if too_much:
        raise Refused(
            "This asker may not be told %(known)s. Allowed: %(known2)s.",
            known=", ".join(sorted(too_much)),
            known2=", ".join(may_know(one)) or "nothing yet",
        )
    if one.told and not (one.matched and one.answered_at):
        raise Refused("An answer says whom it is about and when it was given.")
    if one.reopened and one.answered_at:
        raise Refused("An inquiry that is answered is open no longer.")
    return [] if state.inquiries.get((one.inquiry_id,)) == one else [InquiryRecorded(one)]


def evolve(state: InquiryState, entry: InquiryRecorded) -> InquiryState:
    """The state after an entry."""
    state.inquiries[entry.key] = entry.inquiry
    return state


def may_know(one: Inquiry) -> tuple[str, ...]:
    """What may be said to the asker: nothing before it was verified who asks."""
    return MAY_KNOW[one.asker] if one.verified.strip() else ()
