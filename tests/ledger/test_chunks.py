"""A chunk that was proven by itself joins the rest as if each entry had been looked at; one with anything odd in it is not proven."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.ledger.chunks import Proven, Prover
from kinkeeper.ledger.entry import Part, leaf
from kinkeeper.ledger.passage import Passage
from kinkeeper.ledger.stored import StoredEntry
from kinkeeper.ledger.tiles import WIDTH
from kinkeeper.ledger.tree import Frontier
from kinkeeper.ledger.verify import Audit

from .columns import group, groups, tile_of
from .ledgers import Ledger, ledger, time_of

SIZE = 600
WHOLE = ledger(SIZE)


def prove(of: Ledger, sizes: Sequence[int] = (), tiles_until: int = 0) -> Proven:
    prover = Prover(0, sizes, tiles_until)
    assert all(map(prover.take, groups(of)))
    assert prover.reached == len(of.entries)
    return prover.proven()


def test_a_chunk_leads_to_the_head_and_to_every_size_that_is_asked_for() -> None:
    sizes = (1, 255, 256, 257, 300, 599, 600, 70_000)
    proven = prove(WHOLE, sizes)
    assert proven.tree == WHOLE.head and proven.count == SIZE
    assert dict(proven.marks) == {size: Frontier().extended(WHOLE.leaves[:size]) for size in sizes if size <= SIZE}
    assert (proven.start, proven.end, proven.back_in_time) == (time_of(0), time_of(SIZE - 1), ())
    assert (len(proven.tiles), proven.kept, proven.wrong_tile) == (64, 2, None)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=5), st.integers(0, 8))
@settings(max_examples=60)
def test_trees_are_joined_as_if_leaf_by_leaf(more: list[int], before: int) -> None:
    """Where the first one's size is a multiple of the larger subtrees that come."""
    leaves = [b"%d" % at for at in range(before * 64)]
    tree = Frontier().extended(leaves)
    for count in more[:1]:
        added = [b"x%d" % at for at in range(count)]
        assert tree.joined(Frontier().extended(added)) == tree.extended(added)


Change = Callable[[StoredEntry], StoredEntry]


def with_parts(**changes: object) -> Change:
    return lambda one: one._replace(parts=tuple(part._replace(**changes) if part.k == 2 else part for part in one.parts))


def later(one: StoredEntry) -> StoredEntry:
    assert one.recorded_at
    return one._replace(recorded_at=one.recorded_at + timedelta(seconds=1))


def moved_byte(one: StoredEntry) -> StoredEntry:
    """A byte goes from salt to body: the commitment is the same."""
    part = one.parts[1]
    assert part.salt and part.body
    return one._replace(parts=(one.parts[0], part._replace(salt=part.salt[:-1], body=part.salt[-1:] + part.body)))


ODD: list[Change] = [
    with_parts(body=b"{}"),
    with_parts(body=None),
    with_parts(salt=None),
    with_parts(salt=bytes(32)),
    with_parts(k=3),
    with_parts(k=1),
    with_parts(k=9),
    with_parts(position=9_000),
    with_parts(expunged_by=9_000),
    lambda one: one._replace(leaf=bytes(66)),
    lambda one: one._replace(leaf=None),
    lambda one: one._replace(parts=one.parts[:1]),
    lambda one: one._replace(parts=one.parts * 2),
    lambda one: one._replace(recorded_at=None),
    later,
    moved_byte,
]


@pytest.mark.parametrize("at", [0, 3, 255, 256, 511, 599])
@pytest.mark.parametrize("change", ODD, ids=range(len(ODD)))
def test_a_chunk_with_anything_odd_in_it_is_not_proven(change: Change, at: int) -> None:
    entries = list(WHOLE.entries)
    entries[at] = change(entries[at])
    prover = Prover(0, (), 0)
    assert not all(map(prover.take, groups(Ledger(entries))))


def test_nor_one_with_an_entry_missing_or_a_stranger_between() -> None:
    for entries in (WHOLE.entries[:7] + WHOLE.entries[8:], WHOLE.entries[:7] + WHOLE.entries[6:], WHOLE.entries[1:]):
        assert not Prover(0, (), 0).take(group(entries[:WIDTH]))
    assert not Prover(0, (), 0).take(group(()))


def one_time(count: int, times: Sequence[int]) -> Ledger:
    """Entries recorded at these minutes, whole."""
    made = ledger(count)
    entries = []
    for one, minute in zip(made.entries, times, strict=True):
        at = time_of(0) + timedelta(minutes=minute)
        body = b'{"actor":"R. Delgado","at":"%s"}' % at.isoformat().encode()
        parts = (one.parts[0]._replace(body=body), one.parts[1])
        made_leaf = leaf([Part(part.salt or b"", part.body or b"") for part in parts])
        entries.append(one._replace(recorded_at=at, parts=parts, leaf=made_leaf))
    return Ledger(entries).sealed()


def test_times_may_be_the_same_for_all_and_may_run_backwards() -> None:
    assert prove(one_time(300, [5] * 300)).start == time_of(0) + timedelta(minutes=5)
    back = one_time(300, [5] * 256 + [4] * 20 + [3] * 24)
    assert prove(back).back_in_time == (256, 276)
    looking = Audit(back.head)
    looking.join(prove(back))
    assert looking.fault() is None


@pytest.mark.parametrize("at", [0, 7])
def test_a_time_that_only_one_core_tells_otherwise_is_odd(at: int) -> None:
    made = one_time(20, [5] * 20)
    entries = list(made.entries)
    other = one_time(20, [6] * 20).entries[at]
    entries[at] = other._replace(recorded_at=entries[at].recorded_at)
    assert not Prover(0, (), 0).take(group(entries))


@pytest.mark.parametrize(
    ("tiles", "until", "wrong", "kept"),
    [
        ((tile_of(WHOLE, 0), tile_of(WHOLE, 1)), SIZE, None, 2),
        ((tile_of(WHOLE, 0), None), 511, None, 1),
        ((tile_of(WHOLE, 0), None), 512, 1, 1),
        ((None, None), SIZE, 0, 0),
        ((tile_of(WHOLE, 1), tile_of(WHOLE, 0)), 0, 0, 2),
    ],
)
def test_full_tiles_are_held_against_the_entries(tiles: Sequence[bytes | None], until: int, wrong: int | None, kept: int) -> None:
    prover = Prover(0, (), until)
    for one, tile in zip(groups(WHOLE), (*tiles, None), strict=True):
        assert prover.take(one._replace(tile=tile))
    proven = prover.proven()
    assert (proven.wrong_tile, proven.kept) == (wrong, kept)


def test_a_chunk_joins_what_was_looked_at_before(size: int = 512) -> None:
    first, second = Ledger(WHOLE.entries[:size]).sealed(), WHOLE
    prover = Prover(size, (SIZE,), 0)
    assert prover.take(group(second.entries[size:]))
    looking = Audit(WHOLE.head, [WHOLE.checkpoint(300)], (SIZE,))
    for stored in first.slices(50):
        looking.take(stored)
    assert looking.can_join(size, SIZE - size) and not looking.can_join(size + 1, 3)
    looking.join(prover.proven())
    assert looking.fault() is None
    assert looking.roots == {0: looking.roots[0], 300: WHOLE.checkpoint(300).root, SIZE: WHOLE.head.root()}


def test_a_chunk_that_holds_an_expunging_entry_is_looked_at_closely() -> None:
    made = ledger(600, {(5, 2): 520})
    looking = Audit(made.head)
    for stored in Ledger(made.entries[:512]).slices(50):
        looking.take(stored)
    assert not looking.can_join(512, 88) and looking.can_join(512, 8)


def test_a_chunk_joins_also_after_parts_that_do_not_fit() -> None:
    """Then two trees go on, the one of the leaves and the one of the parts."""
    entries = list(WHOLE.entries)
    entries[3] = with_parts(body=b"{}")(entries[3])
    passage = Passage()
    for stored in Ledger(entries[:512]).slices(50):
        passage.take(stored)
    prover = Prover(512, (), 0)
    assert prover.take(group(WHOLE.entries[512:]))
    passage.join(prover.proven())
    passage.end(WHOLE.head, ())
    assert str(passage.fault) == "Entry 3: its part 2 is not what was recorded: salt or body was changed."


def test_times_that_run_backwards_between_chunks_are_noticed() -> None:
    looking = Passage()
    for stored in Ledger(WHOLE.entries[:512]).slices(50):
        looking.take(stored)
    prover = Prover(512, (), 0)
    assert prover.take(group(WHOLE.entries[512:]))
    looking.join(replace(prover.proven(), start=time_of(0), back_in_time=(520,)))
    assert looking.back_in_time == [512, 520]
    assert [one < other for one, other in pairwise(looking.back_in_time)] == [True]
