"""The truth of a season: who is whom, who belongs to whom, who was parted from whom, and which row is whose."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kinkeeper.domain.terms import Custodian, Outcome, Relation, StayEnd
from kinkeeper.season.lives.calendar import AS_OF
from kinkeeper.season.lives.custody import Stay
from kinkeeper.season.lives.fates import Fate, Treatment
from kinkeeper.season.lives.people import Kinship, Person
from kinkeeper.season.paper.tables import Table
from kinkeeper.season.world import World


@dataclass(frozen=True, slots=True)
class TrueTie:
    """What an adult is to a child. `number_shown` = how many of the two station rows still show their common family number (0, 1, 2).

    `in_data` = both are in some agency's custody records; `together` = they crossed together; `named_in` =
    the sources that name the two together (empty: recorded nowhere).
    """

    child: str
    adult: str
    relation: Relation
    in_data: bool
    together: bool
    parted: bool
    number_shown: int
    named_in: frozenset[str]

    @property
    def lost(self) -> bool:
        """Parted from a parent or guardian, with no family number left on either side."""
        return self.parted and self.number_shown == 0 and self.relation in (Relation.PARENT, Relation.GUARDIAN)


@dataclass(frozen=True, slots=True)
class TrueSeparation:
    """A child parted from an adult of theirs: on the day the first of the two left the station.

    `whole` is False where another parent stayed with the child. The outcome is what became of the child
    if it left ORR, else whether the adult was removed. `adult_removed` says so in any case.
    """

    child: str
    adult: str
    separated_on: date
    outcome: Outcome
    outcome_on: date | None
    adult_removed: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Season:
    """An invented season with its truth. Records map a record's name (FILE#ROW, FILE/SHEET#ROW:child ...) to a person's id."""

    seed: int
    as_of: date
    people: Mapping[str, Person]
    ties: tuple[TrueTie, ...]
    separations: tuple[TrueSeparation, ...]
    alone: Mapping[str, str]
    """Children without any tied adult in the data, and why: alone, or false_claim (an adult said to be a parent and was nothing)."""
    wrong_entries: Mapping[tuple[str, str], str]
    """Entries of the separation list, child and adult, that are wrong, with their kind."""
    records: Mapping[str, str]
    other_mentions: Mapping[str, str]
    """Further people whom a row names, such as a caller at home: right where they are found, no loss where not."""
    unreadable: tuple[str, ...]
    """Rows that were lost in conversion: nobody can be read from them."""


def truth_of(world: World, tables: Iterable[Table], wrong_entries: Mapping[tuple[str, str], str]) -> Season:
    """The truth of a world whose files have been filled."""
    tables = list(tables)
    ties, separations = tuple(_ties(world)), tuple(_separations(world))
    records = {name: person for table in tables for name, person in table.records.items()}
    return Season(
        seed=world.seed,
        as_of=AS_OF.date(),
        people={person.person_id: person for family in world.families.values() for person in family.people},
        ties=ties,
        separations=separations,
        alone=_alone(world, ties),
        wrong_entries=wrong_entries,
        records=records,
        other_mentions={name: person for table in tables for name, person in table.other_mentions.items()},
        unreadable=tuple(name for table in tables for name in table.unreadable),
    )


def children_apart(season: Season, on: date) -> int:
    """How many children were apart from an adult of theirs on a day, as in truth."""
    closed = (Outcome.REUNITED, Outcome.RELEASED_TO_OTHER, Outcome.TURNED_18)
    return len(
        {
            each.child
            for each in season.separations
            if each.whole and each.separated_on <= on and not (each.outcome in closed and each.outcome_on and each.outcome_on <= on)
        }
    )


def _ties(world: World) -> Iterator[TrueTie]:
    fate_of = _fates_by_person(world)
    for family in world.families.values():
        for kinship in family.kin:
            theirs, his = fate_of.get(kinship.child.person_id), fate_of.get(kinship.adult.person_id)
            yield _tie(world, kinship, theirs, his)


def _tie(world: World, kinship: Kinship, of_child: Fate | None, of_adult: Fate | None) -> TrueTie:
    child, adult = kinship.child.person_id, kinship.adult.person_id
    together = of_child is not None and of_child is of_adult
    named = set(world.named.get((child, adult), ()))
    number = of_child.crossing.family_number if of_child and together else ""
    shown = sum(bool(number) and world.family_numbers.get(person) == number for person in (child, adult))
    parted = together and of_child is not None and of_child.treatment is Treatment.PARTED
    if shown == 2:
        named.add("family_number")
    in_data = of_child is not None and of_adult is not None
    return TrueTie(child, adult, kinship.relation, in_data, together, parted, shown, frozenset(named))


def _fates_by_person(world: World) -> dict[str, Fate]:
    return {person.person_id: fate for fate in world.fates for person in fate.crossing.party.people}


def _separations(world: World) -> Iterator[TrueSeparation]:
    for fate in world.fates:
        family = world.families[fate.crossing.party.family]
        for kinship in family.kin:
            if kinship.adult.person_id in fate.taken and kinship.child in fate.crossing.party.children:
                yield _separation(fate, kinship)


def _separation(fate: Fate, kinship: Kinship) -> TrueSeparation:
    child, adult = kinship.child.person_id, kinship.adult.person_id
    theirs, his = fate.stays[child], fate.stays[adult]
    parted_on = min(stays[0].end or AS_OF for stays in (theirs, his)).date()
    removal = next((stay.end.date() for stay in his if stay.end and stay.end_reason is StayEnd.REMOVED), None)
    whole = fate.treatment is Treatment.PARTED
    outcome, on = _outcome(theirs, removal) if whole else (Outcome.UNKNOWN, None)
    return TrueSeparation(child, adult, parted_on, outcome, on, removal is not None, whole)


def _outcome(theirs: tuple[Stay, ...], removal: date | None) -> tuple[Outcome, date | None]:
    ends = {
        StayEnd.REUNITED: Outcome.REUNITED,
        StayEnd.RELEASED_TO_SPONSOR: Outcome.RELEASED_TO_OTHER,
        StayEnd.TURNED_18: Outcome.TURNED_18,
    }
    last = theirs[-1]
    if last.custodian is Custodian.ORR and last.end and last.end_reason in ends:
        return ends[last.end_reason], last.end.date()
    return (Outcome.ADULT_REMOVED, removal) if removal else (Outcome.APART, None)


def _alone(world: World, ties: tuple[TrueTie, ...]) -> dict[str, str]:
    accompanied = {tie.child for tie in ties if tie.in_data}
    alone: dict[str, str] = {}
    for fate in world.fates:
        for child in fate.crossing.party.children:
            if child.person_id not in accompanied:
                alone[child.person_id] = "false_claim" if fate.crossing.party.adults else "alone"
    return alone
