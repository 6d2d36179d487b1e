"""The linkage engine: which records are one person, and which persons are kin. A pure library."""

from kinkeeper.linkage.people import LinkedPeople, link_people

__all__ = ["LinkedPeople", "link_people"]
