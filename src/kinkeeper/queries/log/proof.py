"""The public page: is everything in place, who has signed it, since when it has only grown. It names nobody, so it asks for no viewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kinkeeper.ledger.note import Untrusted
from kinkeeper.ledger.policy import NONE, Policy
from kinkeeper.queries.log.published import (
    Inspection,
    Published,
    cosigned_checkpoints,
    current_alarm,
    last_cosigned_sizes,
    last_inspection,
    latest_checkpoint,
)

LATE = timedelta(minutes=10)
"""A witness is asked every minute: one that has not signed for so long is late."""

UNCHECKED = timedelta(hours=26)
"""The whole ledger is proven every hour by whoever serves it, and by others at least each day."""

WEEKS_SHOWN = 60
CHECKPOINTS_ON_A_PAGE = 100


class Standing(StrEnum):
    """What the verdict is, worst first."""

    BROKEN = "broken"
    """Something does not agree."""
    EMPTY = "empty"
    """Nothing was signed yet."""
    FEW = "few"
    """Too few witnesses signed."""
    ALONE = "alone"
    """Nobody is asked to witness it."""
    UNCHECKED = "unchecked"
    """Nobody proved the whole ledger for long."""
    GOOD = "good"


class Signing(StrEnum):
    """What a witness did."""

    THIS = "this"
    EARLIER = "earlier"
    LATE = "late"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class WitnessLine:
    """A witness, and the last checkpoint that it signed."""

    name: str
    signing: Signing
    seen_at: datetime | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """How many entries a checkpoint was over, and when it was signed."""

    at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Proof:
    """All that the page says."""

    standing: Standing
    published: Published | None
    newest_size: int
    """Of the newest checkpoint, which may be some seconds ahead of the one that witnesses signed."""
    witnesses: tuple[WitnessLine, ...]
    signed: int
    needed: int
    inspection: Inspection | None
    alarm: str
    growth: tuple[GrowthPoint, ...]
    withheld: int
    """How many entries are sealed or expunged by order."""

    @property
    def trouble(self) -> str:
        """What does not agree, in a sentence; empty where all does."""
        return self.alarm or (self.inspection.wrong if self.inspection else "")


def find_proof(policy: Policy | None, now: datetime) -> Proof:
    """What the public may know of the ledger's standing, under a policy, now."""
    inspection, alarm = last_inspection(), current_alarm()
    with transaction.atomic(), connection.cursor() as cursor:
        newest = latest_checkpoint(cursor)
        shown = _shown(cursor, policy, newest, now)
        witnesses = _witnesses(cursor, policy, shown, now)
        growth = _growth(cursor)
        cursor.execute("SELECT count(DISTINCT position) FROM withheld")
        [withheld] = cursor.fetchone()
    return Proof(
        standing=_standing(policy, shown, inspection, alarm, now),
        published=shown,
        newest_size=newest.checkpoint.size if newest else 0,
        witnesses=witnesses,
        signed=sum(line.signing is Signing.THIS for line in witnesses),
        needed=_needed(policy),
        inspection=inspection,
        alarm=alarm,
        growth=growth,
        withheld=withheld,
    )


def list_checkpoints(before: int | None = None) -> Sequence[GrowthPoint]:
    """The newest checkpoints, or those over fewer entries than `before`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT signed_at, size FROM checkpoint WHERE size < %s ORDER BY size DESC LIMIT %s",
            [before if before is not None else 2**63 - 1, CHECKPOINTS_ON_A_PAGE],
        )
        return [GrowthPoint(at, size) for at, size in cursor.fetchall()]


def _shown(cursor: CursorWrapper, policy: Policy | None, newest: Published | None, now: datetime) -> Published | None:
    """The newest checkpoint that the policy accepts, if it is not late; else the newest."""
    if policy is None or newest is None or _accepts(policy, newest):
        return newest
    accepted = next((one for one in cosigned_checkpoints(cursor) if _accepts(policy, one)), None)
    return accepted if accepted and now - accepted.signed_at < LATE else newest


def _accepts(policy: Policy, published: Published) -> bool:
    try:
        policy.check(published.note)
    except Untrusted:
        return False
    return True


def _standing(policy: Policy | None, shown: Published | None, inspection: Inspection | None, alarm: str, now: datetime) -> Standing:
    if alarm or (inspection and inspection.wrong):
        return Standing.BROKEN
    if shown is None:
        return Standing.EMPTY
    if policy and policy.quorum != NONE and not _accepts(policy, shown):
        return Standing.FEW
    if inspection is None or now - inspection.at > UNCHECKED:
        return Standing.UNCHECKED
    return Standing.GOOD if policy and policy.witnesses else Standing.ALONE


def _witnesses(cursor: CursorWrapper, policy: Policy | None, shown: Published | None, now: datetime) -> tuple[WitnessLine, ...]:
    last = last_cosigned_sizes(cursor)
    size = shown.checkpoint.size if shown else 0
    lines = []
    for name, witness in policy.witnesses.items() if policy else ():
        signed, seen_at = last.get(str(witness.key), (0, None))
        lines.append(WitnessLine(name.replace("_", " "), _signing(signed, seen_at, size, now), seen_at, signed))
    return tuple(lines)


def _signing(signed: int, seen_at: datetime | None, size: int, now: datetime) -> Signing:
    if seen_at is None:
        return Signing.NEVER
    if now - seen_at > LATE:
        return Signing.LATE
    return Signing.THIS if signed >= size else Signing.EARLIER


def _needed(policy: Policy | None) -> int:
    """How many witnesses a policy asks for at least."""
    if policy is None or policy.quorum == NONE:
        return 0
    return _least(policy, policy.quorum)


def _least(policy: Policy, name: str) -> int:
    if name in policy.witnesses:
        return 1
    group = policy.groups[name]
    return sum(sorted(_least(policy, member) for member in group.members)[: group.needed])


def _growth(cursor: CursorWrapper) -> tuple[GrowthPoint, ...]:
    """The last checkpoint of each week, the first of all and the newest."""
    cursor.execute(
        "SELECT max(signed_at), max(size) FROM checkpoint "
        "GROUP BY date_trunc('week', signed_at AT TIME ZONE 'UTC') ORDER BY 1 DESC LIMIT %s",
        [WEEKS_SHOWN],
    )
    points = [GrowthPoint(at, size) for at, size in reversed(cursor.fetchall())]
    if 0 < len(points) < WEEKS_SHOWN:
        cursor.execute("SELECT signed_at, size FROM checkpoint ORDER BY size LIMIT 1")
        first = GrowthPoint(*cursor.fetchone())
        points = [first, *points] if first != points[0] else points
    return tuple(points)
