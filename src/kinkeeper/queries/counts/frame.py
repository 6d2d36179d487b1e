"""What the frame of every page counts, in one question."""

from dataclasses import dataclass

from kinkeeper.domain.access import Viewer, require
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import children_apart
from kinkeeper.queries.counts import unchanged
from kinkeeper.queries.review.queue import HOW_MANY_WAIT
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.together import Question, Rows, ask_together


@dataclass(frozen=True, slots=True)
class Frame:
    """Why nothing may be recorded (empty: it may), how many children are apart, and how many questions wait for the reader."""

    alarm: str
    children_apart: int
    waiting: int


APART, WAITING = "children apart", "questions that wait"


@shows_nobody("counts")
def get_frame(viewer: Viewer, standpoint: Standpoint, *, apart: int | None = None, waiting: int | None = None) -> Frame:
    """
    The frame's counts. Those that the page knows already are not asked for again.

    :raises NotAllowed: if the viewer may not read.
    """
    return frame_of(viewer, standpoint, ask_together(rows=ask_frame(viewer, standpoint, apart=apart, waiting=waiting))["rows"])


@shows_nobody("a question")
def ask_frame(viewer: Viewer, standpoint: Standpoint, *, apart: int | None = None, waiting: int | None = None) -> Question:
    """
    The frame's counts, but for those that are known.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    apart = unchanged.find(viewer, standpoint, APART) if apart is None else apart
    waiting = unchanged.find(viewer, standpoint, WAITING) if waiting is None else waiting
    counted = apart is None, waiting is None
    wanted = (
        "coalesce((SELECT words FROM alarm ORDER BY id DESC LIMIT 1), '')",
        "%(count_apart)s::bigint" if apart is not None else children_apart(viewer, standpoint),
        "%(count_waiting)s::bigint" if waiting is not None else HOW_MANY_WAIT,
        *map(str, counted),
        unchanged.UNDER if any(counted) else "'', ''",
    )
    asked = {**standpoint.parameters, "reader": viewer.name, "agency": viewer.agency, "count_apart": apart, "count_waiting": waiting}
    return Question(f"SELECT {', '.join(wanted)}", 7, asked)


@shows_nobody("counts")
def frame_of(viewer: Viewer, standpoint: Standpoint, rows: Rows) -> Frame:
    """The frame that was answered; what was counted for it is kept until the ledger grows."""
    [[alarm, apart, waiting, apart_is_counted, waiting_is_counted, *under]] = rows
    if apart_is_counted:
        unchanged.keep(viewer, standpoint, APART, apart, under)
    if waiting_is_counted:
        unchanged.keep(viewer, standpoint, WAITING, waiting, under)
    return Frame(alarm, apart, waiting)
