"""Places of the gazetteer by what somebody typed: a name, another spelling, or something much like one; and what lies within a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kinkeeper.extracts.codes import folded
from kinkeeper.extracts.places import ORDER, Place, places, resolve

SHORTEST = 3
"""Letters of the longest word typed from which on places are looked for."""

AS_SPELT = "at:"
NAMED, SPELT, ALIKE = "named", "spelt", "alike"
"""Why a place is found: by its name, by another spelling of it, by a name much like it."""


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place, why it was found, and the spelling by which it was where that is not its name."""

    place: Place
    why: str
    spelling: str = ""

    @property
    def is_guess(self) -> bool:
        """Whether its name is only much like what was typed."""
        return self.why == ALIKE


def find_places(text: str, *, most: int = 5) -> tuple[PlaceFound, ...]:
    """The places meant by what was typed, whole names first, then the smaller place; those much like it only where there is no other."""
    words = folded(text).split()
    if max(map(len, words), default=0) < SHORTEST:
        return ()
    found = [one for place in places().values() if (one := _found(place, words))]
    if found:
        whole = " ".join(words)
        found.sort(key=lambda one: (whole not in _names(one.place), one.why != NAMED, ORDER.index(one.place.kind), one.place.name))
        return tuple(found[:most])
    near = resolve(text[:80]).place
    return (PlaceFound(near, ALIKE),) if near else ()


def _found(place: Place, words: Sequence[str]) -> PlaceFound | None:
    if _begin(words, place.name):
        return PlaceFound(place, NAMED)
    spelling = next((one for one in place.spellings if _begin(words, one)), None)
    return PlaceFound(place, SPELT, spelling) if spelling else None


def _begin(words: Sequence[str], name: str) -> bool:
    """Whether words of the name begin as each of these does."""
    there = folded(name).split()
    return all(any(one.startswith(word) for one in there) for word in words)


@cache
def _all_names() -> Mapping[str, frozenset[str]]:
    return {place.place_id: frozenset(map(folded, (place.name, *place.spellings))) for place in places().values()}


def _names(place: Place) -> frozenset[str]:
    return _all_names()[place.place_id]


def find_spelt(text: str, spelt: Sequence[tuple[str, str]]) -> tuple[PlaceFound, ...]:
    """Of places as sources spell them (agency, spelling), those meant by what was typed."""
    words = folded(text).split()
    if max(map(len, words), default=0) < SHORTEST:
        return ()
    found = {spelt_id(spelling): (agency, spelling) for agency, spelling in spelt if _begin(words, spelling)}
    return tuple(PlaceFound(_as_spelt(place_id, *told), NAMED) for place_id, told in found.items())


def _as_spelt(place_id: str, agency: str, spelling: str) -> Place:
    """A place that the gazetteer does not know."""
    return Place(place_id, "", spelling, agency, "", "", (), "", "", "", "")


def spelt_id(spelling: str) -> str:
    """What a place is called by that the gazetteer does not know: however it is written, it is the same."""
    return f"{AS_SPELT}{folded(spelling)}"


def canonical(place_id: str) -> str:
    """The id of a place as somebody wrote it; empty where it can be none."""
    if place_id.startswith(AS_SPELT) and folded(place_id.removeprefix(AS_SPELT)):
        return spelt_id(place_id.removeprefix(AS_SPELT)[:80])
    return place_id if place_id in places() else ""


def name_of(place_id: str) -> str:
    """What a place is called, by its id."""
    known = places().get(place_id)
    return known.name if known else place_id.removeprefix(AS_SPELT).title()


@lru_cache(maxsize=65_536)
def lies_in(spelling: str, agency: str, on: str) -> frozenset[str]:
    """The ids of the place that a spelling means on a day: the spelling itself, the gazetteer's place, and those it lies within."""
    place, found = resolve(spelling, agency, on).place, {spelt_id(spelling)}
    while place and place.place_id not in found:
        found.add(place.place_id)
        place = places().get(place.within)
    return frozenset(found)
