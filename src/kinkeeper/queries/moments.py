"""Which ledger size a question is about, and how a version's lifetime is asked for."""

from django.db import connection

STANDS = "since < %(known_at)s AND (until IS NULL OR until >= %(known_at)s)"
"""SQL: this version stood when the ledger had `known_at` entries. Prefix the columns where tables are joined."""
STOOD_BEFORE = ("until IS NULL AND since < %(known_at)s", "until >= %(known_at)s AND since < %(known_at)s")
"""SQL: the same, as two that exclude each other: what still stands, found in the index of what stands, and what has ended since."""

SHOWN = "NOT EXISTS (SELECT FROM withheld w WHERE w.position = {0}.seq AND w.k = {0}.k)"
"""SQL: this part of an entry is not sealed or expunged. To be filled with the name of the table `part`."""


COUNTS = (
    "NOT EXISTS (SELECT FROM record_withdrawal gone WHERE gone.record_id = {0}.record_id "
    "AND gone.since < %(known_at)s AND (gone.until IS NULL OR gone.until >= %(known_at)s))"
)
"""SQL: this record was not withdrawn. To be filled with the name of a table that has `record_id`."""


SPEAKS_OF_WHAT_WAS = (
    "left(x.as_of, 10) <= (SELECT ((e.recorded_at AT TIME ZONE 'UTC') + interval '1 day')::date::text FROM entry e WHERE e.seq = x.since)"
)
"""SQL: an extract `x` speaks of no day after it came. One row whose date is a slip of the pen must not move the day of every page."""

RECORDED_LAST = "(SELECT ((recorded_at AT TIME ZONE 'UTC') + interval '1 day')::date FROM entry ORDER BY seq DESC LIMIT 1)"
"""SQL: the day after the last entry was recorded: nothing that is known can be of a later one."""


def ledger_size() -> int:
    """How many entries the ledger has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size FROM head WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def size_at(recorded: str) -> int:
    """How many entries had been recorded by a moment (ISO 8601, with zone)."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZE_AT, [recorded])
        return int(cursor.fetchone()[0])


def halves(moment: str) -> str:
    """SQL: the step of a recursive question that halves its way to how many entries had been recorded by a moment: `low` where it is
    `high`.

    Positions are gapless and in the order of recording, so that twenty looks among a million find the place.
    """
    return f"""halves (low, high, moment) AS (
    SELECT 0::bigint, size, {moment} FROM head WHERE id = 1
    UNION ALL
    SELECT CASE WHEN e.recorded_at <= moment THEN e.seq + 1 ELSE low END, CASE WHEN e.recorded_at <= moment THEN high ELSE e.seq END, moment
    FROM halves JOIN entry e ON e.seq = (low + high) / 2 WHERE low < high
)"""


_SIZE_AT = f"WITH RECURSIVE {halves('%s::timestamptz')} SELECT low FROM halves WHERE low = high"
