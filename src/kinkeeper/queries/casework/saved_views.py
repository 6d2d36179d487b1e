"""The views that somebody keeps: nobody else is ever shown them."""

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.casework.saved_views import SavedView
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows_nobody


@shows_nobody("filters")
def list_views(viewer: Viewer, page: str = "") -> list[SavedView]:
    """
    The viewer's own views, by name; of one list where one is named.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with prepared() as cursor:
        cursor.execute("SELECT told FROM saved_view WHERE until IS NULL AND open AND owner = %s", [viewer.name])
        found = [msgspec.json.decode(told, type=SavedView) for (told,) in cursor.fetchall()]
    return sorted((one for one in found if page in ("", one.page)), key=lambda one: (one.name.casefold(), one.view_id))
