"""Regimes: which reasons for parting a child from an adult the rules of a date permit.

The permitted set changed by court orders (before 26 June 2018, the injunction, the order of 13 January 2020, the settlement
from December 2023). The reason is judged under the rule of the day of the separation; another day may be asked for beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kinkeeper.domain.dates import Moment
from kinkeeper.domain.facts import Fact


class Verdict(StrEnum):
    """What a regime says of a reason."""

    PERMITTED = "permitted"
    NOT_PERMITTED = "not_permitted"
    NEEDS_TEST = "needs_test"
    """Permitted only after a test of parentage, or where a test was impossible or refused and that is documented."""
    NEEDS_FINDING = "needs_finding"
    """Permitted only after a finding that the adult is unfit or a danger to the child."""
    NO_REASON = "no_reason"
    """No reason is recorded, which no regime permits."""
    NO_LIMIT = "no_limit"
    """No order or statute entered here limited the reasons on that day."""


class Limits(Fact, frozen=True):
    """The reasons an order permits. `any_reason`: it sets no limit beyond those in `forbids`."""

    permits: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    needs_test: tuple[str, ...] = ()
    needs_finding: tuple[str, ...] = ()
    any_reason: bool = False


class Regime(Fact, frozen=True):
    """Limits that hold from a day until another (empty: still), by which order."""

    order_id: str
    title: str
    from_day: Moment
    until_day: Moment
    limits: Limits


@dataclass(frozen=True, slots=True)
class Judged:
    """What the regime of a day says of a reason; `regime` None where none limited it."""

    verdict: Verdict
    regime: Regime | None = None


TESTED = frozenset({"tested", "impossible", "refused"})
"""How a doubt about parentage can have been looked into: a test, or why there could be none, documented."""


def judge(reason_code: str, on: Moment, regimes: Iterable[Regime], *, looked_into: str = "", found: str = "") -> Judged:
    """What the rule of a day says of a reason. The latest regime that holds on the day is the one that counts."""
    regime = regime_on(on, regimes)
    if not reason_code or reason_code == "LEGACY_UNKNOWN":
        return Judged(Verdict.NO_REASON, regime)
    if regime is None:
        return Judged(Verdict.NO_LIMIT)
    return Judged(_verdict(reason_code, regime.limits, looked_into, found), regime)


def regime_on(on: Moment, regimes: Iterable[Regime]) -> Regime | None:
    """The regime of a day: of those that hold the one that began last."""
    holding = [one for one in regimes if len(on) >= 10 and one.from_day <= on[:10] and (not one.until_day or on[:10] < one.until_day)]
    return max(holding, key=lambda one: (one.from_day, one.order_id), default=None)


def _verdict(reason: str, limits: Limits, looked_into: str, found: str) -> Verdict:
    if reason in limits.forbids:
        return Verdict.NOT_PERMITTED
    if reason in limits.needs_test:
        return Verdict.PERMITTED if looked_into in TESTED else Verdict.NEEDS_TEST
    if reason in limits.needs_finding:
        return Verdict.PERMITTED if found.strip() else Verdict.NEEDS_FINDING
    return Verdict.PERMITTED if limits.any_reason or reason in limits.permits else Verdict.NOT_PERMITTED
