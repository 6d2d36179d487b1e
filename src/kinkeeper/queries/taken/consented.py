"""Who consented that the public may be told of them, and who took it back."""

import msgspec

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.consents import PUBLIC, Consent
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.standpoint import Standpoint, standing


@shows(FieldGroup.IDENTITY)
def list_public_consents(viewer: Viewer, standpoint: Standpoint) -> list[Consent]:
    """
    The consents to be told of to the public, those that are over among them, by person and id.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with prepared() as cursor:
        sql = f"SELECT c.told::text FROM consent c WHERE c.agency = %(agency)s AND {standing('c')} ORDER BY c.person_id, c.consent_id"
        cursor.execute(sql, {**standpoint.parameters, "agency": PUBLIC})
        return [msgspec.json.decode(told, type=Consent) for (told,) in cursor.fetchall()]
