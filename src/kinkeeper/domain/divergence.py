"""Divergence: sees in two people's custody that a child and a tied adult were held apart.

A separation is raised where a child who came into custody together with an adult is taken into the
care of ORR, which takes children only as unaccompanied (6 U.S.C. 279(g)(2)), while the adult is not
there. Nobody's flag is needed for it, and none is enough against what the placements show (F-10,
F-15): the flag is compared, gives the reason, and is believed where the placements are silent.
Families held together, as in family detention, or released together are none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kinkeeper.domain.custody import Period, Timeline
from kinkeeper.domain.dates import Moment, age_on, days_between
from kinkeeper.domain.outcomes import outcome_of
from kinkeeper.domain.records import SeparationFlag
from kinkeeper.domain.separations import Separation
from kinkeeper.domain.terms import HELD, Basis, Custodian, Outcome, TieStatus
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


@dataclass(frozen=True, slots=True)
class Parting:
    """The day the first of the two left the place where both were held, and where each went; None: no source says."""

    on: Moment
    child_to: Period | None
    adult_to: Period | None


def find_separations(people: Mapping[str, Whereabouts], ties: Iterable[Tie], as_of: Moment) -> list[Separation]:
    """Every separation of a child from an adult, by child and adult, as the custody records up to `as_of` show.

    Ties to nobody in `people`, refuted ties and ties below 0.5 are passed over. A child whom a source says was
    separated from somebody it does not name, and for whom no tie is known, is listed with an empty adult.
    """
    found: dict[tuple[str, str], Separation] = {}
    tied: set[str] = set()
    for tie in ties:
        if float(tie.probability) < LISTED_FROM or tie.child not in people or tie.adult not in people:
            continue
        tied.add(tie.child)
        separation = find_separation(tie, people[tie.child], people[tie.adult], as_of)
        if separation:
            found[separation.key] = separation
    alone = (find_recorded_separation(person, as_of) for person in people.values() if person.flags and person.person_id not in tied)
    found.update((separation.key, separation) for separation in alone if separation)
    return sorted(found.values(), key=lambda separation: separation.key)


def find_separation(tie: Tie, child: Whereabouts, adult: Whereabouts, as_of: Moment) -> Separation | None:
    """The separation of a child from one adult, or None where their custody shows none up to `as_of`."""
    if tie.status == TieStatus.REFUTED:
        return None
    flags = [one for one in child.flags if not one.adult_records or one.adult_records & adult.records]
    parting = _parting(child, adult, as_of) if _came_together(child, adult) else None
    if parting is None and any(one.adult_records for one in flags):
        parting = _parting_as_flagged(child, adult, flags)
    if parting is None or (age_on(child.born, parting.on) or 0) >= 18:
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
