"""Countries, stations, courts and places of custody. Sectors, stations and courts bear public names; places of detention are invented."""

from dataclasses import dataclass
from functools import cache

from kinkeeper.season.chance import Weighted
from kinkeeper.season.data_files import rows_of


@dataclass(frozen=True, slots=True)
class Place:
    """A place, or a country of origin. `group` is the sector of a station, port, landmark or court, and a country's naming custom."""

    kind: str
    code: str
    name: str
    group: str
    weight: float


@cache
def places(kind: str) -> tuple[Place, ...]:
    """The places of one kind: country, station, port, landmark, court, detention, family or shelter."""
    rows = [row for row in rows_of("places.csv") if row["kind"] == kind]
    return tuple(Place(kind, row["code"], row["name"], row["group"], float(row["weight"])) for row in rows)


@cache
def weighted(kind: str, group: str = "") -> Weighted[Place]:
    """The places of one kind (and, where given, of one group) to draw from."""
    return Weighted.of([(place, place.weight) for place in places(kind) if group in ("", place.group)])


@cache
def country_name(code: str) -> str:
    """The name of a country by its ISO 3166-1 alpha-3 code."""
    return next(place.name for place in places("country") if place.code == code)
