"""Who an arrival may be of those already known: looked for before anybody is entered anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.dates import Moment
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.custody import Custody, get_custody
from kinkeeper.queries.likely import Likely, Told, find_likely
from kinkeeper.queries.portraits import Portrait, get_portraits
from kinkeeper.queries.standpoint import Standpoint

MOST = 5
LEAST = 0.01
"""How likely somebody must be to be shown."""


class Likeness(StrEnum):
    """Why somebody is a candidate, the strongest first."""

    A_NUMBER = "a_number"
    NAME_AND_BIRTH = "name_and_birth"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of an arrival. Empty = not said."""

    given: str = ""
    surnames: str = ""
    born: Moment = ""
    a_number: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody known who may be the arrival, and why."""

    portrait: Portrait
    custody: Custody
    likeness: Likeness


@shows(FieldGroup.IDENTITY)
def find_candidates(viewer: Viewer, wanted: Wanted, standpoint: Standpoint) -> Sequence[Candidate]:
    """
    At most five persons who may be the one wanted, the likeliest first, as `find_likely` finds them.

    :raises NotAllowed: if the viewer may not read.
    """
    told = Told(wanted.given, wanted.surnames, born=wanted.born[:10], a_number=wanted.a_number)
    likely = {one.person_id: one for one in find_likely(viewer, told, standpoint, most=MOST) if one.person_id and one.probability >= LEAST}
    portraits = get_portraits(viewer, list(likely), standpoint)
    custody = get_custody(viewer, list(likely), standpoint)
    return [
        Candidate(portraits[person], custody[person], _likeness(wanted, one, portraits[person]))
        for person, one in likely.items()
        if person in portraits
    ]


def _likeness(wanted: Wanted, likely: Likely, portrait: Portrait) -> Likeness:
    if wanted.a_number and wanted.a_number in portrait.a_numbers:
        return Likeness.A_NUMBER
    same_birth = wanted.born and wanted.born[:10] in (likely.born, portrait.born[:10])
    return Likeness.NAME_AND_BIRTH if same_birth else Likeness.NAME
