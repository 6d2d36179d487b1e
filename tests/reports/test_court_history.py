"""Tables T1 to T8 of the court's and the Task Force's reports, and the counts that changed, from one constructed history through the door.

Each report is made at the end, as of its day and as known when that day's entries were in: the figures as published (T1: HHS, 12 July
2018; T2 to T6: joint status reports of 26 July to 15 October 2018; OEI-BL-18-00511 for 2,737; T7, T8: Task Force of June 2021 and
February 2023). What was corrected later must not reach an earlier table.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from kinkeeper.domain.casework.cases import DoStep, Flag, OpenCase, RaiseFlag
from kinkeeper.domain.casework.contacts import ContactPoint, RecordContact
from kinkeeper.domain.casework.decisions import Decision, RecordDecision
from kinkeeper.domain.court.members import Member, ReviseList
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.facts import replace
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import ReceiveRecords, Record, Stay
from kinkeeper.domain.requests import Request
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.extracts.court import shipped_plans
from kinkeeper.gateway import submit
from kinkeeper.queries.moments import ledger_size
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports.making import make_report
from kinkeeper.reports.report import Report
from kinkeeper.site.database import Database
from tests.web.scene import OFFICER

UNDER_FIVE = [f"U{number:03}" for number in range(103)]
OVER = [f"V{number:04}" for number in range(2_551)]
TASK_FORCE = [f"T{number:04}" for number in range(5_636)]
SAFETY = ("CRIMINAL_HISTORY",) * 11 + ("NOT_PARENT",) * 7 + ("FALSE_DOCUMENT", "ABUSE_NEGLECT", "UNSAFE_HOUSEHOLD", "COMMUNICABLE_DISEASE")


def known(*commands: Any) -> int:
    """Say something; the size of the ledger afterwards."""
    size = ledger_size()
    submit([Request(f"{size}-{number}", command) for number, command in enumerate(commands)], actor=OFFICER)
    return ledger_size()


def apart(children: Iterable[str], outcome: str = "apart", on: str = "") -> RaiseSeparations:
    begun = "2018-05-20"
    some = [Separation(one, f"A{one}", begun, "", "", "recorded", "0.9500", "", "", outcome, on) for one in children]
    return RaiseSeparations(f"{outcome} {on} {some[0].child if some else ''}", tuple(some))


def listed(order: str, children: Sequence[str], standing: str = "included", reason: str = "every criterion holds") -> ReviseList:
    members = tuple(Member(order, one, 1, standing, reason) for one in children)
    return ReviseList(f"{order} {standing} {children[0]}", members)


def adults_go(children: Iterable[str], custodian: str, on: str) -> list[ReportPlacement]:
    return [ReportPlacement(Placement(f"PL-{one}-{on}", f"A{one}", Stay(custodian, "", on))) for one in children]


def flagged(child: str, kind: str) -> list[Any]:
    opened = OpenCase(child, shipped_plans()["stage-2"], "2018-07-08", "HHS")
    return [opened, RaiseFlag(child, Flag(f"{child}-flag", kind, "as the file says", "HHS", "2018-08-01"), OFFICER.name)]


def waived(child: str, revoked: str = "") -> RecordDecision:
    told = {"language": "es", "interpreter": "none needed", "explained": "all of it", "counsel": "declined"}
    when = {"reconsider_until": "2018-07-18", "signed_at": "2018-07-19"}
    one = Decision(f"D-{child}", f"A{child}", child, "part", "2018-07-15", **told, **when)
    return RecordDecision(replace(one, revoked_at=revoked, revoked_words="changed my mind") if revoked else one)


def report(name: str, day: str, known_at: int) -> Report:
    return make_report(OFFICER, name, find_standpoint(OFFICER, today=day, as_of=day, known_at=known_at))


def lines(made: Report, name: str) -> dict[str, Any]:
    [one] = [one for one in made.counted.breakdowns if one.name == name]
    return {"": one.total, **{line.key: line.count for line in one.figures if line.count}}


def phase_1() -> tuple[int, int]:
    """103 under five, first 102; 57 are back by the deadline, and one of whom that is known only later."""
    born = tuple(Record(f"r{one}", "x", "o.csv", "orr_children", 1, born="2015-01-01") for one in UNDER_FIVE)
    known(
        ReceiveExtract(Extract("x", "o.csv", "", "00", "orr_children", 103, 0, "2018-07-01")),
        ReceiveRecords(born),
        IdentifyPeople("run", tuple(Person(one, (f"r{one}",)) for one in UNDER_FIVE)),
        apart(UNDER_FIVE),
        listed("phase-1", UNDER_FIVE[:102]),
    )
    first = known(
        listed("phase-1", UNDER_FIVE[102:], reason="the parent is no citizen"),
        apart(UNDER_FIVE[:57], "reunited", "2018-07-12"),
        *(said for child, kind in zip(UNDER_FIVE[57:79], SAFETY, strict=True) for said in flagged(child, kind)),
        *adults_go(UNDER_FIVE[57:79], "ICE", "2018-06-01"),
        *adults_go(UNDER_FIVE[79:91], "ABROAD", "2018-06-15"),
        *adults_go(UNDER_FIVE[91:100], "USMS", "2018-06-01"),
        *adults_go(UNDER_FIVE[100:102], "JAIL", "2018-06-01"),
    )
    return first, known(apart(UNDER_FIVE[91:92], "reunited", "2018-07-12"))


def phase_2() -> int:
    """2,551 of five and over: 20 found not to be of the class, 1,442 and 378 discharged, 711 in care with flags that overlap."""
    care = OVER[1_840:]
    return known(
        apart(OVER),
        listed("phase-2", OVER),
        listed("phase-2", OVER[:20], "excluded", "not separated from a parent"),
        apart(OVER[20:1_462], "reunited", "2018-07-26"),
        apart(OVER[1_462:1_840], "released_to_other", "2018-07-26"),
        *adults_go(care[:431], "ABROAD", "2018-06-15"),
        *adults_go(care[431:510], "RELEASED", "2018-06-15"),
        *adults_go(care[604:], "ICE", "2018-06-15"),
        *(waived(one) for one in care[:120]),
        *(said for one in care[644:] for said in flagged(one, "background")),
    )


def autumn() -> list[int]:
    """From August to October: who leaves care, whose adult goes abroad, who takes a choice back, who is found out of the class."""
    care, young = OVER[1_840:], UNDER_FIVE
    certified = UNDER_FIVE + OVER
    gone = [*young[57:73], *young[92:94], *young[100:103], *OVER[:20], *care[354:431], *care[510:603]]
    sizes = [known(listed("joint", certified), apart(gone, "released_to_other", "2018-08-10"), *(waived(one) for one in care[120:154]))]
    abroad = [*care[468:481], *care[604:700], care[603], *young[94:100]]
    left = care[431:468]
    sizes.append(
        known(
            apart(left, "released_to_other", "2018-08-22"),
            *(waived(one, "2018-08-20") for one in care[:15]),
            *adults_go(abroad, "ABROAD", "2018-08-21"),
        )
    )
    out, next_ones = care[:57], care[57:]
    still = [one for one in next_ones if one not in {*gone, *left}]
    sizes.append(known(apart(still[:55], "reunited", "2018-09-05"), listed("joint", out, "excluded", "the parent is not of the class")))
    sizes.append(known(apart(still[55:170], "released_to_other", "2018-10-01")))
    proceeding = still[300:366]
    opened = [OpenCase(one, shipped_plans()["removed-parent"], "2018-10-02", "HHS") for one in proceeding]
    steps = [DoStep(one.child, one.plan.steps[0].step, "2018-10-10", "", OFFICER.name) for one in opened]
    sizes.append(known(apart(still[170:237], "released_to_other", "2018-10-12"), *opened, *steps))
    return sizes


def test_t1_to_t6_from_july_to_october_2018(database: Database) -> None:
    first, corrected = phase_1()
    july = phase_2()
    august, later_august, september, october, at_last = autumn()
    t1 = report("classes", "2018-07-12", first)
    assert lines(t1, "phase-1-deadline") == {
        "": 103,
        "reunified": 57,
        "not_eligible": 46,
        "safety_concern": 22,
        "CRIMINAL_HISTORY": 11,
        "NOT_PARENT": 7,
        "FALSE_DOCUMENT": 1,
        "ABUSE_NEGLECT": 1,
        "UNSAFE_HOUSEHOLD": 1,
        "COMMUNICABLE_DISEASE": 1,
        "circumstance": 24,
        "deported": 12,
        "marshals": 9,
        "jail": 2,
        "location_unknown": 1,
    }
    after = lines(report("classes", "2018-07-12", corrected), "phase-1-deadline")
    assert (after["reunified"], after["not_eligible"]) == (58, 45)
    t2 = report("classes", "2018-07-26", july)
    assert lines(t2, "phase-2-status") == {
        "": 2_551,
        "found_not_separated": 20,
        "discharged": 1_820,
        "reunited_with_parent": 1_442,
        "other_appropriate_circumstances": 378,
        "in_care": 711,
    }
    assert lines(report("class_list", "2018-07-26", july), "phase-2-standing")["included"] == 2_531, "2,551 less the 20"
    flags = lines(t2, "phase-2-flags")
    wanted = {"outside_us": 431, "waived": 120, "released_to_interior": 79, "location_under_review": 94, "red_flag": 67}
    assert {name: flags[name] for name in wanted} == wanted and sum(wanted.values()) == 791 > flags[""] == 711
    t3 = report("classes", "2018-08-16", august)
    assert [lines(t3, "joint-status")[key] for key in ("", "discharged", "in_care")] == [2_654, 2_089, 565]
    flags, wanted = lines(t3, "joint-flags"), {"outside_us": 366, "waived": 154, "red_flag": 73, "under_five": 24}
    assert {name: flags[name] for name in wanted} == wanted
    t4 = report("classes", "2018-08-23", later_august)
    assert lines(t4, "joint-status")["discharged"] == 2_126
    assert lines(t4, "joint-in_care") == {"": 528, "waived": 139, "outside_us": 343, "released_to_interior": 29, "red_flag": 17}
    t5 = lines(report("classes", "2018-09-06", september), "joint-status")
    assert [t5[key] for key in ("", "discharged", "in_care", "found_not_separated")] == [2_654, 2_181, 416, 57]
    before, t6 = report("classes", "2018-10-08", october), report("classes", "2018-10-15", at_last)
    assert [lines(one, "joint-status")["discharged"] for one in (before, t6)] == [2_363 - 67, 2_363]
    assert lines(t6, "joint-flags")["proceeding"] == 66
    assert lines(report("classes", "2018-07-12", first), "phase-1-deadline") == lines(t1, "phase-1-deadline")


def test_the_counts_that_changed_with_their_reasons(database: Database) -> None:
    """2,654 in July 2018; 2,737 in January 2019 (+162 -79); 2,816 in March; 2,814 in October, with 1,556 and 1,090 more: 5,460."""
    children = [f"C{number:04}" for number in range(2_895)]
    certified = known(listed("certified", children[:2_654]))
    known(apart(["C0000"]))
    revised = known(
        listed("certified", children[:79], "excluded", "not separated from a parent"),
        listed("certified", children[2_654:2_816], reason="found in the records of grantees"),
    )
    known(apart(["C0001"]))
    march = known(listed("certified", children[2_816:], reason="released before the list was made"))
    known(apart(["C0002"]))
    other = [f"E{number:04}" for number in range(1_556 + 1_090)]
    october = known(
        listed("certified", children[-2:], "excluded", "counted twice"),
        listed("expanded", other[:1_556]),
        listed("after-injunction", other[1_556:]),
    )
    counts = [
        lines(report("class_list", "2019-10-24", size), "certified-standing")["included"] for size in (certified, revised, march, october)
    ]
    assert counts == [2_654, 2_737, 2_816, 2_814]
    made = report("class_list", "2019-01-17", revised)
    _, revisions, changes = made.counted.tables
    assert [row[4:] for row in revisions.rows] == [(2_654, 0, 2_654), (162, 79, 2_737)]
    why = [row[-1] for row in changes.rows if row[1] >= revisions.rows[1][1]]
    assert (why.count("found in the records of grantees"), why.count("not separated from a parent"), len(why)) == (162, 79, 241)
    last = report("class_list", "2019-10-24", october)
    orders = ("certified", "expanded", "after-injunction")
    assert [lines(last, f"{order}-standing")["included"] for order in orders] == [2_814, 1_556, 1_090]
    assert sum(lines(last, f"{order}-standing")["included"] for order in orders[:2]) == 4_370
    assert sum(lines(last, f"{order}-standing")["included"] for order in orders) == 5_460


def by_task_force(children: Iterable[str]) -> list[Any]:
    return [OpenCase(one, shipped_plans()["task-force"], "2021-05-01", "TASK_FORCE") for one in children]


NATIONALITIES = {"GTM": 2_270, "HND": 1_150, "SLV": 281, "MEX": 75, "BRA": 74, "ROU": 23, "": 40}
SECTORS = {"Yuma": 1_114, "Rio Grande Valley": 1_025, "El Paso": 982, "": 792}


def from_where(children: Sequence[str]) -> list[Any]:
    """A record of each child with its nationality and the sector that held it first, in the numbers of June 2021."""
    nations = [code for code, count in NATIONALITIES.items() for _ in range(count)]
    sectors = [name for name, count in SECTORS.items() for _ in range(count)]
    records = [
        Record(f"r{child}", "x", "b.csv", "border_patrol", 1, nationality=nation, stays=(Stay("CBP", sector, "2018-05-18", "2018-05-20"),))
        for child, nation, sector in zip(children, nations, sectors, strict=True)
    ]
    persons = tuple(Person(child, (f"r{child}",)) for child in children)
    extract = ReceiveExtract(Extract("x", "b.csv", "", "00", "border_patrol", len(records), 0, "2021-05-01"))
    return [extract, ReceiveRecords(tuple(records)), IdentifyPeople("run", persons)]


def test_t7_and_t8_the_task_force_and_what_was_left_in_2024(database: Database) -> None:
    scope, review = TASK_FORCE[:3_913], TASK_FORCE[3_913:]
    first = known(
        *from_where(scope),
        listed("task-force", scope),
        listed("task-force", review, "indicated", "not known: whether separated"),
        apart(scope[:1_786], "reunited", "2020-05-01"),
        *by_task_force(scope[:7]),
    )
    remaining = [*scope[1_786 + 1_140 :], *review[:11]]
    contacts = [
        ContactPoint(f"CP-{one}", f"A{one}", "phone", "502 5555", "organization", "2022-01-01", attempts=("2022-02-01T10:00 reached told",))
        for one in remaining[148 : 148 + 183]
    ]
    step = shipped_plans()["task-force"].steps[0].step
    second = known(
        listed("task-force", review[:11], reason="the file shows a separation"),
        listed("task-force", review[11:], "excluded", "the file shows none"),
        *by_task_force([*scope[1_786 : 1_786 + 682], *remaining[:148]]),
        apart(scope[1_786 : 1_786 + 1_140], "reunited", "2022-11-01"),
        *(DoStep(one, step, "2022-12-01", "", OFFICER.name) for one in remaining[:148]),
        apart(remaining[148 : 148 + 183]),
        *(RecordContact(one) for one in contacts),
    )
    t7 = report("classes", "2021-06-02", first)
    assert lines(t7, "task-force-nationality") == NATIONALITIES
    assert lines(t7, "task-force-station") == SECTORS
    assert lines(t7, "task-force-scope") == {
        "": 5_636,
        "in_scope": 3_913,
        "reunified_by_court_process": 1_779,
        "reunified_by_task_force": 7,
        "no_confirmed_record": 2_127,
        "under_review": 1_723,
    }
    t8 = report("classes", "2023-02-01", second)
    found = lines(t8, "task-force-scope")
    assert (found["in_scope"], found["out_of_scope"], found["no_confirmed_record"]) == (3_924, 1_712, 998)
    assert (found["reunified_by_court_process"], found["reunified_by_task_force"]) == (2_926 - 689, 689)
    flags = lines(t8, "task-force-flags")
    assert (flags[""], flags["proceeding"], flags["informed"]) == (998, 148, 183)
    assert lines(report("classes", "2021-06-02", first), "task-force-scope")["in_scope"] == 3_913
    later = [f"S{number:04}" for number in range(732)]
    third = known(listed("task-force", later), apart(later[:370], "reunited", "2024-03-01"))
    assert lines(report("classes", "2024-04-30", third), "task-force-scope")["no_confirmed_record"] == 1_360
