"""Files as they came, read back."""

import zlib
from collections.abc import Iterator

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.errors import NotFound


def read_file(viewer: Viewer, sha256: str) -> Iterator[bytes]:
    """The bytes of a kept file, piece by piece.

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where no such file is kept.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM file_piece WHERE sha256 = %s ORDER BY n", [sha256])
        numbers = [row[0] for row in cursor.fetchall()]
    if not numbers:
        raise NotFound("No file of this content is kept.")
    return (_piece(sha256, n) for n in numbers)


def _piece(sha256: str, n: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM file_piece WHERE sha256 = %s AND n = %s", [sha256, n])
        return zlib.decompress(cursor.fetchone()[0])
