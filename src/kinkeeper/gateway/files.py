"""Files as they came, kept once by the hash of their bytes. To keep one says nothing: what it is, the entry of its extract says (ADR)."""

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction

from kinkeeper.domain.access import Actor, require

PIECE = 1 << 20


def keep_file(path: Path, *, actor: Actor) -> str:
    """Keep a file, unless one of the same bytes is kept. Returns the SHA-256 of its bytes, as hex.

    :raises NotAllowed: if the actor may not import.
    """
    require(actor, "import")
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])
        cursor.execute("SELECT 1 FROM file_piece WHERE sha256 = %s LIMIT 1", [sha256])
        if not cursor.fetchone():
            with cursor.copy("COPY file_piece (sha256, n, content) FROM STDIN") as copy:
                for n, piece in enumerate(_pieces(path)):
                    copy.write_row((sha256, n, piece))
    return sha256


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield zlib.compress(stream.read(PIECE), 1)
        while piece := stream.read(PIECE):
            yield zlib.compress(piece, 1)
