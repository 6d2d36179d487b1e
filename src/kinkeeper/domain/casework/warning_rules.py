"""What the rules warn of at once, from the entry that brings it: each with whom it is about, who must answer, and within how many hours."""

from collections.abc import Iterable
from hashlib import sha256

from kinkeeper.domain.casework.accounts import Account
from kinkeeper.domain.casework.departures import Departure, DepartureState, Stand, unasked
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.court.clocks import Clock
from kinkeeper.domain.court.regimes import Regime, Verdict, judge
from kinkeeper.domain.facts import replace
from kinkeeper.domain.handover.needs import Need
from kinkeeper.domain.handover.transfers import Transfer
from kinkeeper.domain.placements import Placement
from kinkeeper.domain.separations import Separation
from kinkeeper.domain.terms import Custodian, StayEnd

BROKEN = {
    Verdict.NOT_PERMITTED: "The rule of that day does not permit this reason for a separation",
    Verdict.NEEDS_TEST: "Doubt about parentage needs a test, or why there could be none",
    Verdict.NEEDS_FINDING: "The reason needs a finding that the adult is unfit or a danger to the child",
}


def on_reason(one: Separation | Account, regimes: Iterable[Regime], at: str) -> list[Warning]:
    """A reason that the regime of its day does not permit, the same day (F-13, F-14)."""
    account = one if isinstance(one, Account) else None
    looked_into, found = (account.looked_into, account.finding) if account else ("", "")
    judged = judge(one.reason_code, one.separated_on, regimes, looked_into=looked_into, found=found)
    if judged.verdict not in BROKEN or judged.regime is None:
        return []
    words = f"{BROKEN[judged.verdict]}: {one.reason_code}, {one.separated_on[:10]} ({judged.regime.title})."
    who = account.deciding_officer if account else ""
    return [
        _warning(
            "reason", (one.child, f"{one.adult} {judged.regime.order_id} {one.reason_code}"), (words, "supervisor", 24), at, (who, False)
        )
    ]


def on_departure(one: Departure, at: str) -> list[Warning]:
    """An adult who is to leave is stopped for a child that would be left behind unasked (F-22)."""
    if one.stand != Stand.STOPPED:
        return []
    words = f"The {one.kind.replace('_', ' ')} is stopped: no choice that counts is on record for {_children(len(one.children))} apart."
    return [_warning("departure-stopped", (one.adult, one.departure_id), (words, "case_manager", 24), at)]


def on_override(one: Departure, by: str, because: str, at: str) -> list[Warning]:
    """Somebody lets an adult leave although it is stopped: to the top at once, with the name."""
    words = f"{by} overrode the stop of a {one.kind.replace('_', ' ')}. Reason given: {because}"
    return [_warning("stop-overridden", (one.adult, one.departure_id), (words, "head", 1), at, (by, True))]


def is_gone(one: Placement) -> bool:
    """Whether a placement says that somebody was removed."""
    return one.stay.custodian == Custodian.ABROAD or one.stay.end_reason == StayEnd.REMOVED


def on_placement(one: Placement, apart: DepartureState, needs: Iterable[Need], at: str, *, handed_over: bool) -> list[Warning]:
    """An adult who was removed without the child and unasked (the 348); a need that nobody handed over (the deaf child)."""
    found = []
    left = unasked(apart, one.person_id) if is_gone(one) else ()
    if left:
        words = f"Removed with {_children(len(left))} still apart and no choice that counts on record."
        found.append(_warning("removed-unasked", (one.person_id, " ".join(left)), (words, "head", 4), at, ("", True)))
    standing = sorted(need.kind for need in needs if need.person_id == one.person_id and not need.ended)
    if standing and not handed_over:
        words = f"Moved without a hand-over that names what must travel with the person: {', '.join(standing)}."
        found.append(_warning("need-left-behind", (one.person_id, one.placement_id), (words, "receiving_custodian", 4), at))
    return found


def _children(count: int) -> str:
    return "1 child" if count == 1 else f"{count} children"


def on_separation(one: Separation, at: str) -> list[Warning]:
    """Custody shows a separation that nobody has written down (F-10)."""
    words = f"Custody shows that they were separated on {one.separated_on or 'a day not known'}. Nobody has written down why."
    return [_warning("separation-unexplained", (one.child, one.adult), (words, "supervisor", 24), at)]


def on_clock(one: Clock, at: str) -> list[Warning]:
    """A clock that is late."""
    words = f"{one.clock} of {one.order_id} is late; it was due at {one.due_last}."
    return [_warning("clock-late", (one.child, " ".join(one.key)), (words, one.owner, 24), at)]


def on_clock_soon(one: Clock, left: int, steps: tuple[int, ...], at: str) -> list[Warning]:
    """The end of a clock is near. Whose clock it is says what is done before the first of the steps, or it climbs."""
    within = f"{left // 24} days" if left >= 96 else f"{left} hours"
    words = f"{one.clock} of {one.order_id} is due in {within}, at {one.due_first}."
    return [replace(_warning("clock-soon", (one.child, " ".join(one.key)), (words, one.owner, steps[0]), at), climb_hours=steps)]


def on_overdue(one: Transfer, at: str) -> list[Warning]:
    """An offered transfer that nobody has answered in time. Who offered answers for the person until somebody does."""
    words = f"{one.to_custodian} has not answered the transfer that {one.from_custodian} offered for {one.answer_by}."
    return [_warning("transfer-overdue", (one.person_id, one.transfer_id), (words, one.to_custodian, 4), at)]


def on_claim(claim_id: str, words: str, at: str) -> list[Warning]:
    """A claimed count that the records do not bear out (F-15)."""
    return [_warning("count-mismatch", ("", claim_id), (words, "inspector", 72), at)]


def _warning(rule: str, about: tuple[str, str], told: tuple[str, str, int], at: str, by: tuple[str, bool] = ("", False)) -> Warning:
    """A warning whose id follows from its rule and what it is about, so that nothing is warned of twice."""
    (person, other), (words, role, hours), (caused_by, top) = about, told, by
    name = sha256(f"{rule}|{person}|{other}".encode()).hexdigest()[:12]
    return Warning(f"W-{name}", rule, person, words, role, hours, at, "", caused_by, other, top)
