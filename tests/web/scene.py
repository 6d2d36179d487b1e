"""An invented family for the pages: two children, each apart from a parent, told by six files."""

from typing import Any

from kinkeeper.domain.access import Actor
from kinkeeper.domain.extracts import Extract, ReceiveExtract
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.records import Claim, Identifier, ReceiveRecords, Record, SeparationFlag, Stay
from kinkeeper.domain.requests import Request
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.ties import AssessTies, Evidence, Tie, VerifyTie

OFFICER = Actor("R. Delgado", "HHS", "operator")
MAITE, YAMILET, ALBERTO, KEVIN = "Pmaite", "Pyamilet", "Palberto", "Pkevin"
FAMILY = "KF-20418"
DAY = "2018-07-08"


def record(number: int, layout: str, given: str, surnames: str, **told: Any) -> Record:
    """A record of row `number`, with an A-number made of it."""
    return Record(
        record_id=f"r{number}",
        extract_id=f"x{layout}",
        name=f"{layout}.csv#{number}",
        layout=layout,
        row=number,
        given=given,
        surnames=surnames,
        identifiers=(Identifier("a_number", f"20197{number:04}", f"A 201-97{number:04}"),),
        **told,
    )


RECORDS = (
    record(
        1,
        "border_patrol",
        "Maite",
        "Xitumul Cuc",
        born="2015-03-12",
        sex="F",
        encountered="2018-05-19T22:10",
        stays=(Stay("CBP", "McAllen", "2018-05-19T22:10", "2018-05-23", "transferred"),),
    ),
    record(
        2,
        "orr_children",
        "MAITE",
        "XITUMUL CUC",
        born="2015-03-12",
        sex="F",
        stays=(Stay("ORR", "Harlingen, Texas", "2018-05-23"),),
        claims=(Claim("mother", "Yamilet", words="mamá Yamilet"),),
        separation=SeparationFlag("ZTP", "PROSECUTION", "2018-05-21"),
    ),
    record(
        3,
        "border_patrol",
        "Yamilet",
        "Cuc Juan",
        born="1990-02-01",
        sex="F",
        encountered="2018-05-19T22:04",
        stays=(Stay("CBP", "McAllen", "2018-05-19T22:04", "2018-05-21", "transferred"),),
    ),
    record(4, "prosecutions", "Yamilet", "Cuc", born="1990-02-01", sex="F", stays=(Stay("USMS", "Pharr", "2018-05-21", "2018-05-25"),)),
    record(
        5,
        "ice_detention",
        "YAMILET",
        "CUC JUAN",
        born="1990-02-01",
        sex="F",
        stays=(
            Stay("ICE", "Los Fresnos, Texas", "2018-05-27", "2018-06-18", "transferred"),
            Stay("ICE", "Eloy, Arizona", "2018-06-18"),
        ),
    ),
    record(
        6,
        "border_patrol",
        "Alberto",
        "Xitumul Juan",
        born="1982-01-01",
        sex="M",
        stays=(Stay("CBP", "McAllen", "2018-05-30T08:00", "2018-06-01"),),
    ),
    record(
        7,
        "ice_detention",
        "Alberto",
        "Xitumul Juan",
        born="1982-01-01",
        sex="M",
        stays=(
            Stay("USMS", "", "2018-06-01", "2018-06-06"),
            Stay("ICE", "Pearsall, Texas", "2018-06-08", "2018-07-02", "removed", "Removed to Guatemala"),
        ),
    ),
    record(
        8,
        "border_patrol",
        "Kevin",
        "Xitumul Cuc",
        born="2009-01-30",
        sex="M",
        stays=(Stay("CBP", "McAllen", "2018-05-30T08:00", "2018-06-02"),),
    ),
    record(
        9,
        "orr_children",
        "Kevin",
        "Xitumul Cuc",
        born="2009-01-30",
        sex="M",
        stays=(Stay("ORR", "Brownsville, Texas", "2018-06-02"),),
    ),
)

EVIDENCE = (
    Evidence("prior", "Before any evidence: 1 pair in 3,100 is parent and child", "-11.6"),
    Evidence("event", "Taken into custody 6 minutes apart at one station", "5.3"),
    Evidence("named", "The child told the program: “mamá Yamilet”", "4.6"),
    Evidence("name", "The mother’s first surname is the child’s second, rare: Cuc", "4.1"),
    Evidence("a_number", "A-numbers follow each other", "3.9"),
    Evidence("age", "24 years older, as is common", "0.4"),
    Evidence("alone", "The ICE file says she travelled alone", "-1.7"),
)

TIES = (
    Tie(MAITE, YAMILET, "parent", "suggested", "0.9700", "recovered", EVIDENCE),
    Tie(KEVIN, ALBERTO, "parent", "claimed", "0.9500", "recorded", (Evidence("unit", "One family unit number", "4.2"),)),
    Tie(MAITE, ALBERTO, "parent", "suggested", "0.9400", "recovered", EVIDENCE[:5]),
    Tie(KEVIN, YAMILET, "parent", "suggested", "0.9700", "recovered", EVIDENCE[:4]),
)

SEPARATIONS = (
    Separation(MAITE, YAMILET, "2018-05-21", "ZTP", "PROSECUTION", "recorded", "0.9700", "ORR, Harlingen", "USMS, Pharr", "apart", ""),
    Separation(KEVIN, ALBERTO, "2018-06-01", "", "", "detected", "0.9500", "ORR, Brownsville", "USMS", "adult_removed", "2018-07-02"),
)


def history() -> list[Any]:
    """The commands that make the scene, in order."""
    layouts = sorted({one.layout for one in RECORDS})
    return [
        *(ReceiveExtract(Extract(f"x{name}", f"{name}.csv", "", "00", name, 9, 0, DAY)) for name in layouts),
        ReceiveRecords(RECORDS),
        IdentifyPeople(
            "link-1",
            (
                Person(MAITE, ("r1", "r2")),
                Person(YAMILET, ("r3", "r4", "r5")),
                Person(ALBERTO, ("r6", "r7")),
                Person(KEVIN, ("r8", "r9")),
            ),
        ),
        AssessTies("ties-1", TIES),
        FormFamilies("families-1", (Family(FAMILY, (MAITE, KEVIN, YAMILET, ALBERTO), ("RGV-77",)),)),
        RaiseSeparations("separations-1", SEPARATIONS),
        VerifyTie(MAITE, YAMILET, "parent", "DNA test, positive"),
    ]


def play(commands: list[Any], *, name: str = "scene", actor: Actor = OFFICER) -> None:
    """Send commands through the one door at once."""
    from kinkeeper.gateway import submit

    submit([Request(f"{name}-{number}", command) for number, command in enumerate(commands)], actor=actor)
