"""A run: one pass of the machine over everything known, recorded under one name."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from kinkeeper import __version__
from kinkeeper.domain.access import Actor
from kinkeeper.domain.requests import Request
from kinkeeper.gateway import submit
from kinkeeper.queries.moments import ledger_size

Finding = TypeVar("Finding")

SLICE = 1_000
"""Findings submitted at once, so that the ledger's turn is never held long."""


def run_name(step: str) -> str:
    """What a run is known by: the step, the program's version, and the size of the ledger it read."""
    return f"{step} {__version__} at {ledger_size()}"


def submit_slices(findings: Sequence[Finding], command: Callable[[tuple[Finding, ...]], Any], *, run: str, actor: Actor) -> None:
    """Record findings slice by slice. A slice submitted twice is recorded once."""
    for at in range(0, len(findings), SLICE):
        some = tuple(findings[at : at + SLICE])
        submit([Request.by_content(run, command(some))], actor=actor)
