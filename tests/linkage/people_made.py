"""Invented people and the records agencies would keep of them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from kinkeeper.domain.facts import replace
from kinkeeper.domain.records import Claim, Identifier, Record, Stay

GIVEN = [
    *["Ana", "Luis", "Marta", "Jorge", "Elena", "Pedro", "Rosa", "Carlos"],
    *["Lucia", "Mateo", "Sofia", "Diego", "Irma", "Tomas", "Noemi", "Hugo"],
]
SURNAMES = [
    *["Lopez", "Garcia", "Perez", "Ramos", "Cruz", "Morales", "Castillo", "Reyes", "Flores", "Ortiz", "Mendez", "Aguilar"],
    *["Xitumul", "Caal", "Batz", "Tzoc", "Quispe", "Ferreira", "Zelaya", "Umanzor", "Velasquez", "Orellana", "Pineda", "Bonilla"],
]
_ids = count(1)


def record(layout: str = "border_patrol", **given: object) -> Record:
    """A record; `a`, `subject`, `event` are numbers of these kinds, everything else is a field of the record."""
    row = next(_ids)
    kinds = {"a": "a_number", "subject": "subject", "event": "event", "orr": "orr"}
    numbers = tuple(Identifier(kind, str(given.pop(short)), "") for short, kind in kinds.items() if short in given)
    fields = {"nationality": "GTM", **given, "identifiers": numbers}
    return Record(f"r{row:06d}", layout, f"{layout}.csv#{row}", layout, row, **fields)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Someone:
    """One invented person, as they are."""

    given: str
    surnames: str
    born: str
    sex: str
    a_number: int
    seen: str
    station: str
    child: bool


def families(seed: int, number: int) -> Iterator[list[Someone]]:
    """Families of an adult and children, taken on one day, with neighbouring A-numbers."""
    chance = random.Random(seed)
    for nth in range(number):
        day = date(2018, 5, 1) + timedelta(days=chance.randrange(60))
        first, second, third = chance.choice(SURNAMES), chance.choice(SURNAMES), chance.choice(SURNAMES)
        station = chance.choice(["McAllen", "Yuma", "El Paso", "Nogales"])
        names = chance.sample(GIVEN, 4)
        for at in range(1 + chance.randrange(1, 4)):
            years = chance.randrange(22, 45) if at == 0 else chance.randrange(1, 17)
            born = (day - timedelta(days=365 * years + chance.randrange(365))).isoformat()
            surnames = f"{first} {third}" if at == 0 else f"{first} {second}"
            person = Someone(names[at], surnames, born, chance.choice("MF"), 201_000_000 + 10 * nth + at, day.isoformat(), station, at > 0)
            if at == 0:
                family = []
            family.append(person)
        yield family


def kept_by_border_patrol(person: Someone, **changed: object) -> Record:
    made = record(
        "border_patrol", given=person.given.upper(), surnames=person.surnames.upper(), born=person.born, sex=person.sex, a=person.a_number,
        encountered=person.seen, station=person.station, stays=(Stay("CBP", person.station, person.seen, _later(person.seen, 1)),),
    )  # fmt: skip
    return replace(made, **changed)  # type: ignore[arg-type]


def kept_afterwards(person: Someone, **changed: object) -> Record:
    """ORR's record of a child, ICE's of an adult."""
    layout, custodian, place = ("orr_children", "ORR", "Casa Padre") if person.child else ("ice_detention", "ICE", "Karnes")
    made = record(
        layout, given=person.given, surnames=person.surnames, born=person.born, sex=person.sex, a=person.a_number,
        stays=(Stay(custodian, place, _later(person.seen, 2), ""),),
    )  # fmt: skip
    return replace(made, **changed)  # type: ignore[arg-type]


def listed(child: Someone, adult: Someone) -> tuple[Record, Record]:
    """A row of a hand-kept list: two names and an age."""
    one, other = record("hand_list", nationality=""), record("hand_list", nationality="")
    age = int(child.seen[:4]) - int(child.born[:4])
    parent, kid = (Claim("parent", record=other.record_id),), (Claim("child", record=one.record_id),)
    one = replace(one, role="child", whole_name=f"{child.given} {child.surnames}", age=age, claims=parent)
    return one, replace(other, role="adult", whole_name=f"{adult.given} {adult.surnames}", claims=kid)


def a_number(value: int | str) -> tuple[Identifier, ...]:
    return (Identifier("a_number", str(value), str(value)),)


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def partition(records: Sequence[Record], person_of: Sequence[int]) -> set[frozenset[str]]:
    """The persons as sets of records: what does not depend on numbers and order."""
    groups: dict[int, set[str]] = {}
    for one, person in zip(records, person_of, strict=True):
        groups.setdefault(person, set()).add(one.record_id)
    return {frozenset(group) for group in groups.values()}
