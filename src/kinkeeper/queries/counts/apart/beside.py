"""How many children are apart, and of them those whom people ask for most: the counts beside the list, of every child known."""

from dataclasses import dataclass, fields

from kinkeeper.domain.access import Viewer, require
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.apart import LATELY, separations
from kinkeeper.queries.counts import unchanged
from kinkeeper.queries.counts.apart import apart_now
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.queries.together import Question, Rows, ask_together


@dataclass(frozen=True, slots=True)
class Counts:
    """How many children were still apart, on the day and the day before, and of them by what people ask for most; and how many reunited."""

    apart: int = 0
    day_before: int = 0
    adult_removed: int = 0
    no_reason: int = 0
    detected: int = 0
    reunited: int = 0
    under_five: int = 0


BORN = f"person born ON born.person_id = child AND {standing('born')}"
"""SQL: to join a child's birth, as most sources have it; empty where none has it to the day."""

AGED = """born.born <= (%(as_of)s::date - make_interval(years => %(youngest)s))::date::text
    AND born.born > (%(as_of)s::date - make_interval(years => %(oldest)s + 1))::date::text"""

_COUNTS = f"""
WITH s AS MATERIALIZED ({separations(LATELY)}),
asked AS (SELECT DISTINCT child FROM s WHERE still)
SELECT TRUE,
    (SELECT count(*) FROM asked),
    count(DISTINCT child) FILTER (WHERE valid_before AND (still OR (outcome <> 'unknown' AND outcome_on >= %(as_of)s))),
    count(DISTINCT child) FILTER (WHERE still AND outcome = 'adult_removed'),
    count(DISTINCT child) FILTER (WHERE still AND reason_code = ''),
    count(DISTINCT child) FILTER (WHERE still AND basis = 'detected'),
    (SELECT count(DISTINCT child) FROM ({separations("outcome = 'reunited'")}) r WHERE NOT still),
    (SELECT count(*) FROM asked JOIN {BORN} WHERE {AGED})
FROM (SELECT *, separated_on < %(as_of)s AS valid_before FROM s) s
"""


@shows_nobody("counts")
def count(viewer: Viewer, standpoint: Standpoint) -> Counts:
    """
    The counts beside the list, of every child known whatever was chosen.

    :raises NotAllowed: if the viewer may not read.
    """
    return counts_of(ask_together(rows=ask_counts(viewer, standpoint))["rows"], viewer, standpoint)


@shows_nobody("a question")
def ask_counts(viewer: Viewer, standpoint: Standpoint) -> Question:
    """
    The counts beside the list: from what is kept child by child, where anything is.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    kept: Counts | None = unchanged.find(viewer, standpoint, _BESIDE)
    if kept is not None:
        return _as_kept(kept)
    asked = apart_now.ask_counts(viewer, standpoint) or _of_separations(standpoint)
    return Question(f"SELECT c.*, {unchanged.UNDER} FROM ({asked.sql}) c", asked.columns + 2, asked.asked)


@shows_nobody("counts")
def counts_of(rows: Rows, viewer: Viewer, standpoint: Standpoint) -> Counts:
    """The counts that were answered; where what is kept does not say, the separations are asked."""
    [[answered, *counts, edge, assigned]] = rows
    if answered is False:
        [[_, *counts]] = ask_together(rows=_of_separations(standpoint))["rows"]
    found = Counts(*counts)
    if answered:
        unchanged.keep(viewer, standpoint, _BESIDE, found, (edge, assigned))
    return found


_BESIDE = "beside the children apart"


def _as_kept(kept: Counts) -> Question:
    """The counts that are kept, as if they were asked for."""
    asked = {f"kept_{one.name}": getattr(kept, one.name) for one in fields(Counts)}
    return Question(f"SELECT NULL, {', '.join(f'%({name})s::bigint' for name in asked)}, '', ''", 10, asked)


def _of_separations(standpoint: Standpoint) -> Question:
    return Question(_COUNTS, 8, {**standpoint.parameters, "youngest": 0, "oldest": 4})
