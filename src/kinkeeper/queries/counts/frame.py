"""What the frame of every page counts, in one question."""

from dataclasses import dataclass

from kinkeeper.domain.access import Viewer, require
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import children_apart
from kinkeeper.queries.review.queue import HOW_MANY_WAIT
from kinkeeper.queries.standpoint import Standpoint


@dataclass(frozen=True, slots=True)
class Frame:
    """Why nothing may be recorded (empty: it may), how many children are apart, and how many questions wait for the reader."""

    alarm: str
    children_apart: int
    waiting: int


@shows_nobody("counts")
def get_frame(viewer: Viewer, standpoint: Standpoint, *, apart: int | None = None, waiting: int | None = None) -> Frame:
    """
    The frame's counts. Those that the page knows already are not asked for again.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    wanted = (
        "coalesce((SELECT words FROM alarm ORDER BY id DESC LIMIT 1), '')",
        "%(apart)s::bigint" if apart is not None else children_apart(viewer, standpoint),
        "%(waiting)s::bigint" if waiting is not None else HOW_MANY_WAIT,
    )
    asked = {**standpoint.parameters, "reader": viewer.name, "agency": viewer.agency, "apart": apart, "waiting": waiting}
    with prepared() as cursor:
        cursor.execute(f"SELECT {', '.join(wanted)}", asked)
        return Frame(*cursor.fetchone())
