"""The bytes of an entry."""

import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.ledger.canonical import canonical
from kinkeeper.ledger.entry import Part, leaf, leaf_of

names = st.text(st.characters(min_codepoint=32, max_codepoint=126))
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


def test_a_commitment_hides_and_binds() -> None:
    salt, body = bytes(32), b'{"name":"x"}'
    assert Part(salt, body).commitment() == sha256(b"kinkeeper/commit/v1\n" + salt + body).digest()


def test_a_leaf_holds_a_version_a_count_and_the_commitments() -> None:
    parts = [Part(bytes(32), b"{}"), Part(b"\x01" * 32, b"{}")]
    assert leaf(parts) == b"\x01\x02" + parts[0].commitment() + parts[1].commitment()
    assert len(leaf(parts)) == 66


@pytest.mark.parametrize("count", [0, 9])
def test_a_leaf_has_one_to_eight_parts(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 8"):
        leaf_of([bytes(32)] * count)


@given(st.dictionaries(names, plain, max_size=5))
def test_a_body_is_canonical_as_rfc_8785_for_ascii_member_names(value: dict[str, Any]) -> None:
    wanted = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(value) == wanted.encode()


@pytest.mark.parametrize("value", [object(), "\ud800", {1: object()}])
def test_what_canonical_json_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="cannot stand"):
        canonical({"value": value})
