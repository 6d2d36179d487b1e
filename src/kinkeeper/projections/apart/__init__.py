"""Who is apart, laid out for lists and counts: child by child, pair by pair, and what is counted of everybody who ever was."""

from collections.abc import Sequence
from typing import Any

from kinkeeper.projections.apart import children, rows
from kinkeeper.projections.versions import Cursor


def refresh(cursor: Cursor, entries: Sequence[tuple[int, Any]], placed: Sequence[str]) -> None:
    """Lay out anew what these entries change, and whose custody they change: `placed`."""
    children.refresh(cursor, entries, placed)
    rows.refresh(cursor, entries, placed)
