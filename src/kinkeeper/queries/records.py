"""Records as received, read back from the ledger's entries."""

from collections.abc import Iterator

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.records import Record
from kinkeeper.domain.statements import read_statement
from kinkeeper.queries.access.reading import shows, shows_nobody
from kinkeeper.queries.moments import COUNTS, SHOWN, ledger_size


@shows(FieldGroup.STATEMENT)
def list_records(
    viewer: Viewer, *, known_at: int | None = None, record_ids: list[str] | None = None, extract_id: str = "", with_text: bool = False
) -> list[Record]:
    """
    The records known, whole, in the order of the ledger: all, those of these ids, or those of one extract; `with_text` those alone that
    hold free text and say something of kin.

    Withdrawn, sealed and expunged ones are passed over.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    return list(_read(ledger_size() if known_at is None else known_at, record_ids, extract_id, _WITH_TEXT if with_text else ""))


_WITH_TEXT = " AND position('\"claims\":'::bytea IN d.body) > 0 AND position('\"remarks\":'::bytea IN d.body) > 0"
"""SQL: the body names both; a field that says nothing is left out of it."""


@shows_nobody("numbers, for jobs")
def list_record_ids(viewer: Viewer) -> list[str]:
    """
    The ids of the records that `list_records` gives now, in its order.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT r.record_id FROM {_WHOLE} ORDER BY r.since", {"known_at": ledger_size()})
        return [record for (record,) in cursor.fetchall()]


_WHOLE = (
    "record r JOIN part c ON c.seq = r.since AND c.k = 1 JOIN part d ON d.seq = r.since AND d.k = 2 "
    f"WHERE r.since < %(known_at)s AND c.body IS NOT NULL AND d.body IS NOT NULL AND {SHOWN.format('d')} AND {COUNTS.format('r')}"
)
"""SQL: records that count, with both parts of what was received."""


def _read(known_at: int, record_ids: list[str] | None, extract_id: str, further: str = "") -> Iterator[Record]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.body, d.body FROM {_WHOLE}"
            + (" AND r.record_id = ANY(%(ids)s)" if record_ids is not None else "")
            + (" AND r.extract_id = %(extract)s" if extract_id else "")
            + further
            + " ORDER BY r.since",
            {"known_at": known_at, "ids": record_ids, "extract": extract_id},
        )
        while rows := cursor.fetchmany(2_000):
            for core, detail in rows:
                yield read_statement(core, detail).entry.record
