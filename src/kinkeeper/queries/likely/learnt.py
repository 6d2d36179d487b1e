"""The weights that a question goes by: those last learnt, or the ordinary ones."""

import msgspec
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.models import Weight
from kinkeeper.linkage.finding.weights import STEP, Weights, from_facts, ordinary


def weights_in_force(cursor: CursorWrapper) -> Weights:
    """The newest version of what was learnt."""
    cursor.execute("SELECT weights FROM public.model WHERE step = %s AND until IS NULL", [STEP])
    found = cursor.fetchone()
    return from_facts(msgspec.json.decode(found[0], type=list[Weight])) if found else ordinary()
