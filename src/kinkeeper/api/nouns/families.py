"""Families and persons: who, where each is, their ties and separations, who has looked; and the search for them."""

from typing import Annotated

import msgspec
from msgspec import Meta

from kinkeeper.api.caller import Caller
from kinkeeper.api.listing import Here, Listed, Looking, Number, Page, here, opened, page_of, stand
from kinkeeper.api.operations import Nothing, operation
from kinkeeper.domain.access.tokens import Scope
from kinkeeper.gateway import limits
from kinkeeper.queries.access.looks import Look, list_looks
from kinkeeper.queries.access.reading import note_search
from kinkeeper.queries.apart import Apart, list_apart_from, list_apart_of
from kinkeeper.queries.custody import Custody, get_custody
from kinkeeper.queries.families import Household, find_family_of, get_family, get_person_alone
from kinkeeper.queries.family_list import FamilyInShort, list_families_in_short
from kinkeeper.queries.likely import Likely, Told, find_likely
from kinkeeper.queries.portraits import Portrait
from kinkeeper.queries.searching.everything import FoundPerson, find

TAG = "Families and persons"
SEARCHES, WITHIN = 120, 60


class OfFamily(Looking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which family."""

    family_id: Number


class OfPerson(Looking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which person."""

    person_id: Number


class WhoseLooks(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which person."""

    person_id: Number


class Family(msgspec.Struct, frozen=True):
    """A family as known from here."""

    family: Household
    here: Here


class Person(msgspec.Struct, frozen=True):
    """A person as known from here; `family_id` is empty where no kin is known."""

    portrait: Portrait
    family_id: str
    custody: Custody
    apart: tuple[Apart, ...]
    """From whom the person, a child, is or was apart."""
    children_apart: tuple[Apart, ...]
    """The children who are or were apart from the person."""
    here: Here


class Looks(msgspec.Struct, frozen=True):
    """Who has looked, the newest first; at most the last 500."""

    looks: tuple[Look, ...]


class Search(Looking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is searched for: a name, an A-number, a telephone or family number. It is sent, so that it stands in no address."""

    text: Annotated[str, Meta(min_length=2, max_length=200, examples=["Xitumul"])]
    limit: Annotated[int, Meta(ge=1, le=100)] = 25


class Results(msgspec.Struct, frozen=True):
    """The persons found, the best first, each with why; `total` counts all of them."""

    persons: tuple[FoundPerson, ...]
    total: int
    here: Here


class Wanted(Looking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is told of a person, in parts or with the name in one piece. It is sent, so that it stands in no address."""

    given: Annotated[str, Meta(max_length=200)] = ""
    surnames: Annotated[str, Meta(max_length=200)] = ""
    whole: Annotated[str, Meta(max_length=200, examples=["kaal ana"])] = ""
    born: Annotated[str, Meta(pattern=r"^(\d{4}(-\d\d-\d\d)?)?$", examples=["2011-04-05"])] = ""
    sex: Annotated[str, Meta(pattern="^[FM]?$")] = ""
    nationality: Annotated[str, Meta(pattern="^([A-Z]{3})?$", examples=["GTM"])] = ""
    a_number: Annotated[str, Meta(pattern=r"^(\d{7,9})?$")] = ""
    limit: Annotated[int, Meta(ge=1, le=50)] = 5


class LikelyPersons(msgspec.Struct, frozen=True):
    """The persons who are most likely meant, the likeliest first."""

    likely: tuple[Likely, ...]
    here: Here


@operation("GET", "/families", tag=TAG, summary="Families, those longest apart first")
def list_families(caller: Caller, asked: Listed) -> Page[FamilyInShort]:
    """Every family that you may know of: its persons, how many of its children are apart, and since when."""
    asked = opened(asked)
    standpoint = stand(caller.viewer, asked)
    found = list_families_in_short(caller.viewer, standpoint, page=asked.page, size=asked.limit)
    return page_of(asked, standpoint, found.rows if found.page == asked.page else (), found.families)


@operation("GET", "/families/{family_id}", tag=TAG, summary="A family", whom=True, name="get_family")
def one_family(caller: Caller, asked: OfFamily) -> Family:
    """Its persons, where each was and is, their ties with the evidence in words, and who was apart from whom since when."""
    standpoint = stand(caller.viewer, asked)
    return Family(get_family(caller.viewer, asked.family_id, standpoint), here(standpoint))


@operation("GET", "/people/{person_id}", tag=TAG, summary="A person", whom=True)
def get_person(caller: Caller, asked: OfPerson) -> Person:
    """Name, birth and numbers as the sources have them, custody from the first day on, separations, and the family's number."""
    viewer, standpoint = caller.viewer, stand(caller.viewer, asked)
    alone = get_person_alone(viewer, asked.person_id, standpoint).members[0]
    return Person(
        alone.portrait,
        find_family_of(viewer, asked.person_id, standpoint),
        get_custody(viewer, [asked.person_id], standpoint)[asked.person_id],
        list_apart_of(viewer, [asked.person_id], standpoint).get(asked.person_id, ()),
        list_apart_from(viewer, asked.person_id, standpoint),
        here(standpoint),
    )


@operation("GET", "/people/{person_id}/looks", tag=TAG, summary="Who has looked at a person", whom=True, name="list_looks")
def who_looked(caller: Caller, asked: WhoseLooks) -> Looks:
    """When, who, of which agency, in which role, for which purpose, through which door, at what."""
    return Looks(tuple(list_looks(caller.viewer, [asked.person_id])))


@operation("POST", "/searches", tag=TAG, summary="Search", scope=Scope.READ)
def search(caller: Caller, asked: Nothing, body: Search) -> Results:
    """Persons by any name or number. What was searched for is written down with the look."""
    limits.count("api search", caller.viewer.name, most=SEARCHES, seconds=WITHIN)
    standpoint = stand(caller.viewer, body)
    found = find(caller.viewer, body.text, standpoint, most=body.limit)
    return Results(found.persons, found.count, here(standpoint))


@operation("POST", "/likely-persons", tag=TAG, summary="Who somebody is of those known", scope=Scope.READ)
def likely_persons(caller: Caller, asked: Nothing, body: Wanted) -> LikelyPersons:
    """However badly the name was heard or written. What was told is written down with the look."""
    limits.count("api search", caller.viewer.name, most=SEARCHES, seconds=WITHIN)
    told = Told(body.given, body.surnames, body.whole, body.born, body.sex, body.nationality, body.a_number)
    standpoint = stand(caller.viewer, body)
    note_search(" ".join(filter(None, (body.given, body.surnames, body.whole, body.born, body.a_number))))
    return LikelyPersons(tuple(find_likely(caller.viewer, told, standpoint, most=body.limit)), here(standpoint))


OPERATIONS = (list_families, one_family, get_person, who_looked, search, likely_persons)
