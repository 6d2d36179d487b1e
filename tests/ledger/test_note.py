"""Signed notes, as C2SP and Go have them."""

import traceback
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.ledger.cosignature import CosignerKey
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.note import Note, Signature, SigningKey, Untrusted, VerifierKey, parse_note, refuse_unsigned, signers

from .keys import log_key, witness_key

SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
GO_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
KEY = log_key("example.com/log")
OTHER = log_key("example.com/other")


def test_the_example_of_the_specification() -> None:
    key = VerifierKey.parse(SPEC_KEY)
    note = parse_note(SPEC_NOTE)
    assert str(key) == SPEC_KEY
    assert key.key_id.hex() == "530d903a"
    assert note.text == "This is an example message.\n"
    assert str(note) == SPEC_NOTE
    assert list(signers(note, [key])) == [key]


def test_the_example_of_go_is_signed_to_the_byte() -> None:
    key = SigningKey.parse(GO_SECRET)
    text = parse_note(GO_NOTE).text
    assert str(key.verifier) == GO_KEY
    assert key.secret_text() == GO_SECRET
    assert str(Note(text, (key.sign(text),))) == GO_NOTE


def test_a_secret_key_does_not_show_itself() -> None:
    assert "81" not in repr(SigningKey("x", b"\x81" * 32))
    wrong = GO_SECRET.replace("c74f20a3", "c74f20a4")
    for text in (wrong, GO_SECRET.removeprefix("PRIVATE+KEY+"), GO_SECRET[:-4], "nonsense", ""):
        with pytest.raises(Unreadable, match="signing key") as error:
            SigningKey.parse(text)
        assert GO_SECRET[-20:-4] not in "".join(traceback.format_exception(error.value))


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        SPEC_KEY.replace("530d903a", "530d903b"),
        SPEC_KEY.replace("530d903a", "530D903A"),
        SPEC_KEY.replace("foo", "fo o"),
        SPEC_KEY.replace("foo", "fo\u00a0o"),
        SPEC_KEY.removeprefix("example.com/foo"),
        SPEC_KEY[:-4],
        SPEC_KEY + " ",
    ],
)
def test_what_is_no_key_is_refused(vkey: str) -> None:
    with pytest.raises(Unreadable):
        VerifierKey.parse(vkey)


def test_a_key_of_another_kind_is_refused_by_its_type() -> None:
    with pytest.raises(Unreadable, match="type 0x01; needed here is type 0x04"):
        CosignerKey.parse(SPEC_KEY)
    with pytest.raises(Unreadable, match="type 0x04; needed here is type 0x01"):
        VerifierKey.parse(str(witness_key("w").verifier))


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\n\n",
        "text\n— a AAAAAAA=\n",
        "text\n\n— a AAAAAAA=",
        "text\n\n- a AAAAAAA=\n",
        "text\n\n— a  AAAAAAA=\n",
        "text\n\n— AAAAAAA=\n",
        "text\n\n— a+b AAAAAAA=\n",
        "text\n\n— a AAAAAA==\n",
        "text\n\n— a AAAA!AA=\n",
        "text\n\n— a AAAAAAA= \n",
        "text\r\n\n— a AAAAAAA=\n",
        "te\txt\n\n— a AAAAAAA=\n",
        "text\n\n" + "— a AAAAAAA=\n" * 101,
    ],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(Unreadable):
        parse_note(note)


def test_the_last_empty_line_divides_and_a_hundred_signatures_are_taken() -> None:
    note = parse_note("one\n\ntwo\n\n" + "— a AAAAAAA=\n" * 100)
    assert note.text == "one\n\ntwo\n"
    assert len(note.signatures) == 100


@given(st.text(st.characters(min_codepoint=32, exclude_categories=("Cs",)) | st.just("\n")), st.integers(1, 16))
def test_a_note_is_read_as_it_was_signed(text: str, count: int) -> None:
    text += "\n"
    keys = [log_key(f"k{n}") for n in range(count)]
    note = parse_note(str(Note(text, tuple(key.sign(text) for key in keys))))
    assert note.text == text
    assert list(signers(note, [key.verifier for key in keys])) == [key.verifier for key in keys]


def test_signatures_of_keys_not_known_are_passed_over() -> None:
    text = "text\n"
    strange = Signature(KEY.name, b"\0\0\0\x06", b"of another kind")
    note = Note(text, (strange, OTHER.sign(text), KEY.sign(text)))
    assert list(signers(note, [KEY.verifier])) == [KEY.verifier]
    refuse_unsigned(note, [KEY.verifier])


def test_a_false_signature_of_a_known_key_spoils_the_note() -> None:
    note = Note("text\n", (OTHER.sign("text\n"), KEY.sign("another text\n")))
    assert list(signers(note, [OTHER.verifier])) == [OTHER.verifier]
    with pytest.raises(Untrusted, match=r"signature of example.com/log is false"):
        signers(note, [OTHER.verifier, KEY.verifier])


def test_the_first_signature_of_a_key_counts() -> None:
    note = Note("text\n", (KEY.sign("text\n"), KEY.sign("another text\n")))
    assert signers(note, [KEY.verifier]) == {KEY.verifier: note.signatures[0]}


def test_a_note_that_nobody_known_signed_is_refused() -> None:
    with pytest.raises(Untrusted, match="None of the keys"):
        refuse_unsigned(Note("text\n", (OTHER.sign("text\n"),)), [KEY.verifier])


@given(st.data())
def test_one_letter_changed_and_the_signature_does_not_hold(data: st.DataObject) -> None:
    text = "kinkeeper.example/log\n17\nabc\n"
    signature = KEY.sign(text)
    at = data.draw(st.integers(0, len(text) - 1))
    other = text[:at] + data.draw(st.characters(min_codepoint=32, max_codepoint=126).filter(lambda c: c != text[at])) + text[at + 1 :]
    bit = data.draw(st.integers(0, 511))
    flipped = (int.from_bytes(signature.signed, "big") ^ (1 << bit)).to_bytes(64, "big")
    assert not KEY.verifier.verifies(other, signature.signed)
    assert not KEY.verifier.verifies(text, flipped)
    assert not KEY.verifier.verifies(text, signature.signed[: bit // 8])
    assert not replace(KEY.verifier, public=OTHER.verifier.public).verifies(text, signature.signed)
