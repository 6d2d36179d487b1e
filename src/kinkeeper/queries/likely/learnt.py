"""The weights that a question goes by: those last learnt, or the ordinary ones."""

from functools import lru_cache

import msgspec
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.models import Weight
from kinkeeper.linkage.finding.weights import STEP, Weights, from_facts, ordinary


def weights_in_force(cursor: CursorWrapper) -> Weights:
    """The newest version of what was learnt."""
    cursor.execute("SELECT weights::text FROM public.model WHERE step = %s AND until IS NULL", [STEP])
    return read_weights(next((text for (text,) in cursor.fetchall()), ""))


@lru_cache(maxsize=8)
def read_weights(text: str) -> Weights:
    """What was learnt as its table has it; the ordinary weights where nothing was."""
    return from_facts(msgspec.json.decode(text, type=list[Weight])) if text else ordinary()
