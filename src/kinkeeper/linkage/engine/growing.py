"""Persons of a table that grows and shrinks: what new records change is worked out anew, and nothing else.

What agreement is worth and how rare each value is are learnt once, from the table that is there: a version of the model. Under one version
who is whom depends only on which records there are. In whatever order and in however many pieces they came, and whatever was withdrawn
since, the persons are those of the same records taken in at once: pairs are scored where one of the two is new, and persons clustered again
where such a pair, or one that is gone, touches them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kinkeeper.linkage.engine import native, rules
from kinkeeper.linkage.engine.columns import Recognised, recognise
from kinkeeper.linkage.engine.common_keys import CommonKeys, Told
from kinkeeper.linkage.engine.contents import Contents, Wordbook
from kinkeeper.linkage.engine.counting import learn_model
from kinkeeper.linkage.engine.deduplicate import usable
from kinkeeper.linkage.engine.learning import Model
from kinkeeper.linkage.engine.persons import USED, Joining
from kinkeeper.linkage.engine.plan import Plan
from kinkeeper.linkage.engine.scoring import score_pairs
from kinkeeper.linkage.engine.table import Machine, Table, prepare

Lines = NDArray[np.int64]
Pairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Version:
    """What was learnt from a table and stays until it is learnt anew: which columns count, how rare values are, what agreement is worth."""

    columns: Recognised
    plan: Plan
    model: Model
    rules: Sequence[native.Rule]
    ways: native.Ways
    width: int
    """Places in a row of atoms."""


def learn_version(people: pl.DataFrame, recognised: Recognised | None = None) -> Version:
    """
    Learn from a table without labels.

    :raises BadExtract: where no column can tell people apart.
    """
    columns = usable(people, recognised or recognise(people.columns), one_value=True)
    table = prepare(people, columns)
    named = rules.make_rules(table.plan, rules.BEST + rules.loose_rules(table.plan))
    return Version(columns, table.plan, learn_model(table), [rule for _, rule in named], table.ways, table.rows.shape[1])


@dataclass(frozen=True, slots=True)
class Changed:
    """What taking in or withdrawing some records took."""

    records: range
    """The numbers of the records taken in."""
    scored: int
    """Pairs scored."""
    clustered: int
    """Different contents that were clustered again."""


class GrowingPeople:
    """The records known under one version, and whose each is."""

    def __init__(self, version: Version) -> None:
        """Nobody is known yet."""
        self.version = version
        self._words = Wordbook(version.plan, version.columns, version.width)
        self._contents = Contents(version.width)
        self._shared = [CommonKeys(rule) for rule in version.rules]
        self._edges: dict[int, dict[int, float]] = {}
        self._lead: Lines = np.zeros(0, dtype=np.int64)
        self._one_person: NDArray[np.bool_] = np.zeros(0, dtype=bool)
        """By content whether what it says is enough to hold two records that say it to be one person's."""

    def take_in(self, people: pl.DataFrame) -> Changed:
        """Take in the records of a table with columns as those learnt from; a column that is not there is not known."""
        first = self._contents.records
        added = self._contents.add(self._words.rows_of(people))
        more = len(self._contents) - len(self._lead)
        self._lead = np.concatenate((self._lead, np.arange(len(self._lead), len(self._lead) + more)))
        new = np.column_stack((added, added))[len(added) - more :]
        self._one_person = np.concatenate((self._one_person, self._odds(new) >= USED))
        return self._change(range(first, self._contents.records), added, np.zeros(0, dtype=np.int64))

    def withdraw(self, records: Iterable[int]) -> Changed:
        """Hold some records, by their numbers, not to be there; those withdrawn before are passed over."""
        end = self._contents.records
        return self._change(range(end, end), np.zeros(0, dtype=np.int64), self._contents.remove(records))

    @property
    def first(self) -> Lines:
        """By record the first record of its person; -1 where it was withdrawn."""
        line = self._contents.line
        known = np.flatnonzero(line >= 0)
        lead = self._lead[line[known]]
        contents = np.bincount(self._lead[self._contents.there()], minlength=len(self._lead))
        together = self._one_person[line[known]] | (contents[lead] > 1)
        person = np.where(together, lead, len(self._lead) + known)
        _, at, which = np.unique(person, return_index=True, return_inverse=True)
        found = np.full(len(line), -1, dtype=np.int64)
        found[known] = known[at[which]]
        return found

    # Pairs

    def _change(self, records: range, added: Lines, gone: Lines) -> Changed:
        """Bring pairs and persons up to date with contents that came and contents that went."""
        touched = {*self._without(gone.tolist()), *added.tolist()}
        came, went = self._told(added), self._told(gone)
        found = [one.change(came, went) for one in self._shared]
        touched |= self._no_longer_met(np.concatenate([one.crowded for one in found]))
        pairs = self._unknown(np.concatenate([one.met for one in found]), added)
        odds = self._odds(pairs)
        used = odds >= USED
        for (one, other), bits in zip(pairs[used].tolist(), odds[used].tolist(), strict=True):
            self._edges.setdefault(one, {})[other] = bits
            self._edges.setdefault(other, {})[one] = bits
        touched.update(pairs[used].ravel().tolist())
        return Changed(records, len(pairs), self._cluster_again(touched))

    def _told(self, lines: Lines) -> Told:
        return Told(lines, self._words.values(self._contents.rows[lines]))

    def _unknown(self, met: Pairs, added: Lines) -> Pairs:
        """Each pair of two contents once, those left out that are held already."""
        count = max(len(self._contents), 1)
        keys = np.unique(met.min(axis=1) * count + met.max(axis=1))
        pairs = np.column_stack((keys // count, keys % count))
        pairs = pairs[pairs[:, 0] != pairs[:, 1]]
        new = np.zeros(count, dtype=bool)
        new[added] = True
        may_be_held = np.flatnonzero(~new[pairs].any(axis=1))
        held = [other in self._edges.get(one, ()) for one, other in pairs[may_be_held].tolist()]
        return np.delete(pairs, may_be_held[np.array(held, dtype=bool)], axis=0)

    def _odds(self, pairs: Pairs) -> NDArray[np.float32]:
        """The log2 odds of pairs of contents."""
        table = Table(self._words.plan, self._contents.rows, [], self.version.ways)
        return score_pairs(table, self.version.model, pairs)

    def _without(self, gone: Sequence[int]) -> set[int]:
        """Drop the pairs of contents that went; with whom they were held to agree."""
        beside: set[int] = set()
        for line in gone:
            self._lead[line] = line
            for other in self._edges.pop(line, {}):
                self._edges[other].pop(line, None)
                beside.add(other)
        return beside - set(gone)

    def _no_longer_met(self, crowded: Lines) -> set[int]:
        """Drop the pairs that only a key proposed which so many share now that it proposes nobody; whom these were of."""
        lines = np.unique(crowded).tolist()
        within = set(lines)
        pairs = np.array([(one, other) for one in lines for other in self._edges.get(one, ()) if one < other and other in within])
        if not len(pairs):
            return set()
        one_side, other_side = (self._told(pairs[:, side]).values for side in (0, 1))
        still = np.logical_or.reduce([one.meet(one_side, other_side) for one in self._shared])
        for one, other in pairs[~still].tolist():
            del self._edges[one][other], self._edges[other][one]
        return set(pairs[~still].ravel().tolist())

    # Persons

    def _cluster_again(self, touched: Iterable[int]) -> int:
        """Cluster anew, in an order that what they say gives, all that pairs connect with those touched; how many these are."""
        members = self._connected(touched)
        self._lead[members] = members
        lines = members[self._words.order(self._contents.rows[members])]
        place = {line: nth for nth, line in enumerate(lines.tolist())}
        edges = [(place[a], place[b], odds) for a in place for b, odds in self._edges.get(a, {}).items() if place[a] < place[b]]
        if edges:
            one, other, odds = (np.array(column) for column in zip(*edges, strict=True))
            machine = Machine(
                Table(self._words.plan, np.ascontiguousarray(self._contents.rows[lines]), [], self.version.ways), self.version.model
            )
            joining = Joining(len(lines))
            joining.along(machine, one.astype(np.int32), other.astype(np.int32), odds.astype(np.float32))
            self._lead[lines] = lines[joining.first()]
        return len(members)

    def _connected(self, touched: Iterable[int]) -> Lines:
        found = set(touched)
        waiting = list(found)
        while waiting:
            new = self._edges.get(waiting.pop(), {}).keys() - found
            found |= new
            waiting += new
        return np.array(sorted(found), dtype=np.int64)
