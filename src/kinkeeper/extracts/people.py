"""The people whom one row names, and what it tells of each."""

from collections.abc import Sequence

from kinkeeper.domain.terms import SHARED_IDENTIFIERS, IdentifierKind
from kinkeeper.extracts.columns import Column, Columns, Faults
from kinkeeper.extracts.kin import NamedReader, TextReader, Told
from kinkeeper.extracts.layouts import PersonRule
from kinkeeper.extracts.several import OF_EACH, SeveralReader
from kinkeeper.extracts.stays import SeparationReader, StayReader

OF_THE_PERSON = (("born", "date"), ("sex", "sex"), ("nationality", "country"), ("age", "age"))
OF_THE_ROW = (("encountered", "date"), ("referred", "date"), ("sector", "text"), ("station", "text"))
PLACES = frozenset({"sector", "station"})
WHAT_MANY_SHARE = PLACES | {"sex", "nationality", "age", "encountered", "referred", "stays"}
"""What a row may tell of a person whom it does not name: it makes nobody."""
NUMBERS = frozenset(str(kind.value) for kind in IdentifierKind)


class PersonReader:
    """Reads one of the persons of a row (or the several that one cell names)."""

    def __init__(self, rule: PersonRule, columns: Columns) -> None:
        self._rule = rule
        own = [(name, columns.fact(rule.field(name), holds)) for name, holds in OF_THE_PERSON if not (rule.several and name in OF_EACH)]
        row = [(name, columns.fact(name, holds)) for name, holds in OF_THE_ROW]
        self._plain = [(name, column) for name, column in (*own, *row) if column]
        self._several = SeveralReader(rule, columns) if rule.several else None
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
        if not self._is_somebody(told) and not (self._several and self._several.is_given(cells)):
            return {}
        self._tell_age_and_kin(told, cells, faults)
        return dict(self._several.read(told, cells, faults)) if self._several else {self._rule.who: told}

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
        if self._age_on and ("age" in told or self._several) and (moment := self._age_on.value(cells, faults)):
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
        told: Told = {}
        if given:
            told["given"] = given
        if surnames:
            told["surnames"] = surnames
        if whole:
            told["whole_name"] = whole
        return told


def _columns_of_numbers(rule: PersonRule, columns: Columns) -> list[Column]:
    """The columns of this person's identifiers, the A-number first. Where several stand in the row, theirs are read with each."""
    a_number = rule.field("a_number")
    others = [field for field in columns.layout.columns if field != a_number and columns.layout.holds(field) in NUMBERS]
    mine = [field for field in others if field.rpartition(".")[0] == rule.who]
    return [column for field in ([] if rule.several else [a_number]) + mine if (column := columns.get(field))]
