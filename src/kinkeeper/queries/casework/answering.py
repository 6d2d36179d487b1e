"""An inquiry, who may be meant, and what may be said to who asks: nothing that the asker may not know is even looked up."""

from dataclasses import dataclass

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.casework.cases import Case
from kinkeeper.domain.casework.inquiries import Inquiry, may_know
from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.custody import get_custody
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.queries.things import list_things


@dataclass(frozen=True, slots=True)
class Tellable:
    """What may be said of one matched person: part -> what it is now (a custodian, an owner, a day). Empty: nobody knows."""

    person: Portrait
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class InquiryFile:
    """An inquiry with what may be said of each person who is meant."""

    inquiry: Inquiry
    tellable: tuple[Tellable, ...]


@shows(FieldGroup.CUSTODY)
def get_inquiry(viewer: Viewer, inquiry_id: str, standpoint: Standpoint) -> InquiryFile:
    """
    An inquiry and what may be said of those who are meant, from where one looks.

    :raises NotFound: if there is no such inquiry.
    :raises NotAllowed: if the viewer may not read.
    """
    asked = {"id": inquiry_id, "known_at": standpoint.known_at}
    found = list_things(viewer, "inquiry", Inquiry, "inquiry_id = %(id)s", asked)
    if not found:
        raise NotFound("No inquiry %(inquiry_id)s is known.", inquiry_id=inquiry_id)
    one = found[0]
    portraits = get_portraits(viewer, one.matched, standpoint)
    return InquiryFile(
        one, tuple(Tellable(portraits.get(person) or Portrait(person), _parts(viewer, one, person, standpoint)) for person in one.matched)
    )


def _parts(viewer: Viewer, one: Inquiry, person: str, standpoint: Standpoint) -> dict[str, str]:
    allowed, found = may_know(one), {}
    custody = get_custody(viewer, [person], standpoint)[person]
    holds = custody.now[-1].custodian if custody.now else ""
    if "is_known" in allowed:
        found["is_known"] = "yes"
    if "is_safe" in allowed:
        found["is_safe"] = standpoint.as_of if holds else ""
    if "custodian" in allowed:
        found["custodian"] = holds
    if {"case_worker", "how_to_call"} & set(allowed):
        cases = list_things(viewer, "child_case", Case, "child = %(child)s", {"child": person, "known_at": standpoint.known_at})
        owner = cases[0].owner if cases else ""
        found |= {name: owner for name in ("case_worker", "how_to_call") if name in allowed}
    return found
