"""The nouns of lists that are brought together: their commands, their kinds of entry, and what in them is personal."""

from kinkeeper.domain.deliveries import differences, meetings
from kinkeeper.domain.nouns import Noun

DELIVERIES: tuple[Noun, ...] = (
    Noun("meetings", meetings, meetings.MeetingState, {meetings.RecordMeeting: "assess"}, {"meeting.recorded": meetings.MeetingRecorded}),
    Noun(
        "differences",
        differences,
        differences.DifferenceState,
        {differences.ExplainDifference: "report"},
        {"difference.explained": differences.DifferenceExplained},
    ),
)

PERSONAL: dict[type, frozenset[str]] = {
    meetings.Meeting: frozenset({"name", "ended"}),
    differences.Explanation: frozenset({"reason", "owner", "next_step", "words"}),
}
"""Class -> the fields that stand in the detail alone."""
