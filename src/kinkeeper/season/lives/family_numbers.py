"""Which station rows still show a family's number.

Prosecuting an adult, agents deleted the family unit and processed its members again as single adult
and unaccompanied child; the number could not be reached afterwards (DHS OIG-20-06).
"""

from collections.abc import Iterable

from kinkeeper.season.chance import Chance
from kinkeeper.season.lives.fates import Fate, Treatment
from kinkeeper.season.lives.people import Person
from kinkeeper.season.rates import rate


def numbers_shown(fates: Iterable[Fate], chance: Chance) -> dict[str, str]:
    """The family number on each person's station row, where there is one. A few children bear another family's."""
    shown: dict[str, str] = {}
    before = ""
    for fate in fates:
        number = fate.crossing.family_number
        if not number:
            continue
        for person in _members_left(fate, chance):
            stray = before and person.is_child and chance.happens(rate("number_of_another_family"))
            shown[person.person_id] = before if stray else number
        before = number
    return shown


def _members_left(fate: Fate, chance: Chance) -> tuple[Person, ...]:
    """The members from whose rows the number was not deleted."""
    party, both, one = fate.crossing.party, rate("number_deleted_both"), rate("number_deleted_one")
    if fate.treatment is Treatment.TOGETHER:
        return party.people
    if fate.treatment is Treatment.ONE_PARENT_TAKEN:
        deleted = chance.happens(both + one)
        return tuple(person for person in party.people if not deleted or person.person_id not in fate.taken)
    draw = chance.between(0, 1)
    if draw < both:
        return ()
    return party.people if draw >= both + one else chance.pick([party.adults, party.children])
