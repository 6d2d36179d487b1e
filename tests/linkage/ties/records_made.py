"""Records of invented families, as station, detention, shelter and lists would keep them."""

from itertools import count

from kinkeeper.domain.records import Claim, Identifier, Record, SeparationFlag, Stay

_rows = count(1)
A_DAY = "2018-05-17T06:13"


def record(layout, **fields):
    """A record of this layout; `numbers` is a dict of identifiers by kind."""
    row = next(_rows)
    numbers = tuple(Identifier(kind, str(value), str(value)) for kind, value in fields.pop("numbers", {}).items() if value)
    fields = {"nationality": "GTM", "identifiers": numbers, **fields}
    return Record(f"r{row:06d}", layout, f"{layout}.csv#{row}", layout, row, **fields)


def at_station(given, surnames, born, when=A_DAY, *, place="Yuma", event="", a_number=0, unit="", **fields):
    """A row of the Border Patrol's."""
    numbers = {"event": event, "a_number": a_number, "family_unit": unit}
    stay = Stay("CBP", place, when)
    return record(
        "border_patrol",
        given=given,
        surnames=surnames,
        born=born,
        encountered=when,
        station=place,
        numbers=numbers,
        stays=(stay,),
        **fields,
    )


def in_shelter(given, surnames, born, *, start="2018-05-19", end="", end_reason="", released_to="", **fields):
    """A row of ORR's."""
    stay = Stay("ORR", "Casa Padre", start, end, end_reason, "", released_to)
    return record("orr_children", given=given, surnames=surnames, born=born, role="child", stays=(stay,), **fields)


def in_detention(given, surnames, born, *, start="2018-05-18", end="", **fields):
    """A row of ICE's."""
    return record("ice_detention", given=given, surnames=surnames, born=born, stays=(Stay("ICE", "Eloy", start, end),), **fields)


def row_of(layout, child, adult, relation="father"):
    """The two records of one row of a list that names a child and an adult, each as (given, surnames)."""
    other = record(layout, role="adult", given=adult[0], surnames=adult[1])
    claim = Claim(relation, name=" ".join(adult), record=other.record_id, where="RELATION", words=relation)
    return record(layout, role="child", given=child[0], surnames=child[1], claims=(claim,)), other


def told(relation, name, words="", *, where="REMARKS", a_number="", together=""):
    """What a text or a column tells of kin."""
    return Claim(relation, name=name, where=where, words=words or name, a_number=a_number, together=together)


FLAG = SeparationFlag()
SURNAMES = [
    "Lopez",
    "Garcia",
    "Perez",
    "Ramos",
    "Cruz",
    "Morales",
    "Castillo",
    "Reyes",
    "Flores",
    "Ortiz",
    "Mendez",
    "Aguilar",
    "Batz",
    "Quispe",
]
GIVEN = ["Ana", "Luis", "Marta", "Jorge", "Elena", "Pedro", "Rosa", "Carlos", "Irma", "Tomas", "Noemi", "Hugo"]


def strangers(number, when=A_DAY, *, place="Yuma", first=0, **fields):
    """Adults who are nobody's kin, all different, records and persons."""
    rows = []
    for nth in range(first, first + number):
        surnames = f"{SURNAMES[nth % 14]} {SURNAMES[(nth * 5 + 3) % 14]}"
        born = f"{1965 + nth * 7 % 34}-0{1 + nth % 9}-1{nth % 9}"
        rows.append(at_station(GIVEN[nth % 12], surnames, born, when, place=place, sex="MF"[nth % 2], **fields))
    return rows


def people_of(records, *same):
    """A person for each record; records of each group in `same` are one person."""
    person = {one.record_id: f"P-{one.record_id}" for one in records}
    for group in same:
        for one in group[1:]:
            person[one.record_id] = person[group[0].record_id]
    return [person[one.record_id] for one in records]
