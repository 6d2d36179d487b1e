"""ORR's workbook of children in care. Its box for separation begins late; what the child told stands in free text."""

from datetime import timedelta

from kinkeeper.domain.terms import Custodian, StayEnd
from kinkeeper.season.lives.calendar import START, years_old
from kinkeeper.season.lives.custody import Stay
from kinkeeper.season.lives.fates import Fate, Treatment
from kinkeeper.season.lives.people import UNIT_WORDS, Person
from kinkeeper.season.lives.places import country_name
from kinkeeper.season.paper.clerk import Clerk, Hand
from kinkeeper.season.paper.listing import Listing
from kinkeeper.season.paper.tables import Cell, Row, Table
from kinkeeper.season.rates import rate
from kinkeeper.season.world import World

CATEGORY = {
    "Mother": "1",
    "Father": "1",
    "Legal Guardian": "1",
    "Brother": "2A",
    "Sister": "2A",
    "Grandmother": "2A",
    "Aunt": "2B",
    "Uncle": "2B",
}
NO_FAMILY_NOTES = ("Traveled with guide. No family in group.", "Traveled with unrelated adults.")
IDLE_NOTES = (
    "Sponsor packet sent.",
    "Medical: flu shot given.",
    "Speaks Mam, interpreter needed",
    "Home study pending.",
    "Enrolled in classes.",
)
HINTS = ("Separated from parent at border.", "tender age; no info on parent in referral", "Minor crying for parent, whereabouts unknown.")


def census(world: World, listed: dict[str, Listing]) -> Table:
    """ORR: one row for each shelter a child was in, in the order of admission."""
    table = Table("census")
    desk = _CaseWork(world, listed)
    table.fill([desk.row(*each) for each in world.stays(Custodian.ORR)], desk.chance)
    table.note("TOTAL", len(table.records))
    return table


class _CaseWork:
    """Keeps the workbook. Box, parents' names and note are written once for a child and stand in each of its rows."""

    def __init__(self, world: World, listed: dict[str, Listing]) -> None:
        self.world, self.listed, self.chance = world, listed, world.chance("census")
        self.clerk = Clerk(Hand(capitals=False, a_number="{}{}{}", padded_dates=True), self.chance)
        self.files: dict[str, dict[str, Cell]] = {}

    def row(self, fate: Fate, child: Person, stay: Stay) -> Row:
        written, came = self.clerk.write(child, fate.crossing.a_numbers[child.person_id]), fate.stays[child.person_id][0]
        if child.person_id not in self.files:
            self.files[child.person_id] = self._file(fate, child, stay)
        cells: dict[str, Cell] = {
            "LAST NAME": written.surnames,
            "FIRST NAME": written.given,
            "A NUMBER": written.a_number,
            "DOB": written.born,
            "AGE": years_old(child.born, stay.start.date()),
            "GENDER": child.sex,
            "COO": country_name(child.nationality),
            "REFERRAL_DATE": self.clerk.day(came.end or stay.start),
            "DATE_ORR_ADMITTED": self.clerk.day(stay.start),
            "FACILITY": stay.place,
            "Date Discharged": self.clerk.day(stay.end) if stay.end else "",
        }
        return cells | self._discharge(stay) | self.files[child.person_id], {"": child.person_id}

    def _discharge(self, stay: Stay) -> dict[str, Cell]:
        if not stay.end:
            return {}
        kind = {
            StayEnd.TRANSFERRED: "Transferred to Another Program",
            StayEnd.TURNED_18: "Age Out",
            StayEnd.REUNITED: "Reunited with Separated Parent",
            StayEnd.RELEASED_TO_SPONSOR: self.chance.pick(("Released to sponsor", "Reunified (Individual Sponsor)")),
        }[stay.end_reason]
        if stay.end_reason is StayEnd.REUNITED and stay.released_to.lower() not in UNIT_WORDS:
            kind = "Reunified (Individual Sponsor)"
        category = f"Category {CATEGORY.get(stay.released_to, '3')}" if stay.released_to else ""
        return {"Discharge Type": kind, "Relationship of Sponsor": stay.released_to, "Sponsor Category": category}

    def _file(self, fate: Fate, child: Person, stay: Stay) -> dict[str, Cell]:
        cells: dict[str, Cell] = {"SEPARATED?": "X" if self._ticked(fate, stay) else "", "NOTES": self._note(fate, child)}
        for kinship in self.world.families[child.family].kin:
            if kinship.child == child and kinship.word in ("mother", "father") and self.chance.happens(rate("orr_names_parents")):
                cells[f"{kinship.word.upper()} NAME"] = self.clerk.name(kinship.adult)
                self.world.name_together([child], kinship.adult, "orr_names")
        return cells

    def _ticked(self, fate: Fate, stay: Stay) -> bool:
        if fate.treatment is not Treatment.PARTED:
            return self.chance.happens(rate("box_ticked_wrongly"))
        begun = stay.start.date() >= START + timedelta(days=int(rate("box_begins")))
        return self.chance.happens(rate("box_ticked" if begun else "box_ticked_later"))

    def _note(self, fate: Fate, child: Person) -> str:
        chance, listing = self.chance, self.listed.get(child.person_id)
        if listing is None:
            return chance.pick(NO_FAMILY_NOTES + IDLE_NOTES) if chance.happens(0.3) else ""
        undecided = listing is Listing.UNDECIDED
        if chance.happens(rate("orr_note_names_adult") * (3 if undecided else 1)):
            return self._told(fate, child)
        if undecided:
            return chance.pick(HINTS)
        return chance.pick(IDLE_NOTES) if chance.happens(0.2) else ""

    def _told(self, fate: Fate, child: Person) -> str:
        """What the child told of the adult, in one of three forms; the last one has a first name only."""
        party = fate.crossing.party
        adult = self.chance.pick(party.adults)
        word, name = party.says[adult.person_id], self.clerk.name(adult)
        self.world.name_together([child], adult, "case_notes")
        return self.chance.pick(
            (
                f"Minor reports traveling with {word} {name}; separated at {fate.crossing.place.name} station.",
                f"Minor separated from {word} ({name}) by CBP. Whereabouts of {word} unknown.",
                f"UAC states he/she came with {word} {adult.given[0]}. No contact yet.",
            )
        )
