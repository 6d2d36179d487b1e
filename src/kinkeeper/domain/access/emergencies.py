"""An emergency: somebody opens a person whom they may not see, for less than an hour, with a reason, and a second person looks at it after.

Nobody who looks for enforcement has one, and what an agency that arrests is not shown stays closed to it in every emergency.
"""

from kinkeeper.domain.access import Actor, Purpose, require
from kinkeeper.domain.access.decisions import Reach, reach_of
from kinkeeper.domain.errors import NotAllowed, Refused

LONGEST, USUAL = 60, 30
"""Minutes."""
A_DAY = 3
"""So many emergencies one account has in a day; the fourth is for a supervisor to open."""
FINDINGS = ("justified", "not_justified")


def check_opening(actor: Actor, reason: str, minutes: int) -> None:
    """See that this actor may open somebody in an emergency.

    :raises NotAllowed: where the role sees nobody, looks for enforcement, or needs no emergency.
    :raises Refused: without a reason in words, or for longer than it may be.
    """
    require(actor, "read")
    reach = reach_of(actor)
    if actor.purpose == Purpose.ENFORCEMENT or reach is Reach.NOBODY:
        raise NotAllowed("Rule 'enforcement': there is no emergency in which somebody is opened for enforcement.")
    if reach is Reach.EVERYBODY:
        raise NotAllowed("Your role sees everybody: there is nothing to open.")
    if len(reason.split()) < 3:
        raise Refused("Say in words what the emergency is: the family's case owner and whoever reviews it read them.")
    if not 1 <= minutes <= LONGEST:
        raise Refused("An emergency lasts 1 to %(longest)s minutes.", longest=LONGEST)


def check_review(actor: Actor, opened_by: str, finding: str, words: str) -> None:
    """See that this actor may say whether it was one.

    :raises NotAllowed: where the actor is not of oversight, or opened it.
    :raises Refused: for a finding that is none, or without words.
    """
    require(actor, "oversee")
    if actor.name == opened_by:
        raise NotAllowed("Who opened it does not review it: a second person does.")
    if finding not in FINDINGS or not words.strip():
        raise Refused("Say what you found (%(known)s), and in words why.", known=", ".join(FINDINGS))
