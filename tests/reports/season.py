"""A history at random, with corrections: children, adults, stays, separations; then all said anew, refuted, joined and parted again."""

from collections.abc import Iterator
from random import Random
from typing import Any

from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import Identifier, ReceiveRecords, Record, Stay
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.terms import Outcome
from kinkeeper.domain.ties import AssessTies, RefuteTie, Tie, VerifyTie

LAYOUTS = ("border_patrol", "orr_children", "ice_detention")


def day(chance: Random) -> str:
    return f"2018-{chance.randint(4, 9):02}-{chance.randint(1, 28):02}"


def stay(chance: Random, custodian: str) -> Stay:
    start = day(chance)
    end = max(start, day(chance)) if chance.random() < 0.3 else ""
    return Stay(custodian, chance.choice(["Casa", "Eloy", "McAllen", ""]), start, end, "removed" if end and chance.random() < 0.5 else "")


def separation(chance: Random, families: int) -> Separation:
    number = chance.randrange(families)
    outcome = chance.choice([str(one) for one in Outcome if one != Outcome.LEFT_CUSTODY])
    began = day(chance) if chance.random() < 0.95 else ""
    ended = "" if outcome in ("apart", "unknown") else max(began, day(chance))
    reason = chance.choice(["", "PROSECUTION", "CRIMINAL_HISTORY"])
    adult = f"Pa{number}" if chance.random() < 0.95 else ""
    told = began, reason.lower(), reason, chance.choice(["recorded", "detected"]), "0.9500", "", "", outcome, ended
    return Separation(f"Pc{number}", adult, *told)


def beginning(chance: Random, families: int) -> list[Any]:
    """Each family a child and an adult, with a record each and a spare record that is later taken for one or the other."""
    records: list[Record] = []
    persons: list[Person] = []
    ties: list[Tie] = []
    for number in range(families):
        born = f"{chance.randint(2001, 2017)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
        told = {"born": born, "nationality": chance.choice(["GTM", "HND", ""]), "stays": (stay(chance, "ORR"),)}
        numbered = (Identifier("a_number", f"{number:09}", f"A{number}"),)
        records += [
            Record(f"c{number}", "xorr_children", "o.csv#1", "orr_children", number, identifiers=numbered, **told),
            Record(f"a{number}", "xice_detention", "i.csv#1", "ice_detention", number, born="1985-01-01", stays=(stay(chance, "ICE"),)),
            Record(f"s{number}", "xborder_patrol", "b.csv#1", "border_patrol", number, stays=(stay(chance, "CBP"),)),
        ]
        persons += [Person(f"Pc{number}", (f"c{number}", f"s{number}")), Person(f"Pa{number}", (f"a{number}",))]
        basis = chance.choice(["recorded", "recovered"])
        ties.append(Tie(f"Pc{number}", f"Pa{number}", "parent", "suggested", f"{chance.uniform(0.4, 1):.4f}", basis))
    return [
        *(ReceiveExtract(Extract(f"x{name}", f"{name}.csv", "", "00", name, families, 0, "2018-09-30")) for name in LAYOUTS),
        ReceiveRecords(tuple(records)),
        IdentifyPeople("first", tuple(persons)),
        AssessTies("first", tuple(ties)),
        *(RaiseSeparations(f"first-{number}", (separation(chance, families),)) for number in range(families)),
    ]


def corrections(chance: Random, families: int, count: int) -> Iterator[Any]:
    """So many things said anew."""
    for number in range(count):
        who = chance.randrange(families)
        kind = chance.choices(["separation", "refute", "verify", "move", "identify", "assess"], [6, 1, 1, 2, 2, 2])[0]
        if kind == "separation":
            yield RaiseSeparations(f"later-{number}", (separation(chance, families),))
        elif kind == "refute":
            yield RefuteTie(f"Pc{who}", f"Pa{who}", f"birth certificate {number}")
        elif kind == "verify":
            yield VerifyTie(f"Pc{who}", f"Pa{who}", "parent", f"test {number}")
        elif kind == "move":
            yield ReportPlacement(Placement(f"p{number}", chance.choice([f"Pc{who}", f"Pa{who}"]), stay(chance, "ORR")))
        elif kind == "identify":
            spare = chance.choice([True, False])
            child, adult = (f"c{who}", *((f"s{who}",) if spare else ())), (f"a{who}", *(() if spare else (f"s{who}",)))
            yield IdentifyPeople(f"later-{number}", (Person(f"Pc{who}", child), Person(f"Pa{who}", adult)))
        else:
            tie = Tie(f"Pc{who}", f"Pa{who}", "parent", "suggested", f"{chance.uniform(0.4, 1):.4f}", "recovered")
            yield AssessTies(f"later-{number}", (tie,))
