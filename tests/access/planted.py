"""The scene with a sponsor in it, whose values are found nowhere else; and every address at which they could come out."""

import re
from collections.abc import Sequence
from typing import Any

from kinkeeper.domain.casework.aftercare import Aftercare, RecordAftercare
from kinkeeper.domain.casework.contacts import ContactPoint, RecordContact
from kinkeeper.domain.casework.designations import Designation, RecordDesignation
from kinkeeper.domain.casework.inquiries import Inquiry, RecordInquiry
from kinkeeper.domain.casework.mentions import Dismissal, DismissMention
from kinkeeper.domain.casework.parentage import Proof, RecordProof
from kinkeeper.domain.casework.tasks import RecordTask, Task
from kinkeeper.domain.casework.warnings import RaiseWarnings, Warning
from kinkeeper.domain.deliveries.differences import ExplainDifference, Explanation
from kinkeeper.domain.deliveries.meetings import Meeting, RecordMeeting
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.handover.capacity import Beds, ReportBeds
from kinkeeper.domain.handover.needs import Need, RecordNeed
from kinkeeper.domain.handover.tags import GiveTag, Scan, ScanTag, Tag, check_character
from kinkeeper.domain.handover.transfers import OfferTransfer, Transfer
from kinkeeper.domain.people import IdentifyPeople, Person
from kinkeeper.domain.placements import Placement, ReportPlacement
from kinkeeper.domain.records import Claim, Identifier, ReceiveRecords, Record, Stay
from kinkeeper.domain.separations import RaiseSeparations, Separation
from kinkeeper.domain.ties import AssessTies, Evidence, Tie
from tests.web.scene import ALBERTO, FAMILY, KEVIN, MAITE, YAMILET, history

CANARY = "Canarywood"
TAG = "0123456789ABCDEF" + check_character("0123456789ABCDEF")
SPONSOR = "Psponsor"

OF_THE_CHILD = Record(
    "r90",
    "xorr_children",
    "orr_children.csv#90",
    "orr_children",
    90,
    given="Maite",
    surnames="Xitumul Cuc",
    identifiers=(Identifier("phone", f"{CANARY}555", f"{CANARY} 555"), Identifier("other", f"{CANARY}777", "")),
    stays=(
        Stay("ORR", f"{CANARY} Shelter", "2018-05-23", "2018-07-01", "released_to_sponsor", f"To {CANARY}", f"{CANARY} aunt"),
        Stay("SPONSOR", f"12 {CANARY} Street", "2018-07-01", "", "", "", f"{CANARY} aunt"),
    ),
    claims=(Claim("aunt", f"Rosa {CANARY}", words=f"tía {CANARY}"),),
    remarks=f"Sponsor {CANARY}",
    cells={"Sponsor Name": f"Rosa {CANARY}", "Sponsor Address": f"12 {CANARY} Street"},
)
OF_THE_SPONSOR = Record("r91", "xhand", "hand.csv#91", "hand_list", 91, role="adult", given="Rosa", surnames=CANARY, born="1980-01-01")
OF_ICE = Record(
    "r92",
    "xice_detention",
    "ice_detention.csv#92",
    "ice_detention",
    92,
    given="Yamilet",
    surnames="Cuc Juan",
    stays=(
        Stay("ICE", "Eloy, Arizona", "2018-06-18", "2018-07-01", "released", f"To {CANARY}", CANARY),
        Stay("SPONSOR", CANARY, "2018-07"),
    ),
    remarks=f"Lives with {CANARY}",
    cells={"Released to": f"Rosa {CANARY}"},
)


def planted() -> list[Any]:
    """The commands that make the scene, and in records, staff's reports and casework a sponsor, an address and a shelter."""
    places = (f"{CANARY} Shelter", CANARY)
    apart = Separation(MAITE, YAMILET, "2018-05-21", CANARY, "", "recorded", "0.9700", *places, "reunited", "2018-07-01")
    aunt = Tie(MAITE, SPONSOR, "other_kin", "claimed", "0.9800", "recorded", (Evidence("named", f"tía {CANARY}", "9.0"),))
    return [
        *history(),
        ReceiveRecords((OF_THE_CHILD, OF_THE_SPONSOR, OF_ICE)),
        IdentifyPeople(
            "again", (Person(MAITE, ("r1", "r2", "r90")), Person(YAMILET, ("r3", "r4", "r5", "r92")), Person(SPONSOR, ("r91",)))
        ),
        AssessTies("more", (aunt,)),
        AssessTies("told", (Tie(KEVIN, YAMILET, "parent", "suggested", "0.9800", "recovered", (Evidence("named", CANARY, "9.0"),)),)),
        FormFamilies("more", (Family(FAMILY, (MAITE, KEVIN, YAMILET, ALBERTO, SPONSOR), ("RGV-77",)),)),
        RaiseSeparations("c", (apart,)),
        ReportPlacement(Placement("p1", KEVIN, Stay("ORR", f"{CANARY} House", "2018-06-02", "2018-06-30", "reunited", CANARY, CANARY))),
        ReportPlacement(Placement("p2", KEVIN, Stay("SPONSOR", f"9 {CANARY} Street", "2018-06-30"))),
        *casework(),
    ]


def casework() -> list[Any]:
    """What staff say of the child, the sponsor and the shelter."""
    offered = Transfer("x1", MAITE, "CBP", "McAllen", "ORR", f"{CANARY} Shelter", "2018-05-22T06:13", "2018-05-23T06:13", needs=("n1",))
    return [
        RecordContact(ContactPoint("c1", MAITE, "phone", f"555 {CANARY}", CANARY, "2018-07-02")),
        RecordAftercare(Aftercare("a1", MAITE, "visit", "2018-07-09", "family", "low", f"With Rosa {CANARY}", SPONSOR)),
        RecordProof(Proof("f1", MAITE, YAMILET, "document", "supports", "2018-06-20", f"Brought by {CANARY}")),
        RecordMeeting(Meeting("ME-1", f"{CANARY} meeting", ("orr *.csv", "apart"))),
        ExplainDifference(Explanation("ME-1", MAITE, "other", "ORR", f"Ask {CANARY}", f"Told by {CANARY}")),
        DismissMention(Dismissal("MN-1", MAITE, f"Asked {CANARY}", "ana")),
        RecordTask(Task("t1", MAITE, f"Call {CANARY}", CANARY, "2018-07-10")),
        RecordInquiry(Inquiry("i1", "relative", f"Rosa {CANARY}", CANARY, f"niece of {CANARY}", "2018-06-01")),
        RecordNeed(Need("n1", MAITE, "medication", f"Ask {CANARY}")),
        RecordDesignation(Designation("d1", MAITE, "UAC", "2018-05-21", reason=CANARY)),
        RaiseWarnings((Warning("w1", "", MAITE, f"Not at {CANARY}", "supervisor", 24, "2018-07-01T00:00:00Z"),)),
        GiveTag(Tag(TAG, MAITE, "2018-05-20T06:13", "McAllen")),
        ScanTag(Scan("s1", TAG, "2018-05-23T06:13", "ORR", f"{CANARY} Shelter")),
        OfferTransfer(offered),
        ReportBeds(Beds("b1", f"{CANARY} Shelter", "2018-05-22", 9)),
    ]


def addresses(names: Sequence[str] = ("census", "court")) -> list[str]:
    """Every address there is, with each number it can bear; of reports, sayings and other things that have names, these."""
    from django.urls import get_resolver

    found: list[str] = []
    values = {"family_id": [FAMILY], "person_id": ["Pmaite", "Pyamilet", "Pkevin"], "position": ["3", "30"], "first": ["1"], "last": ["2"]}
    values |= {"name": [*names], "form": ["csv", "html"], "subject": ["tie", "person"], "order_id": ["ms-l"], "token": [TAG]}
    values |= {"one": ["Pmaite"], "other": ["Pyamilet"], "meeting_id": ["ME-1"]}

    def walk(resolver: Any, before: str) -> None:
        for pattern in resolver.url_patterns:
            route = before + str(pattern.pattern).lstrip("^").rstrip("$")
            if route.startswith("api/"):
                continue  # by its own description: tests/api
            if hasattr(pattern, "url_patterns"):
                walk(pattern, route)
                continue
            made = [route]
            for name in re.findall(r"<(?:\w+:)?(\w+)>", route):
                made = [re.sub(rf"<(?:\w+:)?{name}>", value, one) for one in made for value in values.get(name, ["1"])]
            found.extend(f"/{one}" for one in made if "(?P" not in one)

    walk(get_resolver(), "")
    return found
