"""Cells as a file may hold them."""

import re
from typing import Any

FORMULA = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet may take for the beginning of a formula."""


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def text(cell: Any) -> Any:
    """A number as it is, anything else as safe text."""
    return cell if isinstance(cell, int) else safe(str(cell))
