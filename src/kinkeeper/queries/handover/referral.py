"""The referral: what goes with a person from one custodian to the next, made of what is known; nobody has to remember (F-03, F-17)."""

from dataclasses import dataclass

from django.db import connection

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import FieldGroup, decide
from kinkeeper.domain.errors import NotFound
from kinkeeper.domain.handover.needs import Need
from kinkeeper.domain.handover.transfers import Answered, Transfer
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.access.subjects import subject_of
from kinkeeper.queries.apart import Apart, list_apart_of
from kinkeeper.queries.custody import Custody, get_custody
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.things import list_things


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody to whom the person is tied: what the adult is to the child, how far that is known, and where they are."""

    portrait: Portrait
    is_child: bool
    """Whether this relative is the child of the two."""
    relation: str
    status: str
    probability: str
    basis: str
    custody: Custody


@dataclass(frozen=True, slots=True)
class Referral:
    """The hand-over, the person, what must travel, every relative that is not refuted, and from whom the person is apart."""

    transfer: Transfer
    person: Portrait
    needs: tuple[Need, ...]
    relatives: tuple[Relative, ...]
    apart: tuple[Apart, ...]
    is_only_asked: bool = False
    """Whether the viewer is shown the person because they are asked to take them over, and no kin until they have."""


_TIED = f"""
SELECT child, adult, relation, status, probability::text, basis FROM tie t
WHERE {standing("t")} AND status <> 'refuted' AND (child = %(person)s OR adult = %(person)s) ORDER BY probability DESC, child, adult
"""


@shows(FieldGroup.CUSTODY, FieldGroup.KINSHIP)
def get_referral(viewer: Viewer, transfer_id: str, standpoint: Standpoint) -> Referral:
    """
    What goes with a person on a hand-over.

    :raises NotFound: if there is no such hand-over.
    :raises NotAllowed: if the viewer may not read.
    """
    asked = {"id": transfer_id, "known_at": standpoint.known_at}
    found = list_things(viewer, "transfer", Transfer, "transfer_id = %(id)s", asked)
    if not found:
        raise NotFound("No transfer %(transfer_id)s is known.", transfer_id=transfer_id)
    person = found[0].person_id
    with connection.cursor() as cursor:
        cursor.execute(_TIED, {**standpoint.parameters, "person": person})
        tied = cursor.fetchall()
    others = {child if adult == person else adult for child, adult, *_ in tied}
    portraits = get_portraits(viewer, others | {person}, standpoint)
    custody = get_custody(viewer, others, standpoint)
    relatives = tuple(
        Relative(portraits.get(one) or Portrait(one), adult == person, relation, status, probability, basis, custody[one])
        for child, adult, relation, status, probability, basis in tied
        for one in (child if adult == person else adult,)
    )
    needs = list_things(viewer, "need", Need, "person_id = %(person)s", {"person": person, "known_at": standpoint.known_at})
    return Referral(
        transfer=found[0],
        person=portraits.get(person) or Portrait(person),
        needs=tuple(one for one in needs if not one.ended),
        relatives=relatives,
        apart=list_apart_of(viewer, [person], standpoint).get(person, ()),
        is_only_asked=found[0].answered == Answered.OPEN and not decide(viewer, subject_of(person), FieldGroup.KINSHIP).allowed,
    )
