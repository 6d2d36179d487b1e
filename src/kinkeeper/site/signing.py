"""Where the log's signer is.

`KINKEEPER_SIGNER` names the socket of one that runs by itself, under another user. Without it, a database in a folder has a signer of its
own in `FOLDER/signer`, which is started when it is needed: enough to see what was changed, not to keep out who owns the folder. A database
behind an address has none until one is named.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.note import SigningKey
from kinkeeper.site.database import place_of
from kinkeeper.witness.asking import SignerClient, signer_of
from kinkeeper.witness.memory import Memory, read_key
from kinkeeper.witness.signer import ACCESS, KEY, make_signer

ORIGIN = "kinkeeper.local"
"""What the log of a database in a folder is called, before eight letters of its own: a witness tells logs apart by name."""


def has_signer(where: str | Path | None) -> bool:
    """Whether the log of this database can be signed."""
    return bool(_socket() or _folder(where))


@contextmanager
def open_signer(where: str | Path | None) -> Iterator[SignerClient | None]:
    """
    The signer of a database's log, started where that is ours to do; None where there is none.

    :raises Unavailable: where it does not come up.
    """
    socket, folder = _socket(), _folder(where)
    if socket:
        yield SignerClient(socket)
    elif folder:
        make_signer(folder, _name(folder))
        with signer_of(folder) as signer:
            yield signer
    else:
        yield None


def signed_last(where: str | Path | None, log: str = "") -> Checkpoint | None:
    """
    The checkpoint of a log that the signer signed last; None where there is none.

    :raises Unavailable: where a signer that is named does not answer.
    """
    socket, folder = _socket(), _folder(where)
    if socket:
        client = SignerClient(socket, log)
        return client.seen(client.key())
    if folder and (folder / KEY).exists():
        note = Memory(folder).last(read_key(folder / KEY, SigningKey).name + log)
        return Checkpoint.parse(note.text) if note else None
    return None


def hold_against_signer(where: str | Path | None) -> str:
    """
    Hold ledger and access log against what their signer signed, and say what is wrong; empty where nothing is. Django has to be set up.

    :raises Unavailable: where a signer that is named does not answer.
    """
    from kinkeeper.gateway import guard
    from kinkeeper.queries.log.which import ACCESS_LOG, LEDGER

    found = ""
    for name, log in (("", LEDGER), (ACCESS, ACCESS_LOG)):
        seen = signed_last(where, name)
        found = found or guard.watch([guard.SignedElsewhere("its signer", seen)] if seen else [], log)
    return found


def _socket() -> Path | None:
    named = os.environ.get("KINKEEPER_SIGNER")
    return Path(named) if named else None


def _folder(where: str | Path | None) -> Path | None:
    place = place_of(where)
    return None if "://" in place else Path(place).expanduser().resolve() / "signer"


def _name(folder: Path) -> str:
    """The name for a key that is to be made; none where there is one."""
    return "" if (folder / KEY).exists() else f"{ORIGIN}/{secrets.token_hex(4)}"
