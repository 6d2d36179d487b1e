"""What is held how long, and what happens then: rules as data. `docs/privacy.md` holds the same table; a test compares them."""

from dataclasses import dataclass
from enum import StrEnum


class Decides(StrEnum):
    """Who decides that something goes."""

    NOBODY = "nobody"
    """It stays."""
    RULE = "the rule"
    """The days alone: a worker does it."""
    TWO_PERSONS = "two persons"
    """Two persons have decided, on an order that both have read; the worker does it when the days of waiting are over."""
    A_PERSON = "a person"
    """The worker lists it, and does nothing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Of what, how long it is held, what happens then, and who decides that."""

    name: str
    of: str
    held: str
    then: str
    decides: Decides


IDLE_DAYS = 90
"""An account with which nobody signed in for so many days opens no door."""
DESK_DAYS = 90
"""A file that lies on the import desk for so many days and was not taken is listed."""

RULES = (
    Rule("ledger", "entries of the ledger", "for ever", "a tie that can be deleted is how families were lost", Decides.NOBODY),
    Rule("looks", "who looked, searched, asked and exported", "as long as the ledger", "a family can ask years later", Decides.NOBODY),
    Rule("expungements", "what a court ordered to expunge", "14 days after the second yes", "it is destroyed", Decides.TWO_PERSONS),
    Rule("accounts", "accounts that nobody uses", f"{IDLE_DAYS} days", "they open no door until a new password", Decides.RULE),
    Rule("sessions", "sessions of staff", "12 hours at most", "they are deleted", Decides.RULE),
    Rule("tries", "counts of tries, searches and families opened", "until their time is over", "they are deleted", Decides.RULE),
    Rule("codes", "codes of second factors that were used", "until they could not be used again", "they are deleted", Decides.RULE),
    Rule(
        "desk",
        "files on the import desk that nobody took",
        f"{DESK_DAYS} days",
        "somebody takes or expunges them",
        Decides.A_PERSON,
    ),
)
