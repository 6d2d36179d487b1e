"""Things that stand whole in a column `told`, as known at a size of the ledger."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.moments import STANDS, ledger_size

Thing = TypeVar("Thing")


@shows(FieldGroup.STATEMENT)
def list_things(viewer: Viewer, table: str, kind: type[Thing], where: str = "TRUE", asked: Mapping[str, Any] | None = None) -> list[Thing]:
    """
    The things of a table for which the condition holds, by key; `known_at` among `asked` looks back.

    :raises NotAllowed: if the viewer may not read.
    """
    return [thing for thing, _ in list_versions(viewer, table, kind, where, asked)]


@shows(FieldGroup.STATEMENT)
def list_versions(
    viewer: Viewer, table: str, kind: type[Thing], where: str = "TRUE", asked: Mapping[str, Any] | None = None
) -> list[tuple[Thing, int]]:
    """
    The same, each with the position of the entry that made it so.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    asked = {"known_at": None, **(asked or {})}
    if asked["known_at"] is None:
        asked["known_at"] = ledger_size()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT told, since FROM {table} WHERE ({where}) AND {STANDS} ORDER BY since", asked)
        decoder = msgspec.json.Decoder(kind)
        return [(decoder.decode(told), since) for told, since in cursor.fetchall()]
