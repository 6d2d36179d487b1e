"""Invented persons with their stays, as several agencies would have them."""

from kinkeeper.domain.records import Claim, Identifier, Record, SeparationFlag, Stay
from kinkeeper.domain.ties import Tie
from kinkeeper.domain.whereabouts import Whereabouts, whereabouts

AS_OF = "2018-08-23"

STATION = Stay("CBP", "McAllen", "2018-05-17T06:13", "2018-05-18T14:00", "transferred", "ORR")
STATION_FATHER = Stay("CBP", "McAllen", "2018-05-17T06:13", "2018-05-19T09:00", "transferred", "USMS")
MARSHALS = Stay("USMS", "S.D. Tex.", "2018-05-19", "2018-05-24")
DETENTION = Stay("ICE", "Port Isabel", "2018-05-24T13:21")
SHELTER = Stay("ORR", "Shelter One", "2018-05-18")
FAMILY_DETENTION = Stay("ICE", "Karnes", "2018-05-19", "2018-06-08", "released", "Order of Recognizance")


def a_record(record_id: str, *stays: Stay, **told: object) -> Record:
    return Record(record_id, "x1", f"file.csv#{record_id}", "any", 1, stays=stays, **told)  # type: ignore[arg-type]


def held(
    person_id: str, *stays: Stay, event: str = "MCS1805000562", born: str = "", sex: str = "", extra: tuple[Record, ...] = ()
) -> Whereabouts:
    """A person with one record for each stay; whoever was at a station carries the event's number."""
    numbers = (Identifier("event", event, event),) if event else ()
    records = [
        a_record(
            f"{person_id}-{place}",
            stay,
            born=born,
            sex=sex,
            identifiers=numbers if stay.custodian == "CBP" else (),
            encountered=stay.start if stay.custodian == "CBP" else "",
        )
        for place, stay in enumerate(stays)
    ]
    return whereabouts(person_id, [*records, *extra])


def listed(adult_record: str = "", reason: str = "prosecution 1325", on: str = "") -> Record:
    """A row of a separation list about the child; with the record of the adult whom the row names."""
    claims = (Claim("father", record=adult_record),) if adult_record else ()
    return a_record("list:child", claims=claims, separation=SeparationFlag(reason, "PROSECUTION" if reason else "LEGACY_UNKNOWN", on))


def tie(relation: str = "parent", status: str = "suggested", probability: str = "0.9700") -> Tie:
    return Tie("rosa", "juan", relation, status, probability, "recovered")
