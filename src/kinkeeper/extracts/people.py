"""The people whom one row names, and what it tells of each."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from kinkeeper.domain.terms import SHARED_IDENTIFIERS, IdentifierKind
from kinkeeper.extracts.block import Block
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
NAMES_SOMEBODY = ("given", "surnames", "whole_name", "born", "age", "sex", "nationality", "encountered", "referred", "stays")
"""Facts of which one is enough for a row that names one person to be about somebody."""
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

    @property
    def stands_alone(self) -> bool:
        """Whether each row names this one person and nobody else, so that blocks can be read (`read_all`)."""
        return not self._rule.who and not self._several

    def read_all(self, block: Block) -> dict[str, Sequence[Any]]:
        """Fact -> what each row of a block tells of its person. Rows that may be about nobody are doubtful."""
        told: dict[str, Sequence[Any]] = dict(self._names.read_all(block))
        for name, column in self._plain:
            values = column.values(block)
            told[name] = values if name == "age" else [value or "" for value in values]
        if self._numbers:
            told["identifiers"] = _joined([column.values(block) for column in self._numbers])
        if self._stays:
            told["stays"] = _joined([[(stay,) if stay else () for stay in reader.read_all(block)] for reader in self._stays])
        _doubt_nobodies(told, block)
        if self._age_on and "age" in told:
            moments = self._age_on.values(block)
            told["age_on"] = ["" if age is None else moment or "" for age, moment in zip(told["age"], moments, strict=True)]
        return told | self._all_kin(block)

    def _all_kin(self, block: Block) -> dict[str, Sequence[Any]]:
        told: dict[str, Sequence[Any]] = {}
        claims: list[Any] = [reader.read_all(block) for reader in self._named]
        for reader in self._texts:
            found = reader.read_all(block)
            texts = [text for text, _ in found]
            if "remarks" in told:
                texts = [f"{one}\n{other}" if one and other else one or other for one, other in zip(told["remarks"], texts, strict=True)]
            told["remarks"] = texts
            claims.append([kin for _, kin in found])
        if claims:
            told["claims"] = _joined(claims)
        if self._separation:
            told["separation"] = self._separation.read_all(block)
        return told

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

    def read_all(self, block: Block) -> dict[str, list[str]]:
        """`read` of every row of a block."""
        given = _words([column.values(block) for column in self._given], len(block))
        surnames = _words([self._surnames.values(block)] if self._surnames else [], len(block))
        if not self._whole:
            return {"given": given, "surnames": surnames}
        whole = self._whole.values(block)
        named = [(one, other, "") if one or other or not name else name for one, other, name in zip(given, surnames, whole, strict=True)]
        return {fact: [name[place] for name in named] for place, fact in enumerate(("given", "surnames", "whole_name"))}


def _words(columns: Sequence[Sequence[str | None]], rows: int) -> list[str]:
    """The words of each row, whatever columns they stand in."""
    if len(columns) == 1:
        return [word or "" for word in columns[0]]
    return [" ".join(filter(None, words)) for words in zip(*columns, strict=True)] if columns else [""] * rows


def _joined(columns: Sequence[Sequence[tuple[Any, ...] | None]]) -> list[tuple[Any, ...]]:
    """What each row holds in all of the columns."""
    if len(columns) == 1:
        return [one or () for one in columns[0]]
    return [tuple(chain.from_iterable(filter(None, some))) for some in zip(*columns, strict=True)]


def _doubt_nobodies(told: dict[str, Sequence[Any]], block: Block) -> None:
    """Rows without any fact that makes somebody are read by themselves, by all rules."""
    facts = [told[fact] for fact in NAMES_SOMEBODY if fact in told]
    if any(all(fact) for fact in facts):
        return
    block.doubtful.update(place for place, row in enumerate(zip(*facts, strict=True)) if not any(row))


def _columns_of_numbers(rule: PersonRule, columns: Columns) -> list[Column]:
    """The columns of this person's identifiers, the A-number first. Where several stand in the row, theirs are read with each."""
    a_number = rule.field("a_number")
    others = [field for field in columns.layout.columns if field != a_number and columns.layout.holds(field) in NUMBERS]
    mine = [field for field in others if field.rpartition(".")[0] == rule.who]
    return [column for field in ([] if rule.several else [a_number]) + mine if (column := columns.get(field))]
