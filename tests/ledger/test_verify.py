"""Whatever is changed in a ledger is found, and the first entry that is wrong is named."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.ledger.canonical import canonical
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.entry import Part, leaf
from kinkeeper.ledger.stored import EXPUNGED, Slice, StoredEntry, StoredPart
from kinkeeper.ledger.tree import Frontier
from kinkeeper.ledger.verify import Fault, audit

from .ledgers import Ledger, core, ledger, moved, time_of, with_part

SIZE = 13
AT_ONCE = 100
WHOLE = ledger(SIZE)


def found(tampered: Ledger, *saved: Checkpoint) -> str:
    fault = tampered.fault(*saved)
    assert fault is not None
    assert "\n" not in str(fault)
    return str(fault)


def changed(position: int, change: Callable[[StoredEntry], StoredEntry], of: Ledger = WHOLE) -> Ledger:
    """The ledger with another entry in this place, and the same head."""
    entries = list(of.entries)
    entries[position] = change(entries[position])
    return Ledger(entries, of.head)


def flip(data: bytes | None, bit: int = 0) -> bytes:
    data = data or b""
    at = bit % (len(data) * 8)
    return data[: at // 8] + bytes([data[at // 8] ^ 1 << at % 8]) + data[at // 8 + 1 :]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 64, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE + 7])
def test_a_whole_ledger_is_whole(size: int) -> None:
    whole = ledger(size)
    saved = [whole.checkpoint(at) for at in {0, size // 3, size // 2, size}]
    assert audit(whole.slices(AT_ONCE // 3), whole.head, saved) is None


def test_entries_may_have_one_to_eight_parts() -> None:
    entries = []
    for count in (2, 2, 1, 8, 3):
        parts = [Part(bytes([k]) * 32, canonical({"k": k})) for k in range(count)]
        rows = tuple(StoredPart(len(entries), k, part.salt, part.body, None) for k, part in enumerate(parts, 1))
        entries.append(StoredEntry(len(entries), leaf(parts), None, rows))
    whole = Ledger(entries).sealed()
    assert whole.fault() is None
    assert found(changed(3, lambda one: with_part(one, 8, body=b"{}"), whole)).startswith("Entry 3: its part 8 is not what was recorded")


# A part


@given(st.integers(0, SIZE - 1), st.sampled_from([1, 2]), st.sampled_from(["salt", "body"]), st.integers(0, 10_000))
def test_a_part_of_which_one_bit_was_changed(position: int, k: int, what: str, bit: int) -> None:
    tampered = changed(position, lambda one: with_part(one, k, **{what: flip(getattr(one.parts[k - 1], what), bit)}))
    assert found(tampered) == f"Entry {position}: its part {k} is not what was recorded: salt or body was changed."


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda one: one._replace(parts=one.parts[:1]), "its part 2 is missing."),
        (lambda one: one._replace(parts=one.parts[1:]), "its part 1 is missing."),
        (lambda one: one._replace(parts=()), "its part 1 is missing."),
        (lambda one: one._replace(parts=(*one.parts, one.parts[1])), "its part 2 stands twice."),
        (lambda one: one._replace(parts=(one.parts[0], *one.parts)), "its part 1 stands twice."),
        (lambda one: one._replace(parts=(*one.parts, one.parts[1]._replace(k=3))), "it has a part 3, and its leaf commits to 2."),
        (lambda one: one._replace(parts=(one.parts[0]._replace(k=0), *one.parts)), "it has a part 2, and its leaf commits to 2."),
        (lambda one: with_part(one, 2, k=3), "its part 2 is missing."),
        (
            lambda one: one._replace(parts=(one.parts[0]._replace(k=2), one.parts[1]._replace(k=1))),
            "its parts 2 and 1 are not what was recorded: salt or body was changed.",
        ),
        (lambda one: with_part(one, 2, body=b""), "its part 2 is not what was recorded: salt or body was changed."),
        (lambda one: with_part(one, 2, body=None), "of its part 2 the body is gone and the rest is there."),
        (lambda one: with_part(one, 1, salt=None), "of its part 1 the salt is gone and the rest is there."),
        (lambda one: with_part(one, 2, salt=b""), "the salt of its part 2 has 0 bytes, not 32."),
        (
            lambda one: with_part(one, 2, salt=one.parts[1].salt[:31], body=one.parts[1].salt[31:] + one.parts[1].body),
            "the salt of its part 2 has 31 bytes, not 32.",
        ),
    ],
)
@pytest.mark.parametrize("position", [0, 7, SIZE - 1])
def test_a_part_that_is_gone_or_moved(change: Callable[[StoredEntry], StoredEntry], says: str, position: int) -> None:
    assert found(changed(position, change)) == f"Entry {position}: {says}"


def test_parts_exchanged_between_two_entries() -> None:
    entries, (one, other) = list(WHOLE.entries), (WHOLE.entries[4], WHOLE.entries[9])
    entries[4] = one._replace(parts=(one.parts[0], moved(other, 4).parts[1]))
    entries[9] = other._replace(parts=(other.parts[0], moved(one, 9).parts[1]))
    assert found(Ledger(entries, WHOLE.head)).startswith("Entry 4: its part 2 is not what was recorded")


def test_parts_that_were_given_to_another_entry() -> None:
    entries, part = list(WHOLE.entries), WHOLE.entries[4].parts[1]
    entries[9] = entries[9]._replace(parts=(*entries[9].parts, part._replace(position=9, k=3)))
    assert found(Ledger(entries, WHOLE.head)) == "Entry 9: it has a part 3, and its leaf commits to 2."
    entries[4] = entries[4]._replace(parts=entries[4].parts[:1])
    assert found(Ledger(entries, WHOLE.head)) == "Entry 4: its part 2 is missing."


# A leaf


@given(st.integers(0, SIZE - 1), st.integers(16, 66 * 8 - 1))
def test_a_leaf_of_which_one_bit_was_changed(position: int, bit: int) -> None:
    tampered = changed(position, lambda one: one._replace(leaf=flip(one.leaf, bit)))
    assert found(tampered) == f"Entry {position}: its leaf is not what was recorded: the head stands for what its parts make."


@pytest.mark.parametrize(
    ("leaf", "says"),
    [
        (lambda leaf: b"", "its leaf is not what was recorded: the head stands for what its parts make."),
        (lambda leaf: b"\1", "its leaf is not what was recorded: the head stands for what its parts make."),
        (lambda leaf: leaf[:-1], "its leaf is not what was recorded: the head stands for what its parts make."),
        (lambda leaf: leaf + b"\0", "its leaf is not what was recorded: the head stands for what its parts make."),
        (lambda leaf: b"\2" + leaf[1:], "its leaf is not what was recorded: the head stands for what its parts make."),
        (lambda leaf: b"\1\3" + leaf[2:] + bytes(32), "its part 3 is missing."),
        (lambda leaf: b"\1\1" + leaf[2:34], "it has a part 2, and its leaf commits to 1."),
        (lambda leaf: None, "it is missing; its parts are still there."),
    ],
)
def test_a_leaf_that_is_none_any_more(leaf: Callable[[bytes], bytes | None], says: str) -> None:
    assert found(changed(7, lambda one: one._replace(leaf=leaf(one.leaf or b"")))) == f"Entry 7: {says}"


def test_a_leaf_that_commits_to_nothing_with_its_parts_gone() -> None:
    tampered = changed(7, lambda one: one._replace(leaf=b"\1\0", parts=()))
    assert found(tampered) == "Entry 7: its leaf was changed: it commits to nothing."
    too_many = changed(7, lambda one: one._replace(leaf=b"", parts=one.parts[:1] * 300))
    assert found(too_many) == "Entry 7: its leaf was changed: it commits to nothing."


def test_a_leaf_and_a_part_rewritten_together() -> None:
    """What the tree stands for is then neither, and the entry cannot be told from its neighbours without a checkpoint."""
    tampered = changed(7, lambda one: remade(with_part(one, 2, body=b"{}")))
    assert found(tampered) == "Entries 0 to 7: not what the head stands for (an entry was exchanged or moved, or the head was changed)."
    near = found(tampered, WHOLE.checkpoint(7))
    assert near == "Entry 7: not what the head stands for (an entry was exchanged or moved, or the head was changed)."


def test_a_leaf_and_a_part_changed_apart() -> None:
    tampered = changed(7, lambda one: with_part(one._replace(leaf=flip(one.leaf, 300)), 1, body=b"{}"))
    assert found(tampered) == "Entry 7: its parts 1 and 2 and its leaf do not belong together."


def remade(one: StoredEntry) -> StoredEntry:
    """With the leaf that its parts make."""
    return one._replace(leaf=leaf([Part(part.salt or b"", part.body or b"") for part in one.parts]))


# Whole entries


def test_parts_whose_entry_is_missing() -> None:
    for position in (0, 4, 7, SIZE - 1):
        [*slices] = WHOLE.slices(4)
        without = [Slice([row for row in one.entries if row[0] != position], one.parts) for one in slices]
        assert str(audit(without, WHOLE.head)) == f"Entry {position}: it is missing; its parts are still there."


def test_entries_that_are_missing() -> None:
    entries = WHOLE.entries
    assert found(Ledger(entries[:7] + entries[8:], WHOLE.head)) == "Entry 7: it is missing."
    assert found(Ledger(entries[:7] + entries[10:], WHOLE.head)) == "Entry 7: it is missing, and so are those up to 9."
    assert found(Ledger(entries[1:], WHOLE.head)) == "Entry 0: it is missing."
    assert found(Ledger(entries[:-1], WHOLE.head)) == "Entry 12: it is missing: the head says that there are 13."
    assert found(Ledger([], WHOLE.head)) == "Entry 0: it is missing: the head says that there are 13."


def test_an_entry_that_stands_twice_or_in_the_wrong_place() -> None:
    entries = WHOLE.entries
    assert found(Ledger([*entries[:8], entries[7]._replace(parts=()), *entries[8:]], WHOLE.head)) == "Entry 7: it stands twice."
    assert found(Ledger([*entries[:8], entries[7], *entries[8:]], WHOLE.head)) == "Entry 7: its part 1 stands twice."
    assert found(Ledger([*entries, entries[7]], WHOLE.head)) == "Entry 7: it stands out of order, after entry 12."
    assert found(Ledger([entries[0]._replace(position=-1), *entries], WHOLE.head)) == "Entry -1: no entry can stand there."
    moved = [*entries[:7], *entries[8:10], entries[7], *entries[10:]]
    assert found(Ledger(moved, WHOLE.head)) == "Entry 7: it is missing."


def test_an_entry_beyond_the_head() -> None:
    longer = ledger(SIZE + 1).entries
    assert (
        found(Ledger([*WHOLE.entries, longer[-1]], WHOLE.head))
        == "Entry 13: it stands beyond the head, which says that there are 13 entries."
    )


@given(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1))
def test_two_entries_that_changed_places(one: int, other: int) -> None:
    """Each is sound by itself; the tree is not, and times that run backwards say where to look."""
    one, other = sorted((one, other))
    if one == other:
        return
    entries = list(WHOLE.entries)
    entries[one], entries[other] = moved(entries[other], one), moved(entries[one], other)
    fault = Ledger(entries, WHOLE.head).fault()
    assert fault is not None
    [start, end] = span(fault)
    assert start <= one <= end
    hint = re.search(r"Entry (\d+) says that it was recorded before", str(fault))
    if hint:
        assert one < int(hint[1]) <= other
    elif end > one + 1 and time_of(one) != time_of(other):
        raise AssertionError(f"no hint in: {fault}")


def span(fault: Fault) -> list[int]:
    """The entries that it names, first and last."""
    named = re.match(r"Entr(?:y|ies) (-?\d+)(?: to (\d+))?:", str(fault))
    assert named and int(named[1]) == fault.position
    return [fault.position, int(named[2] or named[1])]


@pytest.mark.parametrize("size", range(1, 20))
def test_the_head_changed_in_one_hash(size: int) -> None:
    whole = ledger(size)
    for at, (start, end) in enumerate(whole.head.ranges()):
        hashes = list(whole.head.hashes)
        hashes[at] = flip(hashes[at])
        tampered = Ledger(whole.entries, Frontier(size, tuple(hashes)))
        fault = tampered.fault()
        assert fault is not None and span(fault) == [start, end - 1]
        assert "the head was changed" in str(fault)
        assert "but what a saved checkpoint does (the head was changed)" in found(tampered, whole.checkpoint(size))


# Against a saved checkpoint


@given(st.data(), st.integers(1, 40))
def test_a_ledger_rewritten_together_with_its_head_is_found_by_a_saved_checkpoint(data: st.DataObject, size: int) -> None:
    whole = ledger(size)
    position = data.draw(st.integers(0, size - 1))
    saved = data.draw(st.lists(st.integers(0, size), max_size=4))
    entries = list(whole.entries)
    entries[position] = remade(with_part(entries[position], 2, body=b'{"name":"Eva"}'))
    tampered = Ledger(entries).sealed()
    after = [at for at in saved if at > position]
    fault = tampered.fault(*map(whole.checkpoint, saved))
    if not after:
        assert fault is None
    else:
        assert fault is not None and span(fault) == [max([at for at in saved if at <= position], default=0), min(after) - 1]
        assert f"not what the checkpoint of kinkeeper.example/log over {min(after)} stands for" in str(fault)


def test_a_ledger_cut_short_together_with_its_head_is_found_by_a_saved_checkpoint() -> None:
    tampered = Ledger(WHOLE.entries[:9]).sealed()
    assert tampered.fault(WHOLE.checkpoint(9)) is None
    says = "Entry 9: it is missing: the checkpoint of kinkeeper.example/log is over 12."
    assert found(tampered, WHOLE.checkpoint(13), WHOLE.checkpoint(12)) == says


def test_of_two_checkpoints_that_contradict_each_other_one_is_not_of_this_ledger() -> None:
    forged = replace(WHOLE.checkpoint(9), root=bytes(32))
    says = "not what the checkpoint of kinkeeper.example/log over 9 stands for (an entry was exchanged, moved or rewritten)."
    for saved in ([WHOLE.checkpoint(9), forged], [forged, WHOLE.checkpoint(12)], [forged]):
        assert found(WHOLE, *saved) == f"Entries 0 to 8: {says}"
    assert found(WHOLE, forged, WHOLE.checkpoint(8)) == f"Entry 8: {says}"
    assert found(WHOLE, replace(forged, size=0)).startswith("No entry: not what the checkpoint of kinkeeper.example/log over 0 stands for")


def test_an_exchange_before_a_fault_that_is_certain_is_named_first() -> None:
    entries = list(WHOLE.entries)
    entries[3], entries[6] = moved(entries[6], 3), moved(entries[3], 6)
    entries[11] = with_part(entries[11], 2, body=b"{}")
    assert found(Ledger(entries, WHOLE.head)).startswith("Entries 0 to 7: not what the head stands for")
    entries[5] = with_part(entries[5], 2, body=b"{}")
    assert found(Ledger(entries, WHOLE.head)).startswith("Entry 5: its part 2")
    gap = Ledger(entries[:2] + entries[3:], WHOLE.head)
    assert found(gap) == "Entry 2: it is missing."


# Expunged parts

ORDERED = {(2, 2): 9, (5, 1): 9, (5, 2): 11}


def test_a_part_that_was_expunged_by_a_later_entry_is_in_order() -> None:
    whole = ledger(SIZE, ORDERED)
    assert whole.fault(whole.checkpoint(6), whole.checkpoint(SIZE)) is None
    assert whole.entries[2].parts[1].body is None


def test_the_same_far_apart() -> None:
    whole = ledger(3 * AT_ONCE, {(2, 2): 2 * AT_ONCE + 5, (AT_ONCE, 2): 2 * AT_ONCE + 5})
    assert whole.fault() is None


@pytest.mark.parametrize(
    ("part", "changes", "says"),
    [
        ((2, 1), {"salt": None, "body": None}, "its part 1 is gone, and no entry is named that expunged it."),
        ((2, 1), {"salt": None, "body": None, "expunged_by": 9}, "its part 1 is gone, and entry 9 does not say that it expunged it."),
        ((2, 1), {"salt": None, "body": None, "expunged_by": 10}, "its part 1 is gone, and entry 10 does not say that it expunged it."),
        ((2, 1), {"salt": None, "body": None, "expunged_by": 99}, "its part 1 is gone, and entry 99 does not say that it expunged it."),
        (
            (2, 1),
            {"salt": None, "body": None, "expunged_by": 2},
            "its part 1 is gone, and entry 2 cannot have expunged it: it stands before.",
        ),
        ((2, 2), {"expunged_by": 8}, "its part 2 is gone, and entry 8 does not say that it expunged it."),
        ((2, 2), {"expunged_by": None}, "its part 2 is gone, and no entry is named that expunged it."),
        ((3, 2), {"expunged_by": 9}, "its part 2 is said to be expunged by entry 9, and is still there."),
    ],
)
def test_a_part_that_is_gone_without_an_entry_that_says_so(part: tuple[int, int], changes: dict[str, Any], says: str) -> None:
    position, k = part
    tampered = changed(position, lambda one: with_part(one, k, **changes), ledger(SIZE, ORDERED))
    assert found(tampered) == f"Entry {position}: {says}"


def test_an_entry_that_was_rewritten_expunges_nothing() -> None:
    order = canonical(core(9, EXPUNGED, {"parts": [[2, 2]]}))
    tampered = changed(2, lambda one: with_part(one, 2, salt=None, body=None, expunged_by=9))
    tampered = changed(9, lambda one: with_part(one, 1, body=order), tampered)
    assert found(tampered) == "Entry 2: its part 2 is gone, and entry 9 does not say that it expunged it."


@pytest.mark.parametrize("said", [{}, {"parts": 7}, {"parts": [[2]]}, [], {"parts": [[2, 2, 2]]}])
def test_an_order_that_names_no_parts_expunges_nothing(said: Any) -> None:
    entries = list(WHOLE.entries)
    entries[9] = remade(with_part(entries[9], 1, body=canonical(core(9) | {"kind": EXPUNGED, "said": said})))
    entries[2] = with_part(entries[2], 2, salt=None, body=None, expunged_by=9)
    assert found(Ledger(entries).sealed()) == "Entry 2: its part 2 is gone, and entry 9 does not say that it expunged it."


def test_with_a_part_expunged_what_is_left_is_still_proven() -> None:
    whole = ledger(SIZE, ORDERED)
    assert found(changed(2, lambda one: with_part(one, 1, body=b"{}"), whole)).startswith("Entry 2: its part 1 is not what was recorded")
    assert "the head stands for what its parts make" in found(changed(2, lambda one: one._replace(leaf=flip(one.leaf, 20)), whole))
    assert found(changed(2, lambda one: one._replace(leaf=b"x"), whole)) == "Entry 2: its leaf was changed: it commits to nothing."
    hidden = found(changed(2, lambda one: one._replace(leaf=flip(one.leaf, 500)), whole))
    assert hidden.startswith("Entries 0 to 7: not what the head stands for")


def test_an_order_whose_own_core_was_expunged_expunges_nothing() -> None:
    whole = ledger(SIZE, ORDERED | {(9, 1): 12})
    assert found(whole) == "Entry 2: its part 2 is gone, and entry 9 does not say that it expunged it."


# The time that is kept beside the core


@given(st.integers(0, SIZE - 1), st.integers(-(10**6), 10**6).filter(bool))
def test_an_entry_dated_back_or_forth(position: int, seconds: int) -> None:
    other = time_of(position) + timedelta(seconds=seconds)
    tampered = changed(position, lambda one: one._replace(recorded_at=other))
    assert found(tampered) == f"Entry {position}: it is kept as recorded at {other}, and says {time_of(position)}."


def test_a_core_that_says_no_time() -> None:
    for body in (b"{}", b"nonsense", b"\xff", b'{"at":"noon"}', b'{"at":"2026-07-01T12:02:00.000"}', b'{"at":"\xff"}'):
        whole = Ledger([*WHOLE.entries[:7], remade(with_part(WHOLE.entries[7], 1, body=body)), *WHOLE.entries[8:]]).sealed()
        assert found(whole) == f"Entry 7: it is kept as recorded at {time_of(7)}, and says nothing of when it was."


def test_a_time_that_stands_in_something_else_is_not_the_time_of_the_core() -> None:
    """Members may one day come before `at` that hold an `at` of their own."""
    later = "2026-07-02T00:00:00.000Z"
    cores = [canonical(core(0) | {"a": {"at": "2026-07-01T12:00:00.000Z"}, "at": at}) for at in ("2026-07-01T12:00:00.000Z", later)]
    entries = [remade(with_part(WHOLE.entries[at]._replace(recorded_at=time_of(0)), 1, body=body)) for at, body in enumerate(cores)]
    tampered = Ledger(entries).sealed()
    assert found(tampered) == f"Entry 1: it is kept as recorded at {time_of(0)}, and says {datetime(2026, 7, 2, tzinfo=UTC)}."


def test_without_times_kept_beside_there_is_nothing_to_compare() -> None:
    entries = [one._replace(recorded_at=None) for one in WHOLE.entries]
    assert Ledger(entries, WHOLE.head).fault() is None


# All of it at once

PLACES = st.integers(0, SIZE - 1)


def tampered_with(data: st.DataObject, entries: list[StoredEntry], position: int, what: str) -> None:
    """Change one thing of one entry."""
    one = entries[position]
    part = data.draw(st.sampled_from(one.parts))
    bit = data.draw(st.integers(0, 4_000))
    if what == "drop":
        del entries[position]
    elif what == "twice":
        entries.insert(position, one)
    elif what == "drop part":
        entries[position] = one._replace(parts=tuple(each for each in one.parts if each is not part))
    elif what in ("salt", "body"):
        value = getattr(part, what)
        entries[position] = with_part(one, part.k, **{what: flip(value, bit) if value else b"x"})
    else:
        entries[position] = {
            "leaf": one._replace(leaf=flip(one.leaf, bit)),
            "expunged_by": with_part(one, part.k, expunged_by=(part.expunged_by or 0) + 1),
            "k": with_part(one, part.k, k=part.k + data.draw(st.sampled_from([-1, 1, 2]))),
            "recorded_at": one._replace(recorded_at=time_of(position) + timedelta(microseconds=bit + 1)),
        }[what]


@given(st.data())
def test_nothing_that_is_changed_goes_unseen(data: st.DataObject) -> None:
    """One change anywhere in a stored ledger with expunged parts; the entry named is the one that was changed, or its range holds it."""
    whole = ledger(SIZE, ORDERED)
    position = data.draw(PLACES)
    what = data.draw(st.sampled_from(["leaf", "salt", "body", "expunged_by", "k", "drop", "drop part", "twice", "recorded_at"]))
    entries = list(whole.entries)
    tampered_with(data, entries, position, what)
    if what == "recorded_at" and entries[position].parts[0].body is None:
        return  # what the time was is gone with the core
    fault = Ledger(entries, whole.head).fault()
    assert fault is not None, what
    first, last = span(fault)
    # An order that was changed covers nothing any more: then the first entry that is wrong is one that it had expunged a part of.
    covered = {at for (at, _), by in ORDERED.items() if by == position}
    assert first <= position <= last or first in covered, f"{what} of {position}: {fault}"


def test_the_head_may_be_a_frontier_that_was_stored() -> None:
    stored = Frontier.from_bytes(SIZE, WHOLE.head.to_bytes())
    assert Ledger(WHOLE.entries, stored).fault() is None
