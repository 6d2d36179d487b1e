"""What a run that went on from the last one leaves to people: only what it touched is put into words anew."""

from collections.abc import Iterable, Sequence

from kinkeeper.domain.access import Actor
from kinkeeper.domain.reviews import Subject
from kinkeeper.jobs.questions import Asked, PersonOf, Reunions, Wanted, about_persons
from kinkeeper.linkage.doubts import Doubt, Lot
from kinkeeper.linkage.memory.wording import Open, Said
from kinkeeper.queries.findings import list_ties
from kinkeeper.queries.records import list_records


def doubts_and_lots(said: Said, person_of: PersonOf, *, actor: Actor) -> Wanted:
    """The questions and lots of a run. A question that stands, about records that nothing touched, stays as it is."""
    wording = _Wording(said, person_of, actor)
    doubts, lots = said.doubts(), said.lots()
    wording.put([*doubts, *(one for _, drawn in lots for one in drawn)])
    told = [Lot(band.least, band.below, band.population, wording.of(drawn)) for band, drawn in lots]
    return about_persons(wording.of(doubts), told, wording.would_reunite)


class _Wording:
    def __init__(self, said: Said, person_of: PersonOf, actor: Actor) -> None:
        self._said, self._person_of, self._actor = said, person_of, actor
        self._asked = Asked(Subject.PERSON, person_of, actor)
        self._doubts: dict[int, Doubt] = {}
        self._reunites: dict[tuple[str, str], bool] = {}

    def put(self, some: Sequence[Open]) -> None:
        """Put these into words, or take the words that stand."""
        anew = [one for one in some if not self._stands(one)]
        self._doubts |= {one.place: doubt for one, doubt in zip(anew, self._said.word(anew), strict=True)}
        reunions = self._reunions(anew)
        for one in anew:
            first, second = sorted((one.one, one.other))
            self._reunites[first, second] = reunions.by_joining(first, second)

    def of(self, some: Iterable[Open]) -> list[Doubt]:
        """These in words."""
        return [self._doubts[one.place] for one in some]

    def would_reunite(self, one: str, other: str) -> bool:
        """Whether joining the persons of two records may lead to a reunion."""
        return self._reunites[one, other]

    def _stands(self, one: Open) -> bool:
        first, second = sorted((one.one, one.other))
        known = self._asked.standing((Subject.PERSON, first, second))
        if one.touched or known is None or known.probability != f"{one.probability:.4f}":
            return False
        self._doubts[one.place] = Doubt(one.one, one.other, one.probability, known.evidence)
        self._reunites[first, second] = known.reunites
        return True

    def _reunions(self, some: Sequence[Open]) -> Reunions:
        """What is known of the persons in question."""
        persons = {self._person_of.get(end, "") for one in some for end in (one.one, one.other)}
        records = [record for record, person in self._person_of.items() if person in persons]
        return Reunions(list_records(self._actor, record_ids=records), self._person_of, list_ties(self._actor) if some else ())
