"""What is held between two runs as bytes: a body, and a row for each line."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.linkage.decided import Decisions
from kinkeeper.linkage.features.names import Lexicon
from kinkeeper.linkage.forming import Met, Scored, Version
from kinkeeper.linkage.frames import Reading
from kinkeeper.linkage.listed import Found, Listing
from kinkeeper.linkage.memory.held import Lines, Memory
from kinkeeper.linkage.model import Model
from kinkeeper.linkage.remaining import Expected

FORMAT = 2
"""Raised where what is held, or what it is made by, changes its form: then nothing held before is gone by."""

Row = tuple[int, bytes, list[str], bytes, bytes, bool]
"""A line as it is kept: its number, what it says, ids of its records, its keys, its words, whether it waits."""

SEAL = sha256().digest_size


class Damaged(KinkeeperError):
    """What was held is not what was packed: nothing may be found by it."""

    code = "not_as_packed"


class _Array(msgspec.Struct, frozen=True):
    kind: str
    shape: tuple[int, ...]
    body: bytes

    @classmethod
    def of(cls, values: NDArray[Any]) -> "_Array":
        return cls(values.dtype.str, values.shape, values.tobytes())

    def read(self) -> NDArray[Any]:
        return np.frombuffer(self.body, dtype=self.kind).reshape(self.shape).copy()


class _Learnt(msgspec.Struct, frozen=True):
    """A version."""

    given: dict[str, int]
    surnames: dict[str, int]
    usual_day: int
    layouts: tuple[str, ...]
    nationalities: dict[str, int]
    pairs_learnt_from: int
    lines: int
    one_of: float
    arrays: dict[str, _Array]


class _Body(msgspec.Struct, frozen=True):
    learnt: _Learnt
    arrays: dict[str, _Array]
    found: list[tuple[int, int, float, float]]
    claims: dict[str, list[str]]
    same: list[tuple[str, str]]
    different: list[tuple[str, str]]
    lines: bytes
    """The seal of the lines, which are kept apart."""


def pack(memory: Memory) -> bytes:
    """All of it but the lines, of which the numbers, in order, and a seal stand in it; under a seal of its own."""
    scored, met = memory.scored, memory.met
    arrays: dict[str, NDArray[Any]] = {"number": np.array(memory.lines.number, dtype=np.int64), "cluster": memory.cluster}
    arrays |= {"pairs": scored.pairs, "first": scored.first, "odds": scored.odds}
    arrays |= {"met": met.pairs, "waiting": met.lines, "least": met.least}
    found = [(one.line, one.cluster, one.probability, one.known) for one in memory.found]
    said = (sorted(memory.decisions.same), sorted(memory.decisions.different))
    body = msgspec.msgpack.encode(_Body(_learnt(memory.version), _arrays(arrays), found, memory.claims, *said, _seal(memory.lines)))
    return sha256(body).digest() + body


def unpack(body: bytes, rows: Iterable[Row]) -> Memory:
    """What was packed.

    :raises Damaged: where the body or a line is another than was packed, a line is missing, or there is one more.
    """
    if sha256(body[SEAL:]).digest() != body[:SEAL]:
        raise Damaged
    try:
        told = msgspec.msgpack.decode(body[SEAL:], type=_Body)
    except msgspec.MsgspecError as error:
        raise Damaged from error
    held = {name: one.read() for name, one in told.arrays.items()}
    lines = _lines(held["number"].tolist(), rows)
    if _seal(lines) != told.lines:
        raise Damaged
    return Memory(
        _version(told.learnt),
        lines,
        Scored(held["pairs"], held["first"], held["odds"]),
        held["cluster"],
        Met(held["met"], held["waiting"], held["least"]),
        [Found(*one) for one in told.found],
        told.claims,
        Decisions(frozenset(told.same), frozenset(told.different)),
    )


def rows_of(lines: Lines, places: Iterable[int]) -> list[Row]:
    """Lines as rows."""
    return [(lines.number[at], lines.content[at], lines.members[at], lines.keys[at], lines.words[at], lines.waits[at]) for at in places]


def _lines(numbers: list[int], rows: Iterable[Row]) -> Lines:
    row_of = {row[0]: row for row in rows}
    if row_of.keys() != set(numbers):
        raise Damaged
    ordered = [row_of[number] for number in numbers]

    def column(read: Callable[[Row], Any]) -> list[Any]:
        return [read(row) for row in ordered]

    contents, keys, words = (column(lambda row, at=at: bytes(row[at])) for at in (1, 3, 4))  # type: ignore[misc]
    return Lines(numbers, contents, column(lambda row: list(row[2])), keys, words, column(lambda row: row[5]))


def _seal(lines: Lines) -> bytes:
    """What no other lines have. Over each column in turn: all at once they are hundreds of megabytes at a million lines."""
    told = sha256()
    for column in (lines.number, lines.content, lines.members, lines.keys, lines.words, lines.waits):
        told.update(msgspec.msgpack.encode(column))
    return told.digest()


def _learnt(version: Version) -> _Learnt:
    reading, model = version.reading, version.model
    given, surnames = reading.lexicon.counts
    arrays: dict[str, NDArray[Any]] = {
        "births": reading.births,
        "rivals": version.expected.rivals,
        "grown": version.expected.grown,
        "known": version.listing.known,
    }
    arrays |= {name: getattr(model, name) for name in _OF_MODEL}
    numbers = (model.pairs_learnt_from, version.lines, version.listing.one_of)
    return _Learnt(given, surnames, reading.usual_day, reading.layouts, reading.nationalities, *numbers, _arrays(arrays))


_OF_MODEL = ("same", "kin", "chance", "custody", "prior_same", "prior_kin")


def _version(told: _Learnt) -> Version:
    held = {name: one.read() for name, one in told.arrays.items()}
    lexicon = Lexicon.of_counts(told.given, told.surnames)
    return Version(
        Reading(lexicon, told.usual_day, told.layouts, held["births"], told.nationalities),
        Model(layouts=told.layouts, pairs_learnt_from=told.pairs_learnt_from, **{name: held[name] for name in _OF_MODEL}),
        Expected(held["rivals"], held["grown"]),
        Listing(told.one_of, held["known"]),
        told.lines,
    )


def _arrays(arrays: dict[str, NDArray[Any]]) -> dict[str, _Array]:
    return {name: _Array.of(values) for name, values in arrays.items()}
