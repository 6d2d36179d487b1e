"""A milestone: a step on a child's way that staff report because no custody record shows it: HHS told, a call, a hearing set."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.court.clock_rules import Step
from kinkeeper.domain.court.instants import zone_of
from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact

REPORTED = (Step.DETERMINED, Step.SUSPECTED, Step.NOTIFIED, Step.CALLED, Step.IDENTIFIED, Step.HEARING, Step.REUNITED)
"""Steps that staff report. The others follow from custody and separations."""


class Milestone(Fact, frozen=True):
    """A step that a child reached, when, and who says so. `withdrawn` says why it was a mistake."""

    milestone_id: str
    person_id: str
    step: str
    at: Moment
    zone: str = ""
    words: str = ""
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class ReportMilestone:
    """Say that a child reached a step; said again under the same id, it replaces what was said."""

    milestone: Milestone

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.milestone.milestone_id,),)


class MilestoneReported(Fact, frozen=True):
    """Somebody said that a child reached a step."""

    milestone: Milestone

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.milestone.milestone_id,)


@dataclass(slots=True)
class MilestoneState:
    """Every milestone, by id."""

    milestones: dict[tuple[str, ...], Milestone] = field(default_factory=dict)


def decide(state: MilestoneState, command: ReportMilestone) -> Iterable[MilestoneReported]:
    """The milestone, unless it is known.

    :raises Refused: for a step that staff do not report, a moment or a zone that is none.
    """
    one = command.milestone
    if one.step not in REPORTED:
        raise Refused("'%(step)s' is not a step that staff report. Known: %(known)s.", step=one.step, known=", ".join(REPORTED))
    if not is_moment(one.at):
        raise Refused("Say when, as 2018-05-17T06:13; a day is enough.")
    if one.zone:
        zone_of(one.zone)
    return [] if state.milestones.get((one.milestone_id,)) == one else [MilestoneReported(one)]


def evolve(state: MilestoneState, entry: MilestoneReported) -> MilestoneState:
    """The state after an entry."""
    state.milestones[entry.key] = entry.milestone
    return state
