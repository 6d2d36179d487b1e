"""Inquiries, page by page: those that are open first, each in the order in which they came."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.casework.inquiries import Inquiry
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.counts import unchanged
from kinkeeper.queries.moments import STANDS
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.together import ENOUGH

IS_ANSWERED, AT = "(coalesce(told->>'answered_at', '') <> '')", "coalesce(told->>'at', '')"
"""SQL: as the index of their order has it (`store/migrations`)."""
_ASKED = {
    "asker": "told->>'asker' = %(asker)s",
    "state": f"{IS_ANSWERED} = (%(state)s = 'answered')",
    "verified": "(trim(coalesce(told->>'verified', '')) <> '') = (%(verified)s = 'yes')",
}
"""By what they are narrowed -> SQL."""


@dataclass(frozen=True, slots=True)
class InquiryList:
    """Some of the inquiries that are asked for, and how many there are: `ENOUGH` where they were not counted further."""

    rows: tuple[Inquiry, ...]
    count: int


@dataclass(frozen=True, slots=True)
class InquiriesBy:
    """Which inquiries, by name: `asker`, `state` (open, answered), `verified` (yes, no); empty: any. And whether all are counted."""

    told: Mapping[str, str]
    to_the_end: bool = False

    @property
    def asked(self) -> dict[str, str]:
        """What is asked, without what is any."""
        return {name: self.told[name] for name in _ASKED if self.told.get(name)}


@shows(FieldGroup.STATEMENT)
def list_inquiries(viewer: Viewer, standpoint: Standpoint, by: InquiriesBy, *, page: int = 1, size: int | None = None) -> InquiryList:
    """
    One page of the inquiries that are all that is asked for; all of them where `size` is None.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    known = STANDS if standpoint.is_past else "until IS NULL"
    which = " AND ".join([*(_ASKED[name] for name in by.asked), known])
    limit = f" LIMIT {size:d} OFFSET {(max(page, 1) - 1) * size:d}" if size else ""
    order = f"{IS_ANSWERED}, {AT}, inquiry_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT told FROM inquiry WHERE {which} ORDER BY {order}{limit}", {**standpoint.parameters, **by.asked})
        decoder = msgspec.json.Decoder(Inquiry)
        rows = tuple(decoder.decode(told) for (told,) in cursor.fetchall())
    return InquiryList(rows, _count(viewer, standpoint, by, which) if size else len(rows))


def _count(viewer: Viewer, standpoint: Standpoint, by: InquiriesBy, which: str) -> int:
    """How many they are; counted once until the ledger grows."""
    what = f"inquiries by {sorted(by.asked.items())} {by.to_the_end}"
    found: int | None = unchanged.find(viewer, standpoint, what)
    if found is None:
        most = "" if by.to_the_end else f"LIMIT {ENOUGH:d}"
        question = f"SELECT count(*), {unchanged.UNDER} FROM (SELECT FROM inquiry WHERE {which} {most}) i"
        with connection.cursor() as cursor:
            cursor.execute(question, {**standpoint.parameters, **by.asked})
            found, *under = cursor.fetchone()
        unchanged.keep(viewer, standpoint, what, found, under)
    return int(found)
