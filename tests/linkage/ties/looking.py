"""Looking at one pair among the evidence gathered from some records."""

from kinkeeper.linkage.ties import find_ties
from kinkeeper.linkage.ties.finding import gather_evidence
from kinkeeper.linkage.ties.learning import Learner
from kinkeeper.linkage.ties.people import gather
from tests.linkage.ties.records_made import people_of


class Case:
    """Evidence and verdict of some records, asked about by record."""

    def __init__(self, records, *same):
        self.person_of = people_of(records, *same)
        self.records = records
        self.persons, self.people = gather(records, self.person_of)
        self.evidence = gather_evidence(self.people)
        self.place = {record.record_id: self.persons.index(who) for record, who in zip(records, self.person_of, strict=True)}

    def someone(self, record):
        return self.people[self.place[record.record_id]]

    def at(self, child, adult):
        """Where the pair of these two records' persons stands; None where they are no candidates."""
        pairs = self.evidence.pairs
        ends = self.place[child.record_id], self.place[adult.record_id]
        found = [at for at, pair in enumerate(zip(pairs.child.tolist(), pairs.adult.tolist(), strict=True)) if pair == ends]
        return found[0] if found else None

    def clue(self, kind):
        return next(clue for clue in self.evidence.clues if clue.kind == kind)

    def level(self, kind, child, adult):
        return int(self.clue(kind).level[self.at(child, adult)])

    def words(self, kind, child, adult):
        return self.clue(kind).words(self.at(child, adult))

    def worth(self, kind, child, adult):
        verdict = Learner(self.evidence).learn()
        which = [clue.kind for clue in self.evidence.clues].index(kind)
        return float(verdict.worth[which][self.at(child, adult)])

    def probability(self, child, adult):
        return float(Learner(self.evidence).learn().probability[self.at(child, adult)])


def ties_of(records, *same):
    """The ties found, by the names of the first records of child and adult."""
    person_of = people_of(records, *same)
    first = {}
    for record, person in zip(records, person_of, strict=True):
        first.setdefault(person, record.name)
    return {(first[tie.child], first[tie.adult]): tie for tie in find_ties(records, person_of).ties}


def tie_between(records, child, adult, *same):
    """The tie of these two records' persons, or None."""
    person = dict(zip([one.record_id for one in records], people_of(records, *same), strict=True))
    ends = person[child.record_id], person[adult.record_id]
    found = find_ties(records, list(person.values())).ties
    return next((tie for tie in found if (tie.child, tie.adult) == ends), None)
