"""A report as JSON: the definition, the standpoint, what proves it, the figures, the rows, and what is not seen."""

import msgspec

from kinkeeper.reports.dictionary import columns_of
from kinkeeper.reports.dictionary.told import as_objects
from kinkeeper.reports.public import PublicReport
from kinkeeper.reports.report import Breakdown, Figure, Report
from kinkeeper.reports.table import Table


def write(report: Report) -> bytes:
    """The report as one JSON object."""
    here, counted = report.standpoint, report.counted
    told = {
        **({"export": report.export} if report.export else {}),
        "report": report.definition.name,
        "title": str(report.definition.title),
        "unit": str(report.definition.unit),
        "definition": report.definition.told(),
        "counted_for": str(report.reach),
        "public": isinstance(report, PublicReport),
        "as_of": here.as_of,
        "known_at": here.known_at,
        "known_to": here.known_to,
        "entries": report.proof.entries,
        "root": report.proof.root,
        "checkpoint": report.proof.checkpoint,
        "total": counted.total,
        "breakdowns": [_breakdown(one) for one in counted.breakdowns],
        "tables": [_table(one, report.definition.name) for one in counted.tables],
        "coverage": [str(line) for line in counted.coverage],
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"


def _breakdown(one: Breakdown) -> dict[str, object]:
    figures = [{"level": line.level, "key": line.key, "words": str(line.words), "count": _count(line)} for line in one.figures]
    return {"name": one.name, "title": str(one.title), "kind": str(one.kind), "of": str(one.of), "total": one.total, "figures": figures}


def _count(line: Figure) -> int | str:
    return line.count if isinstance(line.count, int) else str(line.count)


def _table(one: Table, report: str) -> dict[str, object]:
    told = {"name": one.name, "title": str(one.title), "key": one.columns[: one.key], "columns": one.columns}
    return {**told, "dictionary": as_objects(columns_of(report, one.columns)), "rows": one.rows}
