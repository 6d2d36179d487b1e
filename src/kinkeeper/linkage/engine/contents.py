"""What records of a growing table say: coded as the table that was learnt from, each different content once."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kinkeeper.linkage.engine import nicknames
from kinkeeper.linkage.engine.coding import Codes, Texts, code_column
from kinkeeper.linkage.engine.columns import Recognised
from kinkeeper.linkage.engine.common_keys import mixed
from kinkeeper.linkage.engine.plan import Plan, read_column, whole_names_split

Rows = NDArray[np.int32]
Lines = NDArray[np.int64]
GONE = -1


class Wordbook:
    """The numbers of texts: those of the table learnt from, and further ones for what nobody there is called."""

    def __init__(self, plan: Plan, columns: Recognised, width: int) -> None:
        """Begin with the texts of a plan, which stays as it is."""
        self.plan = replace(plan, fields=[replace(one) for one in plan.fields])
        self._columns, self._width = columns, width
        self._places = {atom: nth for nth, atom in enumerate(plan.atoms)}
        self._rarest = float(np.log2(max(plan.contents, 2)))
        self._numbers = {word.tobytes(): nth for nth, word in enumerate(plan.texts["word"])}
        self._texts: set[int] = set()
        self._told = _told(plan.texts)

    def rows_of(self, people: pl.DataFrame) -> Rows:
        """The rows of atoms of a table."""
        rows = np.zeros((people.height, self._width), dtype=np.int32)
        nothing = pl.Series([None] * people.height, dtype=pl.String)
        coded = {
            name: (role, code_column(people[name] if name in people.columns else nothing)) for name, role in self._columns.roles.items()
        }
        for name, (role, column) in whole_names_split(coded).items():
            for atom in read_column(name, role, column, day_first=self.plan.day_first):
                place = self._places[atom.name]
                if atom.texts is not None:
                    self._texts.add(place)
                rows[:, place] = (atom.keys if atom.texts is None else self._number(atom.texts))[atom.codes]
        return rows

    def values(self, rows: Rows) -> NDArray[np.uint64]:
        """What rows say, by place, in numbers that do not depend on which text came first."""
        told = rows.view(np.uint32).astype(np.uint64)
        for place in self._texts:
            told[:, place] = self._told[rows[:, place]]
        return told

    def order(self, rows: Rows) -> Lines:
        """An order of different rows that what they say gives, and nothing else."""
        return np.lexsort(self.values(rows).T) if len(rows) else np.zeros(0, dtype=np.int64)

    def _number(self, texts: Texts) -> Codes:
        """The number of each text; one that nobody has is given the next, and is as rare as can be."""
        known = len(self._numbers)
        new: list[int] = []
        numbers = np.zeros(len(texts), dtype=np.int32)
        for nth, word in enumerate(texts["word"]):
            written = word.tobytes()
            numbers[nth] = self._numbers.setdefault(written, len(self._numbers))
            if numbers[nth] >= known + len(new):
                new.append(nth)
        if new:
            self._extend(texts[new])
        return numbers

    def _extend(self, texts: Texts) -> None:
        rare = np.full(len(texts), self._rarest, dtype=np.float32)
        self.plan.texts = np.concatenate((self.plan.texts, texts))
        self._told = np.concatenate((self._told, _told(texts)))
        for one in self.plan.fields:
            one.rarity = None if one.rarity is None else np.concatenate((one.rarity, rare))
            one.rarity_of_word = None if one.rarity_of_word is None else np.concatenate((one.rarity_of_word, rare))
            one.nickname = None if one.nickname is None else np.concatenate((one.nickname, nicknames.numbers_of(texts)))


def _told(texts: Texts) -> NDArray[np.uint64]:
    """By text a number made of its letters; 0 for the empty one."""
    words = np.ascontiguousarray(texts["word"])
    key = np.full(len(words), np.uint64(1))
    for nth in range(words.shape[1]):
        key = mixed(key, words[:, nth])
    return np.where(words.any(axis=1), key | np.uint64(1), np.uint64(0))


class Contents:
    """The rows of different contents, and which of them each record has."""

    def __init__(self, width: int) -> None:
        """Nothing is there yet."""
        self.rows: Rows = np.zeros((0, width), dtype=np.int32)
        self.line: Lines = np.zeros(0, dtype=np.int64)
        """By record its content; GONE where it was withdrawn."""
        self._copies: Lines = np.zeros(0, dtype=np.int64)
        self._known: dict[bytes, int] = {}

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def records(self) -> int:
        """How many records have come, those withdrawn since included."""
        return len(self.line)

    def there(self) -> Lines:
        """Contents that some record has."""
        return np.flatnonzero(self._copies)

    def add(self, rows: Rows) -> Lines:
        """Take in records; the contents that nobody had before."""
        before = len(self)
        lines = np.array([self._known.setdefault(row.tobytes(), len(self._known)) for row in rows], dtype=np.int64)
        return self._with(rows, lines, before)

    def remove(self, records: Iterable[int]) -> Lines:
        """Drop records; the contents that nobody has any more."""
        some = np.unique(np.fromiter(records, dtype=np.int64))
        lines = self.line[some]
        lines = lines[lines != GONE]
        self.line[some] = GONE
        np.subtract.at(self._copies, lines, 1)
        lines = np.unique(lines)
        left: Lines = lines[self._copies[lines] == 0]
        return left

    def _with(self, rows: Rows, lines: Lines, before: int) -> Lines:
        _, first = np.unique(lines, return_index=True)
        new = np.sort(first[lines[first] >= before])
        self.rows = np.concatenate((self.rows, rows[new]))
        self._copies = np.concatenate((self._copies, np.zeros(len(new), dtype=np.int64)))
        back = np.unique(lines)
        back = back[(self._copies[back] == 0) & (back < before)]
        np.add.at(self._copies, lines, 1)
        self.line = np.concatenate((self.line, lines))
        return np.concatenate((back, np.arange(before, len(self))))
