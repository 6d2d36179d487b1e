"""The columns of one table: each reads its cells, and a text that repeats is read only once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kinkeeper.domain.dates import Moment
from kinkeeper.extracts import cells as read
from kinkeeper.extracts.block import Block
from kinkeeper.extracts.codes import folded
from kinkeeper.extracts.files.damage import shown
from kinkeeper.extracts.files.tables import Row
from kinkeeper.extracts.moments import OrderEvidence, Unreadable, order_evidence, order_of, read_moment
from kinkeeper.extracts.names import split_name, tidy_name
from kinkeeper.extracts.recognise import Recognised

MOST_KNOWN = 100_000
"""So many distinct texts of a column are kept; columns of names and numbers would fill the memory otherwise."""

LOST = "The spreadsheet lost what stood here."

NOTHING_MEANT: Mapping[str, str] = {}

Faults = dict[str, tuple[str, str]]
"""Header -> the cell that could not be read, and why."""

READERS: Mapping[str, Callable[[str], Any]] = {
    "age": read.read_age,
    "sex": read.read_sex,
    "country": read.read_country,
    "relation": read.read_relation,
    "a_number": read.read_a_numbers,
    "phone": read.read_phones,
    "name": tidy_name,
    "whole name": split_name,
    "text": str,
    "custodian": read.read_custodian,
    "stay_end": read.read_stay_end,
}


class Column:
    """One field of a table: where it stands and how its cells are read."""

    __slots__ = ("_faulty", "_indices", "_known", "_meant", "_read", "_said", "header")

    def __init__(self, header: str, indices: tuple[int, ...], how: Callable[[str], Any], meant: Mapping[str, str] = NOTHING_MEANT) -> None:
        self.header = header
        self._indices = indices
        self._read = how
        self._meant = {folded(said): text for said, text in meant.items()}
        self._known: dict[str, Any] = {}
        self._said: dict[str, str] = {}
        self._faulty = False
        """Whether any text was met that cannot be read."""

    def text(self, cells: Sequence[str]) -> str:
        """The first of its cells that says something, as received; empty where none does."""
        for index in self._indices:
            if (text := cells[index]) and not read.is_nothing(text):
                return self._meant.get(folded(text), text) if self._meant else text
        return ""

    def value(self, cells: Sequence[str], faults: Faults) -> Any:
        """What the first readable of its cells says; None where nothing is given. Unreadable cells go to the faults."""
        for index in self._indices:
            if not (text := cells[index]):
                continue
            try:
                value = self._known[text]
            except KeyError:
                value = self._understand(text)
            if value.__class__ is Unreadable:
                faults[self.header] = (text, str(value))
            elif value is not None:
                return value
        return None

    def values(self, block: Block) -> list[Any]:
        """`value` of every row of a block; rows with a cell that cannot be read are doubtful."""
        found = self._values(block.columns[self._indices[0]], block.doubtful)
        for index in self._indices[1:]:
            others = self._values(block.columns[index], block.doubtful)
            found = [other if one is None else one for one, other in zip(found, others, strict=True)]
        return found

    def _values(self, texts: Sequence[str], doubtful: set[int]) -> list[Any]:
        known = self._known
        distinct = set(texts)
        unknown = distinct - known.keys()
        if len(known) + len(unknown) > MOST_KNOWN:
            known.clear()
            unknown = distinct
        for text in unknown:
            self._understand(text)
        known[""] = None
        values = list(map(known.__getitem__, texts))
        if self._faulty:
            for place, value in enumerate(values):
                if value.__class__ is Unreadable:
                    doubtful.add(place)
                    values[place] = None
        return values

    def texts(self, block: Block) -> list[str]:
        """`text` of every row of a block."""
        found = self._texts(block.columns[self._indices[0]])
        for index in self._indices[1:]:
            found = [one or other for one, other in zip(found, self._texts(block.columns[index]), strict=True)]
        return found

    def _texts(self, cells: Sequence[str]) -> list[str]:
        said = self._said
        distinct = set(cells)
        if len(said) + len(distinct) > MOST_KNOWN:
            said.clear()
        for cell in distinct - said.keys():
            nothing = not cell or read.is_nothing(cell)
            said[cell] = "" if nothing else self._meant.get(folded(cell), cell) if self._meant else cell
        return list(map(said.__getitem__, cells))

    def read(self, text: str, faults: Faults) -> Any:
        """What a text says, read like one of its cells; None where it says nothing or goes to the faults."""
        value = self._known[text] if text in self._known else self._understand(text)
        if value.__class__ is Unreadable:
            faults[self.header] = (text, str(value))
            return None
        return value

    def _understand(self, text: str) -> Any:
        value: Any
        said = self._meant.get(folded(text), text) if self._meant else text
        try:
            value = Unreadable(LOST) if said in read.ERRORS else None if read.is_nothing(said) else self._read(said)
        except Unreadable as fault:
            value = fault
        if value.__class__ is Unreadable:
            self._faulty = True
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[text] = None if value in ("", ()) else value
        return self._known[text]

    def is_blank(self, cells: Sequence[str]) -> bool:
        """Whether none of its cells holds anything."""
        return not any(cells[index] for index in self._indices)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was said beforehand of how cells are to be read (`settings.FileSetting`), and where spreadsheet days count from."""

    orders: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    from_1904: bool = False


class Columns:
    """The fields of one recognised table."""

    def __init__(self, recognised: Recognised, sample: Sequence[Row], how: Reading | None = None) -> None:
        self.layout = recognised.layout
        self.said: list[str] = []
        """How days were read where their order of day and month had to be decided."""
        self._how = how or Reading()
        self.headers = distinct(recognised.headers)
        self.days: set[Moment] = set()
        """Every day that a column of dates (births apart) has held."""
        self._fields = recognised.columns
        self._sample = sample
        self._made: dict[tuple[str, str], Column] = {}
        self._usual_order = order_of(self._texts(field for field in self._fields if self.layout.holds(field) == "date"))

    def get(self, field: str, holds: str = "") -> Column | None:
        """The column of a field, read as what the layout says it holds (or as `holds`); None where the table has none."""
        if field not in self._fields:
            return None
        holds = holds or self.layout.holds(field)
        if (field, holds) not in self._made:
            indices = self._fields[field]
            self._made[field, holds] = Column(
                self.headers[indices[0]], indices, self._reader(field, holds), self._how.values.get(field, {})
            )
        return self._made[field, holds]

    def fact(self, fact: str, holds: str = "") -> Column | None:
        """The column that holds a fact of a record: the field of its name, or the first that the layout names for it."""
        fields = (fact, *self.layout.facts.get(fact, ()))
        return next((column for field in fields if (column := self.get(field, holds))), None)

    def days_of(self, sample: Sequence[Row]) -> set[Moment]:
        """The days that rows tell, births apart."""
        dates = [column for field in self._fields if self._is_day(field) and (column := self.get(field))]
        for _, cells in sample:
            wide = [*map(str.strip, cells), *[""] * (len(self.headers) - len(cells))]
            for column in dates:
                column.value(wide, {})
        return self.days

    def _is_day(self, field: str) -> bool:
        return self.layout.holds(field) == "date" and not _is_birth(field)

    def typed(self) -> list[Column]:
        """The columns made so far whose cells can be wrong: dates, ages, sexes, countries, numbers."""
        return [column for (_, holds), column in self._made.items() if holds not in {"text", "name", "whole name"}]

    def _reader(self, field: str, holds: str) -> Callable[[str], Any]:
        if holds == "date":
            return self._reader_of_dates(field)
        return READERS.get(holds) or partial(read.read_numbers, holds)

    def _reader_of_dates(self, field: str) -> Callable[[str], Moment]:
        order = self._order(field)
        if _is_birth(field):
            return partial(read_moment, order=order, from_1904=self._how.from_1904)

        def read_day(text: str) -> Moment:
            moment = read_moment(text, order, from_1904=self._how.from_1904)
            self.days.add(moment[:10])
            return moment

        return read_day

    def _order(self, name: str) -> str:
        """Whether day or month comes first in a column: as somebody said, else as its cells show, else as in the other columns."""
        evidence = order_evidence(self._texts([name]))
        order = self._how.orders.get(name) or evidence.order(self._usual_order)
        said = order_in_words(self.headers[self._fields[name][0]], order, evidence, told=name in self._how.orders)
        if said and said not in self.said:
            self.said.append(said)
        return order

    def _texts(self, fields: Any) -> list[str]:
        indices = [index for field in fields for index in self._fields[field]]
        return [cells[index].strip() for _, cells in self._sample for index in indices if index < len(cells)]


def order_in_words(header: str, order: str, evidence: OrderEvidence, *, told: bool) -> str:
    """How a column of days was read, and by what evidence; empty where no cell of it can be read in two ways."""
    if not evidence.either and not (evidence.month_first and evidence.day_first):
        return ""
    first = "month" if order == "mdy" else "day"
    so, otherwise = (evidence.month_first, evidence.day_first) if order == "mdy" else (evidence.day_first, evidence.month_first)
    if told:
        return f"{header}: read with the {first} first, as it was said."
    if not so:
        guessed = f"{evidence.either} {'was' if evidence.either == 1 else 'were'} read with the {first} first"
        return f"{header}: no cell shows whether day or month comes first; {guessed}. Say if it is not so."
    odd = f"; {otherwise} can only be meant the other way and {'was' if otherwise == 1 else 'were'} read so" if otherwise else ""
    return f"{header}: read with the {first} first, as {so} {'cell allows' if so == 1 else 'cells allow'} nothing else{odd}."


def _is_birth(field: str) -> bool:
    return field.rpartition(".")[2] == "born"


def distinct(headers: Sequence[str]) -> tuple[str, ...]:
    """Headers fit to name cells by: one that is repeated is numbered, an empty one called by its place."""
    seen: dict[str, int] = {}
    names = []
    for place, header in enumerate(headers, start=1):
        name = " ".join(shown(header).split()) or f"column {place}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)
