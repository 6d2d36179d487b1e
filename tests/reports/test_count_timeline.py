"""The counts that changed between June 2018 and May 2021, each from one constructed history through the door, as known on its day.

Beside `test_court_history.py` (the certified list, the court's tables, the Task Force). Sources: OIG-20-06 (3,014; 136 and 1,233),
OIG-18-84 (861), OEI-BL-18-00511 (118), AP and the press on the court's reports (2,342; 2,053; 2,047; 1,712; 911; 1,090; 207 by age),
GAO-20-245 (2,700), House Oversight (2,648; 241), KIND (545), OIG-21-36 (348).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from kinkeeper.domain.casework.contacts import ContactPoint, RecordContact
from kinkeeper.domain.casework.counts import CountClaim, RecordClaim
from kinkeeper.domain.casework.decisions import Decision, RecordDecision
from kinkeeper.domain.court.clocks import Clock, SetClocks
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import ReceiveRecords, Record, Stay
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.ties import AssessTies, Tie
from kinkeeper.site.database import Database
from tests.reports.test_court_history import known, lines, listed, report

ZERO_TOLERANCE = [f"Z{number:04}" for number in range(3_014)]
AFTER = [f"N{number:04}" for number in range(1_090)]
BEFORE = [f"E{number:04}" for number in range(1_712)]
UNDER_FIVE = {0: 5, 1: 26, 2: 40, 3: 76, 4: 60}
"""Of the 1,556: age -> children (207 in all)."""


def parted(children: Sequence[str], first: str, last: str, reason: str, outcome: str = "apart", on: str = "") -> RaiseSeparations:
    """Separations spread evenly over the days from one to another."""
    begin, days = date.fromisoformat(first), (date.fromisoformat(last) - date.fromisoformat(first)).days
    begun = [(begin + timedelta(days=number * (days + 1) // len(children))).isoformat() for number in range(len(children))]
    told = reason.lower(), reason, "recorded", "0.9500", "", "", outcome, on
    some = tuple(Separation(child, f"A{child}", day, *told) for child, day in zip(children, begun, strict=True))
    return RaiseSeparations(f"{children[0]} {outcome} {on} {first}", some)


def in_records(persons: Sequence[str], stay: Stay | None = None, born: Iterable[str] = ()) -> list[Any]:
    births = list(born) or [""] * len(persons)
    stays = (stay,) if stay else ()
    records = [
        Record(f"r{one}", "x", "f.csv", "orr_children", 1, born=birth, stays=stays) for one, birth in zip(persons, births, strict=True)
    ]
    return [ReceiveRecords(tuple(records)), IdentifyPeople("run", tuple(Person(one, (f"r{one}",)) for one in persons))]


def claim(name: str, said_by: str, claimed: int, first: str, last: str) -> RecordClaim:
    return RecordClaim(CountClaim(name, said_by, claimed, "children", "Children separated", first, last, source="as printed"))


def june_2018() -> dict[str, int]:
    """2,342 by 19 June, of whom 2,053 are with ORR on the 20th and 2,047 on the 26th."""
    sizes = {"19 June": known(parted(ZERO_TOLERANCE[:2_342], "2018-05-05", "2018-06-19", "PROSECUTION"))}
    sizes["20 June"] = known(*in_records(ZERO_TOLERANCE[:2_053], Stay("ORR", "", "2018-06-20")))
    sizes["26 June"] = known(parted(ZERO_TOLERANCE[:6], "2018-05-05", "2018-05-05", "PROSECUTION", "released_to_other", "2018-06-25"))
    return sizes


def hours(number: int) -> Iterable[Clock]:
    """One of 861 children over 72 hours from being taken into custody, the first 241 also from being found unaccompanied."""
    child, due, met = ZERO_TOLERANCE[number], "2018-05-23T10:00:00+00:00", "2018-05-24T10:00:00+00:00"
    for name in ("placement-apprehension", *(("placement-determination",) if number < 241 else ())):
        yield Clock("tvpra", name, child, 1, "", "HHS", "yes", "2018-05-20T10:00", due, due, met, met, met)


def autumn_2018() -> dict[str, int]:
    """861 over 72 hours; 118 parted from July to 7 November."""
    sizes = {"September": known(SetClocks("run", tuple(clock for number in range(861) for clock in hours(number))))}
    sizes["November"] = known(
        parted(AFTER[:118], "2018-07-01", "2018-11-07", "CRIMINAL_HISTORY"), claim("118", "HHS OIG", 118, "2018-07-01", "2018-11-07")
    )
    return sizes


def in_2019() -> dict[str, int]:
    """1,712 possible in May, 911 in June, 2,648 stated in July; 1,556 and 1,090 in October; 3,014, 136 and 1,233 in November."""
    sizes = {"May": known(listed("expanded", BEFORE, "indicated", "the file has signs of a separation"))}
    after = claim("911", "DHS", 911, "2018-06-27", "2019-06-29")
    sizes["June"] = known(parted(AFTER[118:911], "2018-06-27", "2019-06-29", "CRIMINAL_HISTORY"), after)
    sizes["July"] = known(claim("2,648", "House Oversight", 2_648, "2018-05-05", "2018-06-26"))
    births = [f"{2018 - age}-01-01" for age, count in UNDER_FIVE.items() for _ in range(count)]
    sizes["October"] = known(
        listed("expanded", BEFORE[:1_556], "included", "confirmed by CBP"),
        listed("expanded", BEFORE[1_556:], "excluded", "CBP has no separation"),
        parted(BEFORE[:1_556], "2018-02-01", "2018-04-30", "PROSECUTION"),
        *in_records(BEFORE[:207], born=births),
        parted(AFTER[911:], "2019-06-30", "2019-10-24", "CRIMINAL_HISTORY"),
        claim("1,090", "DHS", 1_090, "2018-06-27", "2019-10-24"),
    )
    unrecorded = [Tie(f"W{number:04}", f"AW{number:04}", "parent", "suggested", "0.9000", "recovered") for number in range(136 + 1_233)]
    sizes["review"] = known(
        parted(ZERO_TOLERANCE[2_342:], "2018-05-05", "2018-06-20", "PROSECUTION"),
        claim("3,014", "DHS OIG", 3_014, "2018-05-05", "2018-06-20"),
        AssessTies("zero tolerance", tuple(unrecorded[:136])),
    )
    sizes["both"] = known(AssessTies("to February 2019", tuple(unrecorded[136:])))
    return sizes


def chose_to_part(child: str) -> Decision:
    """An informed choice from before the adult was removed."""
    told = {"language": "es", "interpreter": "none needed", "explained": "all of it", "counsel": "declined"}
    return Decision(f"D-{child}", f"A{child}", child, "part", "2018-05-15", **told, reconsider_until="2018-05-18", signed_at="2018-05-19")


def in_2020() -> dict[str, int]:
    """At least 2,700 in a year; of 1,030 children sought the parents of 545 not reached; 348 of 359 removed without a choice."""
    sizes = {"February": known(claim("2,700", "GAO", 2_700, "2018-04-01", "2019-03-31"))}
    sought, gone = BEFORE[:1_030], {"outcome": "reunited", "on": "2020-01-10"}
    tried = [
        ContactPoint(f"C{one}", f"A{one}", "phone", "502", "DHS", "2020-01-01", attempts=("2020-09-01T10:00 no_answer",)) for one in sought
    ]
    reached = [
        ContactPoint(f"R{one}", f"A{one}", "phone", "503", "committee", "2020-02-01", attempts=("2020-09-02T10:00 reached",))
        for one in sought[545:]
    ]
    sizes["October"] = known(
        parted(ZERO_TOLERANCE, "2018-05-05", "2018-06-20", "PROSECUTION", **gone),
        parted(AFTER, "2018-07-01", "2019-06-29", "CRIMINAL_HISTORY", **gone),
        parted(BEFORE[1_030:1_556], "2018-02-01", "2018-04-30", "PROSECUTION", **gone),
        *(RecordContact(one) for one in (*tried, *reached)),
        *in_records([f"A{one}" for one in sought[:359]], Stay("ABROAD", "", "2018-06-01")),
        *(RecordDecision(chose_to_part(one)) for one in sought[348:359]),
    )
    return sizes


def test_each_count_as_known_on_its_day(database: Database) -> None:
    june, autumn, later, last = june_2018(), autumn_2018(), in_2019(), in_2020()
    census = {day: lines(report("census", f"2018-06-{day[:2]}", june[day]), "custodian") for day in ("20 June", "26 June")}
    late = lines(report("seventy_two_hours", "2018-09-27", autumn["September"]), "late_by")
    october = report("separations", "2019-10-24", later["October"])
    contact = report("contact", "2020-10-20", last["October"])
    unreached = [row[0] for row in contact.counted.tables[0].rows if row[-1] == "no"]
    away = lines(report("court", "2020-10-20", last["October"]), "flags")

    def stated(day: str, size: int) -> dict[str, tuple[Any, ...]]:
        return {row[0]: (row[2], row[4]) for row in report("claims", day, size).counted.tables[0].rows}

    assert report("separations", "2018-06-19", june["19 June"]).counted.total == 2_342
    assert [census[day]["ORR"] for day in census] == [2_053, 2_047]
    assert (late["both"] + late["apprehension"], late["both"]) == (861, 241)
    assert stated("2018-11-07", autumn["November"]) == {"118": (118, 118)}
    assert lines(report("class_list", "2019-05-06", later["May"]), "expanded-standing")["indicated"] == 1_712
    assert stated("2019-06-29", later["June"])["911"] == (911, 911)
    assert stated("2019-07-12", later["July"])["2,648"] == (2_648, 2_342), (
        "a list that is longer than what the agencies had recorded by then"
    )
    assert lines(report("class_list", "2019-10-24", later["October"]), "expanded-standing")["included"] == 1_556
    assert stated("2019-10-24", later["October"])["1,090"] == (1_090, 1_090)
    ages = Counter(int(row[4]) for row in october.counted.tables[0].rows if str(row[0]).startswith("E") and row[4] != "")
    assert ages == UNDER_FIVE and sum(ages.values()) == 207
    assert stated("2019-11-25", later["review"])["3,014"] == (3_014, 3_014)
    assert [report("unrecorded", "2019-11-25", later[name]).counted.total for name in ("review", "both")] == [136, 136 + 1_233]
    least, found = stated("2020-02-19", last["February"])["2,700"]
    assert found >= least == 2_700
    assert (contact.counted.total, len(unreached), away["abroad"]) == (1_030, 545, 359)
    assert lines(report("removals", "2018-07-12", last["October"]), "choice") == {"": 359, "none": 348, "counts": 11}
    assert report("separations", "2018-06-19", june["19 June"]).counted.total == 2_342, "what came later reaches no earlier count"
