"""What the rules warn of at once, from the entry that brings it: each with whom it is about, who must answer, and within how many hours.

Each is said in an English sentence, which stays on the ledger, and in the parts of that sentence, from which pages make it in the reader's
language (`web/words/warnings.py`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from kinkeeper.domain.casework.accounts import Account
from kinkeeper.domain.casework.cases import Flag
from kinkeeper.domain.casework.counts import Compared
from kinkeeper.domain.casework.departures import Departure, DepartureState, Stand, unasked
from kinkeeper.domain.casework.inquiries import Inquiry
from kinkeeper.domain.casework.tasks import Task
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.court.clocks import Clock
from kinkeeper.domain.court.regimes import Regime, Verdict, judge
from kinkeeper.domain.facts import replace
from kinkeeper.domain.handover.needs import Need
from kinkeeper.domain.handover.transfers import Transfer
from kinkeeper.domain.placements import Placement
from kinkeeper.domain.separations import Separation
from kinkeeper.domain.terms import Custodian, StayEnd, counted

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
    parts = {"verdict": judged.verdict.value, "reason": one.reason_code, "on": one.separated_on[:10], "order": judged.regime.order_id}
    who = account.deciding_officer if account else ""
    about = (one.child, f"{one.adult} {judged.regime.order_id} {one.reason_code}")
    return [_warning(about, Said("reason", words, parts), ("supervisor", 24), at, (who, False))]


def on_departure(one: Departure, at: str) -> list[Warning]:
    """An adult who is to leave is stopped for a child that would be left behind unasked (F-22)."""
    if one.stand != Stand.STOPPED:
        return []
    words = f"The {one.kind.replace('_', ' ')} is stopped: no choice that counts is on record for {_children(len(one.children))} apart."
    said = Said("departure-stopped", words, {"kind": one.kind, "children": str(len(one.children))})
    return [_warning((one.adult, one.departure_id), said, ("case_manager", 24), at)]


def on_override(one: Departure, by: str, because: str, at: str) -> list[Warning]:
    """Somebody lets an adult leave although it is stopped: to the top at once, with the name."""
    words = f"{by} overrode the stop of a {one.kind.replace('_', ' ')}. Reason given: {because}"
    said = Said("stop-overridden", words, {"kind": one.kind, "by": by, "because": because})
    return [_warning((one.adult, one.departure_id), said, ("head", 1), at, (by, True))]


def is_gone(one: Placement) -> bool:
    """Whether a placement says that somebody was removed."""
    return one.stay.custodian == Custodian.ABROAD or one.stay.end_reason == StayEnd.REMOVED


def on_placement(one: Placement, apart: DepartureState, needs: Iterable[Need], at: str) -> list[Warning]:
    """An adult who was removed without the child and unasked (the 348); needs that nobody handed over (the deaf child)."""
    found = []
    left = unasked(apart, one.person_id) if is_gone(one) else ()
    if left:
        said = Said(
            "removed-unasked",
            f"Removed with {_children(len(left))} still apart and no choice that counts on record.",
            {"children": str(len(left))},
        )
        found.append(_warning((one.person_id, " ".join(left)), said, ("head", 4), at, ("", True)))
    standing = sorted(need.kind for need in needs if need.person_id == one.person_id and not need.ended)
    if standing:
        words = f"Moved without a hand-over that names what must travel with the person: {', '.join(standing)}."
        said = Said("need-left-behind", words, {"needs": " ".join(standing)})
        found.append(_warning((one.person_id, one.placement_id), said, ("receiving_custodian", 4), at))
    return found


def _children(count: int) -> str:
    return counted(count, "child", "children")


def on_separation(one: Separation, at: str) -> list[Warning]:
    """Custody shows a separation that nobody has written down (F-10)."""
    words = f"Custody shows that they were separated on {one.separated_on or 'a day not known'}. Nobody has written down why."
    said = Said("separation-unexplained", words, {"on": one.separated_on})
    return [_warning((one.child, one.adult), said, ("supervisor", 24), at)]


def on_clock(one: Clock, at: str) -> list[Warning]:
    """A clock that is late."""
    words = f"{one.clock} of {one.order_id} is late; it was due at {one.due_last}."
    said = Said("clock-late", words, {"order": one.order_id, "clock": one.clock, "due": one.due_last})
    return [_warning((one.child, " ".join(one.key)), said, (one.owner, 24), at)]


def on_clock_soon(one: Clock, left: int, steps: tuple[int, ...], at: str) -> list[Warning]:
    """The end of a clock is near. Whose clock it is says what is done before the first of the steps, or it climbs."""
    within = counted(left // 24, "day") if left >= 96 else counted(left, "hour")
    words = f"{one.clock} of {one.order_id} is due in {within}, at {one.due_first}."
    said = Said("clock-soon", words, {"order": one.order_id, "clock": one.clock, "due": one.due_first, "hours": str(left)})
    return [replace(_warning((one.child, " ".join(one.key)), said, (one.owner, steps[0]), at), climb_hours=steps)]


def on_overdue(one: Transfer, at: str) -> list[Warning]:
    """An offered transfer that nobody has answered in time. Who offered answers for the person until somebody does."""
    words = f"{one.to_custodian} has not answered the transfer that {one.from_custodian} offered for {one.answer_by}."
    said = Said("transfer-overdue", words, {"to": one.to_custodian, "from": one.from_custodian, "by": one.answer_by})
    return [_warning((one.person_id, one.transfer_id), said, (one.to_custodian, 4), at)]


def on_flag(child: str, one: Flag, at: str) -> list[Warning]:
    """A red flag that nobody has looked into by its day: it stops the case, so the case stands still (F-34)."""
    words = f"The flag '{one.kind}' was to be looked into by {one.due}. It still stops the case."
    said = Said("flag-overdue", words, {"kind": one.kind, "due": one.due})
    return [_warning((child, one.flag_id), said, (one.owner, 24), at)]


def on_task(one: Task, at: str) -> list[Warning]:
    """A task that was not done by its day."""
    said = Said("task-overdue", f"Not done by {one.due}: {one.words}", {"task": one.words, "due": one.due})
    return [_warning((one.about, f"{one.task_id} {one.due}"), said, (one.owner, 24), at)]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely somebody is the person looked for, and field by field whether it is the `same`, `near` or `other`."""

    probability: float
    agrees: Mapping[str, str]


def on_sought(one: Inquiry, person: str, likeness: Likeness, at: str) -> list[Warning]:
    """Somebody known may be the person whom an open inquiry looks for. Who took the inquiry down looks at it within a day."""
    by_degree = {degree: [field for field, found in likeness.agrees.items() if found == degree] for degree in ("same", "near", "other")}
    told = "; ".join(f"{degree}: {', '.join(fields).replace('_', ' ')}" for degree, fields in by_degree.items() if fields)
    chance = f"{min(likeness.probability, 0.99):.2f}"
    words = f"May be the person whom inquiry {one.inquiry_id} looks for ({one.looks_for}): probability {chance}; {told}."
    parts = {"inquiry": one.inquiry_id, "for": one.looks_for, "probability": chance}
    parts |= {degree: " ".join(fields) for degree, fields in by_degree.items()}
    return [_warning((person, one.inquiry_id), Said("sought", words, parts), (one.taken_by or "coordinator", 24), at)]


def on_claim(one: Compared, at: str) -> list[Warning]:
    """A claimed count that the records do not bear out (F-15)."""
    claim = one.claim
    words = f"{claim.said_by} says {claim.claimed}; the records show {one.found} ({one.factor or 'no'} times as many)."
    parts = {"said_by": claim.said_by, "claimed": str(claim.claimed), "found": str(one.found), "factor": one.factor}
    return [_warning(("", claim.claim_id), Said("count-mismatch", words, parts), ("inspector", 72), at)]


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says: which rule, the sentence, and what it speaks of by name."""

    rule: str
    words: str
    parts: Mapping[str, str]


def _warning(about: tuple[str, str], said: Said, answers: tuple[str, int], at: str, by: tuple[str, bool] = ("", False)) -> Warning:
    """A warning whose id follows from its rule and what it is about, so that nothing is warned of twice."""
    (person, other), (role, hours), (caused_by, top) = about, answers, by
    name = sha256(f"{said.rule}|{person}|{other}".encode()).hexdigest()[:12]
    return Warning(f"W-{name}", said.rule, person, said.words, role, hours, at, "", caused_by, other, top, parts=dict(said.parts))
