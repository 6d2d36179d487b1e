"""What a request got, by the id that its sender gave it."""

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.requests import Receipt
from kinkeeper.queries.access.reading import shows_nobody


@shows_nobody("positions")
def find_receipt(viewer: Viewer, request_id: str) -> Receipt | None:
    """
    The receipt of a request that was recorded; None where there is none.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute("SELECT first, count FROM request WHERE request_id = %s", [request_id])
        row = cursor.fetchone()
    return Receipt(request_id, row[0], row[1]) if row else None
