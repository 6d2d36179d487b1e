"""What staff say of a child and its kin: a new version at each word about one."""

from kinkeeper.domain.casework import designations, milestones
from kinkeeper.projections.things import Things

DESIGNATIONS = Things(
    "designation",
    ("designation_id",),
    designations,
    designations.DesignationState,
    designations.Designation,
    ("person_id",),
    lambda one: (one.person_id,),
)
MILESTONES = Things(
    "milestone",
    ("milestone_id",),
    milestones,
    milestones.MilestoneState,
    milestones.Milestone,
    ("person_id",),
    lambda one: (one.person_id,),
)
THINGS = {"designations": DESIGNATIONS, "milestones": MILESTONES}
