"""Agencies that let people work here, and which of them arrest."""

from enum import StrEnum


class Agency(StrEnum):
    """Who lets people work with Kinkeeper."""

    CBP = "CBP"
    ICE = "ICE"
    USMS = "USMS"
    ORR = "ORR"
    TASK_FORCE = "TASK_FORCE"
    COUNSEL = "COUNSEL"
    COURT = "COURT"
    OIG = "OIG"


ENFORCES = frozenset({Agency.CBP, Agency.ICE, Agency.USMS})
"""Agencies that arrest, detain or remove."""
