"""What the pictures are drawn of, beside the reports, in one question: where those apart are, how custody moved, clocks, and lists."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.court.clocks import Clock
from kinkeeper.domain.court.orders import OrderVersion
from kinkeeper.domain.court.wording import Order
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import ON_THE_DAY, separations
from kinkeeper.queries.counts.held import NOBODY_SAYS
from kinkeeper.queries.counts.held import ON_THE_DAY as HELD_ON_THE_DAY
from kinkeeper.queries.counts.kept import see_kept
from kinkeeper.queries.counts.lists import ask_listed, lists_of
from kinkeeper.queries.court.due import BurnDown, burned_down
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.together import Question, Rows, ask_together

DAYS = 30


@dataclass(frozen=True, slots=True)
class HeldPerson:
    """One who is apart: whether a child, who holds the person, and the place as recorded."""

    is_child: bool
    custodian: str
    place: str


@dataclass(frozen=True, slots=True)
class Pictured:
    """What the pictures are drawn of."""

    held: Counter[HeldPerson]
    """Every child still apart and every adult whom one is apart from, once: how many are held alike."""
    moved: Mapping[tuple[str, str], int]
    """(From, to) -> how many persons went from one holder to the next in the last `DAYS` days, by the laid out custody; the most first."""
    orders: Mapping[str, Order]
    """Those that count, by id."""
    burned: Mapping[str, list[BurnDown]]
    """Order -> its clocks, each as it burned down."""
    lists: Counter[tuple[str, ...]]
    """The lists on which children apart stand -> how many children stand on just these."""


@shows_nobody("counts")
def get_pictured(viewer: Viewer, standpoint: Standpoint, now: datetime) -> Pictured:
    """
    All of it from one standpoint, clocks read as of `now`.

    :raises NotAllowed: if the viewer may not read.
    :raises NotKnownYet: where what it reads has not been made from the ledger.
    """
    require(viewer, "read")
    see_kept()
    told = ask_together(
        held=Question(_HELD, 4, standpoint.parameters),
        moved=Question(_MOVES, 3, {**standpoint.parameters, "days": DAYS}),
        orders=Question(_ORDERS, 1, standpoint.parameters),
        clocks=Question(_CLOCKS, 1, standpoint.parameters),
        listed=ask_listed(standpoint),
    )
    versions = sorted(_things(told["orders"], OrderVersion), key=lambda one: (one.order.order_id, one.order.version))
    orders = {one.order.order_id: one.order for one in versions if one.counts}
    by_order: dict[str, list[Clock]] = {order_id: [] for order_id in orders}
    for clock in _things(told["clocks"], Clock):
        by_order.get(clock.order_id, []).append(clock)
    return Pictured(
        held=Counter({HeldPerson(*alike): count for *alike, count in told["held"]}),
        moved={(before, after): count for before, after, count in told["moved"]},
        orders=orders,
        burned={order_id: burned_down(clocks, now) for order_id, clocks in by_order.items()},
        lists=lists_of(told["listed"]),
    )


def _things(rows: Rows, kind: type[Any]) -> list[Any]:
    decoder = msgspec.json.Decoder(kind)
    return [decoder.decode(told) for (told,) in rows]


_HELD = f"""
WITH pairs AS MATERIALIZED (SELECT child, adult FROM ({separations(ON_THE_DAY)}) s WHERE still),
those AS MATERIALIZED (
    SELECT DISTINCT child AS person, TRUE AS is_child FROM pairs UNION ALL SELECT DISTINCT adult, FALSE FROM pairs WHERE adult <> ''
)
SELECT t.is_child, coalesce(h.custodian, '{NOBODY_SAYS}'), coalesce(h.place, ''), count(*) FROM those t
LEFT JOIN LATERAL (
    SELECT h.custodian, h.place FROM apart_day h WHERE h.person_id = t.person AND {HELD_ON_THE_DAY.format("h")} AND {standing("h")} LIMIT 1
) h ON TRUE GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_MOVED = "r.from_day > %(as_of)s::date - %(days)s::int AND r.from_day <= %(as_of)s::date"
_MOVES = f"""
SELECT before, custodian, count(*) FROM (
    SELECT h.custodian, h.from_day, lag(h.custodian) OVER (PARTITION BY h.person_id ORDER BY h.from_day) AS before
    FROM custody_day h WHERE h.person_id IN (SELECT r.person_id FROM custody_day r WHERE {_MOVED})
    AND h.from_day <= %(as_of)s::date AND {standing("h")}
) moved
WHERE before IS NOT NULL AND before <> custodian AND from_day > %(as_of)s::date - %(days)s::int
GROUP BY before, custodian ORDER BY 3 DESC, 1, 2
"""
_ORDERS = f"SELECT told::text FROM court_order o WHERE {standing('o')}"
_CLOCKS = f"""
SELECT c.told::text FROM clock c WHERE {standing("c")}
AND c.order_id IN (SELECT o.order_id FROM court_order o WHERE o.counts AND {standing("o")}) ORDER BY c.since
"""
