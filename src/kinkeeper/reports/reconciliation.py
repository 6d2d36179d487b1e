"""The files that `kinkeeper reconcile` leaves: who was found to be whom, who belongs to whom, who was parted.

Definition: every record of the extracts given; every tie whose probability is at least 0.5 and that
nobody refuted; every separation of a child from a person so tied, or that a list records, as of
the day the extracts were made. Columns: `docs/reconcile.md`.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import xlsxwriter

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.dates import days_between
from kinkeeper.domain.divergence import UnansweredFlag
from kinkeeper.domain.records import Record, Refusal
from kinkeeper.domain.separations import Separation
from kinkeeper.domain.terms import Outcome, TieStatus
from kinkeeper.domain.ties import Tie
from kinkeeper.jobs.imports import Imported
from kinkeeper.jobs.reconcile import Reconciled
from kinkeeper.queries.findings import list_raised, list_ties
from kinkeeper.queries.people import get_person_of
from kinkeeper.reports.page import page
from kinkeeper.reports.table import Table

OUTCOMES = tuple(one for one in Outcome if one != Outcome.LEFT_CUSTODY)

LISTED_FROM = 0.5
"""Ties and separations below this probability are not listed."""

USED_FROM = 0.9
"""At or above it a tie is used without waiting for a person."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Everything a run found, as read back from the database."""

    records: Sequence[Record]
    person_of: dict[str, str]
    ties: Sequence[Tie]
    separations: Sequence[Separation]
    refusals: Sequence[Refusal]
    unanswered: Sequence[UnansweredFlag]
    as_of: str

    @property
    def listed_ties(self) -> list[Tie]:
        """Ties with a probability of at least 0.5 that nobody refuted."""
        return [tie for tie in self.ties if float(tie.probability) >= LISTED_FROM and tie.status != TieStatus.REFUTED]


def tables(found: Reconciliation) -> list[Table]:
    """The tables of the contract."""
    return [
        Table("separations", "Children apart", SEPARATION_COLUMNS, [_separation(one, found.as_of) for one in found.separations]),
        Table("ties", "Ties", TIE_COLUMNS, [_tie(tie) for tie in found.listed_ties]),
        Table("unanswered_flags", "Flags to look into", FLAG_COLUMNS, [_flag(one) for one in found.unanswered]),
        Table("records", "Records", ("record", "layout", "person"), [_record(one, found.person_of) for one in found.records]),
        Table("refused", "Refused", REFUSED_COLUMNS, [_refusal(one) for one in found.refusals]),
    ]


TIE_COLUMNS = ("child", "adult", "relation", "status", "probability", "basis", "evidence")
SEPARATION_COLUMNS = (
    "child",
    "adult",
    "separated_on",
    "reason_as_recorded",
    "reason_code",
    "basis",
    "probability",
    "child_place",
    "adult_place",
    "outcome",
    "outcome_on",
    "days_apart",
)
FLAG_COLUMNS = ("child", "reason_as_recorded", "reason_code", "on", "place")
REFUSED_COLUMNS = ("file", "row", "column", "value", "why")


def counts(found: Reconciliation) -> dict[str, Any]:
    """How many persons, ties by basis and for review, and separations by outcome."""
    ties = found.listed_ties
    return {
        "persons": len({found.person_of[record.record_id] for record in found.records if record.record_id in found.person_of}),
        "ties": {
            "listed": len(ties),
            **Counter(str(tie.basis) for tie in ties),
            "to_review": sum(float(tie.probability) < USED_FROM for tie in ties),
        },
        "separations": {
            "listed": len(found.separations),
            "children": len({one.child for one in found.separations}),
            **{str(outcome): sum(one.outcome == outcome for one in found.separations) for outcome in OUTCOMES},
        },
    }


def write(done: Reconciled, out: Path, *, viewer: Viewer) -> dict[str, Any]:
    """Write the files of the contract into a folder. Returns the summary, without the time it took."""
    found = _read_back(done, viewer)
    written = tables(found)
    for table in written:
        write_csv(table, out)
    write_workbook(written, out / "families.xlsx")
    summary = _summary(done.imported, found)
    (out / "report.html").write_text(page(summary, written, found.as_of), encoding="utf-8")
    return summary


def _read_back(done: Reconciled, viewer: Viewer) -> Reconciliation:
    """What is known of the persons on these extracts. The database may know of others too."""
    extracts = {extract.extract_id for extract in done.imported.extracts}
    records = [record for record in done.records if record.extract_id in extracts]
    person_of = get_person_of(viewer)
    people = {person_of.get(record.record_id) for record in records}
    return Reconciliation(
        records=records,
        person_of=person_of,
        ties=[tie for tie in list_ties(viewer) if tie.child in people and tie.adult in people],
        separations=[one for one in list_raised(viewer) if one.child in people],
        refusals=done.imported.refusals,
        unanswered=[flag for flag in done.unanswered if flag.child in people],
        as_of=done.as_of,
    )


def _summary(imported: Imported, found: Reconciliation) -> dict[str, Any]:
    files = [
        {"file": f"{one.file}/{one.sheet}" if one.sheet else one.file, "layout": one.layout}
        | {"rows_read": one.rows_read, "rows_refused": one.rows_refused}
        for one in imported.extracts
    ]
    whole_files = sum(one.whole_row and not one.row for one in found.refusals)
    cells = sum(not one.whole_row for one in found.refusals)
    rows = {"rows_read": imported.rows_read, "rows_refused": imported.rows_refused}
    rows |= {"files_refused": whole_files, "cells_refused": cells}
    return {"files": files, **rows, **counts(found), "flags_unanswered": len(found.unanswered), "as_of": found.as_of}


def write_csv(table: Table, folder: Path) -> None:
    """Write a table as UTF-8 CSV; an empty cell means unknown."""
    with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.columns)
        writer.writerows(table.rows)


def write_workbook(written: Iterable[Table], path: Path) -> None:
    """Write the tables as sheets. A cell that looks like a formula stays text."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        bold = book.add_format({"bold": True})
        for table in written:
            sheet = book.add_worksheet(table.title)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
            sheet.write_row(0, 0, table.columns, bold)
            for at, row in enumerate(table.rows, 1):
                sheet.write_row(at, 0, row)


def write_summary(summary: dict[str, Any], path: Path) -> None:
    """Write the summary as one JSON object."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(summary), indent=2) + b"\n")


def _record(record: Record, person_of: dict[str, str]) -> tuple[str, ...]:
    return record.name, record.layout, person_of.get(record.record_id, "")


def _tie(tie: Tie) -> tuple[str, ...]:
    words = "; ".join(f"{one.words} ({_signed(one.weight)})" for one in tie.evidence)
    return tie.child, tie.adult, tie.relation, tie.status, tie.probability, tie.basis, words


def _separation(one: Separation, as_of: str) -> tuple[Any, ...]:
    until = one.outcome_on if one.outcome in (Outcome.REUNITED, Outcome.RELEASED_TO_OTHER, Outcome.TURNED_18) else as_of
    days = days_between(one.separated_on, until)
    told = [getattr(one, name) for name in SEPARATION_COLUMNS[:-1]]
    return *told, "" if days is None else max(days, 0)


def _flag(one: UnansweredFlag) -> tuple[str, ...]:
    return one.child, one.flag.reason_as_recorded, one.flag.reason_code, one.flag.on, one.flag.place


def _refusal(refusal: Refusal) -> tuple[Any, ...]:
    return refusal.file, refusal.row or "", refusal.column, refusal.value, refusal.why


def _signed(weight: str) -> str:
    return weight if weight.startswith("-") else f"+{weight}"
