"""The goes' own rows: how far each is. What a go does to its rows is recorded through `submit`."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec
from django.db import connection
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.access import Actor, require
from kinkeeper.domain.waiting.goes import Asked, Came, GoState
from kinkeeper.gateway import clock

KEPT_DAYS = 30
"""So long after it last came further a go is kept; what it recorded stays."""


def begin(asked: Asked, *, actor: Actor) -> str:
    """Keep what is asked for, once however often its form is sent; forget the asker's that are long over. Returns the id of the go.

    :raises NotAllowed: if the asker may not even read; what is done to each row is decided with it.
    """
    require(actor, "read")
    named = chr(31).join((asked.name, asked.token, asked.deed, str(asked.undo)))
    go_id, now = sha256(named.encode()).hexdigest()[:24], clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM at_once_go WHERE name = %s AND moved < %s::timestamptz - make_interval(days => %s)", [asked.name, now, KEPT_DAYS]
        )
        cursor.execute(
            "INSERT INTO at_once_go (go_id, name, state, begun, moved, rows_done, asked, came) VALUES (%s, %s, %s, %s, %s, 0, %s, %s) "
            "ON CONFLICT DO NOTHING",
            [go_id, asked.name, GoState.WAITING, now, now, _json(asked), _json(Came())],
        )
    return go_id


def advance(go_id: str, before: Came, after: Came) -> bool:
    """Say what came of the rows so far; False, and nothing, where it is not as it was before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE at_once_go SET rows_done = %s, came = %s, moved = %s WHERE go_id = %s AND rows_done = %s",
            [after.rows, _json(after), clock.now(), go_id, before.rows],
        )
        return bool(cursor.rowcount == 1)


def set_state(go_id: str, state: GoState, *, of: Sequence[GoState]) -> bool:
    """Say how a go stands, where it stands in one of these ways now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE at_once_go SET state = %s, moved = %s WHERE go_id = %s AND state = ANY(%s)", [state, clock.now(), go_id, list(of)]
        )
        return bool(cursor.rowcount == 1)


def forget(cursor: CursorWrapper) -> None:
    """Keep none: what somebody typed once for all rows may repeat what a court had destroyed. What was recorded stays."""
    cursor.execute("DELETE FROM at_once_go")


def _json(value: Asked | Came) -> str:
    return msgspec.json.encode(value).decode()
