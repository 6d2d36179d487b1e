"""The witnesses asked, each once a minute and by a thread of its own: one that does not answer holds up nobody."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from django.db import connection, transaction

from kinkeeper.domain.errors import Unavailable
from kinkeeper.gateway import guard, log_writer
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.cosignature import time_of
from kinkeeper.ledger.note import Signature
from kinkeeper.ledger.policy import Policy, Witness
from kinkeeper.ledger.proof import consistency_proof
from kinkeeper.ledger.witness import Asked
from kinkeeper.queries.log.published import Published, last_cosigned_sizes, latest_checkpoint
from kinkeeper.queries.log.stored import StoredTiles
from kinkeeper.witness.asking import NotSigned, ask_witness, seen_by_witness

EVERY_SECONDS = 60.0


@dataclass(slots=True)
class _Turn:
    """Where one witness stands."""

    witness: Witness
    old: int
    """The size that it saw last, as far as we know."""
    due: float = 0.0
    asking: "Future[Signature | Checkpoint | None] | None" = None
    asked: Asked | None = None
    is_known: bool = False
    """Whether it was asked, since we started, what it saw last."""
    is_again: bool = False
    """Whether it was asked anew because it refused: once, not for ever."""


class Witnessing:
    """Asks the witnesses of a policy, as often as `round` is called and each is due."""

    def __init__(self, policy: Policy, say: Callable[[str], None], every: float = EVERY_SECONDS) -> None:
        """Of this policy; what goes wrong is said to `say`."""
        self.say = say
        self.every = every
        with connection.cursor() as cursor:
            sizes = last_cosigned_sizes(cursor)
        self.turns: Mapping[str, _Turn] = {
            name: _Turn(witness, sizes.get(str(witness.key), (0, None))[0]) for name, witness in policy.witnesses.items() if witness.address
        }
        self._threads = ThreadPoolExecutor(max(1, len(self.turns)), thread_name_prefix="witness")

    @property
    def all_are_known(self) -> bool:
        """Whether each witness said, since we started, what it saw last, and that is in our ledger."""
        return all(turn.is_known for turn in self.turns.values())

    def round(self) -> None:
        """
        Take what was answered, and ask whoever is due.

        :raises ReadOnly: where a witness signed what the ledger has not.
        """
        for name, turn in self.turns.items():
            if turn.asking and turn.asking.done():
                self._take(name, turn)
            if not turn.asking and time.monotonic() >= turn.due:
                self._ask(turn)

    def settle(self) -> None:
        """Ask each one that is due, and wait until all have answered, those that want to be asked again, too."""
        self.round()
        while any(turn.asking or turn.due == 0 for turn in self.turns.values()):
            time.sleep(0.02)
            self.round()

    def close(self) -> None:
        """Ask nobody any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ask(self, turn: _Turn) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            newest = latest_checkpoint(cursor)
            if newest is None:
                turn.due = time.monotonic() + 1
                return
            turn.due = time.monotonic() + self.every
            if not turn.is_known:
                turn.asked = None
                turn.asking = self._threads.submit(seen_by_witness, turn.witness.address, turn.witness.key, newest.key)
                return
            turn.asked = _request(newest, turn.old, StoredTiles(cursor))
        turn.asking = self._threads.submit(ask_witness, turn.witness.address, turn.asked, turn.witness.key)

    def _take(self, name: str, turn: _Turn) -> None:
        asking, turn.asking = turn.asking, None
        assert asking is not None
        try:
            answer = asking.result()
        except NotSigned as error:
            self._refused(name, turn, error)
        except Unavailable as error:
            self.say(str(error))
        else:
            if turn.asked is None:
                assert answer is None or isinstance(answer, Checkpoint)
                self._know(name, turn, answer)
            else:
                assert isinstance(answer, Signature)
                self._keep(turn, turn.asked, answer)

    def _know(self, name: str, turn: _Turn, seen: Checkpoint | None) -> None:
        """What it saw last is known: is it in the ledger? Then it can be asked to sign, at once."""
        if seen:
            _refuse_behind(name, seen)
        turn.old, turn.is_known, turn.due = seen.size if seen else 0, True, 0

    def _keep(self, turn: _Turn, asked: Asked, cosignature: Signature) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            log_writer.write_cosignature(cursor, asked.checkpoint.size, turn.witness.key, cosignature, time_of(cosignature))
        turn.old, turn.is_again = asked.checkpoint.size, False

    def _refused(self, name: str, turn: _Turn, error: NotSigned) -> None:
        self.say(f"The witness {name}: {error}")
        # It saw another tree than we know of: ask what, once more, which tells whether the ledger is behind or was rewritten.
        turn.is_again = not turn.is_again and (error.seen is not None or error.is_other_history)
        if turn.is_again:
            turn.is_known, turn.due = False, 0


def _request(newest: Published, old: int, tiles: StoredTiles) -> Asked:
    size = newest.checkpoint.size
    proof = consistency_proof(tiles.hashes(size), old, size) if old else ()
    return Asked(old, proof, newest.note, newest.checkpoint)


def _refuse_behind(name: str, seen: Checkpoint) -> None:
    words = guard.watch([guard.SignedElsewhere(f"the witness {name}", seen)])
    if words:
        raise log_writer.ReadOnly(f"The ledger is read-only. {words}")
