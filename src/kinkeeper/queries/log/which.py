"""The two logs that are signed, and where each keeps its entries, its tiles and its checkpoints (docs/adr/0011)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Log:
    """One log: what people call it, its tables, and how its rows are read as entries and parts (`ledger.stored`)."""

    name: str
    head: str
    entry: str
    tile: str
    checkpoint: str
    entries: str
    """Of the positions from %s to %s, in order: position, leaf, when it was recorded."""
    parts: str
    """Of the same: position, number, salt, body, position of the entry that expunged it."""
    proven_by: str
    """The command that proves it."""


# A date that no calendar of ours has would stop the reading; this way it is read as one that is surely wrong.
LEDGER = Log(
    name="ledger",
    head="head",
    entry="entry",
    tile="tile",
    checkpoint="checkpoint",
    entries="SELECT seq, leaf, CASE WHEN recorded_at BETWEEN '0001-01-02' AND '9999-12-30' THEN recorded_at ELSE '0001-01-02' END "
    "FROM entry WHERE seq BETWEEN %s AND %s ORDER BY seq",
    parts="SELECT seq, k, salt, body, expunged_by FROM part WHERE seq BETWEEN %s AND %s ORDER BY seq, k",
    proven_by="kinkeeper verify",
)
ACCESS_LOG = Log(
    name="access log",
    head="access_head",
    entry="access_entry",
    tile="access_tile",
    checkpoint="access_checkpoint",
    entries="SELECT seq, leaf, NULL::timestamptz FROM access_entry WHERE seq BETWEEN %s AND %s ORDER BY seq",
    parts="SELECT seq, 1::smallint, salt, body, NULL::bigint FROM access_entry WHERE seq BETWEEN %s AND %s ORDER BY seq",
    proven_by="kinkeeper access-log",
)
