"""Sessions, counts and codes whose time is over are deleted, and that is written down. None of them says anything of a family."""

from django.db import connection, transaction

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.log import HeldNoLonger
from kinkeeper.gateway import access_log

_DELETES = {
    "sessions": "DELETE FROM django_session WHERE expire_date < now()",
    "tries": "DELETE FROM tried WHERE until < now()",
    "codes": "DELETE FROM cached WHERE expires < now()",
}
"""Rule of `domain/access/retention.py` -> SQL that does what it says."""


def end(rule: str, *, actor: Actor) -> int:
    """Delete what is over by a rule. Returns how much it was."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_DELETES[rule])
        deleted = int(cursor.rowcount)
        access_log.append(cursor, [HeldNoLonger(rule, deleted)], actor)
    return deleted
