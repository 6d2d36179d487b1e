"""The example in docs/ledger-format.md is what the code makes: whoever writes another program can rely on it."""

import re
from hashlib import sha256

from kinkeeper.ledger.cosignature import CosignerKey, time_of
from kinkeeper.ledger.entry import Part, leaf
from kinkeeper.ledger.note import VerifierKey, parse_note
from kinkeeper.ledger.policy import parse_policy
from kinkeeper.ledger.receipt import Receipt, check
from kinkeeper.ledger.receipt_number import number_of
from kinkeeper.ledger.tree import Frontier, leaf_hash
from tests.architecture.source import ROOT


def block(name: str) -> str:
    found = re.search(rf"```{name}\n(.*?)```", (ROOT / "docs/ledger-format.md").read_text(), re.DOTALL)
    assert found
    return found[1]


def told() -> dict[str, str]:
    """What the lines say, by their words before the last."""
    lines = [line for line in block("example").splitlines() if not line.startswith("body")]
    return dict(line.rsplit(" ", 1) for line in lines)


def parts() -> list[tuple[Part, ...]]:
    found: dict[int, list[Part]] = {}
    for position, k, body in re.findall(r"^body (\d) (\d) (.*)$", block("example"), re.MULTILINE):
        found.setdefault(int(position), []).append(Part(sha256(f"salt {position} {k}".encode()).digest(), body.encode()))
    return [tuple(found[position]) for position in sorted(found)]


def test_the_entries_lead_to_the_root_in_the_doc() -> None:
    made, said = [leaf(one) for one in parts()], told()
    assert len(made) == 3
    assert parts()[0][0].commitment().hex() == said["commitment 0 1"]
    assert (made[0].hex(), leaf_hash(made[0]).hex()) == (said["leaf 0"], said["leaf-hash 0"])
    assert Frontier().extended(made).root().hex() == said["root 3"]
    assert str(number_of(1, made[1])) == said["number 1"]


def test_the_checkpoint_and_the_receipt_in_the_doc_are_good() -> None:
    said = told()
    log, witness = VerifierKey.parse(said["log"]), CosignerKey.parse(said["witness"])
    policy = parse_policy(f"log {log}\nwitness court {witness}\nquorum court\n".encode())
    accepted = policy.check(parse_note(block("checkpoint")))
    assert (accepted.checkpoint.size, accepted.seen) == (3, {"court": 1_790_000_000})
    receipt = Receipt.parse(block("receipt"))
    assert check(receipt, policy).checkpoint == accepted.checkpoint
    assert receipt.parts == (parts()[1][0], parts()[1][1].commitment())
    assert time_of(receipt.note.signatures[1]) == 1_790_000_000
