"""What stands around a list, in one question: the counts of the frame, the reader's own views of it, and who was found and is in no row."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.casework.saved_views import SavedView
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.casework.saved_views import ask_views, views_of
from kinkeeper.queries.counts.frame import Frame, ask_frame, frame_of
from kinkeeper.queries.portraits import Portrait, ask_portraits, portraits_of
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.together import ask_together


@dataclass(frozen=True, slots=True)
class Around:
    """The frame, the reader's own views of the list, and the persons whom its page names beside its rows."""

    frame: Frame
    views: Sequence[SavedView]
    besides: Sequence[Portrait]


@shows(FieldGroup.IDENTITY)
def get_around(viewer: Viewer, standpoint: Standpoint, page: str, *, apart: int | None = None, besides: Collection[str] = ()) -> Around:
    """
    What stands around the list of this page. `apart`: how many children are apart, where the page knows.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    named = {"besides": ask_portraits(besides, standpoint)} if besides else {}
    told = ask_together(frame=ask_frame(viewer, standpoint, apart=apart), views=ask_views(viewer), **named)
    portraits = portraits_of(told.get("besides", []))
    return Around(
        frame_of(viewer, standpoint, told["frame"]),
        views_of(told["views"], page),
        tuple(portraits[one] for one in besides if one in portraits),
    )
