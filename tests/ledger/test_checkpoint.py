"""Checkpoints: five lines, also from paper."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.ledger.checkpoint import Checkpoint, open_checkpoint, read_saved
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.note import Note, Untrusted, VerifierKey, parse_note, signers

from .keys import ORIGIN, log_key, signed, witness_key

SPEC_TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
ROOT = bytes(range(100, 132))
NOTE = signed(1234567, ROOT, "court", "counsel")


def test_the_example_of_the_specification() -> None:
    checkpoint = Checkpoint.parse(SPEC_TEXT)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root.hex() == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    assert checkpoint.text == SPEC_TEXT


def test_further_lines_are_kept() -> None:
    text = SPEC_TEXT + "more\nand more\n"
    assert Checkpoint.parse(text).extensions == ("more", "and more")
    assert Checkpoint.parse(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n1\n",
        SPEC_TEXT.removesuffix("\n"),
        SPEC_TEXT + "\n",
        SPEC_TEXT.replace("20852163", "020852163"),
        SPEC_TEXT.replace("20852163", "-1"),
        SPEC_TEXT.replace("CsUY", "CsU"),
        SPEC_TEXT.replace("I=\n", "J=\n"),
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Checkpoint.parse(text)


def test_only_the_log_itself_signs_its_checkpoint() -> None:
    keys = [log_key().verifier, log_key("other.example/log").verifier]
    assert open_checkpoint(NOTE, keys) == Checkpoint(ORIGIN, 1234567, ROOT)
    by_another = Note(NOTE.text, (log_key("other.example/log").sign(NOTE.text),))
    with pytest.raises(Untrusted, match="None of the keys"):
        open_checkpoint(by_another, keys)
    with pytest.raises(Untrusted, match=f"No key is known of the log {ORIGIN}"):
        open_checkpoint(NOTE, keys[1:])


# From paper


def as_saved(text: str) -> Note:
    note = read_saved(text)
    assert note.text == NOTE.text
    return note


@pytest.mark.parametrize(
    "typed",
    [
        str(NOTE),
        str(NOTE).replace("\n", "\r\n"),
        str(NOTE).replace("\n", "\r"),
        "\ufeff" + str(NOTE),
        str(NOTE).replace("\n\n", "\n"),
        str(NOTE).replace("\n", "\n\n\n"),
        "\n  " + str(NOTE).replace("\n", "  \n\t "),
        str(NOTE).replace("/log\n", "/log  \n", 1),
        str(NOTE).replace("—", "-"),
        str(NOTE).replace("—", "--"),
        str(NOTE).replace("—", "–"),
        str(NOTE).replace("1234567", "1,234,567"),
        str(NOTE).replace("1234567", "1 234 567"),
        str(NOTE).replace("1234567", "1.234.567"),
        str(NOTE).removesuffix("\n"),
    ],
)
def test_a_copy_typed_from_paper_says_the_same(typed: str) -> None:
    keys: list[VerifierKey] = [log_key().verifier, witness_key("court").verifier, witness_key("counsel").verifier]
    assert list(signers(as_saved(typed), keys)) == keys


@given(st.data())
def test_letters_in_groups_and_lines_broken_anywhere_say_the_same(data: st.DataObject) -> None:
    lines = str(NOTE).split("\n")
    typed = [lines[0], lines[1], broken(data, lines[2]), ""]
    for line in lines[4:-1]:
        dash, name, letters = line.split(" ")
        typed.append(f"{dash}{data.draw(st.sampled_from([' ', '  ', chr(10)]))}{name} {broken(data, letters)}")
    assert parse_note(str(as_saved("\n".join(typed)))) == NOTE


def broken(data: st.DataObject, letters: str) -> str:
    """The same letters with spaces and line ends between some of them."""
    for at in sorted(data.draw(st.sets(st.integers(1, len(letters) - 1), max_size=5)), reverse=True):
        letters = letters[:at] + data.draw(st.sampled_from([" ", "\n", "\n   "])) + letters[at:]
    return letters


@pytest.mark.parametrize("lines", [3, 4])
def test_the_three_lines_are_enough(lines: int) -> None:
    assert as_saved("\n".join(str(NOTE).split("\n")[:lines])).signatures == ()


def test_an_exact_copy_with_further_lines_is_taken_as_it_is() -> None:
    text = SPEC_TEXT + "more\n"
    note = Note(text, (log_key("example.com/behind-the-sofa").sign(text),))
    assert read_saved(str(note)) == note


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "not a checkpoint"),
        ("kinkeeper.example/log\n17", "not a checkpoint"),
        ("kinkeeper.example/log\nseventeen\n" + "A" * 43 + "=", "whole number"),
        (SPEC_TEXT.replace("qom", "qo"), "44 letters, not 43"),
        (SPEC_TEXT.replace("qom", "q0mm"), "44 letters, not 45"),
        (SPEC_TEXT.replace("qom", "q?m"), "Base64"),
        (SPEC_TEXT + "\n— name\n", "signature"),
        (SPEC_TEXT + "\n— \n", "signature"),
        (SPEC_TEXT + "\n— name AAA\n", "Base64"),
        (re.sub("—.*", "— a+b AAAAAAA=", str(NOTE)), "signature"),
    ],
)
def test_what_cannot_be_made_out_is_refused_in_a_sentence(typed: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read_saved(typed)
