"""Invented people for the tests of the engine: families with two surnames, each person on several records, some of them written badly."""

import random

import polars as pl

SURNAMES = [
    "HERNANDEZ",
    "GARCIA",
    "MARTINEZ",
    "LOPEZ",
    "GONZALEZ",
    "PEREZ",
    "SANCHEZ",
    "RAMIREZ",
    "FLORES",
    "CHOC",
    "CAAL",
    "TZOC",
    "XOL",
    "ICAL",
    "BATZ",
    "VASQUEZ",
    "ZUNIGA",
    "MEJIA",
]
GIVEN = [
    "MARIA",
    "ANA",
    "ROSA",
    "JUANA",
    "ELENA",
    "SOFIA",
    "KARLA",
    "JOSE",
    "JUAN",
    "LUIS",
    "CARLOS",
    "PEDRO",
    "MARIO",
    "OSCAR",
    "WILMER",
    "ELMER",
    "TOMAS",
    "MATEO",
]


def people(families: int, seed: int = 1) -> pl.DataFrame:
    """A table of records with the truth in `who`."""
    chance = random.Random(seed)
    rows = []
    for family in range(families):
        surnames = [chance.choice(SURNAMES) + chance.choice(["", "", "EZ", "ANO", "I"]) for _ in range(2)]
        for member in range(chance.randint(1, 4)):
            given = " ".join(chance.sample(GIVEN, chance.choice([1, 2, 2])))
            born = f"{chance.randint(1970, 2015)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
            person = {"given_name": given, "surname1": surnames[0], "surname2": surnames[1], "dob": born, "sex": chance.choice("FM")}
            person |= {"birth_place": f"TOWN {family % 40}", "who": f"{family}.{member}"}
            rows += [person, *(_worse(person, chance) for _ in range(chance.randint(0, 2)))]
    chance.shuffle(rows)
    return pl.DataFrame(rows)


def _worse(person: dict[str, str], chance: random.Random) -> dict[str, str | None]:
    written: dict[str, str | None] = dict(person)
    if chance.random() < 0.3:
        written["surname2"] = None
    if chance.random() < 0.2:
        written["given_name"] = person["given_name"].split()[0]
    if chance.random() < 0.2:
        at = chance.randrange(len(person["surname1"]))
        written["surname1"] = person["surname1"][:at] + chance.choice("AEIOSZB") + person["surname1"][at + 1 :]
    if chance.random() < 0.1:
        written["dob"] = person["dob"][:5] + "01-01"
    return written
