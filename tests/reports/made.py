"""A report made by hand, for what holds of every report."""

from dataclasses import replace
from typing import Any

from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.census import DEFINITION
from kinkeeper.reports.report import Breakdown, Counted, Figure, Kind, Proof, Report
from kinkeeper.reports.table import Table

HERE = Standpoint(known_at=3, as_of="2018-06-26", size=9, known_to="2018-07-08T10:00:00")
PROOF = Proof(3, "cm9vdA==", "kinkeeper\n3\ncm9vdA==\n")


def tree(*lines: tuple[str, int, int], total: int = 3) -> Breakdown:
    """Lines of (key, count, level)."""
    return Breakdown("custodian", "By custodian", Kind.TREE, total, tuple(Figure(key, key, count, level) for key, count, level in lines))


def counted(*breakdowns: Breakdown, total: int = 3, cell: str = "x", **changes: Any) -> Counted:
    rows = [(f"P{number}", cell) for number in range(total)]
    return replace(Counted(total, breakdowns, (Table("children", "Children", ("child", "name"), rows),), ("Who is not seen.",)), **changes)


def report(cell: str = "x") -> Report:
    return Report(DEFINITION, HERE, PROOF, counted(tree(("ORR", 2, 1), ("ICE", 1, 1)), cell=cell))
