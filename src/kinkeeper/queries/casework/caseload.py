"""Somebody's cases, and the offers of cases that wait for an answer; a document by its number."""

from dataclasses import dataclass

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.casework.caseloads import Caseload
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.documents import Document
from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import list_things, list_versions


@dataclass(frozen=True, slots=True)
class Mine:
    """One person's open cases, and the offers of cases to or from that person that nobody has answered."""

    cases: tuple[Case, ...]
    offers: tuple[Caseload, ...]
    names: dict[str, Portrait]
    positions: dict[str, int]
    """Child -> the entry that made the case as it stands."""


@shows(FieldGroup.STATEMENT)
def get_caseload(viewer: Viewer, standpoint: Standpoint) -> Mine:
    """
    The viewer's cases and offers of cases.

    :raises NotAllowed: if the viewer may not read.
    """
    asked = {"me": viewer.name, "known_at": standpoint.known_at}
    versions = list_versions(viewer, "child_case", Case, "open AND owner = %(me)s", asked)
    cases, positions = [one for one, _ in versions], {one.child: at for one, at in versions}
    offers = list_things(viewer, "caseload", Caseload, "open AND (to_owner = %(me)s OR told->>'from_owner' = %(me)s)", asked)
    children = {one.child for one in cases} | {child for offer in offers for child in offer.children}
    names = get_portraits(viewer, sorted(children), standpoint)
    return Mine(tuple(sorted(cases, key=lambda one: one.opened_at)), tuple(offers), names, positions)


@shows(FieldGroup.STATEMENT)
def get_document(viewer: Viewer, document_id: str) -> Document:
    """
    A document about a person of whom the viewer may know.

    :raises NotFound: if there is none.
    :raises NotAllowed: if the viewer may not read.
    """
    found = list_things(viewer, "document", Document, "document_id = %(id)s", {"id": document_id})
    if not found:
        raise NotFound("No such document is known.")
    return found[0]
