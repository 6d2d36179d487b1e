"""The field's closed lists, in the words of the people who do this work.

Open lists (separation reasons, countries, spellings) are data, not code: they stand as CSV files
with a status column beside the layouts that read them.
"""

from enum import StrEnum


class Custodian(StrEnum):
    """Who holds a person during one stay."""

    CBP = "CBP"
    USMS = "USMS"
    JAIL = "JAIL"
    """A state or county jail."""
    ICE = "ICE"
    ORR = "ORR"
    HOSPITAL = "HOSPITAL"
    SPONSOR = "SPONSOR"
    RELEASED = "RELEASED"
    ABROAD = "ABROAD"


HELD = frozenset({Custodian.CBP, Custodian.USMS, Custodian.JAIL, Custodian.ICE, Custodian.ORR, Custodian.HOSPITAL})
"""Custodians who hold a person by an act of an agency."""


class StayEnd(StrEnum):
    """Why a stay ended, as far as the source says."""

    TRANSFERRED = "transferred"
    RELEASED = "released"
    REMOVED = "removed"
    REUNITED = "reunited"
    RELEASED_TO_SPONSOR = "released_to_sponsor"
    TURNED_18 = "turned_18"
    OTHER = "other"
    NOT_SAID = ""


class Relation(StrEnum):
    """What an adult is to a child (contract: column `relation` of `ties.csv`)."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    OTHER_KIN = "other_kin"
    UNKNOWN = "unknown"


class TieStatus(StrEnum):
    """How far a tie is established. Only `refuted` ends it, and it stays in history."""

    CLAIMED = "claimed"
    SUGGESTED = "suggested"
    CORROBORATED = "corroborated"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    REFUTED = "refuted"


class Basis(StrEnum):
    """Whether a source says so, or Kinkeeper found it."""

    RECORDED = "recorded"
    RECOVERED = "recovered"
    DETECTED = "detected"


class Outcome(StrEnum):
    """What became of a separation (contract: column `outcome` of `separations.csv`)."""

    APART = "apart"
    REUNITED = "reunited"
    RELEASED_TO_OTHER = "released_to_other"
    ADULT_REMOVED = "adult_removed"
    TURNED_18 = "turned_18"
    UNKNOWN = "unknown"
    LEFT_CUSTODY = "left_custody"
    """No separation has this: it is what an agency that arrests is shown of one that ended with the child going to somebody."""


class IdentifierKind(StrEnum):
    """Whose number it is. Numbers are kept raw and canonical, and stay searchable for ever."""

    A_NUMBER = "a_number"
    SUBJECT = "subject"
    EVENT = "event"
    FAMILY_UNIT = "family_unit"
    FINS = "fins"
    REGISTER = "register"
    ORR = "orr"
    COURT_CASE = "court_case"
    PHONE = "phone"
    OTHER = "other"


SHARED_IDENTIFIERS = frozenset({IdentifierKind.EVENT, IdentifierKind.FAMILY_UNIT, IdentifierKind.COURT_CASE, IdentifierKind.PHONE})
"""Identifiers that several persons carry by design: they say who was together, never who is one person."""


def counted(number: int, one: str, more: str = "") -> str:
    """`1 row`, `12,345 rows`: a number and its word; `more` where several do otherwise than to add an s."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"
