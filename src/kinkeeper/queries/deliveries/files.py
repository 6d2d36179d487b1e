"""Files as they came, read back."""

import zlib
from collections.abc import Iterator

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.access.reading import note, shows, shows_nobody

_GONE = "The file as it came is gone: it held rows that were expunged by order {0} (entry {1})."
_REST = " Its other rows are kept, as cells: kinkeeper extracts file --rest"


@shows(FieldGroup.STATEMENT)
def read_file(viewer: Viewer, sha256: str) -> Iterator[bytes]:
    """The bytes of a kept file, piece by piece.

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where no such file is kept, or a court's order had it destroyed.
    """
    require(viewer, "read")
    note([sha256], FieldGroup.STATEMENT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT proposal_id, since, rest FROM public.file_expunged WHERE sha256 = %s", [sha256])
        if gone := cursor.fetchone():
            raise NotFound(_GONE.format(*gone[:2]) + (_REST if gone[2] else ""))
    numbers = _numbers(sha256)
    if not numbers:
        raise NotFound("No file of this content is kept.")
    return (_piece(sha256, n) for n in numbers)


def kept_pieces(sha256: str) -> Iterator[bytes]:
    """The pieces of a kept file; none where it is not kept."""
    return (_piece(sha256, n) for n in _numbers(sha256))


def _numbers(sha256: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM file_piece WHERE sha256 = %s ORDER BY n", [sha256])
        return [row[0] for row in cursor.fetchall()]


@shows_nobody("a hash")
def standing_hash(viewer: Viewer, sha256: str) -> str:
    """The hash under which a file, or what is left of it, is kept now; empty where nothing is.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [sha256])
        return str(cursor.fetchone()[0])


_STANDING = """
WITH RECURSIVE standing (sha256, step) AS (
    SELECT %s, 0 UNION ALL SELECT f.rest, s.step + 1 FROM standing s JOIN public.file_expunged f ON f.sha256 = s.sha256
)
SELECT sha256 FROM standing ORDER BY step DESC LIMIT 1
"""


def _piece(sha256: str, n: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM file_piece WHERE sha256 = %s AND n = %s", [sha256, n])
        return zlib.decompress(cursor.fetchone()[0])
