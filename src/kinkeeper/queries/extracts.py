"""Which extracts came in, which were taken back, and as of which day they speak."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.errors import NotFound
from kinkeeper.domain.extracts import Extract
from kinkeeper.domain.records import Refusal
from kinkeeper.queries.access.reading import note, shows, shows_nobody
from kinkeeper.queries.moments import RECORDED_LAST, SPEAKS_OF_WHAT_WAS

_FIELDS = ", ".join(f"e.{name}" for name in Extract.__struct_fields__)
_LISTED = (
    f"SELECT {_FIELDS}, e.since, n.recorded_at, w.why, f.proposal_id, f.since FROM extract e LEFT JOIN entry n ON n.seq = e.since "
    "LEFT JOIN extract_withdrawal w ON w.extract_id = e.extract_id AND w.until IS NULL "
    "LEFT JOIN public.file_expunged f ON f.sha256 = coalesce(nullif(e.container, ''), e.sha256)"
)


@dataclass(frozen=True, slots=True)
class ExtractListed:
    """An extract as it came in: where on the ledger, when, by whom; and why it was taken back, where it was."""

    extract: Extract
    since: int
    recorded_at: str
    withdrawn: str
    gone_by: str = ""
    """The order by which the file as it came was destroyed."""
    gone_at: int | None = None
    """The entry that says so."""

    @property
    def name(self) -> str:
        """What its records are called after."""
        return f"{self.extract.file}/{self.extract.sheet}" if self.extract.sheet else self.extract.file


def _listed(row: Sequence[Any]) -> ExtractListed:
    *fields, since, recorded_at, why, gone_by, gone_at = row
    at = recorded_at.isoformat(timespec="seconds") if recorded_at else ""
    return ExtractListed(Extract(*fields), since, at, why or "", gone_by or "", gone_at)


@shows_nobody("a day")
def get_as_of(viewer: Viewer) -> Moment:
    """
    The last day of which the extracts speak: the latest day one of them was made, else the latest day a record names.

    Empty where nothing came in.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT max(as_of) FROM extract x WHERE as_of <> '' AND {SPEAKS_OF_WHAT_WAS} AND NOT EXISTS "
            "(SELECT FROM extract_withdrawal w WHERE w.extract_id = x.extract_id AND w.until IS NULL)"
        )
        made = cursor.fetchone()[0]
        if made:
            return str(made)[:10]
        cursor.execute(
            f"SELECT greatest((SELECT max(valid_from) FROM placement WHERE until IS NULL AND valid_from <= {RECORDED_LAST}), "
            f"(SELECT max(valid_until) FROM placement WHERE until IS NULL AND valid_until <= {RECORDED_LAST}))::text"
        )
        return str(cursor.fetchone()[0] or "")


@shows_nobody("files")
def list_extracts(viewer: Viewer, *, layout: str = "", extract_ids: list[str] | None = None) -> list[ExtractListed]:
    """The extracts that came in, the newest first: all, those of a layout, or those of these ids.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_LISTED} WHERE (%(layout)s = '' OR e.layout = %(layout)s) AND (%(ids)s::text[] IS NULL OR e.extract_id = ANY(%(ids)s)) "
            "ORDER BY e.since DESC",
            {"layout": layout, "ids": extract_ids},
        )
        return [_listed(row) for row in cursor.fetchall()]


@shows_nobody("a file")
def get_extract(viewer: Viewer, named: str, *, sheet: str = "") -> ExtractListed:
    """The extract of this id; or the newest of a file of this name that stands (of this sheet, where there are several).

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where there is none.
    """
    found = [one for one in list_extracts(viewer) if named in (one.extract.extract_id, one.extract.file, one.name)]
    exact = [one for one in found if one.extract.extract_id == named]
    standing = exact or [one for one in found if not one.withdrawn and (one.extract.sheet == sheet or one.name == named)] or found
    if not standing:
        raise NotFound("No extract '%(named)s' came in. See: kinkeeper extracts list", named=named)
    return standing[0]


@shows_nobody("numbers, for jobs")
def list_refused_whole(viewer: Viewer) -> frozenset[str]:
    """The extracts of tables that fitted no layout, and of which nothing was recorded.

    :raises NotAllowed: if the viewer may not read.
    """
    question = "SELECT extract_id FROM extract e WHERE layout = %s AND NOT EXISTS (SELECT FROM record r WHERE r.extract_id = e.extract_id)"
    return frozenset(_ids(viewer, question, ""))


@shows(FieldGroup.STATEMENT)
def list_refusals(viewer: Viewer, extract_id: str) -> list[Refusal]:
    """What was refused of an extract, in the order of its rows.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    note([extract_id], FieldGroup.STATEMENT)
    names = ", ".join(f'"{name}"' for name in Refusal.__struct_fields__)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM refusal WHERE extract_id = %s ORDER BY since", [extract_id])
        return [Refusal(*row) for row in cursor.fetchall()]


@shows_nobody("numbers, for jobs")
def list_record_ids(viewer: Viewer, extract_id: str) -> list[str]:
    """The records of an extract.

    :raises NotAllowed: if the viewer may not read.
    """
    return _ids(viewer, "SELECT record_id FROM record WHERE extract_id = %s ORDER BY record_id", extract_id)


@shows_nobody("numbers, for jobs")
def list_withdrawn_by(viewer: Viewer, cause: str) -> list[str]:
    """The records that do not count because of this extract: its own, where it was taken back, and those that it corrects.

    :raises NotAllowed: if the viewer may not read.
    """
    return _ids(viewer, "SELECT record_id FROM record_withdrawal WHERE cause = %s AND until IS NULL ORDER BY record_id", cause)


def _ids(viewer: Viewer, question: str, about: str) -> list[str]:
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(question, [about])
        return [row[0] for row in cursor.fetchall()]
