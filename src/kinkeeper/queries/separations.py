"""Children apart: one row a child, with every adult it is tied to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.apart import Apart, apart_of, ask_apart, longest_first
from kinkeeper.queries.choosing import Chosen, choose_page
from kinkeeper.queries.counts.apart.beside import Counts, ask_counts, counts_of
from kinkeeper.queries.custody import Custody, ask_stays, custodies_of
from kinkeeper.queries.families import ask_families, families_of
from kinkeeper.queries.portraits import Portrait, ask_portraits, portraits_of
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.together import Question, Rows, ask_together


@dataclass(frozen=True, slots=True)
class TiedAdult:
    """An adult to whom a child is tied, where the adult is, and how long they are apart. `portrait` None: no source names anybody."""

    relation: str
    portrait: Portrait | None
    custody: Custody
    apart: Apart | None


@dataclass(frozen=True, slots=True)
class Row:
    """One child, as the list shows it. Days, reason and basis in the row are those of `told`, which goes on longest."""

    child: Portrait
    age: int | None
    family_id: str
    custody: Custody
    adults: tuple[TiedAdult, ...]
    told: Apart


@dataclass(frozen=True, slots=True)
class SeparationList:
    """Some rows of the list, and how many children, apart from how many adults, there are in all."""

    rows: tuple[Row, ...]
    children: int
    adults: int
    counts: Counts
    page: int
    pages: int
    first: int
    """The number of the first row shown, from 1; 0 where none is."""
    not_listed: frozenset[str]
    """Persons who were searched for and stand in no row."""


@shows(FieldGroup.CUSTODY, FieldGroup.KINSHIP, FieldGroup.IDENTITY)
def list_separations(viewer: Viewer, standpoint: Standpoint, chosen: Chosen, *, page: int = 1, size: int | None = 25) -> SeparationList:
    """
    One page of the children chosen; all of them where `size` is None.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    found = choose_page(viewer, standpoint, chosen, page=page, size=size)
    told = ask_together(counts=ask_counts(viewer, standpoint), **_ask(found.shown, standpoint))
    return SeparationList(
        rows=_rows(standpoint, found.shown, told),
        children=found.children,
        adults=found.adults,
        counts=counts_of(told["counts"], viewer, standpoint),
        page=found.page,
        pages=found.pages,
        first=(found.page - 1) * (size or 0) + 1 if found.shown else 0,
        not_listed=found.not_listed,
    )


def _ask(children: Sequence[str], standpoint: Standpoint) -> dict[str, Question]:
    return {
        "apart": ask_apart("child = ANY(%(persons)s)", children, standpoint),
        "ties": Question(_TIES, 4, {**standpoint.parameters, "persons": sorted(children)}),
        "families": ask_families(children, standpoint),
    }


def _rows(standpoint: Standpoint, children: Sequence[str], first: Mapping[str, Rows]) -> tuple[Row, ...]:
    apart = longest_first(apart_of(first["apart"]))
    ties, families = _ties(first["ties"], apart), families_of(first["families"])
    persons = {*children, *(adult for adults in ties.values() for adult in adults if adult)}
    then = ask_together(records=ask_portraits(persons, standpoint), stays=ask_stays(persons, standpoint))
    portraits, custody = portraits_of(then["records"]), custodies_of(then["stays"], persons, standpoint)
    rows = []
    for child_id in children:
        child = portraits.get(child_id) or Portrait(child_id)
        rows.append(
            Row(
                child=child,
                age=child.age(standpoint.as_of),
                family_id=families.get(child_id, ""),
                custody=custody[child_id],
                adults=_adults(apart[child_id], ties[child_id], portraits, custody),
                told=apart[child_id][0],
            )
        )
    return tuple(rows)


_TIES = f"""
SELECT t.child, t.adult, t.relation, t.status <> 'refuted' AND t.probability >= 0.5 FROM tie t
WHERE t.child = ANY(%(persons)s) AND {standing("t")} ORDER BY t.probability DESC, t.adult
"""


def _ties(rows: Rows, apart: Mapping[str, Sequence[Apart]]) -> dict[str, dict[str, str]]:
    """Child -> adult -> relation: first those it is apart from, longest first, then other adults it is tied to."""
    found = {child: dict.fromkeys((one.adult for one in told), "") for child, told in apart.items()}
    for child, adult, relation, live in rows:
        if live or adult in found[child]:
            found[child][adult] = relation
    return found


def _adults(
    told: Sequence[Apart], ties: Mapping[str, str], portraits: Mapping[str, Portrait], custody: Mapping[str, Custody]
) -> tuple[TiedAdult, ...]:
    apart = {one.adult: one for one in told}
    return tuple(
        TiedAdult(
            relation=relation,
            portrait=(portraits.get(adult) or Portrait(adult)) if adult else None,
            custody=custody.get(adult, Custody()),
            apart=apart.get(adult),
        )
        for adult, relation in ties.items()
    )
