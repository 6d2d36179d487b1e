"""What a witness signs: this checkpoint, and when it was seen. C2SP tlog-cosignature v1.0.1, Ed25519 (type 0x04).

The signature's bytes are the time (eight bytes, seconds since 1970) and an Ed25519 signature over

    cosignature/v1
    time <seconds>
    <text of the checkpoint>

The witness's name is not in it, so a witness needs a key of its own for each name.
"""

from dataclasses import dataclass
from typing import ClassVar

from kinkeeper.ledger.note import Signature, SigningKey, VerifierKey

COSIGNATURE = 0x04
_TIME_BYTES = 8
_LATEST = 2**63


@dataclass(frozen=True, slots=True)
class CosignerKey(VerifierKey):
    """The key that a witness's cosignatures are checked with."""

    kind: ClassVar[int] = COSIGNATURE

    def verifies(self, text: str, signed: bytes) -> bool:
        """Whether `signed` is this witness's cosignature of the text."""
        time = int.from_bytes(signed[:_TIME_BYTES], "big")
        return time < _LATEST and self._verifies(_message(text, time), signed[_TIME_BYTES:])


@dataclass(frozen=True, slots=True)
class CosigningKey(SigningKey):
    """The key that a witness cosigns with."""

    verifier_class: ClassVar[type[VerifierKey]] = CosignerKey

    def cosign(self, text: str, time: int) -> Signature:
        """Say that the checkpoint with this text was seen at this time, in seconds since 1970."""
        return Signature(self.name, self.verifier.key_id, time.to_bytes(_TIME_BYTES, "big") + self._signed(_message(text, time)))


def time_of(cosignature: Signature) -> int:
    """When the witness saw the checkpoint, in seconds since 1970."""
    return int.from_bytes(cosignature.signed[:_TIME_BYTES], "big")


def _message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()
