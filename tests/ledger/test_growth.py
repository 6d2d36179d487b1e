"""What came since the last checkpoint is made again before it is signed."""

import pytest

from kinkeeper.ledger.growth import sound_leaves
from kinkeeper.ledger.stored import Slice, StoredEntry, commitments_in
from kinkeeper.ledger.verify import Fault

from .ledgers import ledger, moved, with_part


def slice_of(entries: list[StoredEntry]) -> Slice:
    return Slice([one[:3] for one in entries], [part for one in entries for part in one.parts])


def test_the_leaves_are_those_that_the_parts_make() -> None:
    whole = ledger(9)
    assert sound_leaves(slice_of(whole.entries[4:]), 4) == whole.leaves[4:]


def test_a_part_that_was_expunged_is_known_by_its_commitment() -> None:
    whole = ledger(9, {(5, 2): 8})
    assert sound_leaves(slice_of(whole.entries[4:]), 4) == whole.leaves[4:]


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([with_part(ledger(9).entries[4], 2, body=b"{}")], "Entry 4: its leaf and its parts do not belong together."),
        ([with_part(ledger(9).entries[4], 1, salt=None)], "Entry 4: of its part 1 the salt is gone and the rest is there."),
        ([ledger(9).entries[5]], "Entry 4: it is missing."),
        ([ledger(9).entries[4], moved(ledger(9).entries[6], 6)], "Entry 5: it is missing."),
        ([ledger(9).entries[4]._replace(leaf=None)], "Entry 4: it is missing; its parts are still there."),
    ],
)
def test_the_first_that_is_wrong_is_named(entries: list[StoredEntry], says: str) -> None:
    stored = slice_of(entries)
    if entries[0].leaf is None:
        stored = Slice([], stored.parts)
    found = sound_leaves(stored, 4)
    assert isinstance(found, Fault) and str(found) == says


def test_a_leaf_tells_its_commitments_and_what_is_none_tells_nothing() -> None:
    one = ledger(1).entries[0]
    assert one.leaf
    assert commitments_in(one.leaf) == [one.leaf[2:34], one.leaf[34:]]
    assert commitments_in(b"") == commitments_in(one.leaf[:-1]) == commitments_in(b"\x02" + one.leaf[1:]) == []
