"""The gazetteer: places of custody as agencies name them, made by the project from public facts; and what a spelling in a file means.

`gazetteer.csv`: `id,kind,name,agency,state,within,spellings,since,until,source,status`. `within` is the id of the place above; `since` and
`until` (day, month or year; empty where not known) say when the place stood under this name. `status` says how far the name can be trusted:
verified (seen in the source named) or recalled. A spelling that several places have is told apart by who holds custody there.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import Indel

from kinkeeper.extracts.codes import folded

NEAR = 0.84
"""A spelling this like a known one is taken for it, where no other place has one as near."""
AS_NEAR = 0.04
SHORT, WORD = 4, 0.6
IN_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")
SPELT, NEARLY, UNKNOWN = "spelt", "near", "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the gazetteer."""

    place_id: str
    kind: str
    name: str
    agency: str
    state: str
    within: str
    spellings: tuple[str, ...]
    since: str
    until: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a spelling means: the place, and whether it is `spelt` as the gazetteer has it, is `near`, or `unknown`."""

    place: Place | None
    how: str


NOWHERE = Resolved(None, UNKNOWN)


@cache
def places() -> Mapping[str, Place]:
    """Every place, by id."""
    text = (resources.files(__package__) / "gazetteer.csv").read_text("utf-8")
    return {row["id"]: _place(row) for row in csv.DictReader(text.splitlines())}


@lru_cache(maxsize=65_536)
def resolve(spelling: str, agency: str = "", on: str = "") -> Resolved:
    """
    The place that a spelling means, as a file of `agency` (empty: anybody's) has it of a day (empty: any).

    A code in brackets at the end (`McAllen (MCS)`) helps where the name before it is misspelt.
    """
    whole, bare, code = folded(spelling), folded(IN_BRACKETS.sub("", spelling)), _code(spelling)
    for text in dict.fromkeys((whole, bare)):
        if found := _best(_spelt().get(text, ()), agency, on, code):
            return Resolved(found, SPELT)
    return _nearest(bare, agency, on, code)


def _code(spelling: str) -> str:
    match = IN_BRACKETS.search(spelling)
    return folded(match[1]) if match else ""


def _nearest(bare: str, agency: str, on: str, code: str) -> Resolved:
    """The place whose spelling is nearest, where it is near enough and alone; a code that agrees makes up for letters."""
    if len(bare) <= SHORT:
        return NOWHERE
    like = [text for text in _spelt() if _is_like(bare, text)]
    near = process.extract(bare, like, scorer=Indel.normalized_similarity, score_cutoff=NEAR / 1.4, limit=8)
    scored = [(score + (1 - NEAR if _has(place, code) else 0), place) for text, score, _ in near for place in _spelt()[text]]
    scored = [(score, place) for score, place in scored if _fits(place, agency, on) and score >= NEAR]
    if not scored:
        return NOWHERE
    best = max(score for score, _ in scored)
    names = {place.name.rpartition(" ")[0] for score, place in scored if score > best - AS_NEAR}
    found = _best([place for score, place in scored if score > best - AS_NEAR], agency, on, code)
    return Resolved(found, NEARLY) if found and len(names) == 1 else NOWHERE


def _is_like(one: str, other: str) -> bool:
    """Whether two names have the same words but for slips of the pen: a shelter is not the foster care of the same agency."""
    left, right = one.split(), other.split()
    if len(left) != len(right):
        return False
    return all(a == b or max(len(a), len(b)) < SHORT or Indel.normalized_similarity(a, b) >= WORD for a, b in zip(left, right, strict=True))


def _best(among: Sequence[Place], agency: str, on: str, code: str) -> Place | None:
    """The one meant of places that are spelt alike: of this agency, standing on the day, with this code; then the smallest."""
    fit = [place for place in among if _fits(place, agency, on)]
    return min(fit, key=lambda place: (not _has(place, code), place.agency != agency, ORDER.index(place.kind)), default=None)


ORDER = (
    *("facility", "program", "processing_center", "station", "suboffice"),
    *("area_of_responsibility", "sector", "field_office", "judicial_district"),
)
"""The smaller place first: what is held somewhere is held there, not in all of the sector of the same name."""
SHARED = frozenset({"suboffice", "area_of_responsibility"})
"""ICE's offices, by which other agencies' lists say where a child came from."""


def _fits(place: Place, agency: str, on: str) -> bool:
    ours = not agency or place.agency == agency or place.kind in SHARED
    return ours and (not on or ((not place.since or place.since <= on) and (not place.until or on[: len(place.until)] <= place.until)))


def _has(place: Place, code: str) -> bool:
    """Whether a code is the place's own, or that of the one above it."""
    return bool(code) and (code == folded(place.within).rpartition(" ")[2] or any(folded(spelling) == code for spelling in place.spellings))


@cache
def _spelt() -> Mapping[str, tuple[Place, ...]]:
    found: dict[str, dict[str, Place]] = defaultdict(dict)
    for place in places().values():
        for spelling in (place.name, *place.spellings):
            found[folded(spelling)][place.place_id] = place
    return {text: tuple(some.values()) for text, some in found.items()}


def _place(row: Mapping[str, str]) -> Place:
    spellings = tuple(filter(None, row["spellings"].split("|")))
    names = ("kind", "name", "agency", "state", "within", "since", "until", "source", "status")
    return Place(place_id=row["id"], spellings=spellings, **{name: row[name] for name in names})
