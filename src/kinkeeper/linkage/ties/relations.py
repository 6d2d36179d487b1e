"""What the adult is to the child, and how far it is established: by what sources say, else by age and names."""

from collections import Counter
from collections.abc import Sequence

from kinkeeper.domain.terms import Relation, TieStatus
from kinkeeper.linkage.ties.clues import Saying
from kinkeeper.linkage.ties.surnames import Share

WORDS = {
    "mother": Relation.PARENT,
    "father": Relation.PARENT,
    "parent": Relation.PARENT,
    "child": Relation.PARENT,
    "unit": Relation.PARENT,
    "guardian": Relation.GUARDIAN,
    "ward": Relation.GUARDIAN,
    "grandmother": Relation.GRANDPARENT,
    "grandfather": Relation.GRANDPARENT,
    "grandparent": Relation.GRANDPARENT,
    "grandchild": Relation.GRANDPARENT,
    "sibling": Relation.SIBLING,
    "unknown": Relation.UNKNOWN,
}
"""Canonical words of claims -> what the adult is to the child; every other word is other kin."""

LOOSE_WORDS = frozenset({"parent", "child", "unit"})
"""Words that lists put over all their rows, grandmothers included: an exact word is believed before them."""

YOUNGEST_PARENT = 13
OLDEST_MOTHER, OLDEST_FATHER = 48, 60
MOST_PARENTS = 2


def relation_of(sayings: Sequence[Saying], years: float | None, share: Share, sex: str) -> Relation:
    """What the adult is to the child: what most sources say, exact words first, as far as the years allow; else what years show."""
    votes: Counter[Relation] = Counter()
    for saying in sayings:
        relation = WORDS.get(saying.relation, Relation.OTHER_KIN)
        if relation == Relation.UNKNOWN or (relation == Relation.PARENT and years is not None and years < YOUNGEST_PARENT):
            continue
        votes[relation] += 1 if saying.relation in LOOSE_WORDS else 3
    if votes:
        return min(votes, key=lambda relation: (-votes[relation], list(Relation).index(relation)))
    return _by_years_and_names(years, share, sex)


def _by_years_and_names(years: float | None, share: Share, sex: str) -> Relation:
    if years is None:
        return Relation.UNKNOWN
    if years < YOUNGEST_PARENT or (share == Share.BOTH and years < 20):
        return Relation.SIBLING if share in (Share.BOTH, Share.FIRST_IS_FIRST) else Relation.OTHER_KIN
    if years > (OLDEST_MOTHER if sex == "F" else OLDEST_FATHER):
        return Relation.GRANDPARENT
    return Relation.PARENT


def status_of(sayings: Sequence[Saying], independent: float) -> TieStatus:
    """Suggested by the machine alone; claimed by one source; corroborated where two sources or other records agree.

    `independent`: bits that custody records show for the tie, with the prior, apart from what anybody says.
    """
    if not sayings:
        return TieStatus.SUGGESTED
    agree = len({saying.source for saying in sayings}) > 1 or independent > 0
    return TieStatus.CORROBORATED if agree else TieStatus.CLAIMED
