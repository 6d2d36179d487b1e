"""What staff said of persons: designations and milestones."""

from collections.abc import Collection

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.casework.designations import Designation
from kinkeeper.domain.casework.milestones import Milestone
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.things import list_things


@shows(FieldGroup.CUSTODY)
def list_designations(viewer: Viewer, persons: Collection[str] | None = None, *, known_at: int | None = None) -> list[Designation]:
    """
    The designations of these persons, or of all, in the order of the ledger.

    :raises NotAllowed: if the viewer may not read.
    """
    return list_things(viewer, "designation", Designation, _of(persons), _asked(persons, known_at))


@shows(FieldGroup.CUSTODY)
def list_milestones(viewer: Viewer, persons: Collection[str] | None = None, *, known_at: int | None = None) -> list[Milestone]:
    """
    The milestones of these persons, or of all, in the order of the ledger.

    :raises NotAllowed: if the viewer may not read.
    """
    return list_things(viewer, "milestone", Milestone, _of(persons), _asked(persons, known_at))


def _of(persons: Collection[str] | None) -> str:
    return "TRUE" if persons is None else "person_id = ANY(%(persons)s)"


def _asked(persons: Collection[str] | None, known_at: int | None) -> dict[str, object]:
    return {"persons": None if persons is None else list(persons), "known_at": known_at}
