"""Finding one person among all that are known, and taking in new records one by one.

Everything known lies in sorted keys, as for a whole table; a question is coded with the same codes, looks up its keys, and is compared
with those who share one. A question may be written badly, so it is looked for by more rules than a table is; of a key that many share
only the first are looked at. A new record joins as the whole table would have joined it: its component is clustered again, the rest stays.
"""

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kinkeeper.domain.errors import Refused
from kinkeeper.linkage.engine import native, nicknames, rules
from kinkeeper.linkage.engine.coding import Coded, code_value
from kinkeeper.linkage.engine.columns import Recognised, Role, recognise
from kinkeeper.linkage.engine.counting import learn_model
from kinkeeper.linkage.engine.deduplicate import usable
from kinkeeper.linkage.engine.native import at, kernel
from kinkeeper.linkage.engine.persons import USED, Joining
from kinkeeper.linkage.engine.plan import read_column, whole_names_split
from kinkeeper.linkage.engine.scoring import score
from kinkeeper.linkage.engine.table import Machine, Table, prepare

ASKED = (
    ("born",),
    ("surname1", "surname2"),
    ("given", rules.EITHER),
    ("given_sound", "surname1_sound"),
    ("given_sound", "surname2_sound"),
    ("given_sound", "year"),
    ("surname1_sound", "year"),
    ("surname1_sound", "day"),
    ("given_sound", "day"),
    ("given_sound", "place"),
    ("surname1_sound", "place"),
)
"""Rules that a question is looked for by, beside those of a table."""
LOOKED_AT = 1500
"""Records of one key that a question is compared with at most."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A record that may be of the person asked for."""

    record: int
    """The row of the table, or the number that `add` gave."""
    probability: float


class KnownPeople:
    """A table of people that can be asked, and that grows."""

    def __init__(self, people: pl.DataFrame, recognised: Recognised | None = None, *, room: int = 10_000) -> None:
        """
        Learn from a table; `room` more records can be added.

        :raises BadExtract: where no column can tell people apart.
        """
        self._columns = usable(people, recognised or recognise(people.columns), one_value=True)
        table = prepare(people, self._columns)
        self._model = learn_model(table)
        scored = score(table, self._model, USED)
        self._count, self._room = people.height, people.height + room
        self._texts_used = len(table.plan.texts)
        self._table = _with_room(table, self._room, room * 16)
        numbers = [one.nickname for one in self._table.plan.fields if one.nickname is not None]
        self._nickname = numbers[0] if numbers else np.zeros(len(self._table.plan.texts), dtype=np.uint16)
        self._machine = Machine(self._table, self._model)
        self._ids = dict(zip(_as_bytes(table.plan.texts), range(self._texts_used), strict=True))
        self._by_table = rules.make_rules(table.plan, rules.BEST)
        self._rules = [*self._by_table, *(rule for parts in ASKED for rule in rules.rules_of(table.plan, parts))]
        self._index = [np.sort(entries) for entries in rules.entries_of(self._rules, table.rows)]
        self._laid = _lay(self._rules, self._index)
        self._recent: dict[tuple[int, int], list[int]] = {}
        self._seen = np.zeros(self._room, dtype=np.uint32)
        self._asked = 0
        self._places = {atom: nth for nth, atom in enumerate(table.plan.atoms)}
        self._joining = Joining(self._room)
        self._joining.along(self._machine, scored.one, scored.other, scored.odds)
        self._edges: dict[int, list[tuple[int, float]]] = {}
        for one, other, odds in zip(scored.one.tolist(), scored.other.tolist(), scored.odds.tolist(), strict=True):
            self._edges.setdefault(one, []).append((other, odds))
            self._edges.setdefault(other, []).append((one, odds))

    def __len__(self) -> int:
        return self._count

    @property
    def first(self) -> NDArray[np.int32]:
        """By record the first record of its person."""
        return self._joining.first()[: self._count]

    def find(self, person: Mapping[str, str | None], k: int = 5) -> list[Likely]:
        """The records that are most likely of this person, told in the table's columns; the likeliest first."""
        row, _ = self._coded(person, self._texts_used)
        found = self._looked_up(row, len(self._rules), k)
        return [Likely(record, float(1 / (1 + np.exp2(-odds)))) for record, odds in found]

    def add(self, person: Mapping[str, str | None]) -> int:
        """
        Take in a record; it joins the person that it belongs to. Its number.

        :raises Refused: where there is no room for more.
        """
        if self._count == self._room:
            raise Refused("No room for more records: read the table anew.")
        row, self._texts_used = self._coded(person, self._texts_used, keep=True)
        record = self._count
        edges = [(other, odds) for other, odds in self._looked_up(row, len(self._by_table), 1000) if odds >= USED]
        self._table.rows[record] = row
        for nth, (_, rule) in enumerate(self._rules):
            for key in _keys(rule, row):
                self._recent.setdefault((nth, key), []).append(record)
        self._count += 1
        if edges:
            self._edges[record] = edges
            for other, odds in edges:
                self._edges.setdefault(other, []).append((record, odds))
            self._cluster_again(record)
        return record

    # Codes

    def _coded(self, person: Mapping[str, str | None], next_id: int, *, keep: bool = False) -> tuple[NDArray[np.int32], int]:
        """The row of a person, and the next free number of a text; texts that are not known get numbers of their own."""
        row = np.zeros(self._table.rows.shape[1], dtype=np.int32)
        new: dict[bytes, int] = {}
        for name, (role, coded) in self._one(person).items():
            for atom in read_column(name, role, coded, day_first=self._table.plan.day_first):
                if atom.texts is None:
                    row[self._places[atom.name]] = atom.keys[1]
                    continue
                word = atom.texts[1:2]["word"].tobytes()
                known = self._ids.get(word, new.get(word))
                if known is None:
                    known = new[word] = next_id
                    self._table.plan.texts[next_id] = atom.texts[1]
                    self._nickname[next_id] = nicknames.number_of(word)
                    next_id += 1
                row[self._places[atom.name]] = known
        if keep:
            self._ids.update(new)
        return row, next_id

    def _one(self, person: Mapping[str, str | None]) -> dict[str, tuple[Role, Coded]]:
        """The columns of one record."""
        told = {name: (role, code_value(person.get(name) or "")) for name, role in self._columns.roles.items()}
        return {name: one for name, one in whole_names_split(told).items() if len(one[1])}

    # Looking up

    def _looked_up(self, row: NDArray[np.int32], count: int, k: int) -> list[tuple[int, float]]:
        self._asked += 1
        recent: set[int] = set()
        for nth, (_, rule) in enumerate(self._rules[:count] if self._recent else ()):
            for key in _keys(rule, row):
                recent.update(self._recent.get((nth, key), ()))
        extra = np.array(sorted(recent), dtype=np.int32)
        best, odds = np.zeros(k, dtype=np.int32), np.zeros(k, dtype=np.float32)
        question = native.Question(row=row.ctypes.data, seen=self._seen.ctypes.data, asked=self._asked, most=LOOKED_AT, k=k)
        question.best, question.odds = best.ctypes.data, odds.ctypes.data
        question.extra, question.extras = extra.ctypes.data if len(extra) else None, len(extra)
        laid, index = self._laid
        kernel().look_up(self._machine.here, laid, index, ctypes.c_int32(count), ctypes.byref(question))
        return list(zip(best[: question.found].tolist(), odds[: question.found].tolist(), strict=True))

    # Clusters

    def _cluster_again(self, record: int) -> None:
        """Cluster the component of a record anew, in the order in which the whole table would have been."""
        component, waiting = {record}, [record]
        while waiting:
            for other, _ in self._edges.get(waiting.pop(), ()):
                if other not in component:
                    component.add(other)
                    waiting.append(other)
        self._join_all(sorted(component))

    def cluster_anew(self) -> None:
        """Form all persons again from all pairs: what `add` saves, and what it must equal."""
        self._join_all(sorted(self._edges))

    def _join_all(self, members: list[int]) -> None:
        pairs = [(one, other, odds) for one in members for other, odds in self._edges[one] if one < other]
        one, other, odds = zip(*pairs, strict=True)
        self._joining.anew(np.array(members, dtype=np.int32))
        edges = np.array(one, dtype=np.int32), np.array(other, dtype=np.int32), np.array(odds, dtype=np.float32)
        self._joining.along(self._machine, *edges)


def _with_room(table: Table, records: int, texts: int) -> Table:
    """The table with room for more records and texts; a value that nobody has is as rare as can be."""
    plan = table.plan
    rows = np.zeros((records, table.rows.shape[1]), dtype=np.int32)
    rows[: plan.count] = table.rows
    rarest = np.full(texts, np.log2(max(plan.contents, 2)), dtype=np.float32)
    more = np.concatenate((plan.texts, np.zeros(texts, dtype=native.TEXT)))
    nickname = nicknames.numbers_of(more)
    fields = [
        replace(
            one,
            nickname=nickname if one.kind == native.GIVEN else None,
            rarity=None if one.rarity is None else np.concatenate((one.rarity, rarest)),
            rarity_of_word=None if one.rarity_of_word is None else np.concatenate((one.rarity_of_word, rarest)),
        )
        for one in plan.fields
    ]
    return replace(table, rows=rows, plan=replace(plan, fields=fields, texts=more), blocks=[])


def _as_bytes(texts: NDArray[np.void]) -> list[bytes]:
    letters = np.ascontiguousarray(texts["word"]).tobytes()
    return [letters[start : start + 24] for start in range(0, len(letters), 24)]


def _lay(named: Sequence[rules.Named], index: Sequence[NDArray[np.uint64]]) -> tuple[ctypes.Array[native.Rule], ctypes.Array[native.Index]]:
    laid = (native.Rule * len(named))(*(rule for _, rule in named))
    keys = (native.Index * len(named))()
    for one, (_, rule), entries in zip(keys, named, index, strict=True):
        one.entries, one.count, one.slots = entries.ctypes.data, len(entries), 2 if rule.twin >= 0 else 1
    return laid, keys


def _keys(rule: native.Rule, row: NDArray[np.int32]) -> list[int]:
    """The keys of a row under a rule."""
    keys = np.zeros(2, dtype=np.uint32)
    found = int(kernel().keys_of(ctypes.byref(rule), at(row), at(keys)))
    return [int(key) for key in keys[:found]]
