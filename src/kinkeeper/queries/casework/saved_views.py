"""The views that somebody keeps: nobody else is ever shown them."""

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.casework.saved_views import SavedView
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.together import Question, Rows, ask_together


@shows_nobody("filters")
def list_views(viewer: Viewer, page: str = "") -> list[SavedView]:
    """
    The viewer's own views, by name; of one list where one is named.

    :raises NotAllowed: if the viewer may not read.
    """
    return views_of(ask_together(views=ask_views(viewer))["views"], page)


@shows_nobody("a question")
def ask_views(viewer: Viewer) -> Question:
    """
    The viewer's own views.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    return Question("SELECT told::text FROM saved_view WHERE until IS NULL AND open AND owner = %(viewer)s", 1, {"viewer": viewer.name})


@shows_nobody("filters")
def views_of(rows: Rows, page: str = "") -> list[SavedView]:
    """The views that were answered, by name; of one list where one is named."""
    found = [msgspec.json.decode(told, type=SavedView) for (told,) in rows]
    return sorted((one for one in found if page in ("", one.page)), key=lambda one: (one.name.casefold(), one.view_id))
