"""The access log, for those who want to see that it is whole: nothing that was looked at was taken out of it, or changed."""

from collections.abc import Callable, Iterable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.verify import Audit
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.ledger import Verified
from kinkeeper.queries.log.publications import checkpoint_sizes, wrong_publication
from kinkeeper.queries.log.stored import head_of, slices
from kinkeeper.queries.log.which import ACCESS_LOG

Progress = Callable[[str, int], None]

_NOT_FOUND_BY_PERSON = """
SELECT seq
FROM access_entry CROSS JOIN LATERAL jsonb_array_elements_text(convert_from(body, 'UTF8')::jsonb #> '{said,persons}') person
WHERE position('"kind":"person.read"'::bytea IN body) > 0
  AND NOT EXISTS (SELECT FROM person_read r WHERE r.person_id = person AND r.seq = access_entry.seq)
ORDER BY seq LIMIT 1
"""
_OF_NO_ENTRY = "SELECT seq FROM person_read WHERE seq < 0 OR seq >= %s ORDER BY seq LIMIT 1"


@shows_nobody("whether the access log is whole")
def verify_access_log(saved: Iterable[Checkpoint] = (), *, progress: Progress = lambda name, done: None) -> Verified:
    """
    See that every entry is there, unchanged and in its place, as far as the head, what was signed and the saved checkpoints tell; and
    that who was looked at is found by each look. All of it as of one instant.

    :raises LedgerBroken: where the head is not there once, or does not fit its own size.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        head = head_of(cursor, ACCESS_LOG)
        looking = Audit(head, saved, checkpoint_sizes(cursor, ACCESS_LOG))
        for one in slices(log=ACCESS_LOG):
            looking.take(one)
            progress("looks", len(one.entries))
        fault = looking.fault()
        wrong = "" if fault else wrong_publication(cursor, looking.roots, None, ACCESS_LOG) or _wrong_persons(cursor, head.size)
        return Verified(head.size, head.root(), fault, wrong)


def _wrong_persons(cursor: CursorWrapper, size: int) -> str:
    """The first look that is not found by whom it was at; empty where each is. The entries must have been proven before."""
    cursor.execute(_NOT_FOUND_BY_PERSON)
    for (seq,) in cursor.fetchall():
        return f"Entry {seq}: a person whom it shows is not found by it (a row of person_read was taken away)."
    cursor.execute(_OF_NO_ENTRY, [size])
    for (seq,) in cursor.fetchall():
        return f"Entry {seq}: it is missing, and a row of person_read speaks of it."
    return ""
