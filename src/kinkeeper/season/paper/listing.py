"""Who got on the separation list, who was missed, and who was left undecided with an indication elsewhere."""

from enum import StrEnum

from kinkeeper.season.lives.fates import Fate
from kinkeeper.season.rates import rate
from kinkeeper.season.world import World


class Listing(StrEnum):
    """What the makers of the separation list did with one parted child."""

    LISTED = "listed"
    MISSED = "missed"
    UNDECIDED = "undecided"


def listings(world: World) -> dict[str, Listing]:
    """For each parted child, by person id. A port reports few of its own (DHS OIG-20-35)."""
    chance = world.chance("listing")
    return {child.person_id: _listing(fate, chance.between(0, 1)) for fate in world.parted() for child in fate.crossing.party.children}


def _listing(fate: Fate, draw: float) -> Listing:
    if fate.crossing.at_port:
        return Listing.LISTED if draw < rate("port_parted_and_reported") else Listing.MISSED
    if draw < rate("left_undecided"):
        return Listing.UNDECIDED
    return Listing.MISSED if draw > 1 - rate("missed_by_list") else Listing.LISTED
