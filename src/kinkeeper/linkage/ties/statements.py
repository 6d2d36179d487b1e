"""What sources say of kinship: rows of lists, names told, words that deny it. Each is evidence, none is truth."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kinkeeper.domain.records import Claim, Record
from kinkeeper.linkage.features.names import Lexicon, PersonName, sound
from kinkeeper.linkage.ties.people import YEAR, Someone, are_close

WOMEN = frozenset({"mother", "grandmother", "aunt", "niece"})
MEN = frozenset({"father", "grandfather", "uncle", "nephew"})
OF_THE_YOUNGER = frozenset({"child", "grandchild", "niece", "nephew", "ward"})
"""What an adult's record says the child is to the adult; what other words say, the child's record says of the adult."""
_DENIED = re.compile(
    r"fraudulent family|relationship\s+(?:was\s+)?refuted|not\s+(?:the\s+)?(?:related|parent of)|no\s+relation\b|unrelated to",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"\b(?:lives?|resides?|vive|living)\b|home country", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list that names a child and an adult, by the persons its records are held to be."""

    child: int
    adult: int
    relation: str
    source: str
    words: str


@dataclass(frozen=True, slots=True)
class Naming:
    """A name or number told of somebody who is kin of the person on record."""

    speaker: int
    relation: str
    name: PersonName
    a_number: int
    is_column: bool
    """A column for a parent's name, as against a passage of text."""
    elsewhere: bool
    """The source says that the one named lives elsewhere."""
    source: str
    words: str


@dataclass(slots=True)
class Statements:
    """Everything said of kinship in these records."""

    rows: list[Row] = field(default_factory=list)
    namings: list[Naming] = field(default_factory=list)
    denied: set[int] = field(default_factory=set)
    """Persons of whom a source says that a claimed kinship is none."""
    alone: set[int] = field(default_factory=set)
    """Children of whom a source says that no family was with them."""


def hear(people: Sequence[Someone]) -> Statements:
    """Everything the records of these people say of kinship, in a fixed order."""
    lexicon = Lexicon((record.given, record.surnames) for one in people for record in one.records if not record.whole_name)
    person_at = {record.record_id: at for at, one in enumerate(people) for record in one.records}
    said = Statements()
    rows: dict[Row, None] = {}
    for at, one in enumerate(people):
        for record in one.records:
            if _DENIED.search(record.remarks):
                said.denied.add(at)
            for claim in record.claims:
                if claim.relation == "none":
                    said.alone.add(at)
                elif claim.record in person_at:
                    row = _row(people, (at, person_at[claim.record]), record, claim)
                    rows.update({row: None} if row else {})
                elif claim.name or claim.a_number:
                    said.namings.append(_naming(at, record, claim, lexicon))
    said.rows = list(rows)
    return said


def _row(people: Sequence[Someone], ends: tuple[int, int], record: Record, claim: Claim) -> Row | None:
    """The row as the child's record has it; the adult's record only repeats it."""
    speaker, other = ends
    if claim.relation in OF_THE_YOUNGER or not people[speaker].is_child or not people[other].is_adult:
        return None
    return Row(speaker, other, claim.relation, record.layout, claim.words)


def _naming(speaker: int, record: Record, claim: Claim, lexicon: Lexicon) -> Naming:
    return Naming(
        speaker=speaker,
        relation=claim.relation,
        name=lexicon.read("", "", claim.name),
        a_number=int(claim.a_number) if claim.a_number.isdigit() else 0,
        is_column=claim.words.strip().casefold() in ("", claim.name.strip().casefold()),
        elsewhere=claim.together == "no" or bool(_ELSEWHERE.search(claim.words)),
        source=record.layout,
        words=claim.words or claim.name,
    )


# Names told, against names held


class Fit(NamedTuple):
    """The words of a name told that a person bears, and whether the rest speaks against it."""

    given: list[str]
    surnames: list[str]
    contradicted: bool
    """Two surnames are told and two are borne, and they are not the same two."""

    @property
    def is_name(self) -> bool:
        """Whether given name and surname fit."""
        return bool(self.given and self.surnames) and not self.contradicted


_MORE_PEOPLE = 420
"""People there are beside those in the files: what one or two bear here is borne by one in so many, not by everybody."""
_MORE_GIVEN, _MORE_NUMBERS = 50, 20_000


class Hearing:
    """How a name told fits a person, and how often it would fit a stranger."""

    def __init__(self, people: Sequence[Someone]) -> None:
        """Count how common each word is among these people, as heard."""
        self._people = people
        self._given = Counter(word for one in people for word in {sound(word) for word in one.given})
        self._surnames = Counter(word for one in people for word in {sound(word) for word in one.surnames})

    def fit(self, name: PersonName, at: int) -> Fit:
        """How a name told fits the person at this place."""
        one = self._people[at]
        given = [word for word in name.given if any(are_close(word, own) for own in one.given)]
        surnames = [word for word in name.surnames if any(are_close(word, own) for own in one.surnames)]
        return Fit(given, surnames, contradicted=len(surnames) < 2 <= min(len(name.surnames), len(one.surnames)))

    def chance(self, fit: Fit, besides: Sequence[str] = ()) -> float:
        """How often a stranger bears the rarest of these given names and these surnames; `besides`: surnames weighed already."""
        many = len(self._people)
        share = min(((self._given[sound(word)] + 0.5) / (many + _MORE_GIVEN) for word in fit.given), default=1.0)
        for word in fit.surnames[:2]:
            if not any(are_close(word, known) for known in besides):
                share *= (self._surnames[sound(word)] + 0.5) / (many + _MORE_PEOPLE)
        return share

    @property
    def chance_of_number(self) -> float:
        """How often a number told is a stranger's."""
        return 1.0 / (len(self._people) + _MORE_NUMBERS)


class ByName:
    """Rows whose child or adult was not found among those held, matched by the names of both at once.

    One name alone fits many; that the names of a child and of an adult who were near each other
    both stand in one row is rarely chance.
    """

    AGE_SLACK = 2.5

    def __init__(self, people: Sequence[Someone], hearing: Hearing) -> None:
        """Index those held by the given names and surnames they bear, as heard."""
        self._people = people
        self._hearing = hearing
        self._found: dict[Row, list[tuple[int, int, float]]] = {}
        self._bearers: dict[tuple[bool, str, str], set[int]] = defaultdict(set)
        for at, one in enumerate(people):
            if one.held:
                for given in one.given:
                    for surname in one.surnames:
                        self._bearers[one.is_child, sound(given), sound(surname)].add(at)

    def candidates(self, row: Row) -> list[tuple[int, int, float]]:
        """Children and adults whose names fit a row, with how often a stranger's would who shares the child's surnames."""
        if row not in self._found:
            self._found[row] = [
                (child, adult, self._chance(row.child, child) * self._chance(row.adult, adult, self._people[child].surnames))
                for child in self._those_like(row.child)
                for adult in self._those_like(row.adult)
            ]
        return self._found[row]

    def _those_like(self, listed: int) -> list[int]:
        """Persons held who may be the one listed; only themselves where they are held."""
        one = self._people[listed]
        if one.held:
            return [listed]
        keys = [(one.is_child, sound(given), sound(surname)) for given in one.given for surname in one.surnames]
        found = {at for key in keys for at in self._bearers.get(key, ())}
        name = PersonName(one.given, one.surnames)
        return sorted(at for at in found if self._ages_fit(one, self._people[at]) and self._hearing.fit(name, at).is_name)

    def _chance(self, listed: int, held: int, besides: Sequence[str] = ()) -> float:
        one = self._people[listed]
        if listed == held:
            return self._hearing.chance_of_number
        return self._hearing.chance(self._hearing.fit(PersonName(one.given, one.surnames), held), besides)

    def _ages_fit(self, listed: Someone, held: Someone) -> bool:
        return not listed.born or not held.born or abs(listed.born - held.born) <= self.AGE_SLACK * YEAR
