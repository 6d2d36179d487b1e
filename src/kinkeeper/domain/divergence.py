"""Divergence: sees in two people's custody that a child and a tied adult were held apart.

A separation is raised where a child who came into custody together with an adult is taken into the
care of ORR, which takes children only as unaccompanied (6 U.S.C. 279(g)(2)), while the adult is not
there. Nobody's flag is needed for it, and none is enough against what the placements show (F-10,
F-15): the flag is compared, gives the reason, and is believed where the placements are silent.
Families held together, as in family detention, or released together are none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kinkeeper.domain.custody import Period
from kinkeeper.domain.dates import Moment, age_on, days_between
from kinkeeper.domain.outcomes import outcome_alone, outcome_of
from kinkeeper.domain.records import SeparationFlag
from kinkeeper.domain.separations import Separation
from kinkeeper.domain.terms import HELD, Basis, Custodian, TieStatus
from kinkeeper.domain.ties import Tie
from kinkeeper.domain.whereabouts import FlaggedSeparation, Whereabouts

LISTED_FROM = 0.5
"""From which probability a tie, and with it a separation, is listed (contract)."""

SAME_PARTY_DAYS = 1
"""A party that is stopped around midnight is booked on two days."""

STATION_DAYS = 7
"""How long after a party is stopped its members reach the next custodian: 72 hours by law, over it for a third (OIG-18-84)."""

RECORDED_ALONE = "0.9700"
"""How far a list is right that a child was separated: 79 of 2,654 listed children were not (HHS OEI-BL-18-00511)."""

NOBODY = Whereabouts("")
"""An adult of whom no source tells anything."""


@dataclass(frozen=True, slots=True)
class Parting:
    """The day the first of the two left the place where both were held, and where each went. None: no source says."""

    on: Moment
    child_to: Period | None
    adult_to: Period | None


@dataclass(frozen=True, slots=True)
class UnansweredFlag:
    """A source's word that a child was separated, which the placements and ties known do not bear out."""

    child: str
    flag: SeparationFlag
    adult_records: frozenset[str]
    """The records of the adults whom the row names; none: it names nobody."""


def find_separations(
    people: Mapping[str, Whereabouts], ties: Iterable[Tie], as_of: Moment, *, ties_known: bool = False
) -> list[Separation]:
    """Every separation of a child from an adult that the custody records up to `as_of` show, by child and adult.

    Refuted ties, ties below 0.5 and ties to nobody in `people` are passed over. Children whom a source says were
    separated, from nobody it names, are listed with an empty adult where their kin could not be searched for: the
    source gives no names, or no ties at all are known
    (`ties_known`: there are others than these). Otherwise that word is a flag to be looked into.
    """
    known = [tie for tie in ties if float(tie.probability) >= LISTED_FROM and tie.child in people and tie.adult in people]
    kin_searched = ties_known or bool(known)
    found = [find_separation(tie, people[tie.child], people[tie.adult], as_of) for tie in known]
    found += [find_separation_from_nobody_named(one, as_of) for one in people.values() if one.flags and not (kin_searched and one.named)]
    return sorted({one.key: one for one in found if one}.values(), key=lambda one: one.key)


def find_unanswered_flags(people: Mapping[str, Whereabouts], separations: Iterable[Separation]) -> list[UnansweredFlag]:
    """Every flag that none of the separations answers: each needs somebody to look into it, none is a separation (F-30)."""
    parted: dict[str, set[str]] = {}
    for one in separations:
        parted.setdefault(one.child, set()).add(one.adult)
    return [
        UnansweredFlag(child.person_id, one.flag, one.adult_records)
        for child in sorted(people.values(), key=lambda one: one.person_id)
        for one in child.flags
        if not any(_speaks_of(one, people.get(adult, NOBODY)) for adult in parted.get(child.person_id, ()))
    ]


def find_separation(tie: Tie, child: Whereabouts, adult: Whereabouts, as_of: Moment) -> Separation | None:
    """The separation of a child from one adult, or None where their custody up to `as_of` shows none."""
    flags = [one for one in child.flags if _speaks_of(one, adult)]
    parting = _parting(child, adult, flags, as_of)
    if parting is None or tie.status == TieStatus.REFUTED or _was_of_age(child, parting):
        return None
    flag = _telling(flags)
    outcome, outcome_on = outcome_of(tie, child, adult, as_of)
    return Separation(
        child=tie.child,
        adult=tie.adult,
        separated_on=parting.on,
        reason_as_recorded=flag.reason_as_recorded,
        reason_code=flag.reason_code,
        basis=Basis.RECORDED if flags else Basis.DETECTED,
        probability=tie.probability,
        child_place=_place(parting.child_to),
        adult_place=_place(parting.adult_to),
        outcome=outcome,
        outcome_on=outcome_on,
    )


def find_separation_from_nobody_named(child: Whereabouts, as_of: Moment) -> Separation | None:
    """The separation of a child of whom a source says that it was separated, and not from whom; None where none says so."""
    flags = [one for one in child.flags if not one.adult_records]
    if not flags:
        return None
    flag, care = _telling(flags), _care(child, as_of)
    outcome, outcome_on = outcome_alone(child, as_of)
    return Separation(
        child=child.person_id,
        adult="",
        separated_on=_earliest(flag.on, _left_station(child, _taken_in(child, NOBODY, care))),
        reason_as_recorded=flag.reason_as_recorded,
        reason_code=flag.reason_code,
        basis=Basis.RECORDED,
        probability=RECORDED_ALONE,
        child_place=_place(care),
        adult_place="",
        outcome=outcome,
        outcome_on=outcome_on,
    )


# Whether and when two people were parted


def _was_of_age(child: Whereabouts, parting: Parting) -> bool:
    """Whether the child was 18. One taken into ORR's care was found to be under 18, whatever a birth date says."""
    age = age_on(child.born, parting.on)
    return parting.child_to is None and age is not None and age >= 18


def _parting(child: Whereabouts, adult: Whereabouts, flags: Sequence[FlaggedSeparation], as_of: Moment) -> Parting | None:
    named = [one.flag for one in flags if one.adult_records]
    together = _came_together(child, adult)
    care = _care(child, as_of)
    if together is False or _care(adult, as_of) or not (together or named) or not (care or (named and _silent_after_station(child))):
        return None
    taken_in = _taken_in(child, adult, care)
    left = _earliest(_left_station(child, taken_in), _left_station(adult, taken_in))
    return Parting(left or _earliest(*(flag.on for flag in named)), care, _next_place(adult, taken_in, as_of))


def _came_together(child: Whereabouts, adult: Whereabouts) -> bool | None:
    """Whether the two were taken into custody in one event or, as far as events are not known, as one party; None: nobody says."""
    if child.events & adult.events:
        return True
    child_days, adult_days = _days_taken(child), _days_taken(adult)
    if not child_days or not adult_days:
        return None
    return any(_one_party(child, one, adult, other) for one in child_days for other in adult_days)


def _one_party(child: Whereabouts, child_day: Moment, adult: Whereabouts, adult_day: Moment) -> bool:
    apart = days_between(child_day, adult_day)
    within = SAME_PARTY_DAYS if child.encountered and adult.encountered else STATION_DAYS
    return apart is not None and abs(apart) <= within


def _days_taken(person: Whereabouts) -> frozenset[Moment]:
    """The days on which a person was taken into custody: as stated or, where nobody states one, as stays began."""
    stays = (one.start[:10] for one in person.custody.periods if one.custodian in HELD and len(one.start) >= 10)
    return person.encountered or frozenset(stays)


def _care(person: Whereabouts, as_of: Moment) -> Period | None:
    """The first stay with ORR."""
    stays = (one for one in person.custody.periods if one.custodian == Custodian.ORR and one.start[:10] <= as_of[:10])
    return next(stays, None)


def _silent_after_station(person: Whereabouts) -> bool:
    return all(one.custodian == Custodian.CBP for one in person.custody.periods)


def _taken_in(child: Whereabouts, adult: Whereabouts, care: Period | None) -> Moment:
    """The day on which the child, or the adult as one party with it, was taken into the custody that ended in ORR's care."""
    days = _days_taken(child)
    until = care.start[:10] if care else max(days, default="")
    day = max((one for one in days if one <= until), default=until)
    return min([day, *(one for one in _days_taken(adult) if _one_party(child, day, adult, one))])


def _left_station(person: Whereabouts, taken_in: Moment) -> Moment:
    """The day on which a person left the station to which she was brought about a day, or reached the next custodian."""
    stays = [
        one for one in person.custody.periods if one.custodian in HELD and (days_between(taken_in, one.start) or 0) >= -SAME_PARTY_DAYS
    ]
    left = ""
    for stay in stays:
        if stay.custodian != Custodian.CBP:
            return left or stay.start[:10]
        left = stay.end[:10] if stay.end[:10] >= stay.start[:10] else left
    return left


def _next_place(person: Whereabouts, taken_in: Moment, as_of: Moment) -> Period | None:
    stays = (one for one in person.custody.periods if one.custodian != Custodian.CBP and taken_in <= one.start[:10] <= as_of[:10])
    return next(stays, None)


# What sources say of it


def _speaks_of(flagged: FlaggedSeparation, adult: Whereabouts) -> bool:
    """Whether a source's word may mean this adult: the row names her, or names nobody."""
    return not flagged.adult_records or bool(flagged.adult_records & adult.records)


def _telling(flags: Sequence[FlaggedSeparation]) -> SeparationFlag:
    """The flag that tells most: one with a reason before one without, one that names the adult before one that names nobody."""
    ranked = sorted(flags, key=lambda one: (not one.flag.reason_as_recorded, not one.adult_records))
    return ranked[0].flag if ranked else SeparationFlag()


def _earliest(*moments: Moment) -> Moment:
    """The first of the days that are known; empty where none is."""
    return min((one[:10] for one in moments if len(one) >= 10), default="")


def _place(period: Period | None) -> str:
    return ", ".join(part for part in (period.custodian, period.place) if part) if period else ""
