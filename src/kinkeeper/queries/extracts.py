"""Which extracts came in, and as of which day they speak."""

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.dates import Moment


def get_as_of(viewer: Viewer) -> Moment:
    """
    The last day of which the extracts speak: the latest day one of them was made, else the latest day a record names.

    Empty where nothing came in.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(as_of) FROM extract WHERE as_of <> ''")
        made = cursor.fetchone()[0]
        if made:
            return str(made)[:10]
        cursor.execute("SELECT greatest(max(valid_from), max(valid_until))::text FROM placement")
        return str(cursor.fetchone()[0] or "")
