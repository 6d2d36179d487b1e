"""Every report by name, and the way to make one. Nothing else makes a `Report`."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.errors import NotFound
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.lines import to_base64
from kinkeeper.queries.counts.kept import see_kept
from kinkeeper.queries.counts.roots import root_at
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports import agencies, census, claims, lists, places, removals, separations, unlisted, unrecorded
from kinkeeper.reports.court import class_list, classes, congress, court
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.reach import counted_for
from kinkeeper.reports.report import Counted, Proof, Report
from kinkeeper.reports.time import cohorts, days_apart, over_time
from kinkeeper.reports.work import contact, deadlines, list_differences, reunions, seventy_two_hours

LOG = "kinkeeper"
"""What the log is called where no signed checkpoint names it."""

MODULES: tuple[ModuleType, ...] = (
    census,
    over_time,
    separations,
    days_apart,
    cohorts,
    removals,
    unrecorded,
    unlisted,
    claims,
    lists,
    list_differences,
    places,
    court,
    agencies,
    classes,
    class_list,
    deadlines,
    seventy_two_hours,
    contact,
    reunions,
    congress,
)
"""One file per report, each with its `DEFINITION` and `make(viewer, standpoint)`."""

REPORTS: dict[str, ModuleType] = {module.DEFINITION.name: module for module in MODULES}


class NoSuchReport(NotFound):
    """A report was asked for that there is not."""

    code = "no_such_report"


def definitions() -> tuple[Definition, ...]:
    """The definition of every report, in the order in which they are listed."""
    return tuple(module.DEFINITION for module in MODULES)


def make_report(viewer: Viewer, name: str, standpoint: Standpoint) -> Report:
    """
    A report of an instant, as known at a size of the ledger.

    :raises NoSuchReport: where there is none of that name.
    :raises NotAllowed: if the viewer may not read.
    :raises DoesNotAddUp: where its figures do not close.
    :raises NotKnownYet: where what it reads has not been made from the ledger.
    """
    [made] = make_reports(viewer, (name,), standpoint)
    return made


def make_reports(viewer: Viewer, names: Sequence[str], standpoint: Standpoint) -> list[Report]:
    """
    Several reports of one instant, which one proof is for.

    :raises NoSuchReport: where there is none of a name.
    :raises NotAllowed: if the viewer may not read.
    :raises DoesNotAddUp: where the figures of one do not close.
    :raises NotKnownYet: where what they read has not been made from the ledger.
    """
    modules = [_module(name) for name in names]
    see_kept()
    with no_collecting():
        proof = prove(viewer, standpoint.known_at)
        return [_counted(viewer, module, standpoint, proof) for module in modules]


def make_earlier(viewer: Viewer, name: str, standpoint: Standpoint) -> Report:
    """
    The earlier of two printings that are compared: counted, and not proven. The later one, made before, proves what both are counted from.

    :raises NoSuchReport: where there is none of that name.
    :raises NotAllowed: if the viewer may not read.
    :raises DoesNotAddUp: where its figures do not close.
    """
    with no_collecting():
        return _counted(viewer, _module(name), standpoint, Proof(standpoint.known_at, "", ""))


def _module(name: str) -> Any:
    if name not in REPORTS:
        raise NoSuchReport(f"There is no report '{name}'. Known: {', '.join(REPORTS)}.")
    return REPORTS[name]


def _counted(viewer: Viewer, module: Any, standpoint: Standpoint, proof: Proof) -> Report:
    make: Callable[[Viewer, Standpoint], Counted] = module.make
    return Report(module.DEFINITION, standpoint, proof, make(viewer, standpoint), counted_for(viewer))


@contextmanager
def no_collecting() -> Iterator[None]:
    """Let nobody look for unused cycles: a report makes rows by the ten thousand and no cycle, and the looking took half of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def prove(viewer: Viewer, entries: int) -> Proof:
    """
    What proves the ledger as it was: a checkpoint of so many entries, as text that `kinkeeper verify --checkpoint` takes.

    It is without signatures: those come later and would change a report that is printed again.

    :raises NotAllowed: if the viewer may not read.
    """
    root = root_at(viewer, entries)
    return Proof(entries, to_base64(root), Checkpoint(LOG, entries, root).text)
