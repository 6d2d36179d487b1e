"""Which children apart are asked for, in SQL over what is kept child by child and pair by pair."""

from collections.abc import Sequence
from dataclasses import dataclass

from kinkeeper.queries.counts.held import HOLD, ON_THE_DAY


@dataclass(frozen=True, slots=True)
class With:
    """Who holds somebody: these custodians, as the table of days names them; `nobody`: as well whom it does not name."""

    custodians: Sequence[str]
    nobody: bool = False
    disputed: Sequence[str] = ()
    """Those of whom sources disagree, and whom any source says to be with them."""


@dataclass(frozen=True, slots=True)
class Which:
    """Which children, in which order: only those still apart, or all; of these years of age, both included; where they and an adult are."""

    still: bool
    ages: tuple[int, int] | None = None
    order: str = "longest"
    child_with: With | None = None
    adult_with: With | None = None

    @property
    def is_all(self) -> bool:
        """Whether all are meant, of whatever age, wherever they and their adults are."""
        return not (self.ages or self.child_with or self.adult_with)

    @property
    def adults(self) -> str:
        """SQL: the adults whom the row of a child is about."""
        return "adults_still" if self.still else "CASE WHEN still THEN adults_still ELSE adults END"

    @property
    def ordered(self) -> str:
        """SQL: in which order. Of those still apart an index has all that it asks."""
        if self.order in _BY_AGE:
            return _BY_AGE[self.order]
        if self.still:
            return f"coalesce(since_day, (SELECT %(as_of)s::date)){'' if self.order == 'longest' else ' DESC'}"
        return f"{DAYS_APART}{' DESC' if self.order == 'longest' else ''}"

    @property
    def condition(self) -> str:
        """SQL over the columns of the table; asks for what `asked` holds."""
        conditions = ["still" if self.still else "TRUE"]
        if self.ages:
            conditions.append(AGED.format("%(youngest)s", "%(oldest)s"))
        if self.child_with:
            conditions.append(_held("child", "child_with", self.child_with))
        if self.adult_with:
            held = _held("adult", "adult_with", self.adult_with)
            conditions.append(f"EXISTS (SELECT FROM unnest({self.adults}) AS adult WHERE adult <> '' AND {held})")
        return " AND ".join(conditions)

    @property
    def of_pair(self) -> str:
        """SQL over the columns of `apart_pair`, of those still apart: what is asked of the child, and of an adult in the same row."""
        conditions = [AGED.format("%(youngest)s", "%(oldest)s")] if self.ages else []
        conditions += [_is_held("child", "child_with", self.child_with)] if self.child_with else []
        conditions += ["adult <> ''", _is_held("adult", "adult_with", self.adult_with)] if self.adult_with else []
        return " AND ".join(conditions) or "TRUE"

    @property
    def asked(self) -> dict[str, object]:
        """What the condition asks for."""
        asked: dict[str, object] = dict(zip(("youngest", "oldest"), self.ages or (0, 0), strict=True))
        for name, one in (("child_with", self.child_with), ("adult_with", self.adult_with)):
            if one:
                asked |= {name: list(one.custodians), f"{name}_disputed": list(one.disputed)}
        return asked


# The table of days itself: who stands in what is kept for an agency is somebody of whom its people may know.
_DAYS_OF_ALL = f"public.apart_day h WHERE h.until IS NULL AND {ON_THE_DAY.format('h')}"
_HOLD = f"'{{{','.join(HOLD)}}}'"


def _among(person: str, custodians: str) -> str:
    """SQL: somebody is with these. Said of one with IS TRUE, or IS NOT TRUE: who is there is found once, and is not looked up for each."""
    return f"({person} IN (SELECT h.person_id FROM {_DAYS_OF_ALL} AND h.custodian = ANY({custodians}::text[])))"


def _held(person: str, name: str, one: With) -> str:
    """SQL: somebody is where `one` says."""
    there = f"{_among(person, f'%({name})s')} IS TRUE"
    if one.nobody:
        # Most are with one of those who hold, and are found together: only the others are looked up one by one.
        nowhere = f"(SELECT TRUE FROM {_DAYS_OF_ALL} AND h.person_id = {person} LIMIT 1) IS NULL"
        there += f" OR {_among(person, _HOLD)} IS NOT TRUE AND {nowhere}"
    if one.disputed:
        there += f" OR {person} = ANY(%({name}_disputed)s::text[])"
    return f"({there})"


def _is_held(person: str, name: str, one: With) -> str:
    """SQL over `apart_pair`: somebody is where `one` says, as the row itself has it but for a day before all that it knows."""
    on_the_day = f"FROM {_DAYS_OF_ALL} AND h.person_id = {person}"
    earlier = f"EXISTS (SELECT {on_the_day} AND h.custodian = ANY(%({name})s::text[]))"
    if one.nobody:
        earlier += f" OR NOT EXISTS (SELECT {on_the_day})"
    there = f"CASE WHEN {person}_from <= %(as_of)s::date THEN {person}_held = ANY(%({name})s::text[]) ELSE {earlier} END"
    return f"({there} OR {person} = ANY(%({name}_disputed)s::text[]))" if one.disputed else there


DAYS_APART = "coalesce(CASE WHEN still THEN %(as_of)s::date - since_day ELSE greatest(ended_days, %(as_of)s::date - loose_day) END, 0)"
_BY_AGE = {"youngest": "nullif(born, '') DESC NULLS LAST", "oldest": "nullif(born, '') NULLS LAST"}
AGED = (
    "born <= (SELECT (%(as_of)s::date - make_interval(years => {0}))::date::text) "
    "AND born > (SELECT (%(as_of)s::date - make_interval(years => {1} + 1))::date::text)"
)
"""The days are made once, not for every row."""
