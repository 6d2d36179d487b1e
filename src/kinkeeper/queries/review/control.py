"""What is missed and what reading brings: the lots as far as they are read, what each score turned out to be, and the yield."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.reviews import Answer, Reviewed, Subject, Why
from kinkeeper.linkage.measure import interval
from kinkeeper.queries.access.reading import shows_nobody
from kinkeeper.queries.review.verdicts import list_draws, list_reviewed
from kinkeeper.queries.standpoint import Standpoint, standing

BANDS = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class LotRead:
    """A lot, how much of it is settled, and what that says of all the pairs it was drawn from."""

    subject: str
    least: float
    below: float
    population: int
    drawn: int
    settled: int
    missed: int
    """Of the settled: how many are one person, or kin, after all."""
    share: tuple[float, float]
    """Between which shares of the population the missed lie, 95 times in a hundred."""

    @property
    def expected(self) -> tuple[int, int]:
        """How many of all the pairs left apart in this band are missed: at least, at most."""
        return round(self.share[0] * self.population), round(self.share[1] * self.population)


@dataclass(frozen=True, slots=True)
class Turned:
    """What questions of one band of scores turned out to be."""

    least: float
    below: float
    said: float
    """The mean probability."""
    settled: int
    same: int
    share: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Control:
    """The lots, the scores against the readers' word, and how many were found after each question settled."""

    lots: tuple[LotRead, ...]
    turned: tuple[Turned, ...]
    found: tuple[int, ...]
    """After so many settled questions: how many were one person, or kin."""


@shows_nobody("counts")
def get_control(viewer: Viewer, standpoint: Standpoint) -> Control:
    """
    How much is missed, how right the scores are, and what reading brings, as far as readers have settled it.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    reviewed = [one for subject in Subject for one in list_reviewed(viewer, subject, known_at=standpoint.known_at)]
    verdicts = {one.question.key: one.verdict for one in reviewed}
    lots = []
    for draw in list_draws(viewer, known_at=standpoint.known_at):
        settled = [verdict for ends in draw.drawn if (verdict := verdicts.get((draw.subject, *ends), ""))]
        missed = settled.count(Answer.SAME)
        lots.append(
            LotRead(
                draw.subject,
                float(draw.least),
                float(draw.below),
                draw.population,
                len(draw.drawn),
                len(settled),
                missed,
                interval(missed, len(settled)),
            )
        )
    return Control(tuple(lots), _turned(reviewed), _found(standpoint, reviewed))


def _turned(reviewed: Sequence[Reviewed]) -> tuple[Turned, ...]:
    asked = [one for one in reviewed if one.verdict and one.question.why == Why.DOUBT]
    told = [(float(one.question.probability), one.verdict == Answer.SAME) for one in asked]
    found = []
    for least, below in pairwise(BANDS):
        within = [(chance, same) for chance, same in told if least <= chance < below]
        same = sum(same for _, same in within)
        mean = sum(chance for chance, _ in within) / max(len(within), 1)
        found.append(Turned(least, below, mean, len(within), same, interval(same, len(within))))
    return tuple(one for one in found if one.settled)


def _found(standpoint: Standpoint, reviewed: Sequence[Reviewed]) -> tuple[int, ...]:
    """By settled question, in the order of its last answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT subject, one, other FROM judgement j WHERE {standing('j')} GROUP BY subject, one, other ORDER BY max(since)",
            standpoint.parameters,
        )
        order = cursor.fetchall()
    verdicts = {one.question.key: one.verdict for one in reviewed}
    found, count = [0], 0
    for key in order:
        if verdicts.get(tuple(key)):
            count += verdicts[tuple(key)] == Answer.SAME
            found.append(count)
    return tuple(found)
