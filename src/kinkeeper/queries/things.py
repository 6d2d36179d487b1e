"""Things that stand whole in a column `told`, as known at a size of the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which things of one table: of which kind, and by which condition."""

    table: str
    kind: type[Any]
    where: str = "TRUE"


@shows(FieldGroup.STATEMENT)
def list_of_many(viewer: Viewer, wanted: Sequence[Wanted], asked: Mapping[str, Any]) -> dict[str, list[tuple[Any, int]]]:
    """
    Table -> the things wanted of it, each with the position of the entry that made it so, by key; all in one question.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    kinds = {one.table: msgspec.json.Decoder(one.kind) for one in wanted}
    of_each = (f"SELECT '{one.table}', told, since FROM {one.table} WHERE ({one.where}) AND {STANDS}" for one in wanted)
    found: dict[str, list[tuple[Any, int]]] = {table: [] for table in kinds}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(of_each) + " ORDER BY 3", asked)
        for table, told, since in cursor.fetchall():
            found[table].append((kinds[table].decode(told), since))
    return found
