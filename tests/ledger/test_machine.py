"""The ledger's parts against a plain list and a naive tree, over long random histories: what is honest goes on, what is not is refused.

A history grows, rolls back, is killed, expunges, is backed up, has an old backup put back, forks; a signer and three witnesses follow,
some of them late. Seeded: the seed and the step stand in the message.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.proof import LeafHashes, NotProven, consistency_proof, inclusion_proof, verify_inclusion
from kinkeeper.ledger.stored import EXPUNGED
from kinkeeper.ledger.tree import Frontier, leaf_hash
from kinkeeper.ledger.witness import Refusal, Seen, follow

from . import plain
from .keys import ORIGIN
from .ledgers import Ledger, core, entry, with_part

LONGEST = 72
"""Then a new history begins: longer ones would only make the naive tree slower."""


@dataclass
class Machine:
    """The stored ledger, those who follow it, and the plain list that it has to agree with."""

    chance: random.Random
    stored: Ledger = field(default_factory=lambda: Ledger([]))
    said: list[bytes] = field(default_factory=list)
    """Oracle: the leaf hashes of everything that was acknowledged, in order."""
    gone: set[tuple[int, int]] = field(default_factory=set)
    """Oracle: the parts that were expunged."""
    signer: Seen = field(default_factory=Seen)
    witnesses: list[Seen] = field(default_factory=lambda: [Seen()] * 3)
    saved: list[Checkpoint] = field(default_factory=list)
    backups: list[tuple[Ledger, int]] = field(default_factory=list)

    def step(self) -> None:
        if len(self.said) > LONGEST:
            self.__init__(self.chance)  # type: ignore[misc]
        doing: list[tuple[Callable[[], None], int]] = [
            (self.append, 30),
            (self.roll_back, 10),
            (self.killed, 8),
            (self.expunge, 4),
            (self.sign, 12),
            (self.witness, 12),
            (self.back_up, 4),
            (self.save, 4),
            (self.receipt, 8),
            (self.put_old_back, 4),
            (self.fork, 4),
            (self.look, 4),
        ]
        self.chance.choices([what for what, _ in doing], [often for _, often in doing])[0]()
        assert self.stored.head.size == len(self.said) == len(self.stored.entries)
        assert self.stored.head.root() == plain.mth(self.said)

    # What an honest house does

    def made(self) -> Ledger:
        """The ledger with some entries more, as it would be committed."""
        new = [
            entry(len(self.said) + at, [core(len(self.said) + at), {"name": "Ana"}], self.chance) for at in range(self.chance.randint(1, 4))
        ]
        return Ledger([*self.stored.entries, *new], self.stored.head.extended([one.leaf or b"" for one in new]))

    def append(self) -> None:
        self.commit(self.made())

    def commit(self, after: Ledger) -> None:
        self.said += [leaf_hash(leaf) for leaf in after.leaves[len(self.said) :]]
        self.stored = after

    def roll_back(self) -> None:
        """Decided and not committed: nothing of it counts, positions included."""
        self.made()

    def killed(self) -> None:
        """In the middle: the transaction is there whole or not at all, and so is the head."""
        before, after = self.stored, self.made()
        if self.chance.random() < 0.5:
            self.commit(after)
        else:
            assert (self.stored.entries, self.stored.head) == (before.entries, before.head)
        assert Frontier.from_bytes(self.stored.head.size, self.stored.head.to_bytes()) == self.stored.head

    def expunge(self) -> None:
        there = [(at, 2) for at in range(len(self.said)) if (at, 2) not in self.gone and expunges(self.stored, at) is False]
        if not there:
            return
        parts = sorted(self.chance.sample(there, min(len(there), self.chance.randint(1, 2))))
        position = len(self.said)
        order = entry(position, [core(position, EXPUNGED, {"parts": parts}), {"order": "18-cv-1"}], self.chance)
        after = Ledger([*self.stored.entries, order], self.stored.head.extended([order.leaf or b""]))
        for at, k in parts:
            after.entries[at] = with_part(after.entries[at], k, salt=None, body=None, expunged_by=position)
        self.gone |= set(parts)
        self.commit(after)

    # Those who follow

    def asked(self, ledger: Ledger, seen: Seen) -> Seen | Refusal:
        hashes = LeafHashes([leaf_hash(leaf) for leaf in ledger.leaves])
        old = min(seen.size, ledger.head.size)
        proof = consistency_proof(hashes, old, ledger.head.size)
        return follow(Checkpoint(ORIGIN, ledger.head.size, ledger.head.root()), seen.size, proof, seen)

    def sign(self) -> None:
        signed = self.asked(self.stored, self.signer)
        assert signed == Seen(len(self.said), plain.mth(self.said))
        self.signer = signed

    def witness(self) -> None:
        """One of three, however long ago it looked last."""
        which = self.chance.randrange(3)
        seen = self.asked(self.stored, self.witnesses[which])
        assert seen == Seen(len(self.said), plain.mth(self.said))
        self.witnesses[which] = seen

    def save(self) -> None:
        self.saved = [*self.saved[-3:], Checkpoint(ORIGIN, len(self.said), plain.mth(self.said))]

    def receipt(self) -> None:
        if not self.said:
            return
        at = self.chance.randrange(len(self.said))
        proof = inclusion_proof(LeafHashes(self.said), at, len(self.said))
        verify_inclusion(proof, self.said[at], at, len(self.said), self.stored.head.root())
        with pytest.raises(NotProven):
            verify_inclusion(proof, bytes(32), at, len(self.said), self.stored.head.root())

    def look(self) -> None:
        assert self.stored.fault(*self.saved) is None
        missing = {(one.position, part.k) for one in self.stored.entries for part in one.parts if part.body is None}
        assert missing == self.gone

    # What goes wrong, is refused, and is put right again

    def back_up(self) -> None:
        self.backups = [*self.backups[-3:], (Ledger(list(self.stored.entries), self.stored.head), len(self.said))]

    def put_old_back(self) -> None:
        """Whole, but behind: who signed more knows, also after it has grown again."""
        if not self.backups:
            return
        old, size = self.chance.choice(self.backups)
        self.refused(old, first_wrong=size)
        more = [entry(size + at, [core(size + at), {"name": "Eva"}], self.chance) for at in range(self.chance.randint(1, 5))]
        grown = Ledger([*old.entries, *more], old.head.extended([one.leaf or b"" for one in more]))
        self.refused(grown, first_wrong=size)

    def fork(self) -> None:
        """An entry is rewritten or taken out, and the tree made anew over the rest."""
        if not self.said:
            return
        at = self.chance.randrange(len(self.said))
        entries = list(self.stored.entries)
        if self.chance.random() < 0.5:
            entries[at] = entry(at, [core(at), {"name": "nobody"}], self.chance)
            other = Ledger(entries).sealed()
        else:
            other = Ledger(entries[:at]).sealed()
        self.refused(other, first_wrong=at)

    def refused(self, other: Ledger, first_wrong: int) -> None:
        """Whoever signed or saved something that `other` does not begin with refuses it, and nobody else does."""
        for seen in (self.signer, *self.witnesses):
            answer = self.asked(other, seen)
            assert isinstance(answer, Refusal) == (seen.size > first_wrong), (seen, first_wrong)
        for checkpoint in self.saved:
            fault = other.fault(checkpoint)
            if checkpoint.size > first_wrong:
                assert fault is not None and str(fault)


def expunges(ledger: Ledger, at: int) -> bool:
    return EXPUNGED.encode() in (ledger.entries[at].parts[0].body or b"")


def run(steps: int, seed: int) -> None:
    machine = Machine(random.Random(seed))
    for at in range(steps):
        try:
            machine.step()
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, step {at}: {error}") from error


def test_ten_thousand_steps_agree_with_a_plain_list() -> None:
    run(10_000, seed=1)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(10))
def test_a_million_steps_agree_with_a_plain_list(part: int) -> None:
    for seed in range(10):
        run(10_000, seed=1_000 + 10 * part + seed)
    print(f"{(part + 1) * 100_000:,} steps, no difference", flush=True)
