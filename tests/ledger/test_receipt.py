"""What the holder of a receipt can prove."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.ledger.canonical import canonical
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.entry import Part, leaf
from kinkeeper.ledger.lines import Unreadable, to_base64
from kinkeeper.ledger.note import Note, Untrusted
from kinkeeper.ledger.policy import parse_policy
from kinkeeper.ledger.proof import LeafHashes, NotProven, inclusion_proof
from kinkeeper.ledger.receipt import Receipt, check
from kinkeeper.ledger.tree import leaf_hash

from .keys import log_key, signed, witness_key
from .plain import mth

SIZE = 40
PARTS = [
    (Part(bytes([n]) * 32, b'{"kind":"tie.asserted"}'), Part(bytes([n + 100]) * 32, canonical({"child": f"Yamilet {n}", "name": "Ñ — 名"})))
    for n in range(SIZE)
]
HASHES = [leaf_hash(leaf(parts)) for parts in PARTS]
NOTE = signed(SIZE, mth(HASHES), "court", "counsel")
POLICY = parse_policy(
    f"log {log_key().verifier}\nwitness court {witness_key('court').verifier}\nwitness counsel {witness_key('counsel').verifier}\n"
    "group both all court counsel\nquorum both\n".encode()
)


def receipt(index: int) -> Receipt:
    return Receipt(index, PARTS[index], inclusion_proof(LeafHashes(HASHES), index, SIZE), NOTE)


@pytest.mark.parametrize("index", range(SIZE))
def test_each_receipt_proves_its_entry_and_says_when_witnesses_saw_it(index: int) -> None:
    read = Receipt.parse(str(receipt(index)))
    assert read == receipt(index)
    accepted = check(read, POLICY)
    assert accepted.checkpoint.size == SIZE
    assert accepted.seen == {"court": 1_790_000_000, "counsel": 1_790_000_000}


def test_it_reads_as_the_format_has_it() -> None:
    lines = str(receipt(7)).split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 7"
    assert "\n".join(lines).endswith("\n\n" + str(NOTE))


def test_without_bodies_it_proves_as_much_and_names_nobody() -> None:
    bare = receipt(7).without_bodies()
    check(Receipt.parse(str(bare)), POLICY)
    assert bare.without_bodies() == bare
    assert all(isinstance(part, bytes) and len(part) == 32 for part in bare.parts)


def test_one_part_can_be_shown_and_the_other_not() -> None:
    shown = replace(receipt(7), parts=(PARTS[7][0], PARTS[7][1].commitment()))
    check(Receipt.parse(str(shown)), POLICY)


@given(st.data(), st.integers(0, SIZE - 1))
def test_a_receipt_in_which_anything_was_changed_proves_nothing(data: st.DataObject, index: int) -> None:
    text = str(receipt(index))
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.characters(min_codepoint=32, max_codepoint=126).filter(lambda c: c != text[at])) + text[at + 1 :]
    with pytest.raises((Unreadable, NotProven, Untrusted)):
        check(Receipt.parse(changed), POLICY)


@given(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1))
def test_a_receipt_with_the_parts_or_the_place_of_another_proves_nothing(index: int, other: int) -> None:
    if index == other:
        return
    for wrong in (replace(receipt(index), parts=PARTS[other]), replace(receipt(index), index=other)):
        with pytest.raises(NotProven):
            wrong.prove(Checkpoint.parse(NOTE.text))


def test_a_receipt_whose_checkpoint_too_few_saw_is_not_believed() -> None:
    with pytest.raises(Untrusted, match="Not enough witnesses"):
        check(replace(receipt(7), note=Note(NOTE.text, NOTE.signatures[:2])), POLICY)


def extra(value: object) -> str:
    lines = str(receipt(7)).split("\n")
    lines[1] = f"extra {to_base64(value if isinstance(value, bytes) else canonical(value))}"
    return "\n".join(lines)


HASH = to_base64(bytes(32))


@pytest.mark.parametrize(
    "text",
    [
        "",
        str(NOTE),
        str(receipt(7)).replace("@v1", "@v2"),
        str(receipt(7)).replace("extra ", "extras "),
        str(receipt(7)).replace("index 7", "index 07"),
        str(receipt(7)).replace("index 7", "at 7"),
        str(receipt(7)).replace("\nindex 7", ""),
        extra(b"nonsense"),
        extra(b'{"parts":[{"body":"\xff","salt":""}]}'),
        extra({"parts": []}),
        extra({"parts": [{"commitment": HASH}] * 9}),
        extra({"parts": [{"commitment": HASH, "body": "{}"}]}),
        extra({"parts": [{"commitment": HASH, "salt": HASH}]}),
        extra({"parts": [{"body": "{}"}]}),
        extra({"parts": [{"salt": HASH}]}),
        extra({"parts": [{"salt": HASH, "body": "{}", "commitment": HASH}]}),
        extra({"parts": [{}]}),
        extra({"parts": [{"body": "{}", "salt": to_base64(bytes(31))}]}),
        extra({"parts": [{"commitment": to_base64(bytes(31))}]}),
        extra({"parts": [{"commitment": HASH}], "more": 1}),
        extra({"parts": [{"commitment": HASH, "more": 1}]}),
        extra([]),
        extra(b'{"parts":[{"commitment":"%s"}],"parts":[]}' % HASH.encode()),
        extra(b'{"parts":[{"body":"\\ud800","salt":"%s"}]}' % HASH.encode()),
        extra(b"[" * 100_000),
    ],
)
def test_what_is_no_receipt_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Receipt.parse(text)
