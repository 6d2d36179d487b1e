"""Custody day by day: the stays of which a person's way through the agencies is made."""

from dataclasses import dataclass, replace
from datetime import datetime

from kinkeeper.domain.terms import Custodian, StayEnd
from kinkeeper.season.chance import Chance, Weighted
from kinkeeper.season.lives.calendar import AS_OF, later
from kinkeeper.season.lives.places import weighted
from kinkeeper.season.rates import rate

PIECES = Weighted.of([(1, 50), (2, 33), (3, 17)])


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay with one custodian. `end` None: not ended when the extracts were made. `words` = the end as the agency puts it."""

    custodian: Custodian
    place: str
    start: datetime
    end: datetime | None = None
    end_reason: StayEnd = StayEnd.NOT_SAID
    words: str = ""
    released_to: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """How and when a way through custody ends. `at` None: it has not."""

    at: datetime | None = None
    reason: StayEnd = StayEnd.NOT_SAID
    words: str = ""
    released_to: str = ""


OPEN = Ending()


def at_station(place: str, start: datetime, hours: float) -> Stay:
    """Held by Border Patrol, or at a port, until somebody else takes over."""
    return Stay(Custodian.CBP, place, start, later(start, hours=hours), StayEnd.TRANSFERRED)


def prosecuted(start: datetime, chance: Chance) -> Stay:
    """With the marshals for a misdemeanour of entry: mostly time served within days."""
    return Stay(Custodian.USMS, "", start, later(start, days=min(chance.median(4, 0.7), 30)), StayEnd.TRANSFERRED)


def detained(start: datetime, ending: Ending, chance: Chance, kind: str = "detention") -> list[Stay]:
    """ICE detention in up to three places. `kind` is detention or family (a family residential centre: one place)."""
    start = later(start, hours=chance.between(3, 14))
    pieces = chance.draw(PIECES) if kind == "detention" else 1
    return _chain(Custodian.ICE, [chance.draw(weighted(kind)).name for _ in range(pieces)], start, ending)


def sheltered(start: datetime, ending: Ending, chance: Chance, first: str = "") -> list[Stay]:
    """ORR care in one shelter or two; `first` names the first one, where a brother or sister is there."""
    start = later(start, hours=chance.between(5, 20))
    pieces = 2 if chance.happens(rate("moved_between_shelters")) else 1
    shelters = [chance.draw(weighted("shelter")).name for _ in range(pieces)]
    return _chain(Custodian.ORR, [first or shelters[0], *shelters[1:]], start, ending)


def _chain(custodian: Custodian, places: list[str], start: datetime, ending: Ending) -> list[Stay]:
    """Stays that follow each other from `start` to the ending, with a transfer between two; one place where time is short."""
    places = [place for turn, place in enumerate(places) if turn == 0 or place != places[turn - 1]]
    until = max(ending.at or AS_OF, later(start, hours=20))
    span = (until - start).total_seconds() / 3600
    if span < 72 * len(places):
        places = places[:1]
    borders = [later(start, hours=span * turn / len(places)) for turn in range(len(places))]
    stays = [
        Stay(custodian, place, begin, end, StayEnd.TRANSFERRED, "Transferred")
        for place, begin, end in zip(places, borders, borders[1:], strict=False)
    ]
    end = until if ending.at else None
    return [*stays, Stay(custodian, places[-1], borders[-1], end, ending.reason, ending.words, ending.released_to)]


def as_extracted(stays: list[Stay]) -> tuple[Stay, ...]:
    """The stays as they were known when the extracts were made: what came later is not there yet."""
    known = [stay for stay in stays if stay.start < AS_OF]
    return tuple(
        stay if stay.end and stay.end < AS_OF else replace(stay, end=None, end_reason=StayEnd.NOT_SAID, words="", released_to="")
        for stay in known
    )
