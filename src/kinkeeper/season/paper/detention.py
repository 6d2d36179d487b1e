"""The marshals' workbook and ICE's detention stints. Neither has a column for family."""

from kinkeeper.domain.terms import Custodian, StayEnd
from kinkeeper.season.lives.places import country_name, weighted
from kinkeeper.season.paper.clerk import Clerk, Hand
from kinkeeper.season.paper.tables import Cell, Row, Table
from kinkeeper.season.rates import rate
from kinkeeper.season.world import World

CHARGES = ("8 USC 1325", "8 USC 1325", "8:1325(a)(1)", "8 USC 1326")


def prisoners(world: World) -> Table:
    """The marshals: one row a prisoner received, with days only. Many rows lack the A-number."""
    chance = world.chance("prisoners")
    clerk = Clerk(Hand(a_number="{}{}{}"), chance)
    table = Table("prisoners")
    rows: list[Row] = []
    for fate, person, stay in world.stays(Custodian.USMS):
        written = clerk.write(person, fate.crossing.a_numbers[person.person_id])
        court = chance.draw(weighted("court", fate.crossing.place.group))
        cells: dict[str, Cell] = {
            "PRISONER NAME": written.last_first,
            "USMS #": f"{chance.whole(10_000, 99_999)}-{court.code}",
            "ALIEN #": "" if chance.happens(rate("marshals_lack_a_number")) else written.a_number,
            "DATE OF BIRTH": written.born,
            "CITIZENSHIP": country_name(person.nationality),
            "DIST": court.name,
            "CR CASE NO": f"{chance.whole(1, 8)}:18-mj-{chance.whole(1000, 9999):05d}",
            "Statue Charge": chance.pick(CHARGES),
            "ARREST DT": clerk.day(fate.crossing.at),
            "DATE IN": stay.start.date(),
            "DATE OUT": stay.end.date() if stay.end else "",
        }
        rows.append((cells, {"": person.person_id}))
    table.fill(rows, chance)
    table.note("Total", len(table.records))
    return table


def stints(world: World) -> Table:
    """ICE: one row for each place of detention a person was in, in the order in which they were booked in."""
    chance = world.chance("stints")
    clerk = Clerk(Hand(a_number="A{}-{}-{}", padded_dates=True), chance)
    table = Table("stints")
    older = _older_numbers(world)
    rows: list[Row] = []
    for fate, person, stay in world.stays(Custodian.ICE):
        written = clerk.write(person, older.get(person.person_id, fate.crossing.a_numbers[person.person_id]))
        first = next(each for each in fate.stays[person.person_id] if each.custodian is Custodian.ICE)
        cells: dict[str, Cell] = {
            "Stay Book In Date Time": clerk.minute(first.start),
            "Book In Date Time": clerk.minute(stay.start),
            "Detention Facility": stay.place,
            "Book Out Date Time": clerk.minute(stay.end),
            "Detention Release Reason": stay.words,
            "Detainee Name": written.last_first,
            "Alien File Number": written.a_number,
            "Gender": "Male" if person.sex == "M" else "Female",
            "Citizenship Country": country_name(person.nationality),
            "Birth Date": written.born,
            "Departed Date": clerk.day(stay.end) if stay.end and stay.end_reason is StayEnd.REMOVED else "",
        }
        rows.append((cells, {"": person.person_id}))
    table.fill(rows, chance)
    table.note()
    table.note("Total stints:", len(table.records))
    return table


def _older_numbers(world: World) -> dict[str, str]:
    """The earlier A-numbers of adults whom ICE knew before."""
    chance = world.chance("older A-numbers")
    adults = [adult for fate in world.fates for adult in fate.crossing.party.adults]
    known_before = [adult for adult in adults if chance.happens(rate("older_a_number"))]
    return {adult.person_id: f"0{chance.whole(70_000_000, 99_999_999)}" for adult in known_before}
