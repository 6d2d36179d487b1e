"""Why somebody does not stand on all lists alike, and who sees to it: said by a person, carried from week to week with whom it is about.

What the data tell by themselves is a suggestion (`suggest`); it counts for nothing before a person says it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.dates import Moment, birthday
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

REASONS = (
    "not_yet_reported",
    "reported_late",
    "left_off",
    "reunited",
    "released_to_other",
    "turned_18",
    "out_of_definition",
    "different_person",
    "same_person_twice",
    "name_spelling",
    "day_and_month",
    "data_error",
    "under_review",
    "other",
)
"""Why lists differ, as two agencies sort it at their weekly meeting (HHS OIG, January 2019: lists sent weekly and brought together)."""
NEEDS_WORDS = frozenset({"out_of_definition", "other"})
"""Which ruling or definition leaves the child out, or what else it is, must be said."""


class Explanation(Fact, frozen=True):
    """Why a meeting's lists do not have a person alike, who sees to it, and what is done next. All empty: it was taken back."""

    meeting_id: str
    person_id: str
    reason: str = ""
    owner: str = ""
    """An agency, or the account of somebody."""
    next_step: str = ""
    words: str = ""
    by: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said any more."""
        return not (self.reason or self.owner or self.next_step)


@dataclass(frozen=True, slots=True)
class ExplainDifference:
    """Say why, who and what next; say it anew; or take it back."""

    explanation: Explanation

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.explanation.meeting_id, self.explanation.person_id),)


class DifferenceExplained(Fact, frozen=True):
    """Somebody said why lists differ on a person, and who sees to it."""

    explanation: Explanation

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.explanation.meeting_id, self.explanation.person_id)


@dataclass(slots=True)
class DifferenceState:
    """What stands said, by meeting and person."""

    explanations: dict[tuple[str, ...], Explanation] = field(default_factory=dict)


def decide(state: DifferenceState, command: ExplainDifference) -> Iterable[DifferenceExplained]:
    """What was said, unless it stands so.

    :raises Refused: for a reason that is none, one that needs words and has none, and where there is nothing to take back.
    """
    one = command.explanation
    before = state.explanations.get((one.meeting_id, one.person_id))
    if not one.meeting_id or not one.person_id:
        raise Refused("Say of which meeting and of which person.")
    if one.reason and one.reason not in REASONS:
        raise Refused("'%(reason)s' is no reason. Known: %(known)s.", reason=one.reason, known=", ".join(REASONS))
    if one.reason in NEEDS_WORDS and not one.words.strip():
        raise Refused("Say in words which ruling or definition it is, or what else.")
    if one.is_empty and (before is None or before.is_empty):
        raise Refused("Say a reason, an owner or a next step.")
    return [] if before is not None and _said(before) == _said(one) else [DifferenceExplained(one)]


def evolve(state: DifferenceState, entry: DifferenceExplained) -> DifferenceState:
    """The state after an entry."""
    state.explanations[entry.key] = entry.explanation
    return state


def _said(one: Explanation) -> tuple[str, ...]:
    return one.reason, one.owner, one.next_step, one.words


# What the data tell by themselves


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one difference."""

    missing: str = ""
    """A list that does not have the person; empty where all have."""
    speaks_of: Moment = ""
    """The day of which that list speaks."""
    known_from: Moment = ""
    """The first day that the child's separation or the lists that have it speak of."""
    stood_until: Moment = ""
    """The day of that list's last edition which had the person; empty where none did."""
    born: Moment = ""
    outcome: str = ""
    outcome_on: Moment = ""
    excluded_by: str = ""
    """The order from whose class the child was found to be excluded."""
    likely: str = ""
    """The record on that list of another person who may be the same."""
    is_asked: bool = False
    """Whether a question about the person's records waits for an answer."""
    births: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    """What the lists that have the person say differently; empty where they agree."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reason, and what in the data bears it out: the key of a sentence, and what stands in it."""

    reason: str
    about: str = ""
    on_list: str = ""
    on: Moment = ""


WENT = {"reunited": "reunited", "released_to_other": "released_to_other"}


def suggest(told: Evidence) -> Suggestion | None:
    """What the data suggest, the surest first; None where they say nothing."""
    return (_of_missing(told) if told.missing else _of_described(told)) or _of_review(told)


def _of_missing(told: Evidence) -> Suggestion | None:
    here = told.missing
    if told.likely:
        return Suggestion("same_person_twice", told.likely, here)
    if told.excluded_by:
        return Suggestion("out_of_definition", told.excluded_by, here)
    if told.outcome in WENT:
        return Suggestion(WENT[told.outcome], on_list=here, on=told.outcome_on)
    of_age = birthday(told.born, 18)
    if of_age and told.speaks_of and of_age.isoformat() <= told.speaks_of[:10]:
        return Suggestion("turned_18", on_list=here, on=of_age.isoformat())
    if told.stood_until:
        return Suggestion("left_off", on_list=here, on=told.stood_until)
    if told.speaks_of and len(told.known_from) >= 10 and told.known_from[:10] > told.speaks_of[:10]:
        return Suggestion("not_yet_reported", told.speaks_of[:10], here, told.known_from[:10])
    return None


def _of_described(told: Evidence) -> Suggestion | None:
    if len(told.births) == 2 and _is_turned_round(*sorted(told.births)):
        return Suggestion("day_and_month", " / ".join(sorted(told.births)))
    if len(told.births) > 1:
        return Suggestion("data_error", " / ".join(sorted(told.births)))
    if len(told.names) > 1:
        return Suggestion("name_spelling", " / ".join(sorted(told.names)))
    return None


def _of_review(told: Evidence) -> Suggestion | None:
    return Suggestion("under_review") if told.is_asked else None


def _is_turned_round(one: Moment, other: Moment) -> bool:
    """Whether two days are one with day and month the other way round."""
    return len(one) >= 10 and len(other) >= 10 and one[:4] == other[:4] and (one[5:7], one[8:10]) == (other[8:10], other[5:7])
