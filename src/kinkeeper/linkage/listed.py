"""Persons named on a list without birth date or number: both ends of a row are resolved together.

A hand-kept row has a child's name, an adult's name, perhaps an age. Each name alone fits many; the two
together fit a child and an adult who were taken at one time and place. For every row one person stands
at the root and its kin below: the odds of each root are the product over its kin of the odds summed
over whom they may be, so that all ends are weighed at once and exactly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.blocking import sound_codes
from kinkeeper.linkage.company import Company
from kinkeeper.linkage.frames import Frame
from kinkeeper.linkage.lines import NONE, ROLES
from kinkeeper.linkage.model import Model, kinds_of, total
from kinkeeper.linkage.scoring import Pairs, compare

Bits = NDArray[np.float64]
Lines = NDArray[np.int64]
Clusters = NDArray[np.int64]

CANDIDATES = 24
"""Persons considered for one name, the likeliest by the rarity of the words they share."""
ROUNDS = 3
"""Turns of learning how often those named on a list are known otherwise."""
_KNOWN, _UNKNOWN = 6.0, 2.0
"""Of eight persons named on a list six are ordinarily known; the run's own counts are added to these."""
_RELATIVE = 0.7
"""How often somebody named on a row who is not known is kin of those who are, and shares surnames with them."""
MET = 4 * CANDIDATES
"""Lines that are looked at for one name."""
_NOBODY, _NOTHING = np.empty(0, dtype=np.int64), np.empty(0)
_SURNAME = 1 << 48
"""Tells the sound of a surname from that of a given name."""
_IMPOSSIBLE = -200.0
_WRONG_AGE = -10.0
"""Bits against an adult under 13, or a child over 20."""


@dataclass(frozen=True, slots=True)
class Found:
    """A line of a list held to be one of the persons known otherwise, and how surely."""

    line: int
    cluster: int
    probability: float
    known: float
    """How surely the line is some person known otherwise, whichever."""


@dataclass(frozen=True, slots=True)
class _Options:
    """Whom one line may be: each cluster, then a relative of each cluster, then a stranger to all.

    A line that does not wait is one cluster for certain.
    """

    line: int
    clusters: Clusters
    bits: Bits
    """log2 odds against a stranger, before how often such lines are known otherwise."""
    persons: int
    """How many of the options, from the first, are persons and not their relatives."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: whom each line may be, the root first, and by line after it the company of its options with the root's."""

    lines: tuple[_Options, ...]
    company: tuple[Bits, ...]


def named_only(frame: Frame) -> NDArray[np.bool_]:
    """Which lines stand in a row with others and have neither birth date nor A-number."""
    in_row = np.array([bool(mates) for mates in frame.mates], dtype=bool)
    return in_row & (frame.born <= 0) & (frame.a_numbers[:, 0] < 0)


@dataclass(frozen=True, slots=True)
class Listing:
    """What was counted of all who are named on lists: the log2 share of one person among those known, and by layout and role how many of
    those named are known otherwise."""

    one_of: float
    known: Bits


def resolve(frame: Frame, model: Model, cluster: Clusters, pairs: Pairs, listing: Listing | None = None) -> tuple[list[Found], Listing]:
    """Who the named-only lines are, given the clusters of all others and whom each name may be (`find_candidates`); a line whom nobody fits
    is left out. What is counted of all lists is learnt, or is as it was under a version.
    """
    kinds = len(frame.layouts) * len(ROLES)
    counted = listing or Listing(_one_of(cluster[~named_only(frame)]), np.full(kinds, _KNOWN / (_KNOWN + _UNKNOWN)))
    rows, kind = _rows(frame, model, cluster, pairs, counted.one_of), _kind(frame)
    settled = [one for row in rows for one in _resolve_row(row, counted.known[kind])]
    for _ in range(ROUNDS - 1 if rows and not listing else 0):
        counted = Listing(counted.one_of, _share_known(settled, kind, kinds))
        settled = [one for row in rows for one in _resolve_row(row, counted.known[kind])]
    return [one for one in settled if one.cluster != NONE and one.probability >= 0.5], counted


def _one_of(clusters: Clusters) -> float:
    return -float(np.log2(max(len(np.unique(clusters)), 1)))


def _kind(frame: Frame) -> NDArray[np.int64]:
    return frame.layout.astype(np.int64) * len(ROLES) + np.maximum(frame.role, 0)


def _rows(frame: Frame, model: Model, cluster: Clusters, pairs: Pairs, one_of: float) -> list[_Row]:
    waiting = named_only(frame)
    groups = _groups(frame, waiting)
    if not groups or waiting.all():
        return []
    options = _options(frame, model, cluster, pairs, one_of)
    choices = [[options.get(line) or _certain(line, cluster) for line in group] for group in groups]
    return _with_company(Company(frame, model, cluster, ~waiting), choices)


def _groups(frame: Frame, waiting: NDArray[np.bool_]) -> list[tuple[int, ...]]:
    """The lines of each row in which somebody waits; the one whom most others are kin of first."""
    groups: list[tuple[int, ...]] = []
    placed: set[int] = set()
    by_kin = sorted((-len(mates), frame.role[line] != ROLES.index("adult"), line) for line, mates in enumerate(frame.mates) if mates)
    for _, _, line in by_kin:
        group = (line, *(mate for mate in frame.mates[line] if mate not in placed and mate != line))
        if line not in placed and waiting[list(group)].any():
            groups.append(group)
            placed.update(group)
    return [group for group in groups if len(group) > 1]


# Whom a name may be


def _options(frame: Frame, model: Model, cluster: Clusters, pairs: Pairs, one_of: float) -> dict[int, _Options]:
    """Whom each waiting line may be."""
    lines = np.flatnonzero(named_only(frame))
    same, kin = (bits + one_of for bits in _name_bits(frame, model, pairs))
    same += _age_bits(frame, pairs)
    starts, ends = (np.searchsorted(pairs[:, 0], lines, side=side) for side in ("left", "right"))
    return {
        line: _by_cluster(line, cluster[pairs[start:end, 1]], same[start:end], kin[start:end])
        for line, start, end in zip(lines.tolist(), starts.tolist(), ends.tolist(), strict=True)
    }


def _certain(line: int, cluster: Clusters) -> _Options:
    return _Options(line, cluster[[line]], np.zeros(1), 1)


def _name_bits(frame: Frame, model: Model, pairs: Pairs) -> tuple[Bits, Bits]:
    """Evidence that the second line is the person named, and that it is kin of the person named, each against a stranger."""
    comparison, kinds = compare(frame, pairs), kinds_of(frame, pairs)
    strangers = model.strangers(kinds, comparison)
    same = total(model.same, model.custody[0], kinds, comparison.levels)
    return same - strangers, total(model.kin, model.custody[1], kinds, comparison.levels) - strangers


def _age_bits(frame: Frame, pairs: Pairs) -> Bits:
    role, age = frame.role[pairs[:, 0]], frame.usual_age[pairs[:, 1]]
    wrong = ((role == ROLES.index("adult")) & (age < 13)) | ((role == ROLES.index("child")) & (age > 20))
    return np.where(wrong, _WRONG_AGE, 0.0)


def _by_cluster(line: int, clusters: Clusters, same: Bits, kin: Bits) -> _Options:
    order = np.lexsort((-same, clusters))
    distinct, first = np.unique(clusters[order], return_index=True)
    best, best_kin = same[order][first], kin[order][first]
    kept = np.sort(np.lexsort((distinct, -best))[:CANDIDATES])
    distinct = distinct[kept]
    return _Options(line, np.concatenate((distinct, distinct, [NONE])), np.concatenate((best[kept], best_kin[kept], [0.0])), len(kept))


@dataclass(frozen=True, slots=True)
class WordTable:
    """Lines and the words of their names by sound, given names apart from surnames, each weighing the square root of its rarity in bits."""

    line: Lines
    """In order."""
    word: Lines
    weight: Bits


def find_candidates(table: WordTable, lines: Lines, others: Lines) -> tuple[Pairs, Bits]:
    """For each line the others that share words with it, the rarest words first; and by line what one more must weigh to be among them."""
    pairs, least = [np.empty((0, 2), dtype=np.int64)], np.full(len(lines), -np.inf)
    for nth, (line, met, weight) in enumerate(weigh_words(table, lines, others)):
        best = np.argsort(-weight, kind="stable")[:MET]
        if len(best) == MET:
            least[nth] = weight[best[-1]]
        pairs.append(np.column_stack((np.full(len(best), line), met[best])))
    return np.concatenate(pairs).astype(np.int64), least


def weigh_words(table: WordTable, lines: Lines, others: Lines) -> Iterator[tuple[int, Lines, Bits]]:
    """Each line with the others, told in order, that share words with it, and what those words weigh."""
    line_of, weight = table.line, table.weight
    count = int(max(lines.max(initial=0), others.max(initial=0), line_of.max(initial=0))) + 1
    word_of = np.unique(table.word, return_inverse=True)[1]
    where = np.full(count, NONE, dtype=np.int64)
    where[others] = np.arange(len(others))
    known = np.flatnonzero(where[line_of] != NONE)
    by_word = known[np.argsort(word_of[known], kind="stable")]
    starts = np.searchsorted(word_of[by_word], np.arange(int(word_of.max(initial=0)) + 2))
    from_line = np.searchsorted(line_of, np.arange(count + 1))
    for line in lines.tolist():
        own = range(from_line[line], from_line[line + 1])
        met = [by_word[starts[word_of[entry]] : starts[word_of[entry] + 1]] for entry in own]
        bits = [weight[some] * weight[entry] for some, entry in zip(met, own, strict=True)]
        distinct, place = np.unique(where[line_of[np.concatenate([*met, _NOBODY])]], return_inverse=True)
        told = np.bincount(place, weights=np.concatenate([*bits, _NOTHING]), minlength=len(distinct)).astype(np.float64)
        yield line, others[distinct], told


def word_table(frame: Frame) -> WordTable:
    """The words of all lines of a frame."""
    sounds, names = sound_codes(frame), frame.names
    rows, columns, bits = [], [], []
    for offset, table, chance in ((0, names.given, names.given_chance), (_SURNAME, names.surnames, names.surname_chance)):
        words = table[frame.name]
        line, place = np.nonzero((words >= 0) & (sounds[words] != NONE))
        rows.append(line)
        columns.append(sounds[words[line, place]] + offset)
        bits.append(np.sqrt(-chance[words[line, place]]))
    line = np.concatenate(rows)
    order = np.argsort(line, kind="stable")
    return WordTable(line[order], np.concatenate(columns)[order], np.concatenate(bits)[order])


# Rows


def _with_company(company: Company, groups: list[list[_Options]]) -> list[_Row]:
    """The rows with how much likelier than chance each two options stand on one row; nobody is two persons of one row."""
    crossed = [np.stack(np.meshgrid(one.clusters, group[0].clusters, indexing="ij"), axis=-1) for group in groups for one in group[1:]]
    bits = company.bits(np.concatenate([pairs.reshape(-1, 2) for pairs in crossed]))
    parts = iter(np.split(bits, np.cumsum([pairs.size // 2 for pairs in crossed])[:-1]))
    rows = []
    for group in groups:
        tables = [next(parts).reshape(len(one.clusters), len(group[0].clusters)) for one in group[1:]]
        for one, table in zip(group[1:], tables, strict=True):
            persons = table[: one.persons, : group[0].persons]
            persons[one.clusters[: one.persons, None] == group[0].clusters[None, : group[0].persons]] = _IMPOSSIBLE
        rows.append(_Row(tuple(group), tuple(tables)))
    return rows


def _resolve_row(row: _Row, known: Bits) -> list[Found]:
    """Whom each waiting line of the row most likely is, nobody known included."""
    sides = [_weighed(one, float(known[one.line])) for one in row.lines]
    messages = [side[:, None] + company for side, company in zip(sides[1:], row.company, strict=True)]
    summed = [np.logaddexp2.reduce(message, axis=0) for message in messages]
    root = sides[0] + np.sum(summed, axis=0)
    totals = [root, *(np.logaddexp2.reduce(message + (root - own)[None, :], axis=1) for message, own in zip(messages, summed, strict=True))]
    return [_likeliest(one, odds) for one, odds in zip(row.lines, totals, strict=True) if len(one.clusters) > one.persons]


def _weighed(one: _Options, known: float) -> Bits:
    """The options' odds with how often such a line is a person known otherwise, a relative of one, or neither."""
    if len(one.clusters) == one.persons:
        return one.bits
    shares: Bits = np.log2([known, (1 - known) * _RELATIVE, (1 - known) * (1 - _RELATIVE)])
    weighed: Bits = one.bits + np.repeat(shares, [one.persons, one.persons, 1])
    return weighed


def _likeliest(one: _Options, bits: Bits) -> Found:
    share = np.exp2(bits - np.logaddexp2.reduce(bits))
    best = int(np.argmax(share[: one.persons])) if one.persons else 0
    known = float(share[: one.persons].sum())
    return Found(one.line, int(one.clusters[best]), float(share[best]) if one.persons else 0.0, known)


def _share_known(settled: Sequence[Found], kind: NDArray[np.int64], kinds: int) -> Bits:
    """By layout and role: how often those named on a list are known otherwise."""
    of = kind[[one.line for one in settled]]
    found = np.bincount(of, weights=[one.known for one in settled], minlength=kinds)
    shares: Bits = (found + _KNOWN) / (np.bincount(of, minlength=kinds) + _KNOWN + _UNKNOWN)
    return shares
