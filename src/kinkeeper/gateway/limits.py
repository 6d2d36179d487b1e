"""How often something may be tried. The database counts, in one statement: workers share the count, and a restart keeps it.

What is counted is an account, never an address: a shelter of fifty people behind one address is not shut out by one of them.
"""

from django.db import connection

from kinkeeper.domain.errors import NotAllowed
from kinkeeper.domain.terms import counted


def counting(what: str) -> str:
    """SQL: count once more each of what a SELECT of keys and seconds answers; returns `what`, `count` and `wait` (seconds)."""
    return f"""
INSERT INTO tried (what, count, until) SELECT key, 1, now() + make_interval(secs => seconds) FROM ({what}) k (key, seconds)
ON CONFLICT (what) DO UPDATE SET
    count = CASE WHEN tried.until <= now() THEN 1 ELSE tried.count + 1 END,
    until = CASE WHEN tried.until <= now() THEN EXCLUDED.until ELSE tried.until END
RETURNING what, count, greatest(1, ceil(extract(epoch FROM until - now())))::int AS wait
"""


_COUNT = counting("SELECT %(what)s::text, %(seconds)s::int")


class TooOften(NotAllowed):
    """The same thing was tried too often in too short a time."""

    code = "too_often"

    def __init__(self, words: str, seconds: int = 60) -> None:
        super().__init__(words, rule="often")
        self.seconds = seconds
        """After so many seconds it may be tried again."""


def count(what: str, whose: str, *, most: int, seconds: int) -> None:
    """
    Count one more try of `what` by or for `whose`. Counted before it is done, so that tries at once are all counted.

    :raises TooOften: where it is one too many; the text says when to come back.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"what": f"{what}:{whose}", "seconds": seconds})
        _, tried, wait = cursor.fetchone()
    if tried > most:
        raise TooOften(f"This was tried too often. Try again in {counted(-(-wait // 60), 'minute')}.", wait)


def forget(what: str, whose: str) -> None:
    """Begin to count anew: it succeeded."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tried WHERE what = %s", [f"{what}:{whose}"])
