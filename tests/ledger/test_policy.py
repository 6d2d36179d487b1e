"""Whom to believe."""

from itertools import combinations

import pytest

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.note import Note, Untrusted
from kinkeeper.ledger.policy import Policy, parse_policy

from .keys import ORIGIN, log_key, signed, witness_key

ROOT = bytes(32)
LOG = f"log {log_key().verifier}"


def witness(name: str) -> str:
    return f"witness {name} {witness_key(name).verifier}"


def policy(*lines: str) -> Policy:
    return parse_policy("\n".join(lines).encode() + b"\n")


EXAMPLE = (
    "# The example of the specification",
    "",
    LOG + " https://kinkeeper.example/log/",
    *(witness(name) for name in ("X1", "X2", "X3")),
    "group X-witnesses 2 X1 X2 X3",
    *("  \t" + witness(name) + "\t" for name in ("Y1", "Y2", "Y3")),
    "group  Y-witnesses\tany Y1 Y2 Y3",
    "  # and now",
    "group X-and-Y all X-witnesses Y-witnesses",
    "quorum X-and-Y",
)


def test_the_example_of_the_specification() -> None:
    example = policy(*EXAMPLE)
    names = ("X1", "X2", "X3", "Y1", "Y2", "Y3")
    for count in range(len(names) + 1):
        for who in combinations(names, count):
            note = signed(9, ROOT, *who)
            if sum(name[0] == "X" for name in who) >= 2 and any(name[0] == "Y" for name in who):
                accepted = example.check(note)
                assert accepted.checkpoint == Checkpoint(ORIGIN, 9, ROOT)
                assert accepted.seen == dict.fromkeys(who, 1_790_000_000)
            else:
                with pytest.raises(Untrusted, match="Not enough witnesses"):
                    example.check(note)


def test_one_witness_can_be_the_quorum_and_none_can() -> None:
    assert policy(LOG, witness("court"), "quorum court").check(signed(9, ROOT, "court")).seen
    with pytest.raises(Untrusted, match="nobody did, and court has to"):
        policy(LOG, witness("court"), "quorum court").check(signed(9, ROOT, "counsel"))
    assert policy(LOG, witness("court"), "quorum none").check(signed(9, ROOT)).seen == {}


def test_a_log_may_have_more_than_one_key_and_there_may_be_more_than_one_log() -> None:
    other = log_key("other.example/log")
    second = policy(LOG, f"log {other.verifier}", "quorum none")
    assert second.check(signed(9, ROOT, origin="other.example/log")).checkpoint.origin == "other.example/log"
    with pytest.raises(Untrusted, match="No key is known"):
        second.check(signed(9, ROOT, origin="third.example/log"))


def test_a_checkpoint_that_the_log_did_not_sign_is_not_believed_whoever_saw_it() -> None:
    note = signed(9, ROOT, "court")
    with pytest.raises(Untrusted, match="None of the keys"):
        policy(LOG, witness("court"), "quorum court").check(Note(note.text, note.signatures[1:]))


def test_a_false_cosignature_spoils_the_checkpoint() -> None:
    note = signed(9, ROOT, "court")
    false = witness_key("counsel").cosign("another text\n", 1)
    with pytest.raises(Untrusted, match="signature of counsel is false"):
        policy(LOG, witness("court"), witness("counsel"), "quorum court").check(Note(note.text, (*note.signatures, false)))


def test_names_are_bytes_of_any_encoding() -> None:
    line = (
        witness("court").replace(" court ", " K\N{KELVIN SIGN} ", 1).encode()
        + b"\n"
        + witness("x").replace(" x ", " \xe9 ", 1).encode("latin-1")
    )
    read = parse_policy(LOG.encode() + b"\n" + line + b"\nquorum \xe9\n")
    assert set(read.witnesses) == {"K\N{KELVIN SIGN}", "\udce9"}
    assert read.check(signed(9, ROOT, "x")).seen


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((LOG,), "no line that says the quorum"),
        ((LOG, "quorum none", "quorum none"), "Line 3 .* said twice"),
        (("quorum court",), "Line 1 .* says who court is"),
        ((LOG, LOG, "quorum none"), "Line 2 .* log's key stands there twice"),
        ((witness("a"), witness("a").replace(" a ", " b ", 1), "quorum a"), "witness's key stands there twice"),
        ((witness("a"), witness("b").replace(" b ", " a ", 1), "quorum a"), "name a is taken"),
        ((witness("none"), "quorum none"), "name none is taken"),
        ((witness("a"), "group a any a", "quorum a"), "name a is taken"),
        ((witness("a"), "group g any none", "quorum g"), "says who none is"),
        ((witness("a"), "group g any a a", "quorum g"), "a is in a group already"),
        ((witness("a"), "group g any a", "group h any a", "quorum g"), "a is in a group already"),
        ((witness("a"), "group g 2 a", "quorum g"), "Of 1 no 2"),
        ((witness("a"), "group g 0 a", "quorum g"), "Of 1 no 0"),
        ((witness("a"), "group g 01 a", "quorum g"), "whole number"),
        ((witness("a"), "group g any", "quorum g"), "not a line"),
        ((witness("a"), "group g any h", "group h any a", "quorum g"), "Line 2 .* says who h is"),
        ((LOG + " https://a.example https://b.example", "quorum none"), "not a line"),
        ((witness("a") + " https://a.example more", "quorum none"), "not a line"),
        (("logs x", "quorum none"), "not a line"),
        (("log nonsense", "quorum none"), "Line 1 of the policy: "),
        ((f"log {witness_key('w').verifier}", "quorum none"), "type 0x04; needed here is type 0x01"),
        ((f"witness w {log_key('w').verifier}", "quorum w"), "type 0x01; needed here is type 0x04"),
        (("quorum none\r",), "control characters"),
    ],
)
def test_what_is_no_policy_is_refused_by_its_line(lines: tuple[str, ...], says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        policy(*lines)
