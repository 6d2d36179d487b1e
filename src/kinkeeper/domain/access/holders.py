"""Whose record a record is: the agency that made it, by the layout of its extract."""

from functools import lru_cache

from kinkeeper.domain.access.accounts import Agency

BY_BEGINNING = (
    ("border_patrol", Agency.CBP),
    ("port_of_entry", Agency.CBP),
    ("cbp", Agency.CBP),
    ("intake", Agency.CBP),  # a family is taken in at a station, into the custody of CBP
    ("ice", Agency.ICE),
    ("prosecutions", Agency.USMS),
    ("usms", Agency.USMS),
    ("orr", Agency.ORR),
)
"""The beginning of a layout's name -> who makes such extracts. All others are the task force's: lists that were kept by hand."""


@lru_cache(maxsize=256)
def holder_of(layout: str) -> Agency:
    """The agency whose record it is."""
    return next((agency for beginning, agency in BY_BEGINNING if layout.startswith(beginning)), Agency.TASK_FORCE)
