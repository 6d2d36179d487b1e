"""How records ordinarily agree, before a run has shown how its own do.

Hundreds of pairs of one person, of companions and of strangers, by feature and level. They are rough
on purpose: a run with a few thousand pairs outvotes them, a run with ten is kept from wild guesses.
"""

from kinkeeper.linkage.features.dates import BirthLevel
from kinkeeper.linkage.features.identifiers import NumberLevel
from kinkeeper.linkage.features.name_pairs import NameLevel
from kinkeeper.linkage.features.places import CustodyLevel, PlaceLevel
from kinkeeper.linkage.scoring import Feature, Same

Agreement = dict[int, tuple[float, float, float]]
"""Level -> how many of a hundred pairs of one person, of companions, of strangers."""

_CUSTODY_OF_ONE = (CustodyLevel.SEEN_SAME_DAY, CustodyLevel.HANDED_ON_SAME_DAY, CustodyLevel.HANDED_ON_NEXT_DAY)

ORDINARY: dict[Feature, Agreement] = {
    Feature.GIVEN: {
        NameLevel.SAME: (70, 1, 0.3),
        NameLevel.PART: (15, 3, 0.5),
        NameLevel.CLOSE: (7, 1, 0.5),
        NameLevel.PARTLY: (2, 7, 2),
        NameLevel.INITIAL: (1, 1, 0.7),
        NameLevel.DIFFERENT: (5, 87, 96),
    },
    Feature.SURNAMES: {
        NameLevel.SAME: (70, 40, 0.2),
        NameLevel.PART: (15, 20, 0.5),
        NameLevel.CLOSE: (8, 5, 0.3),
        NameLevel.PARTLY: (2, 25, 2),
        NameLevel.INITIAL: (1, 1, 0.3),
        NameLevel.DIFFERENT: (4, 9, 96.7),
    },
    Feature.BIRTH: {
        BirthLevel.SAME: (85, 1, 0.01),
        BirthLevel.SWAPPED: (2, 0.1, 0.005),
        BirthLevel.FIRST_OF_YEAR: (2, 0.2, 0.05),
        BirthLevel.ONE_DIGIT: (3, 1, 0.05),
        BirthLevel.TWO_PARTS: (1, 1, 0.05),
        BirthLevel.SAME_YEAR: (1, 2, 2),
        BirthLevel.NEAR: (1, 8, 7),
        BirthLevel.AGES_SAY_SAME: (1, 3, 0.3),
        BirthLevel.APART: (2, 84, 90.5),
        BirthLevel.AGE_SAME: (90, 5, 5),
        BirthLevel.AGE_NEAR: (6, 10, 7),
        BirthLevel.AGE_APART: (4, 85, 88),
    },
    Feature.A_NUMBER: {
        NumberLevel.SAME: (93, 1, 0.001),
        NumberLevel.ONE_DIGIT: (3, 0.2, 0.01),
        NumberLevel.NEIGHBOURS: (2, 60, 0.1),
        NumberLevel.DIFFERENT: (2, 39, 99.9),
    },
    Feature.SEX: {Same.SAME: (98, 50, 50), Same.DIFFERENT: (2, 50, 50)},
    Feature.NATIONALITY: {Same.SAME: (98, 97, 45), Same.DIFFERENT: (2, 3, 55)},
    Feature.CUSTODY: {level: (20, 20, 2) if level in _CUSTODY_OF_ONE else (4, 4, 8) for level in list(CustodyLevel)[1:]},
    Feature.PLACE: {PlaceLevel.SAME: (95, 95, 15), PlaceLevel.DIFFERENT: (5, 5, 85)},
    Feature.OWN_NUMBER: {Same.SAME: (50, 1, 0.001), Same.DIFFERENT: (50, 99, 100)},
    Feature.COMPANY: {Same.SAME: (50, 90, 0.1), Same.DIFFERENT: (50, 10, 99.9)},
}

MOST_OF_COMPANIONS: dict[Feature, tuple[int, float]] = {
    Feature.GIVEN: (NameLevel.SAME, 0.05),
    Feature.BIRTH: (BirthLevel.SAME, 0.1),
    Feature.A_NUMBER: (NumberLevel.SAME, 0.05),
}
"""By feature: a level that says one person, and the largest share of companions that can have it (namesakes, twins, copied numbers)."""

SCALES: dict[Feature, tuple[int, ...]] = {
    Feature.BIRTH: (BirthLevel.SAME, BirthLevel.AGE_SAME),
    Feature.CUSTODY: (CustodyLevel.SEEN_SAME_DAY, CustodyLevel.SAME_STAY, CustodyLevel.BEGAN_SAME_DAY),
}
"""First levels of each scale of a feature that has several: which scale applies depends on what is given, and says nothing."""
