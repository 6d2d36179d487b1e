"""Lists of persons: who they are, where each was, to whom each belongs, the families they make."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.terms import IdentifierKind
from kinkeeper.queries.custody import get_custody
from kinkeeper.queries.families import find_families_of, get_family
from kinkeeper.queries.findings import list_ties
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.searching.families import list_families_by
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.taken.everybody import get_identifiers, list_everybody
from kinkeeper.reports.listings.families_by import FAMILIES_BY, families_by
from kinkeeper.reports.listings.listing import ANY_TEXT, MOST_ROWS, SEARCH, Asked, Listing, check_size
from kinkeeper.reports.listings.sheet import Row


def people(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """
    Each person known.

    :raises TooManyRows: where they are more than one file holds.
    """
    persons = _asked_for(viewer, here, asked)
    portraits, families = get_portraits(viewer, persons, here), find_families_of(viewer, persons, here)
    numbers = get_identifiers(viewer, persons, here)
    held = get_custody(viewer, persons, here) if asked.wants("with") else {}
    for person in persons:
        one = portraits.get(person) or Portrait(person)
        others = "; ".join(f"{told.kind} {told.value}" for told in numbers.get(person, ()) if told.kind != IdentifierKind.A_NUMBER)
        told = one.name, one.given, one.born, one.sex, one.nationality, "; ".join(one.a_numbers)
        holders = "; ".join(str(period.custodian) for period in held[person].now) if person in held else ""
        yield person, *told, others, families.get(person, ""), holders


def custody(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """
    Each stretch of time of each person with one custodian at one place, up to the day.

    :raises TooManyRows: where the persons are more than one file holds.
    """
    for person, told in get_custody(viewer, _asked_for(viewer, here, asked), here).items():
        for one in (*told.timeline.periods, *told.timeline.undated):
            days = one.custodian, one.place, one.start, one.end, one.until
            ended = one.end_reason, one.end_as_recorded, one.released_to
            yield person, *days, *ended, "yes" if one.disagreement else "no", "; ".join(one.said_by)


def ties(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each tie that was known, refuted ones included."""
    children = _of_family(viewer, here, asked) if asked.get("family") else None
    for one in list_ties(viewer, children, known_at=here.known_at):
        words = "; ".join(f"{fact.words} ({fact.weight})" for fact in one.evidence)
        yield one.child, one.adult, one.relation, one.status, one.probability, one.basis, words


def families(viewer: Viewer, here: Standpoint, asked: Asked) -> Iterator[Row]:
    """Each family that was known, those longest apart first."""
    for one in list_families_by(viewer, here, families_by(asked.filters, asked.persons), page=1, size=MOST_ROWS + 1).rows:
        names = "; ".join(member.name for member in one.members)
        yield one.family_id, "; ".join(member.person_id for member in one.members), names, one.children_apart, one.since


def _asked_for(viewer: Viewer, here: Standpoint, asked: Asked) -> list[str]:
    if asked.get("family"):
        return _of_family(viewer, here, asked)
    if asked.persons is not None:
        return sorted(asked.persons)
    found = list_everybody(viewer, here, MOST_ROWS + 1)
    check_size(found)
    return found


def _of_family(viewer: Viewer, here: Standpoint, asked: Asked) -> list[str]:
    return [member.person_id for member in get_family(viewer, asked.get("family"), here).members]


LISTINGS = (
    Listing(
        "families",
        _("Families"),
        _("One row is one family: persons connected by ties that nobody refuted, and family units as agencies numbered them."),
        ("family", "members", "names", "children_apart", "since"),
        families,
        ("families",),
        FAMILIES_BY,
        on_page={
            "family": ("family",),
            "persons": ("members", "names"),
            "apart": ("children_apart",),
            "since": ("since",),
        },
    ),
    Listing(
        "people",
        _("Persons"),
        _("One row is one person: the records held to be one human being, as they were held together then."),
        ("person", "name", "given", "born", "sex", "nationality", "a_numbers", "numbers", "family", "with"),
        people,
        ("found", "family"),
        {SEARCH: ANY_TEXT, "family": ANY_TEXT},
        on_page={
            "person": ("person", "name"),
            "born": ("born",),
            "number": ("a_numbers",),
            "now": ("with",),
            "family": ("family",),
            "why": (),
        },
    ),
    Listing(
        "custody",
        _("Custody"),
        _("One row is a stretch of time that one person spent with one custodian at one place, by all sources that say so."),
        (
            "person",
            "custodian",
            "place",
            "start",
            "end",
            "until",
            "end_reason",
            "end_as_recorded",
            "released_to",
            "disagreement",
            "sources",
        ),
        custody,
        ("custody", "family"),
        {"family": ANY_TEXT},
        on_page={
            "person": ("person",),
            "where": ("custodian", "place"),
            "from": ("start",),
            "until": ("end", "until"),
            "ended": ("end_reason", "end_as_recorded"),
            "sources": ("sources",),
        },
    ),
    Listing(
        "ties",
        _("Ties"),
        _("One row is a child and an adult who are kin, or were held to be: those refuted stand here too."),
        ("child", "adult", "relation", "status", "probability", "basis", "evidence"),
        ties,
        ("family",),
        {"family": ANY_TEXT},
        on_page={
            "child": ("child",),
            "adult": ("adult",),
            "kinship": ("relation",),
            "status": ("status",),
        },
    ),
)
