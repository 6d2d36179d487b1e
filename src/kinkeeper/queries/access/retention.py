"""What is held longer than its rule says, listed before anything is done about it."""

from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.retention import DESK_DAYS, IDLE_DAYS, RULES, Rule
from kinkeeper.domain.sealings import Standing
from kinkeeper.queries.access.reading import shows_nobody


@dataclass(frozen=True, slots=True)
class Due:
    """How many things a rule reaches now, and what they are called where a person has to decide or has decided."""

    rule: Rule
    count: int
    which: tuple[str, ...] = ()


_DUE = {
    "expungements": "SELECT proposal_id FROM sealing WHERE until IS NULL AND effect = 'expunge' "
    "AND standing = %(approved)s AND due <= %(today)s",
    "accounts": "SELECT name FROM sign_in WHERE is_active AND last_login < now() - make_interval(days => %(idle)s)",
    "sessions": "SELECT '' FROM django_session WHERE expire_date < now()",
    "tries": "SELECT '' FROM tried WHERE until < now()",
    "codes": "SELECT '' FROM cached WHERE expires < now()",
    "desk": "SELECT file_id FROM desk_file WHERE state <> 'taken' AND put_down < now() - make_interval(days => %(desk)s)",
}
"""Rule -> SQL: the names of what it reaches, empty where they have none that tells anything. What is not here is held for ever."""


@shows_nobody("numbers of things, of no person")
def list_due(viewer: Viewer, today: str) -> tuple[Due, ...]:
    """
    Every rule in its order, with what it reaches on a day.

    :raises NotAllowed: if the viewer may not carry out orders.
    """
    require(viewer, "seal")
    asked = {"approved": Standing.APPROVED, "today": today, "idle": IDLE_DAYS, "desk": DESK_DAYS}
    found = []
    with connection.cursor() as cursor:
        for rule in RULES:
            names: list[str] = []
            if rule.name in _DUE:
                cursor.execute(_DUE[rule.name], asked)
                names = [name for (name,) in cursor.fetchall()]
            found.append(Due(rule, len(names), tuple(sorted(filter(None, names)))))
    return tuple(found)
