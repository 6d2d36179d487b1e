"""Where everybody is on a day: how many are with whom."""

from collections.abc import Mapping
from typing import Any

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import Reach, reach_of
from kinkeeper.queries.access.prepared import looking, prepared
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.counts import unchanged
from kinkeeper.queries.counts.held import ON_THE_DAY
from kinkeeper.queries.counts.kept import see_kept
from kinkeeper.queries.standpoint import Standpoint, standing

Rows = list[tuple[Any, ...]]

EVERYONE = f"""
SELECT custodian, count(*), {unchanged.UNDER} FROM custody_day h
WHERE {ON_THE_DAY.format("h")} AND {{known}} GROUP BY custodian ORDER BY 2 DESC, 1
"""
SUMMED = f"""
SELECT custodian, sum(more)::int, {unchanged.UNDER} FROM custody_move
WHERE agency = %(whose)s AND day <= %(as_of)s::date GROUP BY custodian HAVING sum(more) > 0 ORDER BY 2 DESC, 1
"""


@shows_nobody("counts")
def count_everyone(viewer: Viewer, standpoint: Standpoint) -> dict[str, int]:
    """
    Custodian -> how many persons it held on the day, the most first; `NONE` = no source says, `DISPUTED` = sources disagree.

    What is known now comes from sums, where they are kept for who looks.

    :raises NotAllowed: if the viewer may not read.
    :raises NotKnownYet: where what it reads has not been made from the ledger.
    """
    require(viewer, "read")
    see_kept()
    kept: dict[str, int] | None = unchanged.find(viewer, standpoint, "everybody")
    if kept is not None:
        return dict(kept)
    rows = _summed(viewer, standpoint) if _is_summed(viewer, standpoint) else _laid_out(standpoint)
    told = {custodian: count for custodian, count, *_ in rows}
    for _, _, *under in rows[:1]:
        unchanged.keep(viewer, standpoint, "everybody", dict(told), under)
    return told


def _is_summed(viewer: Viewer, standpoint: Standpoint) -> bool:
    """Whether sums are kept for who looks from here; to whom more is opened than their agency is concerned with, the wall shows none."""
    reach = reach_of(viewer)
    return not standpoint.is_past and (reach is Reach.EVERYBODY or (reach is Reach.CONCERNED and looking().is_settled))


def _summed(viewer: Viewer, standpoint: Standpoint) -> Rows:
    whose = viewer.agency if reach_of(viewer) is Reach.CONCERNED else ""
    return _ask(SUMMED, {**standpoint.parameters, "whose": whose})


def _laid_out(standpoint: Standpoint) -> Rows:
    # What stands now is found in the index of what stands now; only a look back reads what has ended since.
    known = standing("h") if standpoint.is_past else "h.until IS NULL"
    return _ask(EVERYONE.format(known=known), standpoint.parameters)


def _ask(question: str, asked: Mapping[str, object]) -> Rows:
    with prepared() as cursor:
        cursor.execute(question, asked)
        rows: Rows = cursor.fetchall()
    return rows
