"""What has become of children and their kin since somebody last looked."""

from collections.abc import Mapping
from dataclasses import dataclass

from kinkeeper.domain.dates import Moment
from kinkeeper.queries.portraits import Portrait
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.together import ENOUGH, Question, Rows


@dataclass(frozen=True, slots=True)
class Changed:
    """A separation that was raised, or of which something else is known since."""

    child: Portrait
    adult: Portrait | None
    outcome: str
    is_new: bool
    """Whether nothing was known of this separation before."""
    recorded_at: Moment
    """UTC, to the minute."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The newest changes, and how many there are; `ENOUGH` stands for that many or more."""

    rows: tuple[Changed, ...]
    count: int


_SINCE = "s.since >= %(seen)s AND s.since < %(known_at)s AND (s.until IS NULL OR s.until >= %(known_at)s)"

_CHANGED = f"""
SELECT s.child, s.adult, s.outcome, NOT EXISTS (
           SELECT FROM separation b WHERE b.child = s.child AND b.adult = s.adult AND b.since < %(seen)s
       ), to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI')
FROM separation s JOIN entry e ON e.seq = s.since
WHERE {_SINCE}
ORDER BY s.since DESC LIMIT %(most_changes)s
"""
MOST = 8


def ask_changes(standpoint: Standpoint, seen: int) -> dict[str, Question]:
    """The separations that changed from position `seen` of the ledger on, the newest first, and how many, as far as `ENOUGH`."""
    asked = {"seen": seen, "known_at": standpoint.known_at, "most_changes": MOST}
    return {
        "changes": Question(_CHANGED, 5, asked),
        "changed": Question(f"SELECT count(*) FROM (SELECT FROM separation s WHERE {_SINCE} LIMIT {ENOUGH}) c", 1, asked),
    }


def persons_of(rows: Rows) -> set[str]:
    """Whom the changes are about."""
    return {person for child, adult, *_ in rows for person in (child, adult) if person}


def changes_of(told: Mapping[str, Rows], portraits: Mapping[str, Portrait]) -> Changes:
    """The changes that are made of what was answered."""
    rows = tuple(
        Changed(
            portraits.get(child) or Portrait(child),
            (portraits.get(adult) or Portrait(adult)) if adult else None,
            outcome,
            is_new,
            at,
        )
        for child, adult, outcome, is_new, at in told["changes"]
    )
    return Changes(rows, told["changed"][0][0])
