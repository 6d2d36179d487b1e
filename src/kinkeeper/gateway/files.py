"""Files as they came, kept once by the hash of their bytes. To keep one says nothing: what it is, the entry of its extract says (ADR)."""

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.access import Actor, require
from kinkeeper.domain.errors import Refused

PIECE = 1 << 20


def keep_file(path: Path, *, actor: Actor, right: str = "import") -> str:
    """Keep a file, unless one of the same bytes is kept. Returns the SHA-256 of its bytes, as hex.

    :raises NotAllowed: if the actor does not have the right to bring it.
    :raises Refused: where a court's order had it destroyed.
    """
    require(actor, right)
    sha256 = _hash_of(path)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT since FROM public.file_expunged WHERE sha256 = %s", [sha256])
        if row := cursor.fetchone():
            raise Refused(
                "A court had this file destroyed (entry %(row)s). Ask its sender for one without the rows that the order names.", row=row[0]
            )
        return keep_pieces(cursor, path)


def keep_pieces(cursor: CursorWrapper, path: Path) -> str:
    """Keep the bytes of a file, unless they are kept. Returns their SHA-256, as hex."""
    sha256 = _hash_of(path)
    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])
    cursor.execute("SELECT 1 FROM file_piece WHERE sha256 = %s LIMIT 1", [sha256])
    if not cursor.fetchone():
        with cursor.copy("COPY file_piece (sha256, n, content) FROM STDIN") as copy:
            for n, piece in enumerate(_pieces(path)):
                copy.write_row((sha256, n, piece))
    return sha256


def write_kept(cursor: CursorWrapper, sha256: str, out: Path) -> None:
    """Write the bytes that are kept under this hash into a file."""
    cursor.execute("SELECT n FROM file_piece WHERE sha256 = %s ORDER BY n", [sha256])
    numbers = [n for (n,) in cursor.fetchall()]
    with out.open("wb") as stream:
        for n in numbers:
            cursor.execute("SELECT content FROM file_piece WHERE sha256 = %s AND n = %s", [sha256, n])
            stream.write(zlib.decompress(cursor.fetchone()[0]))


def _hash_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield zlib.compress(stream.read(PIECE), 1)
        while piece := stream.read(PIECE):
            yield zlib.compress(piece, 1)
