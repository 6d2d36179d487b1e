"""What follows from an entry at once, in the same transaction: nobody can forget it, and nobody is left without it.

A hand-over that was acknowledged, or a tag that was scanned, is a placement. A placement or a tie that parts a child from an adult is a
separation (F-10). What changes for a child changes its clocks. What is wrong is warned of. All of it stands in the ledger as said by the
rules, after the entry that brought it. Loads of records are looked at whole by the jobs, once persons and ties are known.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kinkeeper import projections
from kinkeeper.domain import placements, separations
from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework import accounts, caseloads, cases, departures, designations, milestones, warning_rules, warnings
from kinkeeper.domain.casework.objections import TAKEN_AWAY, ObjectionLifted, StatementRetracted, StatementSuperseded, Subject
from kinkeeper.domain.casework.warnings import Warning
from kinkeeper.domain.catalog import NOUN_OF_COMMAND, NOUNS
from kinkeeper.domain.court import adjustments, clocks
from kinkeeper.domain.court.regimes import Regime
from kinkeeper.domain.court.running import clocks_of
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.deliveries import withdrawals
from kinkeeper.domain.divergence import LISTED_FROM, find_separation
from kinkeeper.domain.facts import replace
from kinkeeper.domain.handover import tags, transfers
from kinkeeper.domain.handover.needs import Need
from kinkeeper.domain.records import Stay
from kinkeeper.domain.ties import Tie, TieVerified
from kinkeeper.gateway import clock
from kinkeeper.queries.casework.objections import find_persons_of
from kinkeeper.queries.court.children import gather
from kinkeeper.queries.court.orders import list_in_force, list_regimes
from kinkeeper.queries.findings import list_ties
from kinkeeper.queries.placements import find_holder_before
from kinkeeper.queries.standpoint import find_standpoint, hour_of
from kinkeeper.queries.things import list_things
from kinkeeper.queries.whereabouts import get_people

RULES = Actor("Kinkeeper", "", "operator")
"""Who says what the rules say."""

RUN = "rules"
MOVES = (placements.PlacementReported, TieVerified)
OBJECTIONS = (StatementRetracted, StatementSuperseded, ObjectionLifted)
CHANGES_CLOCKS = (designations.DesignationRecorded, milestones.MilestoneReported, adjustments.AdjustmentGranted)
HEARD = (
    *MOVES,
    *OBJECTIONS,
    *CHANGES_CLOCKS,
    transfers.TransferAcknowledged,
    tags.TagScanned,
    accounts.AccountRecorded,
    departures.DepartureChecked,
    departures.StopOverridden,
)
"""The entries that something can follow from."""


def moved(cursor: Any, entries: Sequence[Any]) -> list[Any]:
    """The placements that follow from acknowledged hand-overs and scanned tags, and the cases whose next owner accepted them."""
    commands = [command for entry in entries for command in _placements(entry)]
    placed = _decided(cursor, placements, [placements.ReportPlacement(one) for one in commands])
    return placed + _decided(cursor, cases, [command for entry in entries for command in _taken_over(entry)])


def withdrawn(cursor: Any, entries: Sequence[Any]) -> list[Any]:
    """What becomes of the records that somebody took away, or back: they count no more, or again."""
    commands = [command for entry in entries if isinstance(entry, OBJECTIONS) for command in _withdrawal(cursor, entry)]
    return _decided(cursor, withdrawals, commands)


def _withdrawal(cursor: Any, entry: Any) -> Iterable[Any]:
    if isinstance(entry, ObjectionLifted):
        if entry.subject == Subject.RECORD and entry.kind in TAKEN_AWAY:
            # A record whose whole file was taken back comes back with the file.
            cursor.execute("SELECT FROM record_withdrawal WHERE record_id = %s AND cause = '' AND until IS NULL", [entry.id])
            if cursor.fetchall():
                yield withdrawals.RestoreRecords((entry.id,), entry.why)
    elif entry.objection.subject == Subject.RECORD:
        yield withdrawals.WithdrawRecords((entry.objection.id,), entry.objection.why, "")


def found(cursor: Any, entries: Sequence[Any]) -> list[Any]:
    """The separations, clocks and warnings that follow, the rows of `entries` standing in the read tables already."""
    if not any(isinstance(entry, HEARD) for entry in entries):
        return []
    against = find_persons_of(RULES, [_objected(entry) for entry in entries if isinstance(entry, OBJECTIONS)])
    as_of, persons = _day(entries), {person for entry in entries for person in _persons(entry)} | against
    proven = {(entry.child, entry.adult) for entry in entries if isinstance(entry, TieVerified)}
    ties = _ties_of(persons, proven)
    parted = _decided(cursor, separations, _separations(persons, ties, as_of, against))
    children = {tie.child for tie in ties} | persons
    said = [entry for entry in entries if not isinstance(entry, separations.SeparationRaised)]
    told = (*said, *(one for one in parted if isinstance(one, separations.SeparationRaised)))
    beside = _beside(cursor, told, entries)
    raised = [one for entry in told for one in _warnings(entry, beside)]
    unique = {one.warning_id: one for one in raised}
    warned = _decided(cursor, warnings, [warnings.RaiseWarnings(tuple(unique.values()))]) if unique else []
    return [*parted, *_clocks(cursor, children, parted, against), *warned]


def _decided(cursor: Any, rules: Any, commands: Sequence[Any]) -> list[Any]:
    """What a noun's rules make of commands that the rules give."""
    if not commands:
        return []
    noun = next(one for one in NOUNS if one.rules is rules)
    state, entries = projections.load(cursor, noun, commands), []
    for command in commands:
        assert NOUN_OF_COMMAND[type(command)] is noun
        for entry in rules.decide(state, command):
            state = rules.evolve(state, entry)
            entries.append(entry)
    return entries


def _taken_over(entry: Any) -> Iterable[cases.OpenCase]:
    """The cases of an accepted caseload that are still open and still of who offered them, with their next owner."""
    if not isinstance(entry, caseloads.CaseloadAnswered) or not entry.accepted:
        return
    [one] = list_things(RULES, "caseload", caseloads.Caseload, "caseload_id = %(id)s", {"id": entry.caseload_id})
    asked = {"children": list(one.children), "owner": one.from_owner}
    for case in list_things(RULES, "child_case", cases.Case, "child = ANY(%(children)s) AND open AND owner = %(owner)s", asked):
        yield cases.OpenCase(case.child, case.plan, entry.at, one.to_owner)


def _placements(entry: Any) -> Iterable[placements.Placement]:
    if isinstance(entry, transfers.TransferAcknowledged):
        [one] = list_things(RULES, "transfer", transfers.Transfer, "transfer_id = %(id)s", {"id": entry.transfer_id})
        yield placements.Placement(f"{one.transfer_id}-in", one.person_id, Stay(one.to_custodian, one.to_place, entry.at))
    if isinstance(entry, tags.TagScanned):
        scan = entry.scan
        yield placements.Placement(f"{scan.scan_id}-in", entry.person_id, Stay(scan.custodian, scan.place, scan.at))


def _persons(entry: Any) -> Iterable[str]:
    """Whose separations and clocks an entry can change."""
    if isinstance(entry, placements.PlacementReported):
        yield entry.placement.person_id
    if isinstance(entry, designations.DesignationRecorded):
        yield entry.designation.person_id
    if isinstance(entry, milestones.MilestoneReported):
        yield entry.milestone.person_id
    if isinstance(entry, adjustments.AdjustmentGranted) and entry.adjustment.child:
        yield entry.adjustment.child


def _day(entries: Sequence[Any]) -> Moment:
    """The day it is: the newest of which extracts or these placements speak, never after today; today where nobody says."""
    from kinkeeper.queries.extracts import get_as_of

    today = clock.today().isoformat()
    told = (entry.placement.stay.start[:10] for entry in entries if isinstance(entry, placements.PlacementReported))
    spoken_of = get_as_of(RULES)[:10]
    known = [day for day in (spoken_of, *told) if len(day) == 10 and day <= today]
    return max(known) if spoken_of and known else today


def _today() -> Moment:
    """The day by which clocks are read where nobody asks for another: the worker's and the pages' too."""
    return hour_of(find_standpoint(RULES, today=clock.today().isoformat()), clock.instant()).instant.date().isoformat()


def _ties_of(persons: set[str], proven: set[tuple[str, str]]) -> list[Tie]:
    """The ties of persons who moved, and those that were proven just now."""
    if not persons and not proven:
        return []
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT child FROM tie WHERE until IS NULL AND (child = ANY(%s) OR adult = ANY(%s))", [list(persons)] * 2)
        children = {child for (child,) in cursor.fetchall()} | {child for child, _ in proven}
    concerned = (tie for tie in list_ties(RULES, children) if tie.key in proven or persons & {tie.child, tie.adult})
    return [tie for tie in concerned if float(tie.probability) >= LISTED_FROM]


def _objected(entry: Any) -> tuple[str, str]:
    key: tuple[str, str] = entry.key if isinstance(entry, ObjectionLifted) else entry.objection.key
    return key


def _separations(persons: set[str], ties: Sequence[Tie], as_of: Moment, against: set[str]) -> list[Any]:
    """Those that show now; and, of persons `against` whose stays something was said, the end of those that show no more."""
    if not ties:
        return []
    people = get_people(RULES, {person for tie in ties for person in (tie.child, tie.adult)}).people
    seen = [find_separation(tie, people[tie.child], people[tie.adult], as_of) for tie in ties]
    parted = {one.key: one for one in seen if one}
    shown = [separations.RaiseSeparations(RUN, tuple(parted[key] for key in sorted(parted)))] if parted else []
    gone = [tie.key for tie in ties if tie.key not in parted and against & {tie.child, tie.adult}]
    return [*shown, separations.WithdrawSeparations(RUN, tuple(sorted(gone)))] if gone else shown


def _clocks(cursor: Any, children: set[str], parted: Sequence[Any], against: set[str]) -> list[Any]:
    """The clocks of children; of those `against` whose stays something was said, or whose separation is withdrawn, also those that stop."""
    raised = tuple(entry.separation for entry in parted if isinstance(entry, separations.SeparationRaised))
    gone = {entry.key for entry in parted if isinstance(entry, separations.SeparationWithdrawn)}
    parted_no_more = {child for child, _ in gone} | (against & children)
    today = _today() if children else ""
    orders = list_in_force(RULES, today) if children else []
    if not orders and not parted_no_more:
        return []
    gathered = gather(RULES, today, children, raised, gone)
    set_now = tuple(one for known in gathered.known for one in clocks_of(orders, known, gathered.around))
    stopped = _stopped(parted_no_more, {one.key for one in set_now}) if parted_no_more else ()
    told = (*set_now, *stopped)
    return _decided(cursor, clocks, [clocks.SetClocks(RUN, told)]) if told else []


def _stopped(children: set[str], asked_for: Container[tuple[str, ...]]) -> Iterable[clocks.Clock]:
    """The clocks that ran for these children and that no order asks for any more. Others stop once a day."""
    running = list_things(RULES, "clock", clocks.Clock, "running AND child = ANY(%(children)s)", {"children": list(children)})
    return (replace(one, covered="no") for one in running if one.key not in asked_for)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What warnings are made with, asked once for all entries of a request."""

    regimes: Sequence[Regime]
    explained: frozenset[str]
    """Children of whom somebody has written down why they were parted."""
    apart: departures.DepartureState
    """Separations and choices of the adults who are gone."""
    needs: Mapping[str, Sequence[Need]]
    with_needs: frozenset[str]
    """The placements with which the needs go: by an acknowledged hand-over, or within the hands of who has the person already."""


def _beside(cursor: Any, told: Sequence[Any], entries: Sequence[Any]) -> _Beside:
    placed = [entry.placement for entry in told if isinstance(entry, placements.PlacementReported)]
    parted = [entry.separation.child for entry in told if isinstance(entry, separations.SeparationRaised)]
    reasons = parted or any(isinstance(entry, accounts.AccountRecorded) for entry in told)
    needs: dict[str, list[Need]] = {}
    if placed:
        for one in list_things(RULES, "need", Need, "person_id = ANY(%(persons)s)", {"persons": [one.person_id for one in placed]}):
            needs.setdefault(one.person_id, []).append(one)
    explained = list_things(RULES, "account", accounts.Account, "child = ANY(%(children)s)", {"children": parted}) if parted else []
    return _Beside(
        list_regimes(RULES) if reasons else [],
        frozenset(one.child for one in explained),
        _apart(cursor, [one for one in placed if warning_rules.is_gone(one)]),
        needs,
        frozenset(_handed_over(entries)) | {one.placement_id for one in placed if one.person_id in needs and _stays_with(one)},
    )


def _handed_over(entries: Sequence[Any]) -> Iterable[str]:
    return (f"{entry.transfer_id}-in" for entry in entries if isinstance(entry, transfers.TransferAcknowledged))


def _stays_with(moved: placements.Placement) -> bool:
    return find_holder_before(RULES, moved) == moved.stay.custodian


def _apart(cursor: Any, gone: Sequence[placements.Placement]) -> departures.DepartureState:
    if not gone:
        return departures.DepartureState()
    noun = next(noun for noun in NOUNS if noun.rules is departures)
    state: departures.DepartureState = projections.load(
        cursor, noun, [departures.PlanDeparture("", one.person_id, "removal", one.stay.start) for one in gone]
    )
    return state


def _warnings(entry: Any, beside: _Beside) -> list[Warning]:
    at = clock.now()[:19] + "Z"
    if isinstance(entry, accounts.AccountRecorded):
        return warning_rules.on_reason(entry.account, beside.regimes, at)
    if isinstance(entry, separations.SeparationRaised):
        one = entry.separation
        told = warning_rules.on_reason(one, beside.regimes, at)
        return told + ([] if one.child in beside.explained or one.reason_code else warning_rules.on_separation(one, at))
    if isinstance(entry, departures.DepartureChecked):
        return warning_rules.on_departure(entry.departure, at)
    if isinstance(entry, departures.StopOverridden):
        [planned] = list_things(RULES, "departure", departures.Departure, "departure_id = %(id)s", {"id": entry.departure_id})
        return warning_rules.on_override(planned, entry.by, entry.because, at)
    if isinstance(entry, placements.PlacementReported):
        moved_to = entry.placement
        needs = () if moved_to.placement_id in beside.with_needs else beside.needs.get(moved_to.person_id, ())
        return warning_rules.on_placement(moved_to, beside.apart, needs, at)
    return []
