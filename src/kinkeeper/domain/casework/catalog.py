"""The nouns of casework: their commands, their kinds of entry, and what in them is personal."""

from kinkeeper.domain.casework import designations, milestones
from kinkeeper.domain.nouns import Noun

CASEWORK: tuple[Noun, ...] = (
    Noun(
        "designations",
        designations,
        designations.DesignationState,
        {designations.RecordDesignation: "report"},
        {"designation.recorded": designations.DesignationRecorded},
    ),
    Noun(
        "milestones",
        milestones,
        milestones.MilestoneState,
        {milestones.ReportMilestone: "report"},
        {"milestone.reported": milestones.MilestoneReported},
    ),
)

PERSONAL: dict[type, frozenset[str]] = {
    designations.Designation: frozenset({"reason"}),
    milestones.Milestone: frozenset({"words", "withdrawn"}),
}
"""Class -> the fields that stand in the detail alone."""
