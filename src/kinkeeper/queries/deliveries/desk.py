"""The files on the import desk."""

from typing import Any

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.deliveries.desk import DeskFile, TableLook, Telling
from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.access.reading import note, shows, shows_nobody
from kinkeeper.queries.together import Question

_NAMES = ", ".join(f'"{column}"' for column in DeskFile.__struct_fields__)

_THEIRS = "(%(all)s OR agency = %(agency)s)"


def _whose(viewer: Viewer) -> dict[str, Any]:
    """A file on the desk is for the agency whose member put it down; the task force and the operator see all."""
    return {"all": viewer.agency in {"", "TASK_FORCE"}, "agency": viewer.agency}


@shows_nobody("files")
def list_desk(viewer: Viewer) -> list[DeskFile]:
    """The files on the desk, the last put down first.

    :raises NotAllowed: if the viewer may not import.
    """
    require(viewer, "import")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_NAMES} FROM desk_file WHERE {_THEIRS} ORDER BY put_down DESC, name", _whose(viewer))
        return [_file(row) for row in cursor.fetchall()]


@shows_nobody("a question")
def ask_desk(viewer: Viewer) -> Question:
    """How many files are on the desk.

    :raises NotAllowed: if the viewer may not import.
    """
    require(viewer, "import")
    whose = {f"desk_{name}": value for name, value in _whose(viewer).items()}
    return Question("SELECT count(*) FROM desk_file WHERE %(desk_all)s::boolean OR agency = %(desk_agency)s", 1, whose)


@shows(FieldGroup.STATEMENT)
def get_desk_file(viewer: Viewer, file_id: str) -> DeskFile:
    """A file on the desk.

    :raises NotAllowed: if the viewer may not import.
    :raises NotFound: where there is none.
    """
    require(viewer, "import")
    note([file_id], FieldGroup.STATEMENT)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_NAMES} FROM desk_file WHERE {_THEIRS} AND file_id = %(file)s", _whose(viewer) | {"file": file_id})
        row = cursor.fetchone()
    if row is None:
        raise NotFound("This file is not on the desk any more. What was taken of it stands under what came in.")
    return _file(row)


def _file(row: tuple[Any, ...]) -> DeskFile:
    told = dict(zip(DeskFile.__struct_fields__, row, strict=True))
    told["put_down"] = told["put_down"].isoformat(timespec="seconds")
    told["tellings"] = tuple(msgspec.json.decode(told["tellings"], type=list[Telling]))
    told["tables"] = tuple(msgspec.json.decode(told["tables"], type=list[TableLook]))
    return DeskFile(**told)
