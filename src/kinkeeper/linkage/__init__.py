"""The linkage engine: which records are one person, and which persons are kin. A pure library."""

from kinkeeper.linkage.decided import Decisions
from kinkeeper.linkage.people import LinkedPeople, link_people

__all__ = ["Decisions", "LinkedPeople", "link_people"]
