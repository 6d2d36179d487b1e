"""Meetings at which lists are brought together, and what was said of each difference."""

from kinkeeper.domain.deliveries import differences, meetings
from kinkeeper.projections.things import Things

MEETINGS = Things("meeting", ("meeting_id",), meetings, meetings.MeetingState, meetings.Meeting, (), lambda one: ())
DIFFERENCES = Things(
    "difference",
    ("meeting_id", "person_id"),
    differences,
    differences.DifferenceState,
    differences.Explanation,
    ("owner",),
    lambda one: (one.owner,),
)
THINGS = {"meetings": MEETINGS, "differences": DIFFERENCES}
