"""Reports: counts with their definition and what proves them. Rows leave as exports."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kinkeeper.api.caller import Caller
from kinkeeper.api.listing import Here, Looking, here, stand
from kinkeeper.api.operations import Nothing, operation
from kinkeeper.reports.making import definitions, make_report

TAG = "Reports"


class Definition(msgspec.Struct, frozen=True):
    """What a report counts, in words. Nothing of it may be left open."""

    name: str
    version: int
    title: str
    unit: str
    population: str
    period: str
    place: str
    instant: str
    in_class: str
    confirmed_by: str
    words: str


class Definitions(msgspec.Struct, frozen=True):
    """Every report."""

    reports: tuple[Definition, ...]


class Figure(msgspec.Struct, frozen=True):
    """One line. `level` 1 stands under the whole, 2 under the last of level 1. A measure's `count` is text."""

    key: str
    words: str
    count: int | str
    level: int


class Breakdown(msgspec.Struct, frozen=True):
    """Figures of one whole. In a `tree` each level adds up to the one above; `flags` may overlap; `measures` are no counts."""

    name: str
    title: str
    kind: str
    of: str
    total: int
    figures: tuple[Figure, ...]


class Counts(msgspec.Struct, frozen=True):
    """A report's figures. `root` and `checkpoint` prove the ledger that was counted; `coverage` says what is not seen."""

    definition: Definition
    counted_for: str
    total: int
    breakdowns: tuple[Breakdown, ...]
    coverage: tuple[str, ...]
    entries: int
    root: str
    checkpoint: str
    here: Here


class OfReport(Looking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which report."""

    name: Annotated[str, Meta(pattern="^[a-z0-9_-]{1,60}$", description="A report's name, as in the list.", examples=["census"])]


@operation("GET", "/reports", tag=TAG, summary="Every report and its definition")
def list_reports(caller: Caller, asked: Nothing) -> Definitions:
    """What can be counted, each with its unit and its whole definition."""
    return Definitions(tuple(_definition(one) for one in definitions()))


@operation("GET", "/reports/{name}", tag=TAG, summary="A report's counts")
def get_counts(caller: Caller, asked: OfReport) -> Counts:
    """The same report of the same instant gives the same figures, for whoever may know of the same persons."""
    standpoint = stand(caller.viewer, asked)
    made = make_report(caller.viewer, asked.name, standpoint)
    breakdowns = tuple(
        Breakdown(
            one.name,
            str(one.title),
            str(one.kind),
            str(one.of),
            one.total,
            tuple(Figure(line.key, str(line.words), line.count, line.level) for line in one.figures),
        )
        for one in made.counted.breakdowns
    )
    coverage = tuple(str(line) for line in made.counted.coverage)
    proof = made.proof.entries, made.proof.root, made.proof.checkpoint
    told = _definition(made.definition), str(made.reach), made.counted.total, breakdowns, coverage
    return Counts(*told, *proof, here(standpoint))


def _definition(one: Any) -> Definition:
    return msgspec.convert(one.told(), Definition)


OPERATIONS = (list_reports, get_counts)
