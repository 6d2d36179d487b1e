"""The ledger held against what was signed of it: a database that is behind its signer or a witness may not be written to.

Behind, or with another beginning, it is after an old backup was put back, after a disk lost what it had acknowledged, and after somebody
rewrote it. Whatever is recorded then would make a second history, of which one half is lost at the next repair.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.errors import LedgerBroken
from kinkeeper.gateway import log_writer
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.proof import root_of
from kinkeeper.ledger.tree import Frontier
from kinkeeper.queries.log.stored import StoredTiles, head_of
from kinkeeper.queries.log.which import LEDGER, Log


@dataclass(frozen=True, slots=True)
class SignedElsewhere:
    """Who signed a checkpoint of ours last, and which."""

    who: str
    checkpoint: Checkpoint


def compare(others: Sequence[SignedElsewhere], log: Log = LEDGER) -> str:
    """What is wrong with a log in one or two sentences, by those who signed it; empty where nothing is.

    MUST be asked after they were: what they signed was recorded before, so the ledger has at least that.

    :raises LedgerBroken: where the head is not there once, or does not fit its own size.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        head = head_of(cursor, log)
        return next(filter(None, (_compare(cursor, log, head, other) for other in others)), "")


def watch(others: Sequence[SignedElsewhere], log: Log = LEDGER) -> str:
    """The same, and raise the alarm where something is wrong: from then on the ledger is read-only."""
    words = compare(others, log)
    if words:
        set_alarm(words)
    return words


def set_alarm(words: str) -> bool:
    """Raise the alarm, or with empty words end it. Whether that is new."""
    with transaction.atomic(), connection.cursor() as cursor:
        return log_writer.set_alarm(cursor, head_of(cursor).size, words)


def _compare(cursor: CursorWrapper, log: Log, head: Frontier, other: SignedElsewhere) -> str:
    size, root = other.checkpoint.size, other.checkpoint.root
    if head.size < size:
        return (
            f"{_it(log)} has {head.size:,} entries, and {other.who} signed {size:,}: an old backup was put back, or the end was lost. "
            "Restore the newest backup."
        )
    try:
        found = head.root() if size == head.size else root_of(StoredTiles(cursor, log).hashes(size), size)
    except LedgerBroken as error:
        return f"{_it(log)} cannot be held against what {other.who} signed. {error}"
    if found != root:
        whose = "Its" if log is LEDGER else f"The {log.name}’s"
        return f"{whose} first {size:,} entries are not those that {other.who} signed. Run {log.proven_by}, and call the inspector."
    return ""


def _it(log: Log) -> str:
    """How a sentence begins that follows one about the ledger."""
    return "It" if log is LEDGER else f"The {log.name}"
