"""What codes are called in reports and on pages."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.court.clocks import State
from kinkeeper.domain.terms import Basis, Custodian, Outcome, StayEnd

NOT_RECORDED = _("None recorded")
REASONS: dict[str, Any] = {
    "PROSECUTION": _("Prosecution"),
    "PRIOR_IMMIGRATION_VIOLATION": _("Earlier immigration violation"),
    "CRIMINAL_HISTORY": _("Criminal history"),
    "GANG_AFFILIATION": _("Alleged gang affiliation"),
    "ACTIVE_WARRANT": _("Outstanding warrant"),
    "PARENTAGE_DOUBT": _("Parentage doubted"),
    "PARENT_UNFIT": _("Fitness of the adult doubted"),
    "ABUSE_NEGLECT": _("Alleged abuse or neglect"),
    "MEDICAL": _("Illness of the adult"),
    "COMMUNICABLE_DISEASE": _("Communicable disease"),
    "LEGACY_UNKNOWN": _("Missing or unreadable"),
}
CUSTODIANS: dict[str, Any] = {
    Custodian.CBP: _("Border Patrol"),
    Custodian.USMS: _("U.S. Marshals"),
    Custodian.JAIL: _("State or county jail"),
    Custodian.ICE: _("ICE detention"),
    Custodian.ORR: _("ORR program"),
    Custodian.HOSPITAL: _("Hospital"),
    Custodian.SPONSOR: _("With a sponsor"),
    Custodian.RELEASED: _("Released"),
    Custodian.ABROAD: _("Abroad, removed"),
}
NOT_KNOWN = _("Not known")
OUTCOMES: dict[str, Any] = {
    Outcome.APART: _("Still apart"),
    Outcome.ADULT_REMOVED: _("Adult removed, still apart"),
    Outcome.REUNITED: _("Reunited"),
    Outcome.RELEASED_TO_OTHER: _("Released to somebody else"),
    Outcome.TURNED_18: _("Turned 18 in care"),
    Outcome.UNKNOWN: _("No record of the child"),
    Outcome.LEFT_CUSTODY: _("No longer in custody"),
}
BASES: dict[str, Any] = {
    Basis.RECORDED: _("Recorded"),
    Basis.DETECTED: _("Detected"),
    Basis.RECOVERED: _("Recovered"),
}
STAY_ENDS: dict[str, Any] = {
    StayEnd.TRANSFERRED: _("transferred"),
    StayEnd.RELEASED: _("released"),
    StayEnd.REMOVED: _("removed from the country"),
    StayEnd.REUNITED: _("reunited with the separated adult"),
    StayEnd.RELEASED_TO_SPONSOR: _("released to a sponsor"),
    StayEnd.TURNED_18: _("turned 18"),
    StayEnd.OTHER: _("ended otherwise"),
    "not_said": _("ended, how is not said"),
}
PLACE_NOT_SAID = _("Place not said")
BY_AGE: tuple[tuple[str, Any], ...] = (
    ("0-4", _("Under 5")),
    ("5-11", _("5 to 11")),
    ("12-17", _("12 to 17")),
    ("18+", _("18 and over")),
    ("", NOT_KNOWN),
)
RELATIONS: dict[str, Any] = {
    "parent": _("Parent"),
    "guardian": _("Guardian"),
    "grandparent": _("Grandparent"),
    "sibling": _("Sibling"),
    "other_kin": _("Other kin"),
    "unknown": _("Kinship not said"),
    "": _("No tie known"),
}

CLOCK_STATES: tuple[tuple[str, Any], ...] = (
    (State.MET, _("met in time")),
    (State.MET_LATE, _("met late")),
    (State.LATE, _("late, not met")),
    (State.RUNNING, _("running, not due yet")),
    (State.UNSURE, _("what is recorded does not say whether it was late")),
    (State.TOLLED, _("stands still")),
    (State.EXCEPTED, _("an exception was granted")),
    (State.NOT_COVERED, _("the order does not cover the child any more")),
)
CLOCKS_SEEN = _("Clocks stand here once `kinkeeper clocks` or an entry about the child has set them, by orders that were approved.")
NO_RECORD_OF_ADULT = _("No record of the adult")

INSTANT = _("The end of the day asked for, as known when the ledger had the number of entries stated.")
WHATEVER_CLASS = _("Whether or not the child’s parent is in the class of a court’s order.")
FILES_TAKEN_IN = _(
    "Counted is whom the extracts taken in speak of. An agency that sent nothing, or only files of those it released, is undercounted."
)


def reason(code: str) -> Any:
    """What a code of a reason is called; the code where it is a new one."""
    return REASONS.get(code, code) if code else NOT_RECORDED


def relation(code: str) -> Any:
    """What an adult is to a child, whatever the adult's sex."""
    return RELATIONS.get(code, code)


def lines(words: Mapping[str, Any], *codes: str) -> list[tuple[str, Any]]:
    """Codes with their words, in the order given; all of them without."""
    return [(str(code), words[code]) for code in codes or words]
