"""Names by naming custom: who is called what, and what a child inherits.

Spanish and Mayan families: the father's first surname, then the mother's first. Brazilian families:
the mother's last surname, then the father's last. Romanian families: the father's one surname.
"""

from functools import cache

from kinkeeper.season.chance import Chance, Weighted
from kinkeeper.season.data_files import rows_of
from kinkeeper.season.rates import rate

Surnames = tuple[str, ...]


@cache
def _names(custom: str, part: str, sex: str) -> Weighted[str]:
    rows = [row for row in rows_of("names.csv") if (row["custom"], row["part"], row["sex"]) == (custom, part, sex)]
    return Weighted.of([(row["name"], float(row["weight"])) for row in rows])


def given_names(custom: str, sex: str, chance: Chance) -> tuple[str, ...]:
    """One or two given names. Mayan families give Spanish ones."""
    names = _names("spanish" if custom == "mayan" else custom, "given", sex)
    first, second = chance.draw(names), chance.draw(names)
    two = chance.happens(0.45) and second != first
    return (first, second) if two else (first,)


def surnames(custom: str, chance: Chance) -> Surnames:
    """A person's surnames where nothing is known of the parents."""
    names = _names(custom, "surname", "")
    if custom == "romanian":
        return (chance.draw(names),)
    return chance.draw(names), chance.draw(names)


def inherited(custom: str, father: Surnames, mother: Surnames, chance: Chance) -> Surnames:
    """The surnames of these parents' children."""
    if custom == "romanian":
        return father
    if chance.happens(rate("one_surname_family")):
        return mother
    return (mother[-1], father[-1]) if custom == "brazilian" else (father[0], mother[0])


def mothers_surnames(custom: str, child: Surnames, chance: Chance) -> Surnames:
    """The surnames of the mother of somebody called `child`: for a child's grandmother, those of the parent's mother."""
    own = surnames(custom, chance)
    if custom == "romanian":
        return child
    return (own[0], child[0]) if custom == "brazilian" else (child[-1], own[-1])
