"""A clerk: how one agency writes a person down, and what goes wrong while it does.

Whoever is written down in one file is written the same way in every row of it; the next agency
types everything again.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from kinkeeper.season.chance import Chance
from kinkeeper.season.lives.people import Person
from kinkeeper.season.rates import rate

BY_EAR = (
    ("z", "s"),
    ("s", "z"),
    ("v", "b"),
    ("b", "v"),
    ("y", "i"),
    ("ll", "y"),
    ("ge", "je"),
    ("ce", "se"),
    ("qu", "k"),
    ("tz", "ts"),
    ("h", ""),
)

SWAPPABLE = 144 / 365
"""The share of days that can be read as a month."""


@dataclass(frozen=True, slots=True)
class Hand:
    """How an agency writes. `a_number` is a pattern for the three thirds of the number; `empty` the rate of cells left empty."""

    capitals: bool = True
    accents: bool = False
    a_number: str = "A{}{}{}"
    padded_dates: bool = False
    empty: str = "cell_empty"


@dataclass(frozen=True, slots=True)
class Written:
    """One person as one file has them."""

    given: str
    surnames: str
    a_number: str
    born: str

    @property
    def last_first(self) -> str:
        """Surnames, comma, given names."""
        return ", ".join(part for part in (self.surnames, self.given) if part)

    @property
    def first_last(self) -> str:
        """Given names, then surnames."""
        return " ".join(part for part in (self.given, self.surnames) if part)


class Clerk:
    """Writes people down in one agency's hand, with the errors whose rates are in `rates.csv`."""

    def __init__(self, hand: Hand, chance: Chance) -> None:
        self.hand, self.chance = hand, chance
        self._written: dict[str, Written] = {}

    def write(self, person: Person, a_number: str) -> Written:
        """The person as this file has them; the same in each row."""
        if person.person_id not in self._written:
            empty, chance = rate(self.hand.empty), self.chance
            given, surnames = self._given(person), self._surnames(person)
            number = "" if chance.happens(empty) else self._a_number(a_number)
            self._written[person.person_id] = Written(given, surnames, number, "" if chance.happens(empty) else self._born(person))
        return self._written[person.person_id]

    def name(self, person: Person) -> str:
        """The name as somebody tells it: free text, typed anew each time."""
        return f"{self._given(person)} {self._surnames(person)}"

    def day(self, moment: date) -> str:
        """A day, month first."""
        return (
            f"{moment.month:02d}/{moment.day:02d}/{moment.year}" if self.hand.padded_dates else f"{moment.month}/{moment.day}/{moment.year}"
        )

    def minute(self, moment: datetime | None) -> str:
        """A day and a time of day; empty where there is none."""
        return f"{self.day(moment)} {moment.hour}:{moment.minute:02d}" if moment else ""

    def _given(self, person: Person) -> str:
        words = person.given[:1] if self.chance.happens(rate("second_given_missing")) else person.given
        return self._dressed(" ".join(self._misspelt(word) for word in words))

    def _surnames(self, person: Person) -> str:
        chance, names = self.chance, [self._misspelt(word) for word in person.surnames]
        if len(names) == 2:
            if chance.happens(rate("second_surname_missing")):
                names = names[:1]
            elif chance.happens(rate("surnames_swapped")):
                names.reverse()
            elif chance.happens(rate("surnames_joined")):
                names = [chance.pick(["-", ""]).join(names)]
        return self._dressed(" ".join(names))

    def _misspelt(self, word: str) -> str:
        chance = self.chance
        if chance.happens(rate("spelt_by_ear")):
            heard = [(said, typed) for said, typed in BY_EAR if said in word[1:]]
            if heard:
                said, typed = chance.pick(heard)
                return word[0] + word[1:].replace(said, typed, 1)
        if len(word) > 3 and chance.happens(rate("mistyped")):
            place = chance.whole(1, len(word) - 2)
            swapped = word[place + 1] + word[place] if chance.happens(0.5) else word[place]
            return word[:place] + swapped + word[place + 2 :]
        return word

    def _dressed(self, name: str) -> str:
        if not self.hand.accents:
            name = "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
        return name.upper() if self.hand.capitals else name

    def _a_number(self, number: str) -> str:
        if self.chance.happens(rate("a_number_one_digit")):
            place = self.chance.whole(3, 8)
            digit = (int(number[place]) + self.chance.whole(1, 9)) % 10
            number = f"{number[:place]}{digit}{number[place + 1 :]}"
        return self.hand.a_number.format(number[:3], number[3:6], number[6:])

    def _born(self, person: Person) -> str:
        chance, born = self.chance, person.born
        if chance.happens(rate("date_impossible")):
            return chance.pick([f"02/31/{born.year}", f"{born.month:02d}/{born.day:02d}/2031", f"00/00/{born.year}"])
        if chance.happens(rate("born_on_first_january")):
            return self.day(date(born.year, 1, 1))
        if born.day <= 12 and chance.happens(rate("day_and_month_swapped") / SWAPPABLE):
            return self.day(date(born.year, born.day, born.month))
        return self.day(born)
