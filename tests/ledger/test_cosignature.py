"""What a witness signs."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.cosignature import CosignerKey, CosigningKey, time_of
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.note import Signature

from .keys import log_key, witness_key

TEXT = Checkpoint("example.com/behind-the-sofa", 20852163, bytes(range(32))).text
KEY = witness_key("witness.example/w1")


def test_the_signature_is_the_time_and_a_signature_over_header_time_and_checkpoint() -> None:
    cosignature = KEY.cosign(TEXT, 1679315147)
    assert cosignature.signed[:8] == (1679315147).to_bytes(8, "big")
    message = b"cosignature/v1\ntime 1679315147\n" + TEXT.encode()
    Ed25519PublicKey.from_public_bytes(KEY.verifier.public).verify(cosignature.signed[8:], message)
    assert cosignature.key_id == sha256(b"witness.example/w1\n\x04" + KEY.verifier.public).digest()[:4]


def test_the_key_is_handed_out_and_kept_as_of_its_type() -> None:
    assert CosignerKey.parse(str(KEY.verifier)) == KEY.verifier
    assert CosigningKey.parse(KEY.secret_text()) == KEY
    with pytest.raises(Unreadable):
        CosigningKey.parse(log_key("w").secret_text())


@given(st.integers(0, 2**63 - 1), st.integers(0, 575))
def test_it_holds_for_its_time_and_its_text_only(time: int, bit: int) -> None:
    cosignature = KEY.cosign(TEXT, time)
    assert time_of(cosignature) == time
    assert KEY.verifier.verifies(TEXT, cosignature.signed)
    assert not KEY.verifier.verifies(TEXT + "x\n", cosignature.signed)
    flipped = (int.from_bytes(cosignature.signed, "big") ^ (1 << bit)).to_bytes(72, "big")
    assert not KEY.verifier.verifies(TEXT, flipped)
    assert not KEY.verifier.verifies(TEXT, cosignature.signed[: bit // 8])


def test_a_time_beyond_what_the_format_allows_does_not_count() -> None:
    signed = KEY.cosign(TEXT, 2**63).signed
    assert not KEY.verifier.verifies(TEXT, signed)


def test_a_signature_of_the_plain_text_is_no_cosignature() -> None:
    plain: Signature = KEY.sign(TEXT)
    assert not KEY.verifier.verifies(TEXT, plain.signed)
