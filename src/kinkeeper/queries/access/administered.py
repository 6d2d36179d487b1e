"""What programs of an agency hold here, tokens and hooks: listed alike for whoever administers the accounts that they act as."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.queries.access.reading import shows_nobody

Held = TypeVar("Held")


@shows_nobody("what programs hold")
def list_administered(viewer: Viewer, question: str, order: str, read: Callable[[Sequence[Any]], Held]) -> list[Held]:
    """
    What the accounts hold that this viewer administers. In the question the account is joined as `s`.

    :raises NotAllowed: if the viewer administers none.
    """
    require(viewer, "administer")
    mine = {"all": viewer.role == "operator", "agency": viewer.agency}
    with connection.cursor() as cursor:
        cursor.execute(f"{question} WHERE %(all)s OR s.agency = %(agency)s ORDER BY {order}", mine)
        return [read(row) for row in cursor.fetchall()]


def moment(at: datetime | None) -> str:
    """`2026-06-26T05:00:00.000Z`; empty for none."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else ""
