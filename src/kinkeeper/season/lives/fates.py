"""What becomes of a party: held together, parted, or alone, and how each one's way through custody goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kinkeeper.domain.dates import birthday
from kinkeeper.domain.terms import StayEnd
from kinkeeper.season.chance import Chance, Weighted
from kinkeeper.season.lives.calendar import AS_OF, ORDER_DAY, at, later, years_old
from kinkeeper.season.lives.crossings import Crossing
from kinkeeper.season.lives.custody import OPEN, Ending, Stay, as_extracted, at_station, detained, prosecuted, sheltered
from kinkeeper.season.lives.people import UNIT_WORDS, Person
from kinkeeper.season.rates import rate


class Treatment(StrEnum):
    """What the agency did with a party."""

    PARTED = "parted"
    ONE_PARENT_TAKEN = "one_parent_taken"
    TOGETHER = "together"
    CHILDREN_ALONE = "children_alone"
    ADULT_ALONE = "adult_alone"


CAUSES = Weighted.of([("prosecution", 86), ("criminal_history", 5), ("parentage_doubt", 4), ("medical", 2), ("gang", 2), ("warrant", 1)])
SPONSORS = Weighted.of(
    [("Mother", 28), ("Father", 16), ("Aunt", 14), ("Uncle", 14), ("Brother", 9), ("Sister", 9), ("Cousin", 5), ("Family Friend", 5)]
)
RELEASES = Weighted.of([("Order of Recognizance", 55), ("Bonded Out", 20), ("Order of Supervision", 15), ("Paroled", 10)])
REMOVED = Weighted.of([("Removed", 92), ("Voluntary departure", 8)])


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a crossing. `cause` = why it was parted; `taken` = the adults taken from the children; stays by person id."""

    crossing: Crossing
    treatment: Treatment
    cause: str
    taken: frozenset[str]
    stays: Mapping[str, tuple[Stay, ...]]


def fate_of(crossing: Crossing, chance: Chance) -> Fate:
    """What becomes of one party, custody day by day up to the day of the extracts."""
    treatment = _treatment(crossing, chance)
    cause = _cause(crossing, chance) if treatment in (Treatment.PARTED, Treatment.ONE_PARENT_TAKEN) else ""
    way = _Way(crossing, cause, chance)
    stays = {
        Treatment.PARTED: way.parted,
        Treatment.ONE_PARENT_TAKEN: way.one_parent_taken,
        Treatment.TOGETHER: way.together,
        Treatment.CHILDREN_ALONE: way.children_alone,
        Treatment.ADULT_ALONE: way.adults_alone,
    }[treatment]()
    adults = crossing.party.adults
    taken = {Treatment.PARTED: adults, Treatment.ONE_PARENT_TAKEN: adults[:1]}.get(treatment, ())
    known = {person_id: as_extracted(each) for person_id, each in stays.items()}
    return Fate(crossing, treatment, cause, frozenset(person.person_id for person in taken), known)


def _treatment(crossing: Crossing, chance: Chance) -> Treatment:
    party = crossing.party
    if not party.children:
        return Treatment.ADULT_ALONE
    if not party.adults:
        return Treatment.CHILDREN_ALONE
    if not party.is_family_unit:
        return Treatment.PARTED
    if not chance.happens(rate("families_parted")):
        return Treatment.TOGETHER
    return Treatment.ONE_PARENT_TAKEN if len(party.adults) == 2 and chance.happens(rate("one_parent_taken")) else Treatment.PARTED


def _cause(crossing: Crossing, chance: Chance) -> str:
    if not crossing.party.is_family_unit:
        return "relative"
    if crossing.at_port:
        prior = chance.happens(rate("port_prior_violation"))
        return "prior_violation" if prior else chance.pick(("criminal_history", "parentage_doubt", "medical"))
    return chance.draw(CAUSES)


class _Way:
    """The ways through custody of one crossing's people."""

    def __init__(self, crossing: Crossing, cause: str, chance: Chance) -> None:
        self.crossing, self.cause, self.chance = crossing, cause, chance
        self.party, self.place, self.start = crossing.party, crossing.place.name, crossing.at

    def parted(self) -> dict[str, list[Stay]]:
        """Adults to the marshals or to ICE, children to ORR, and back together or not."""
        outcome = self._outcome()
        stays = {adult.person_id: self._to_court() for adult in self.party.adults}
        out_of_court = max(_end(each[-1]) for each in stays.values())
        together_again = max(self._reunion(), later(out_of_court, days=2)) if outcome == "reunited" else None
        for each in stays.values():
            each += self._in_detention(_end(each[-1]), self._adult_ending(outcome, together_again))
        return stays | self._taken_into_care(self._children_ending(outcome, together_again))

    def one_parent_taken(self) -> dict[str, list[Stay]]:
        """One parent prosecuted, the other kept with the children."""
        taken, *_ = self.party.adults
        rest = [person for person in self.party.people if person != taken]
        stays = self._to_court()
        return {
            taken.person_id: stays + detained(_end(stays[-1]), self._release_or_not(rate("one_parent_removed")), self.chance),
            **self._kept_together(rest),
        }

    def together(self) -> dict[str, list[Stay]]:
        """A family released, or held in a family residential centre, as one."""
        return self._kept_together(list(self.party.people))

    def children_alone(self) -> dict[str, list[Stay]]:
        """To ORR and mostly on to a sponsor."""
        released = later(self.start, days=max(self.chance.median(50, 0.55), 8))
        sponsored = Ending(released, StayEnd.RELEASED_TO_SPONSOR, "", self.chance.draw(SPONSORS))
        return self._taken_into_care(sponsored if self.chance.happens(rate("children_alone_released")) else OPEN)

    def adults_alone(self) -> dict[str, list[Stay]]:
        """Adults without children: prosecuted or not, detained, removed or released."""
        return {adult.person_id: self._adult_alone() for adult in self.party.adults}

    def _adult_alone(self) -> list[Stay]:
        station = at_station(self.place, self.start, self.chance.between(9, 60))
        if self.chance.happens(rate("adults_alone_let_go")):
            return [station]
        court = [prosecuted(_end(station), self.chance)] if self.chance.happens(rate("adults_alone_prosecuted")) else []
        return [station, *court, *detained(_end([station, *court][-1]), self._release_or_not(rate("adults_alone_removed")), self.chance)]

    def _kept_together(self, people: list[Person]) -> dict[str, list[Stay]]:
        station = at_station(self.place, self.start, self.chance.between(16, 70))
        centre: list[Stay] = []
        if self.chance.happens(rate("kept_in_family_centre")):
            until = Ending(later(_end(station), days=self.chance.between(4, 22)), StayEnd.RELEASED, self.chance.draw(RELEASES))
            centre = detained(_end(station), until, self.chance, "family")
        return {person.person_id: [station, *centre] for person in people}

    def _to_court(self) -> list[Stay]:
        station = at_station(self.place, self.start, self.chance.between(9, 44))
        return [station, prosecuted(_end(station), self.chance)] if self.cause == "prosecution" else [station]

    def _in_detention(self, start: datetime, ending: Ending) -> list[Stay]:
        """Detention until the ending; some reunited families are held on together."""
        held = detained(start, ending, self.chance)
        if ending.reason is StayEnd.REUNITED and self.chance.happens(rate("reunited_in_detention")):
            out = Ending(later(_end(held[-1]), days=self.chance.between(6, 20)), StayEnd.RELEASED, self.chance.draw(RELEASES))
            held += detained(_end(held[-1]), out, self.chance, "family")
        return held

    def _taken_into_care(self, ending: Ending) -> dict[str, list[Stay]]:
        """The children of the party, mostly in one shelter, until they leave together."""
        stays: dict[str, list[Stay]] = {}
        station, shelter = at_station(self.place, self.start, self._child_hours()), ""
        for child in self.party.children:
            care = self._in_shelter(child, station, ending, shelter)
            shelter = care[0].place if self.chance.happens(0.85) else ""
            stays[child.person_id] = [station, *care]
        return stays

    def _in_shelter(self, child: Person, station: Stay, ending: Ending, first: str) -> list[Stay]:
        """Care until the ending, or until the child comes of age."""
        adult_on = at(birthday(child.born.isoformat(), 18) or AS_OF.date(), 9)
        if ending.at is None or adult_on < ending.at:
            ending = Ending(adult_on, StayEnd.TURNED_18, "Age Out") if adult_on < AS_OF else ending
        return sheltered(_end(station), ending, self.chance, first)

    def _child_hours(self) -> float:
        return self.chance.between(72.5, 118) if self.chance.happens(rate("held_over_72_hours")) else self.chance.between(16, 71)

    def _outcome(self) -> str:
        """Parents get their children back, others hardly ever: a relative is not one, to the agencies."""
        if self.cause in ("relative", "parentage_doubt") or not set(self.party.says.values()) <= UNIT_WORDS:
            return self.chance.draw(Weighted.of([("reunited", 5), ("released", 60), ("in_care", 35)]))
        return self.chance.draw(
            Weighted.of([("reunited", rate("reunited")), ("released", rate("released_to_other")), ("in_care", rate("still_in_care"))])
        )

    def _reunion(self) -> datetime:
        """Few early ones; after the court's order the under-fives first, then the others, some after their day."""
        chance, youngest = self.chance, max(child.born for child in self.party.children)
        if chance.happens(rate("reunited_early")):
            return later(self.start, days=chance.between(11, 27))
        if years_old(youngest, ORDER_DAY) < 5:
            return max(at(ORDER_DAY, 24 * chance.between(7, 16)), later(self.start, days=7))
        in_time = chance.happens(rate("reunited_in_time"))
        day = at(ORDER_DAY, 24 * (chance.between(13, 31) if in_time else chance.between(31, 56)))
        return max(day, later(self.start, days=7))

    def _adult_ending(self, outcome: str, together_again: datetime | None) -> Ending:
        if together_again:
            return Ending(
                later(together_again, hours=-self.chance.between(1, 6)),
                StayEnd.REUNITED,
                self.chance.pick(["Order of Recognizance", "Paroled"]),
            )
        return self._release_or_not(rate("removed_after_release" if outcome == "released" else "removed_while_in_care"))

    def _release_or_not(self, removed: float) -> Ending:
        """Removed, in that share; of the rest half released, half held on."""
        chance = self.chance
        if chance.happens(removed):
            return Ending(later(self.start, days=chance.between(14, 55)), StayEnd.REMOVED, chance.draw(REMOVED))
        return (
            Ending(later(self.start, days=chance.between(12, 75)), StayEnd.RELEASED, chance.draw(RELEASES)) if chance.happens(0.5) else OPEN
        )

    def _children_ending(self, outcome: str, together_again: datetime | None) -> Ending:
        if together_again:
            return Ending(together_again, StayEnd.REUNITED, "", next(iter(self.party.says.values())).title())
        if outcome == "in_care":
            return OPEN
        days = max(self.chance.median(48, 0.4), 12)
        return Ending(later(self.start, days=days), StayEnd.RELEASED_TO_SPONSOR, "", self.chance.draw(SPONSORS))


def _end(stay: Stay) -> datetime:
    return stay.end or AS_OF
