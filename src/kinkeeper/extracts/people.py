"""The people whom one row names, and what it tells of each."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from kinkeeper.domain.records import Identifier
from kinkeeper.domain.terms import SHARED_IDENTIFIERS
from kinkeeper.extracts.cells import A_NUMBER_KIND, find_a_numbers, is_nothing, read_age
from kinkeeper.extracts.columns import Column, Columns, Faults
from kinkeeper.extracts.kin import NamedReader, TextReader, Told
from kinkeeper.extracts.layouts import PersonRule
from kinkeeper.extracts.moments import Unreadable
from kinkeeper.extracts.names import people_in, split_name
from kinkeeper.extracts.stays import SeparationReader, StayReader

OF_THE_PERSON = (("born", "date"), ("sex", "sex"), ("nationality", "country"), ("age", "age"))
OF_THE_ROW = (("encountered", "date"), ("referred", "date"), ("sector", "text"), ("station", "text"))
PLACES = frozenset({"sector", "station"})
WHAT_MANY_SHARE = PLACES | {"sex", "nationality", "age", "encountered", "referred", "stays"}
"""What a row may tell of a person whom it does not name: it makes nobody."""
BETWEEN_AGES = re.compile(r"\s*(?:[;,/&\n]|\by\b|\be\b|\band\b)\s*", re.IGNORECASE)
AGE_BESIDE_NAME = re.compile(r"[(\[,]\s*(\d{1,2})\s*(?:a[nñ]os|yrs?|y/?o|years? old)?\s*[)\]]?\s*$", re.IGNORECASE)


class PersonReader:
    """Reads one of the persons of a row (or the several that one cell names)."""

    def __init__(self, rule: PersonRule, columns: Columns) -> None:
        self._rule = rule
        own = [(name, columns.fact(rule.field(name), holds)) for name, holds in OF_THE_PERSON if not (rule.several and name == "age")]
        row = [(name, columns.fact(name, holds)) for name, holds in OF_THE_ROW]
        self._plain = [(name, column) for name, column in (*own, *row) if column]
        self._age = columns.get(rule.field("age"), "text") if rule.several else None
        self._age_on = columns.fact(rule.field("age_on"), "date")
        self._names = _NameReader(rule, columns)
        self._numbers = _columns_of_numbers(rule, columns)
        self._stays = [StayReader(stay, columns) for stay in rule.stays]
        self._named = [NamedReader(named, columns) for named in rule.named]
        self._texts = [TextReader(text, columns) for text in rule.texts]
        self._separation = SeparationReader(rule.separation, columns) if rule.separation else None

    def read(self, cells: Sequence[str], faults: Faults) -> dict[str, Told]:
        """Who (`child`, `child2`, …) and what is told of them; nobody where the row says nothing of this person."""
        told = self._told(cells, faults)
        if not self._is_somebody(told):
            return {}
        self._tell_age_and_kin(told, cells, faults)
        return dict(self._several(told, cells, faults)) if self._rule.several else {self._rule.who: told}

    def _told(self, cells: Sequence[str], faults: Faults) -> Told:
        told: Told = self._names.read(cells, faults)
        for name, column in self._plain:
            if (value := column.value(cells, faults)) is not None:
                told[name] = value
        if self._numbers and (numbers := [number for column in self._numbers for number in column.value(cells, faults) or ()]):
            told["identifiers"] = tuple(numbers)
        if stays := [stay for reader in self._stays if (stay := reader.read(cells, faults))]:
            told["stays"] = tuple(stays)
        return told

    def _is_somebody(self, told: Told) -> bool:
        if not told:
            return False
        own = told.keys() - (WHAT_MANY_SHARE if self._rule.who else PLACES)
        if own == {"identifiers"}:
            return any(number.kind not in SHARED_IDENTIFIERS for number in told["identifiers"])
        return bool(own)

    def _tell_age_and_kin(self, told: Told, cells: Sequence[str], faults: Faults) -> None:
        if self._age_on and ("age" in told or self._age) and (moment := self._age_on.value(cells, faults)):
            told["age_on"] = moment
        claims = [claim for reader in self._named for claim in reader.read(cells, faults)] if self._named else []
        for reader in self._texts:
            text, found = reader.read(cells)
            if text:
                told["remarks"] = f"{told['remarks']}\n{text}" if "remarks" in told else text
                claims.extend(found)
        if claims:
            told["claims"] = tuple(claims)
        if self._separation and (flag := self._separation.read(cells, faults)):
            told["separation"] = flag

    # Several people in one cell

    def _several(self, told: Told, cells: Sequence[str], faults: Faults) -> Iterator[tuple[str, Told]]:
        ages = self._ages(cells, faults)
        people = people_in(self._names.cell(cells), len(ages))
        for place, person in enumerate(people):
            one = {name: value for name, value in told.items() if place == 0 or len(people) == 1 or name != "born"}
            if len(people) > 1:
                one |= self._names.of(person)
            one["identifiers"] = self._numbers_of(person, told, alone=len(people) == 1)
            age = ages[place] if len(ages) == len(people) else _age_beside(person)
            yield f"{self._rule.who}{place + 1 if place else ''}", one | ({} if age is None else {"age": age})

    def _ages(self, cells: Sequence[str], faults: Faults) -> list[int | None]:
        text = self._age.text(cells) if self._age else ""
        ages: list[int | None] = []
        for part in filter(None, BETWEEN_AGES.split(text)):
            try:
                ages.append(None if is_nothing(part) else read_age(part))
            except Unreadable as fault:
                assert self._age is not None
                faults[self._age.header] = (text, str(fault))
                ages.append(None)
        return ages

    @staticmethod
    def _numbers_of(person: str, told: Told, *, alone: bool) -> tuple[Identifier, ...]:
        beside = tuple(Identifier(A_NUMBER_KIND, number, raw) for number, raw in find_a_numbers(person))
        given: tuple[Identifier, ...] = told.get("identifiers", ())
        shared = given if alone else tuple(one for one in given if one.kind != A_NUMBER_KIND)
        return tuple(dict.fromkeys(beside + shared))


class _NameReader:
    def __init__(self, rule: PersonRule, columns: Columns) -> None:
        self._given = [column for name in ("given", "middle") if (column := columns.get(rule.field(name)))]
        self._surnames = columns.get(rule.field("surnames"))
        self._whole = columns.get(rule.field("whole_name"), "whole name")

    def read(self, cells: Sequence[str], faults: Faults) -> Told:
        given = " ".join([name for column in self._given if (name := column.value(cells, faults))]) if self._given else ""
        surnames = self._surnames.value(cells, faults) if self._surnames else ""
        whole = ""
        if not given and not surnames and self._whole:
            given, surnames, whole = self._whole.value(cells, faults) or ("", "", "")
        return _said(given, surnames, whole)

    def cell(self, cells: Sequence[str]) -> str:
        return self._whole.text(cells) if self._whole else ""

    @staticmethod
    def of(person: str) -> Told:
        return dict.fromkeys(("given", "surnames", "whole_name"), "") | _said(*split_name(person))


def _said(given: str, surnames: str, whole: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if given:
        told["given"] = given
    if surnames:
        told["surnames"] = surnames
    if whole:
        told["whole_name"] = whole
    return told


def _columns_of_numbers(rule: PersonRule, columns: Columns) -> list[Column]:
    """The columns of identifiers of this person, the A-number first."""
    fields = [rule.field("a_number"), *(field for field in columns.layout.columns if field != rule.field("a_number"))]
    mine = [field for field in fields if (field.rpartition(".")[0] == rule.who if "." in field else not rule.who)]
    return [column for field in mine if columns.layout.holds(field) in _KINDS and (column := columns.get(field))]


def _age_beside(person: str) -> int | None:
    match = AGE_BESIDE_NAME.search(person)
    return int(match[1]) if match else None


_KINDS = frozenset(["a_number", "subject", "event", "family_unit", "fins", "register", "orr", "court_case", "phone", "other"])
