"""A drill: an announced policy, played through the one door at full speed, and what the system then knows of it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework.designations import Designation, RecordDesignation
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.families import Family as FamilyUnit
from kinkeeper.domain.families import FormFamilies
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import ReceiveRecords, Record, Stay
from kinkeeper.domain.requests import Request
from kinkeeper.domain.ties import AssessTies, RefuteTie, Tie
from kinkeeper.gateway import submit
from kinkeeper.season.surge import Day, Family, Policy, days, still_waiting_too_long

Progress = Callable[[str, int], None]
AT_ONCE = 400
SENT_TWICE = 7
"""Every so many batches one is sent a second time, as a sender does who got no answer."""


@dataclass(frozen=True, slots=True)
class Played:
    """One day as it was played: what waited, and how long the system took for it."""

    on: date
    arrived: int
    parted: int
    waiting: int
    beds_taken: int
    clocks_broken: int
    unexplained: int
    unsent: int
    """Batches that waited for the line at the day's end."""
    entries: int
    seconds: float
    slowest: float
    """Seconds of the batch that took longest."""


@dataclass(slots=True)
class Outcome:
    """What the drill shows."""

    policy: Policy
    days: list[Played] = field(default_factory=list)
    ties_stated: int = 0
    ties_lost: int = 0
    pairs_parted: int = 0
    """Children and adults parted, with a tie that was stated and not refuted, both of whom had moved."""
    not_raised: int = 0
    raised_besides: int = 0
    """Separations raised of pairs who were not parted."""
    waiting_too_long: int = 0
    sent_twice: int = 0
    recorded_twice: int = 0


def play(policy: Policy, *, actor: Actor, progress: Progress = lambda name, done: None) -> Outcome:
    """Play every day of a policy into the ledger, and read back what it made of it."""
    sender, outcome, all_days = _Sender(actor), Outcome(policy), []
    for today in days(policy):
        started, before = time.perf_counter(), _size()
        sender.slowest = 0.0
        for batch in _batches(today):
            sender.take(batch, line_up=today.line_up)
        all_days.append(today)
        outcome.days.append(_played(today, sender, _size() - before, time.perf_counter() - started))
        progress("days", 1)
    sender.flush()
    outcome.sent_twice, outcome.recorded_twice = sender.sent_twice, sender.recorded_twice
    outcome.waiting_too_long = still_waiting_too_long(policy, all_days)
    read_back(outcome, all_days)
    return outcome


class _Sender:
    """Sends batches, keeps them while the line is down, and sends some twice."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.kept, self.count = actor, list[list[Request]](), 0
        self.slowest, self.sent_twice, self.recorded_twice = 0.0, 0, 0

    def take(self, commands: Sequence[Any], *, line_up: bool) -> None:
        self.count += 1
        self.kept.append([Request(f"drill-{self.count}-{number}", command) for number, command in enumerate(commands)])
        if line_up:
            self.flush()

    def flush(self) -> None:
        for number, batch in enumerate(self.kept):
            started = time.perf_counter()
            receipts = submit(batch, actor=self.actor)
            self.slowest = max(self.slowest, time.perf_counter() - started)
            if (self.count + number) % SENT_TWICE == 0:
                self.sent_twice += 1
                self.recorded_twice += submit(batch, actor=self.actor) != receipts
        self.kept.clear()


def _played(today: Day, sender: _Sender, entries: int, seconds: float) -> Played:
    arrived = sum(1 + len(one.children) for one in today.arrived)
    parted = sum(len(one.children) for one in today.parted)
    waits = today.waiting, today.beds_taken, today.clocks_broken, today.unexplained
    return Played(today.on, arrived, parted, *waits, len(sender.kept), entries, round(seconds, 2), round(sender.slowest, 3))


def _batches(today: Day) -> list[list[Any]]:
    """What the stations, the marshals and the shelters say on a day, in batches as they would be sent."""
    families, day = today.arrived, today.on.isoformat()
    rows = sum(1 + len(one.children) for one in families)
    batches: list[list[Any]] = [[ReceiveExtract(Extract(f"drill-{day}", f"station-{day}.csv", "", "00", "border_patrol", rows, 0, day))]]
    for at in range(0, len(families), AT_ONCE):
        batches.append(_arrive(families[at : at + AT_ONCE], day))
    moves = [move for one in today.parted for move in _part(one, day)]
    moves += [ReportPlacement(Placement(f"orr-{child}", child, Stay("ORR", "Shelter", f"{day}T20:00"))) for child in today.admitted]
    moves += [RefuteTie(child, one.adult, "Test: not the parent") for one in today.refuted for child in one.children]
    batches += [moves[at : at + AT_ONCE] for at in range(0, len(moves), AT_ONCE)]
    return batches


def _arrive(families: Sequence[Family], day: str) -> list[Any]:
    persons = [person for one in families for person in (one.adult, *one.children)]
    records = tuple(_record(person, day) for person in persons)
    recorded = [one for one in families if one.recorded]
    ties = tuple(Tie(child, one.adult, "parent", "claimed", "0.9500", "recorded") for one in recorded for child in one.children)
    units = tuple(FamilyUnit(f"KF-{one.number:08}", (*one.children, one.adult), (f"U{one.number}",)) for one in recorded)
    return [
        ReceiveRecords(records),
        IdentifyPeople("drill", tuple(Person(person, (f"r{person}",)) for person in persons)),
        AssessTies("drill", ties),
        FormFamilies("drill", units),
    ]


def _record(person: str, day: str) -> Record:
    child = person.startswith("Pc")
    stay = Stay("CBP", "Station", f"{day}T06:00")
    born = "2012-03-01" if child else "1988-03-01"
    return Record(
        f"r{person}", f"drill-{day}", f"station-{day}.csv", "border_patrol", 1, born=born, encountered=f"{day}T06:00", stays=(stay,)
    )


def _part(one: Family, day: str) -> list[Any]:
    """The family is taken apart on paper (F-01), and the adult goes to the marshals."""
    codes = [(one.adult, "SINGLE"), *((child, "UAC") for child in one.children)]
    said = [RecordDesignation(Designation(f"d-{person}", person, code, f"{day}T09:00")) for person, code in codes]
    return [*said, ReportPlacement(Placement(f"usms-{one.adult}", one.adult, Stay("USMS", "Jail", f"{day}T18:00")))]


# What the system knows


def read_back(outcome: Outcome, all_days: Sequence[Day]) -> None:
    """Compare what the system knows now with what was played."""
    families = [one for today in all_days for one in today.arrived if one.recorded]
    refuted = {one.number for today in all_days for one in today.refuted}
    admitted = {child for today in all_days for child in today.admitted}
    stated = {(child, one.adult) for one in families for child in one.children}
    ended = {(child, one.adult) for one in families if one.number in refuted for child in one.children}
    parted = {(child, one.adult) for one in families if one.parted for child in one.children if child in admitted} - ended
    live = _pairs("SELECT child, adult FROM tie WHERE until IS NULL AND status <> 'refuted'")
    raised = _pairs("SELECT child, adult FROM separation WHERE until IS NULL")
    outcome.ties_stated, outcome.ties_lost = len(stated), len(stated - ended - live)
    outcome.pairs_parted, outcome.not_raised = len(parted), len(parted - raised)
    truly = {(child, one.adult) for one in families if one.parted for child in one.children}
    outcome.raised_besides = len(raised - truly)


def _pairs(sql: str) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return set(cursor.fetchall())


def _size() -> int:
    from kinkeeper.queries.moments import ledger_size

    return ledger_size()
