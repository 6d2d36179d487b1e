"""From the cells of one row to the records of the people it names."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kinkeeper.domain.dates import Moment
from kinkeeper.domain.records import Claim, Identifier, Record, Refusal, SeparationFlag, Stay
from kinkeeper.domain.terms import IdentifierKind, StayEnd
from kinkeeper.extracts import cells as read
from kinkeeper.extracts.codes import code_list, folded
from kinkeeper.extracts.layouts import PairRule, PersonRule, StayRule
from kinkeeper.extracts.moments import Unreadable, order_of, read_moment
from kinkeeper.extracts.recognise import Recognised
from kinkeeper.extracts.remarks import claims_in
from kinkeeper.extracts.tables import Row

DATES = frozenset(
    "born encountered booked_in booked_out stay_booked_in stay_booked_out departed marshals_in marshals_out orr_referred admitted "
    "discharged separated_on entered_care released entered called_on removed".split()
)
IDENTIFIERS = {
    "event": IdentifierKind.EVENT,
    "subject": IdentifierKind.SUBJECT,
    "unique_person": IdentifierKind.OTHER,
    "detainee": IdentifierKind.SUBJECT,
    "case": IdentifierKind.OTHER,
    "family_unit": IdentifierKind.FAMILY_UNIT,
    "fins": IdentifierKind.FINS,
    "register": IdentifierKind.REGISTER,
    "orr": IdentifierKind.ORR,
    "case_number": IdentifierKind.COURT_CASE,
}
TICKED = frozenset("x y yes si true 1 s separated checked".split())
INVERSE = {
    "mother": "child",
    "father": "child",
    "parent": "child",
    "child": "parent",
    "grandmother": "grandchild",
    "grandfather": "grandchild",
    "grandparent": "grandchild",
    "grandchild": "grandparent",
    "sibling": "sibling",
    "aunt": "other_kin",
    "uncle": "other_kin",
    "cousin": "cousin",
    "spouse": "spouse",
    "guardian": "ward",
    "other_kin": "other_kin",
    "none": "none",
}
PEOPLE_APART = re.compile(r"\s*(?:;|\n|\s+(?:y|e|and|&)\s+)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Naming:
    """What the records of one table are called: the table's name (`FILE` or `FILE/SHEET`), file and extract id."""

    table: str
    file: str
    extract_id: str


class RowReader:
    """Reads the rows of one recognised table. Values that repeat are parsed once."""

    def __init__(self, recognised: Recognised, naming: Naming, sample: Sequence[Row]) -> None:
        self.layout = recognised.layout
        self.naming = naming
        self.columns = recognised.columns
        self.headers = _distinct(recognised.headers)
        self.orders = self._orders(sample)
        self._parsed: dict[tuple[str, str], Any] = {}

    def _orders(self, sample: Sequence[Row]) -> dict[str, str]:
        """The order of day and month of every column of dates; a column without evidence follows the table's others."""
        dates = {name: indices[0] for name, indices in self.columns.items() if name.rpartition(".")[2] in DATES}
        whole = order_of(cells[index] for index in dates.values() for _, cells in sample if index < len(cells))
        return {name: order_of((cells[index] for _, cells in sample if index < len(cells)), whole) for name, index in dates.items()}

    def read(self, row: Row) -> tuple[list[Record], list[Refusal]]:
        """The records of one row and what of it could not be read."""
        return _RowReading(self, *row).records()

    def parse(self, kind: str, name: str, text: str, how: Callable[[str], Any]) -> Any:
        """A cell's value; an `Unreadable` where it cannot be read."""
        key = (name if kind == "date" else kind, text)
        try:
            return self._parsed[key]
        except KeyError:
            try:
                value = how(text)
            except Unreadable as fault:
                value = fault
            if len(self._parsed) < 500_000:
                self._parsed[key] = value
            return value


def _distinct(headers: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    names = []
    for index, header in enumerate(headers):
        name = " ".join(header.split()) or f"column {index + 1}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


class _RowReading:
    """One row being read."""

    def __init__(self, reader: RowReader, line: int, cells: list[str]) -> None:
        self.reader = reader
        self.line = line
        self.row = cells
        self.refusals: list[Refusal] = []
        self.typed = 0
        self.failed = 0
        self.kept: dict[str, str] | None = None

    # Cells

    def text(self, name: str) -> str:
        for index in self.reader.columns.get(name, ()):
            if index < len(self.row):
                text = self.row[index].strip()
                if text and not read.is_nothing(text):
                    return text
        return ""

    def value(self, kind: str, name: str, how: Callable[[str], Any], otherwise: Any) -> Any:
        text = self.text(name)
        if not text:
            return otherwise
        self.typed += 1
        value = self.reader.parse(kind, name, text, how)
        if isinstance(value, Unreadable):
            self.failed += 1
            self.refuse(name, text, str(value))
            return otherwise
        return value

    def date(self, name: str) -> Moment:
        order = self.reader.orders.get(name, "mdy")
        return self.value("date", name, lambda text: read_moment(text, order), "")  # type: ignore[no-any-return]

    def first_text(self, names: Sequence[str]) -> str:
        return next((text for name in names if (text := self.text(name))), "")

    def first_date(self, names: Sequence[str]) -> Moment:
        return next((moment for name in names if (moment := self.date(name))), "")

    def refuse(self, name: str, text: str, why: str) -> None:
        index = self.reader.columns[name][0]
        self.refusals.append(Refusal(self.reader.naming.table, self.line, self.reader.headers[index], text, why, whole_row=False))

    # People

    def records(self) -> tuple[list[Record], list[Refusal]]:
        people = [(rule, person) for rule in self.reader.layout.people for person in self.people_of(rule)]
        if self.failed and self.failed == self.typed and self.failed > 1:
            return [], [self.whole("None of the row's cells can be read as what its column holds; it is not about a person.")]
        if not people:
            return [], [self.whole("The row names nobody and tells nothing about a person.")]
        records = [record for _, record in people]
        for pair in self.reader.layout.pairs:
            records = self.paired(records, pair)
        return records, self.refusals

    def whole(self, why: str) -> Refusal:
        return Refusal(self.reader.naming.table, self.line, "", " | ".join(filter(None, map(str.strip, self.row)))[:500], why)

    def people_of(self, rule: PersonRule) -> list[Record]:
        first = self.person(rule)
        if first is None:
            return []
        if not rule.several:
            return [first]
        return self.several(rule, first)

    def person(self, rule: PersonRule) -> Record | None:
        field = (lambda name: f"{rule.who}.{name}") if rule.who else (lambda name: name)
        given, surnames, whole = self.names(field)
        born = self.date(field("born"))
        age = self.value("age", field("age"), read.read_age, None) if not rule.several else None
        sex = self.value("sex", field("sex"), read.read_sex, "")
        nationality = self.value("country", self.fact(field("nationality")), read.read_country, "")
        identifiers = self.identifiers(rule, field)
        stays = tuple(stay for stay_rule in rule.stays if (stay := self.stay(stay_rule)))
        if not (given or surnames or whole or identifiers or born or age is not None or (not rule.who and (stays or sex))):
            return None
        encountered = self.date("encountered")
        return Record(
            record_id=self.record_id(rule.who),
            extract_id=self.reader.naming.extract_id,
            name=self.name(rule.who),
            layout=self.reader.layout.name,
            row=self.line,
            role=rule.role,
            given=given,
            surnames=surnames,
            whole_name=whole,
            born=born,
            age=age,
            age_on=encountered if age is not None else "",
            sex=sex,
            nationality=nationality,
            encountered=encountered,
            sector=self.text(self.fact("sector")),
            station=self.text(self.fact("station")),
            identifiers=identifiers,
            stays=stays,
            claims=self.claims(rule),
            separation=self.separation(rule),
            remarks=" ".join(filter(None, (self.text(text.field) for text in rule.texts))),
            cells=self.cells(),
        )

    def fact(self, name: str) -> str:
        """The field that holds a fact: its own, or the one that the layout says holds it."""
        if name in self.reader.columns:
            return name
        return next((other for other in self.reader.layout.facts.get(name, ()) if other in self.reader.columns), name)

    def names(self, field: Callable[[str], str]) -> tuple[str, str, str]:
        given = " ".join(filter(None, (read.tidy_name(self.text(field(name))) for name in ("given", "middle"))))
        surnames = read.tidy_name(self.text(field("surnames")))
        if given or surnames:
            return given, surnames, ""
        return read.split_name(self.text(field("whole_name")))

    def identifiers(self, rule: PersonRule, field: Callable[[str], str]) -> tuple[Identifier, ...]:
        found: tuple[Identifier, ...] = self.value("a_number", field("a_number"), read.read_a_numbers, ()) if not rule.several else ()
        for name, kind in IDENTIFIERS.items():
            if text := self.text(field(name)):
                found += read.read_numbers(kind, text)
        if text := self.text(field("phone")):
            found += read.read_phones(text)
        return found

    def stay(self, rule: StayRule) -> Stay | None:
        start, end = self.first_date(rule.start), self.first_date(rule.end)
        said = next((text for name in rule.reason if (text := self.text(name)) and code_list(rule.codes).find(text)), "")
        said = said or self.first_text(rule.reason)
        reason = code_list(rule.codes).find(said) if said and rule.codes else ""
        if not end and (end := self.first_date(rule.last_end)):
            reason = reason or StayEnd.REMOVED
        if not start and not end:
            return None
        if end and not reason:
            reason = rule.ended
        return Stay(
            custodian=rule.custodian,
            place=self.first_text(rule.place),
            start=start,
            end=end,
            end_reason=reason if end else "",
            end_as_recorded=said,
            released_to=self.text(rule.released_to) if rule.released_to else "",
        )

    def claims(self, rule: PersonRule) -> tuple[Claim, ...]:
        claims: list[Claim] = []
        for named in rule.named:
            if name := read.tidy_name(self.text(named.field)):
                header = self.reader.headers[self.reader.columns[named.field][0]]
                numbers = read.find_a_numbers(self.text(named.a_number)) if named.a_number else []
                claims.append(Claim(named.relation, name, numbers[0][0] if numbers else "", where=header, words=self.text(named.field)))
        for text in rule.texts:
            if passage := self.text(text.field):
                claims.extend(claims_in(passage, self.reader.headers[self.reader.columns[text.field][0]]))
        return tuple(claims)

    def separation(self, rule: PersonRule) -> SeparationFlag | None:
        columns = rule.separation
        if columns is None:
            return None
        reason = self.text(columns.reason)
        ticked = folded(self.text(columns.flag)) in TICKED if columns.flag in self.reader.columns else bool(reason) or columns.flag == ""
        if not ticked:
            return None
        code = code_list("separation_reasons").find(reason) or "LEGACY_UNKNOWN"
        on = self.date(columns.on) if columns.on else ""
        return SeparationFlag(reason, code, on, self.text(columns.place) if columns.place else "")

    def cells(self) -> dict[str, str]:
        if self.kept is None:
            self.kept = {header: cell.strip() for header, cell in zip(self.reader.headers, self.row, strict=False) if cell.strip()}
        return self.kept

    def record_id(self, who: str) -> str:
        text = f"{self.reader.naming.extract_id}|{self.line}|{who}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def name(self, who: str) -> str:
        return f"{self.reader.naming.table}#{self.line}" + (f":{who}" if who else "")

    # Several people in one cell

    def several(self, rule: PersonRule, first: Record) -> list[Record]:
        field = f"{rule.who}.whole_name"
        parts = [part for part in PEOPLE_APART.split(self.text(field)) if part.strip()] or [""]
        ages = re.findall(r"\d+", self.text(f"{rule.who}.age"))
        people = []
        for place, part in enumerate(parts):
            who = rule.who if not place else f"{rule.who}{place + 1}"
            given, surnames, whole = read.split_name(part) if part else (first.given, first.surnames, first.whole_name)
            numbers = tuple(Identifier(IdentifierKind.A_NUMBER, number, raw) for number, raw in read.find_a_numbers(part))
            people.append(
                replace(
                    first,
                    record_id=self.record_id(who),
                    name=self.name(who),
                    given=given,
                    surnames=surnames,
                    whole_name=whole,
                    age=int(ages[place]) if place < len(ages) else None,
                    identifiers=first.identifiers + numbers,
                )
            )
        return people

    # Pairs

    def paired(self, records: list[Record], pair: PairRule) -> list[Record]:
        said = self.text(pair.relation)
        relation = (code_list("relations").find(said) or "other_kin") if said else pair.otherwise
        where = self.reader.headers[self.reader.columns[pair.relation][0]] if said else "the same row"
        ones = [record for record in records if record.name.partition("#")[2].partition(":")[2].rstrip("0123456789") == pair.of]
        others = [record for record in records if record.name.partition("#")[2].partition(":")[2].rstrip("0123456789") == pair.to]
        back = INVERSE.get(relation, "unknown")
        claims = {one.record_id: tuple(_claim(relation, other, where, said) for other in others) for one in ones}
        claims |= {other.record_id: tuple(_claim(back, one, where, said) for one in ones) for other in others}
        return [replace(record, claims=claims.get(record.record_id, ()) + record.claims) for record in records]


def _claim(relation: str, other: Record, where: str, words: str) -> Claim:
    name = other.whole_name or " ".join(filter(None, (other.given, other.surnames)))
    number = next((one.value for one in other.identifiers if one.kind == IdentifierKind.A_NUMBER), "")
    return Claim(relation, name, number, record=other.record_id, where=where, words=words)
