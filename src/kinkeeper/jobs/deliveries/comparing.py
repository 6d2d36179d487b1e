"""A newer version of a file beside the earlier one, row by row: what is known, what changed, what is new, what is gone."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kinkeeper.domain.facts import replace
from kinkeeper.domain.records import Record
from kinkeeper.domain.terms import SHARED_IDENTIFIERS
from kinkeeper.extracts.codes import folded

ALIKE = 0.6
"""Rows without a name or number are the same row where they stand on the same line and so many of their cells agree."""

Row = tuple[Record, ...]
"""The records of one row."""
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that says otherwise than before: the record it is shown by, and header, cell before, cell now."""

    name: str
    earlier: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class Compared:
    """What a newer version of a file says otherwise."""

    known: int = 0
    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, Row]] = field(default_factory=list)
    """Earlier and now."""
    gone: list[Row] = field(default_factory=list)

    @property
    def changes(self) -> list[Change]:
        """The changed rows, cell by cell."""
        return [Change(now[0].name, earlier[0].name, tuple(_cells(earlier[0], now[0]))) for earlier, now in self.changed]

    def to_record(self) -> Iterator[Record]:
        """The records of what is new or changed, those that correct another saying so, in the order of their ids."""
        correcting = [one for earlier, now in self.changed for one in _correcting(earlier, now)]
        yield from sorted([*correcting, *(one for row in self.new for one in row)], key=lambda one: one.record_id)

    def corrected(self) -> list[str]:
        """The earlier records that no longer count."""
        return sorted(one.record_id for earlier, _ in self.changed for one in earlier)


def rows_of(records: Iterable[Record]) -> list[Row]:
    """The records row by row."""
    rows: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        rows[record.row].append(record)
    return [tuple(some) for some in rows.values()]


def said(row: Row) -> int:
    """What a row says, as a number: two rows of the same cells have the same."""
    return hash(frozenset(row[0].cells.items()))


def overlap(rows: Iterable[Row], earlier: Iterable[Row]) -> int:
    """How many rows stand word for word in the earlier extract; a row that stands there twice is found twice."""
    return (Counter(map(said, rows)) & Counter(map(said, earlier))).total()


def compare(now: Sequence[Row], before: Sequence[Row]) -> Compared:
    """Match the rows: word for word, then by a number of a person, then by name and birth, then by line and most of the cells."""
    compared = Compared()
    left = defaultdict(list)
    for row in before:
        left[said(row)].append(row)
    new = []
    for row in now:
        if left[said(row)]:
            left[said(row)].pop(0)
            compared.known += 1
        else:
            new.append(row)
    old = [row for rows in left.values() for row in rows]
    for keys in (_numbers, _names):
        new, old = _match(compared, new, old, keys)
    compared.new, compared.gone = _match_by_line(compared, new, old)
    return compared


def _match(compared: Compared, new: list[Row], old: list[Row], keys: Callable[[Row], Iterable[Key]]) -> tuple[list[Row], list[Row]]:
    """Pair the rows that alone share a key. Returns those left over."""
    theirs, ours = _by_key(old, keys), _by_key(new, keys)
    paired: dict[int, int] = {}
    for key, places in ours.items():
        if len(places) == 1 and len(theirs.get(key, ())) == 1 and places[0] not in paired and theirs[key][0] not in paired.values():
            paired[places[0]] = theirs[key][0]
    compared.changed += [(old[there], new[here]) for here, there in paired.items()]
    gone = set(paired.values())
    return [row for at, row in enumerate(new) if at not in paired], [row for at, row in enumerate(old) if at not in gone]


def _by_key(rows: Sequence[Row], keys: Callable[[Row], Iterable[Key]]) -> Mapping[Key, list[int]]:
    found: dict[Key, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        for key in set(keys(row)):
            found[key].append(at)
    return found


def _numbers(row: Row) -> Iterator[Key]:
    for record in row:
        yield from ((record.role, one.kind, one.value) for one in record.identifiers if one.kind not in SHARED_IDENTIFIERS)


def _names(row: Row) -> Iterator[Key]:
    for record in row:
        name = folded(f"{record.given} {record.surnames} {record.whole_name}")
        if name and record.born:
            yield (record.role, name, record.born)
    if len(row) > 1 and all(one.whole_name or one.given for one in row):
        yield tuple(folded(f"{one.given} {one.surnames} {one.whole_name}") for one in row)


def _match_by_line(compared: Compared, new: list[Row], old: list[Row]) -> tuple[list[Row], list[Row]]:
    by_line = {row[0].row: row for row in old}
    left = []
    for row in new:
        earlier = by_line.get(row[0].row)
        if earlier and not {*_numbers(row), *_names(row)} and _alike(earlier[0].cells, row[0].cells):
            compared.changed.append((earlier, row))
            del by_line[row[0].row]
        else:
            left.append(row)
    return left, list(by_line.values())


def _alike(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return len(one.items() & other.items()) >= ALIKE * max(len(one), len(other), 1)


def _cells(earlier: Record, now: Record) -> Iterator[tuple[str, str, str]]:
    for header in dict.fromkeys((*earlier.cells, *now.cells)):
        before, after = earlier.cells.get(header, ""), now.cells.get(header, "")
        if before != after:
            yield header, before, after


def _correcting(earlier: Row, now: Row) -> Iterator[Record]:
    who = {_who(one): one.record_id for one in earlier}
    for record in now:
        yield replace(record, corrects=who.get(_who(record), ""))


def _who(record: Record) -> str:
    return record.name.rpartition("#")[2].partition(":")[2]
