"""Which ledger size a question is about, and how a version's lifetime is asked for."""

from django.db import connection

STANDS = "since < %(known_at)s AND (until IS NULL OR until >= %(known_at)s)"
"""SQL: this version stood when the ledger had `known_at` entries. Prefix the columns where tables are joined."""


def ledger_size() -> int:
    """How many entries the ledger has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size FROM head WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def size_at(recorded: str) -> int:
    """How many entries had been recorded by a moment (ISO 8601, with zone)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq) + 1, 0) FROM entry WHERE recorded_at <= %s", [recorded])
        return int(cursor.fetchone()[0])
