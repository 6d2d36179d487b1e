"""The import desk's own rows: where a file stands. What it says is recorded only when it is taken, through `submit`."""

from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex
from typing import Any

import msgspec
from django.db import connection
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.access import Actor, require
from kinkeeper.domain.deliveries.desk import DeskFile, TableLook, Telling
from kinkeeper.gateway import clock
from kinkeeper.gateway.files import keep_file

COLUMNS = DeskFile.__struct_fields__


def put_down(path: Path, name: str, *, sender: str, actor: Actor) -> str:
    """Put a file on the desk; it is kept. Returns its id, which says nothing of it.

    :raises NotAllowed: if the actor may not import.
    """
    require(actor, "import")
    file_id = token_hex(8)
    sha256 = keep_file(path, actor=actor)
    row = (file_id, name, sha256, "waiting", sender, "", actor.name, actor.agency, clock.now(), 0, "", "[]", "[]")
    with connection.cursor() as cursor:
        names = ", ".join(f'"{column}"' for column in COLUMNS)
        cursor.execute(f"INSERT INTO desk_file ({names}) VALUES ({', '.join(['%s'] * len(row))})", row)
    return file_id


def tell(file_id: str, *, sender: str, corrects: str, tellings: Sequence[Telling], actor: Actor) -> None:
    """Keep what a person says of the file, and have it looked at again.

    :raises NotAllowed: if the actor may not import.
    """
    require(actor, "import")
    _set(file_id, state="waiting", sender=sender, corrects=corrects, tellings=_json(list(tellings)), rows_done=0, failure="")


def set_state(file_id: str, state: str, *, rows_done: int = 0, failure: str = "") -> None:
    """Say where a file stands."""
    _set(file_id, state=state, rows_done=rows_done, failure=failure)


def set_looked(file_id: str, state: str, tables: Sequence[TableLook], rows_done: int) -> None:
    """Keep what was seen of a file, or came of it."""
    _set(file_id, state=state, tables=_json(list(tables)), rows_done=rows_done, failure="")


def take_off(file_id: str, *, actor: Actor) -> None:
    """Take a file off the desk. The file as it came stays kept.

    :raises NotAllowed: if the actor may not import.
    """
    require(actor, "import")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM desk_file WHERE file_id = %s", [file_id])


def forget(cursor: CursorWrapper, hashes: Sequence[str]) -> None:
    """Take destroyed files off the desk, and of others what was seen of them, as it may repeat what is gone: have them looked at again."""
    cursor.execute("DELETE FROM desk_file WHERE sha256 = ANY(%s)", [list(hashes)])
    cursor.execute(
        "UPDATE desk_file SET tables = '[]', failure = CASE WHEN state = 'taken' THEN '' ELSE %s END, "
        "state = CASE WHEN state = 'taken' THEN state ELSE 'failed' END WHERE tables <> '[]' OR failure <> ''",
        ["An order of a court was carried out meanwhile. Have the file looked at again."],
    )


def _set(file_id: str, **values: Any) -> None:
    names = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE desk_file SET {names} WHERE file_id = %s", [*values.values(), file_id])


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
