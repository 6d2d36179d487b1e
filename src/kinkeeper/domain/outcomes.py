"""Outcomes: what became of a child and an adult who were held apart.

What became of the child comes first: once the child has left the care of ORR, that is the outcome.
While the child is in care, the adult's removal is; else the two are apart. No record of the child is
not the same as apart (F-33).
"""

from datetime import timedelta

from kinkeeper.domain.custody import Period
from kinkeeper.domain.dates import Moment, birthday, day, days_between
from kinkeeper.domain.terms import HELD, Custodian, Outcome, Relation, StayEnd
from kinkeeper.domain.ties import Tie
from kinkeeper.domain.whereabouts import Whereabouts

REUNION_DAYS = 3
"""A child is brought to a parent in ICE custody and both are released within 24 to 48 hours, over a midnight more (Tri-Department Plan)."""

FOUND = {
    "mother": (Relation.PARENT, "F"),
    "father": (Relation.PARENT, "M"),
    "parent": (Relation.PARENT, ""),
    "guardian": (Relation.GUARDIAN, ""),
    "legal guardian": (Relation.GUARDIAN, ""),
    "grandmother": (Relation.GRANDPARENT, "F"),
    "grandfather": (Relation.GRANDPARENT, "M"),
    "grandparent": (Relation.GRANDPARENT, ""),
    "sister": (Relation.SIBLING, "F"),
    "brother": (Relation.SIBLING, "M"),
    "sibling": (Relation.SIBLING, ""),
    "aunt": (Relation.OTHER_KIN, "F"),
    "uncle": (Relation.OTHER_KIN, "M"),
    "cousin": (Relation.OTHER_KIN, ""),
    "other_kin": (Relation.OTHER_KIN, ""),
    "distant relative": (Relation.OTHER_KIN, ""),
}
"""What a sponsor is to the child, in ORR's words -> the tie and the sex that this means."""

ENDED_CARE: dict[str, Outcome] = {StayEnd.REUNITED: Outcome.REUNITED, StayEnd.TURNED_18: Outcome.TURNED_18}
"""How a child left care -> what that means for a separation; every other way is to somebody else."""

ONE_OF_TWO = frozenset({Relation.PARENT, Relation.GUARDIAN, Relation.UNKNOWN})
"""Ties of which a child has so few that the sponsor's kinship and sex tell who it is; a child may have many aunts."""


def outcome_of(tie: Tie, child: Whereabouts, adult: Whereabouts, as_of: Moment) -> tuple[Outcome, Moment]:
    """What became of a separated child and adult up to `as_of`, and on which day; the day is empty while they are apart."""
    left = _left_care(child, as_of)
    if left and _went_to(tie, adult, left):
        return Outcome.REUNITED, left.end[:10]
    became, on = outcome_alone(child, as_of)
    removed_on = _removed_on(adult, as_of)
    if became in (Outcome.APART, Outcome.UNKNOWN) and removed_on:
        return Outcome.ADULT_REMOVED, removed_on
    return (Outcome.RELEASED_TO_OTHER if became == Outcome.REUNITED else became), on


def outcome_alone(child: Whereabouts, as_of: Moment) -> tuple[Outcome, Moment]:
    """What became of a separated child as far as its own records tell, and on which day."""
    left, in_care, of_age = _left_care(child, as_of), _last_care(child, as_of), birthday(child.born, 18)
    if left:
        return ENDED_CARE.get(left.end_reason, Outcome.RELEASED_TO_OTHER), left.end[:10]
    if in_care and of_age and of_age.isoformat() <= as_of[:10]:
        return Outcome.TURNED_18, of_age.isoformat()
    return (Outcome.APART if in_care else Outcome.UNKNOWN), ""


def _left_care(child: Whereabouts, as_of: Moment) -> Period | None:
    """The stay with ORR that ended with the child leaving its care; a move to another program is no leaving."""
    last = _last_care(child, as_of)
    if last is None or last.end_reason in (StayEnd.TRANSFERRED, StayEnd.NOT_SAID) or last.end[:10] > as_of[:10]:
        return None
    return last


def _last_care(child: Whereabouts, as_of: Moment) -> Period | None:
    care = [one for one in child.custody.periods if one.custodian == Custodian.ORR and one.start[:10] <= as_of[:10]]
    return max(care, key=lambda one: (one.start[:10], one.end[:10] or "9999"), default=None)


def _removed_on(adult: Whereabouts, as_of: Moment) -> Moment:
    abroad = [one.start[:10] for one in adult.custody.periods if one.custodian == Custodian.ABROAD and one.start[:10] <= as_of[:10]]
    return max(abroad, default="")


# To whom the child went


def _went_to(tie: Tie, adult: Whereabouts, left: Period) -> bool:
    """Whether the child left care to this adult, from what the program wrote and from where the adult was then."""
    if left.end_reason not in (StayEnd.REUNITED, StayEnd.RELEASED_TO_SPONSOR):
        return False
    fits = _sponsor_fits(left.released_to, tie.relation, adult.sex)
    if tie.relation not in ONE_OF_TWO:
        return fits and _released_about(adult, left.end)
    if left.end_reason == StayEnd.REUNITED:
        return fits or not left.released_to or _released_about(adult, left.end)
    return fits and _at_liberty_after(adult, left.end)


def _sponsor_fits(word: str, relation: str, sex: str) -> bool:
    found, of_sex = FOUND.get(word.casefold(), (None, ""))
    same = relation == found or (relation in ONE_OF_TWO and found in ONE_OF_TWO)
    return same and (not of_sex or not sex or of_sex == sex)


def _released_about(adult: Whereabouts, moment: Moment) -> bool:
    return any(
        one.custodian == Custodian.RELEASED and abs(days_between(moment, one.start) or 0) <= REUNION_DAYS
        for one in adult.custody.periods
        if len(one.start) >= 10 and len(moment) >= 10
    )


def _at_liberty_after(adult: Whereabouts, moment: Moment) -> bool:
    """Whether nobody held the adult, and nobody had removed the adult, once the days of a reunion were over."""
    left = day(moment)
    if left is None:
        return False
    then = (left + timedelta(days=REUNION_DAYS)).isoformat()
    return not any(one.custodian in HELD or one.custodian == Custodian.ABROAD for one in adult.custody.on(then) if one.until[:10] != then)
