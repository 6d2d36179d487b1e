"""Families as they are exchanged: who, their numbers, where each was, their ties and separations, as the viewer may know of them."""

from collections.abc import Collection

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.terms import Outcome, TieStatus
from kinkeeper.extracts.standards.exchange import Exchange, ExchangedPerson, ExchangedSeparation, ExchangedStay, tie_of
from kinkeeper.queries.apart import list_apart_of
from kinkeeper.queries.choosing import Chosen, choose
from kinkeeper.queries.custody import get_custody
from kinkeeper.queries.families import find_families_of, get_family
from kinkeeper.queries.findings import list_ties
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.taken.everybody import get_identifiers, list_members_of


def families_exchanged(viewer: Viewer, here: Standpoint, family: str = "", mark: str = "") -> Exchange:
    """
    One family; without its number, every family of a child that is apart, and those children of whom no kin is known.

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where no such family was known then.
    """
    persons = _of_family(viewer, here, family) if family else _of_children_apart(viewer, here)
    found = set(persons)
    ties = [one for one in list_ties(viewer, persons, known_at=here.known_at) if one.adult in found and one.status != TieStatus.REFUTED]
    apart = [one for told in list_apart_of(viewer, persons, here).values() for one in told]
    return Exchange(
        as_of=here.as_of,
        entries=here.known_at,
        number=mark.partition(" ")[0],
        mark=mark,
        people=_people(viewer, persons, here),
        stays=_stays(viewer, persons, here),
        ties=tuple(map(tie_of, ties)),
        separations=tuple(
            ExchangedSeparation(
                *(one.child, one.adult if one.adult in found else "", one.separated_on, one.reason_code, one.reason_as_recorded),
                *(one.basis, one.outcome, one.outcome_on),
            )
            for one in apart
        ),
    )


def _of_family(viewer: Viewer, here: Standpoint, family: str) -> list[str]:
    return sorted(member.person_id for member in get_family(viewer, family, here).members)


def _of_children_apart(viewer: Viewer, here: Standpoint) -> list[str]:
    children = {one.child for one in choose(viewer, here, Chosen(Outcome.APART))}
    wanted = set(find_families_of(viewer, children, here).values())
    return sorted({*children, *list_members_of(viewer, wanted, here)})


def _people(viewer: Viewer, persons: Collection[str], here: Standpoint) -> tuple[ExchangedPerson, ...]:
    portraits, numbers = get_portraits(viewer, persons, here), get_identifiers(viewer, persons, here)
    families = find_families_of(viewer, persons, here)
    found = []
    for person in persons:
        one = portraits.get(person) or Portrait(person)
        given, surnames, whole = _parts(one)
        told = tuple((number.kind, number.value) for number in numbers.get(person, ()))
        found.append(ExchangedPerson(person, given, surnames, whole, one.born, one.sex, one.nationality, told, families.get(person, "")))
    return tuple(found)


def _parts(one: Portrait) -> tuple[str, str, str]:
    """Given names, surnames; or the name in one piece where no source says which words are surnames."""
    rest = one.name.removeprefix(one.given)
    if one.given and rest != one.name:
        return one.given, rest.strip(), ""
    return "", "", one.name


def _stays(viewer: Viewer, persons: Collection[str], here: Standpoint) -> tuple[ExchangedStay, ...]:
    return tuple(
        ExchangedStay(person, one.custodian, one.place, one.start, one.end, one.end_reason, one.end_as_recorded, one.released_to)
        for person, told in get_custody(viewer, persons, here).items()
        for one in (*told.timeline.periods, *told.timeline.undated)
    )
