"""The goes of whoever looks: how far each is, and what came of its rows. Nobody else is shown them."""

from typing import Any

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.errors import NotFound
from kinkeeper.domain.waiting.goes import Asked, Came, Go, GoState
from kinkeeper.queries.access.reading import shows_nobody

_COLUMNS = "go_id, state, to_char(begun AT TIME ZONE 'UTC', '{0}'), to_char(moved AT TIME ZONE 'UTC', '{0}'), asked, came".format(
    'YYYY-MM-DD"T"HH24:MI:SS"Z"'
)
MOST = 20


@shows_nobody("numbers of rows, which the page asks of by the reader's own rights")
def get_go(viewer: Viewer, go_id: str) -> Go:
    """
    One of the viewer's own goes.

    :raises NotFound: where they have no such.
    """
    found = _find(viewer, "go_id = %(go)s", {"go": go_id})
    if not found:
        raise NotFound("There is no such go, or it is somebody else's.")
    return found[0]


@shows_nobody("how far each is")
def list_goes(viewer: Viewer) -> list[Go]:
    """The viewer's own goes, the last begun first."""
    return _find(viewer, "TRUE", {})


def _find(viewer: Viewer, which: str, asked: dict[str, Any]) -> list[Go]:
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM public.at_once_go WHERE name = %(name)s AND {which} ORDER BY begun DESC LIMIT {MOST}",
            {**asked, "name": viewer.name},
        )
        rows = cursor.fetchall()
    return [
        Go(go_id, GoState(state), begun, moved, msgspec.json.decode(told, type=Asked), msgspec.json.decode(came, type=Came))
        for go_id, state, begun, moved, told, came in rows
    ]
