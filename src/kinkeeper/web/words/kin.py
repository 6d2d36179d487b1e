"""What people are to each other, and what became of them, in the reader's words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kinkeeper.domain.terms import Basis, Outcome, Relation, TieStatus
from kinkeeper.domain.ties import Tie
from kinkeeper.queries.apart import Apart
from kinkeeper.queries.families import Household, Member
from kinkeeper.web.words.dates import days_in_words, short_day
from kinkeeper.web.words.names import called, full

KIN: dict[tuple[str, str], Any] = {
    (Relation.PARENT, "F"): gettext_lazy("Mother"),
    (Relation.PARENT, "M"): gettext_lazy("Father"),
    (Relation.PARENT, ""): gettext_lazy("Parent"),
    (Relation.GUARDIAN, ""): gettext_lazy("Guardian"),
    (Relation.GRANDPARENT, "F"): gettext_lazy("Grandmother"),
    (Relation.GRANDPARENT, "M"): gettext_lazy("Grandfather"),
    (Relation.GRANDPARENT, ""): gettext_lazy("Grandparent"),
    (Relation.SIBLING, "F"): gettext_lazy("Sister"),
    (Relation.SIBLING, "M"): gettext_lazy("Brother"),
    (Relation.SIBLING, ""): gettext_lazy("Sibling"),
    (Relation.OTHER_KIN, ""): gettext_lazy("Other kin"),
}
OF_A_CHILD: dict[tuple[str, str], Any] = {
    (Relation.PARENT, "F"): pgettext_lazy("of a child", "mother"),
    (Relation.PARENT, "M"): pgettext_lazy("of a child", "father"),
    (Relation.GRANDPARENT, "F"): pgettext_lazy("of a child", "grandmother"),
    (Relation.GRANDPARENT, "M"): pgettext_lazy("of a child", "grandfather"),
}
"""Kin of whom a child has so few that the word says who it is; in some languages it takes a `her` or `his`."""

KIN_NOT_SAID = gettext_lazy("Kinship not said")

CLAIMED: dict[str, Any] = {
    "mother": gettext_lazy("Mother"),
    "father": gettext_lazy("Father"),
    "parent": gettext_lazy("Parent"),
    "child": gettext_lazy("Child"),
    "grandmother": gettext_lazy("Grandmother"),
    "grandfather": gettext_lazy("Grandfather"),
    "grandparent": gettext_lazy("Grandparent"),
    "grandchild": gettext_lazy("Grandchild"),
    "sibling": gettext_lazy("Sibling"),
    "aunt": gettext_lazy("Aunt"),
    "uncle": gettext_lazy("Uncle"),
    "niece": gettext_lazy("Niece"),
    "nephew": gettext_lazy("Nephew"),
    "cousin": gettext_lazy("Cousin"),
    "spouse": gettext_lazy("Spouse"),
    "guardian": gettext_lazy("Guardian"),
    "ward": gettext_lazy("Ward"),
    "other_kin": gettext_lazy("Other kin"),
    "none": gettext_lazy("No family"),
}
"""What a source says another person is to the one on record."""


def kin(relation: str, sex: str) -> str:
    """`Mother`, `Grandfather`, `Other kin`: what the adult is to the child."""
    return str(KIN.get((relation, sex)) or KIN.get((relation, "")) or KIN_NOT_SAID)


def tie_words(tie: Tie) -> str:
    """How far a tie is established: `Recorded`, `Recovered 0.97`, `Verified`, `Disputed`, `Refuted`."""
    said = {TieStatus.VERIFIED: _("Verified"), TieStatus.DISPUTED: _("Disputed"), TieStatus.REFUTED: _("Refuted")}
    if tie.status in said:
        return said[TieStatus(tie.status)]
    chance = f"{float(tie.probability):.2f}"
    return _("Recovered %(chance)s") % {"chance": chance} if tie.basis == Basis.RECOVERED else _("Recorded %(chance)s") % {"chance": chance}


def tie_line(tie: Tie) -> str:
    """The kind of line that stands for a tie: `verified` double, `recovered` dashed, `refuted` dotted, else solid."""
    if tie.status in (TieStatus.VERIFIED, TieStatus.REFUTED):
        return str(tie.status)
    return "recovered" if tie.basis == Basis.RECOVERED else "recorded"


def roles(household: Household) -> dict[str, str]:
    """Person -> what the person is in the family: the kinship to a child, child, or empty."""
    told = {member.person_id: _("Child") for member in household.members if member.is_child}
    for tie in sorted(household.ties, key=lambda tie: (tie.status == TieStatus.REFUTED, -float(tie.probability))):
        told.setdefault(tie.adult, kin(tie.relation, household.member(tie.adult).portrait.sex))
    return told


def ages(age: int | None) -> str:
    """`3 years`; `under 1 year`; `age not known`."""
    if age is None:
        return _("age not known")
    return ngettext("%(count)s year", "%(count)s years", age) % {"count": age} if age else _("under 1 year")


def family_name(members: Sequence[Member]) -> str:
    """What a family goes by: the name of the first child, else of the first person. Surnames are not taken apart."""
    return full(members[0].portrait)


def state(one: Apart, household: Household) -> str:
    """One separation as the header says it: `Apart: Maite and mother, 48 days`."""
    return _state_sentence(one) % {
        "child": called(household.member(one.child).portrait),
        "kin": adult_words(one, household),
        "days": days_in_words(one.days) if one.days is not None else _("days not known"),
        "day": short_day(one.outcome_on),
    }


def _state_sentence(one: Apart) -> str:
    if one.still:
        return _("Apart: %(child)s and %(kin)s, %(days)s")
    sentences = {
        Outcome.REUNITED: _("Reunited: %(child)s and %(kin)s, after %(days)s"),
        Outcome.RELEASED_TO_OTHER: _("Released to somebody else: %(child)s, after %(days)s apart from %(kin)s"),
        Outcome.LEFT_CUSTODY: _("No longer in custody: %(child)s, after %(days)s apart from %(kin)s"),
        Outcome.TURNED_18: _("Turned 18: %(child)s, after %(days)s apart from %(kin)s"),
    }
    return sentences.get(Outcome(one.outcome)) or _("No record of %(child)s, taken from %(kin)s")


def tie_sentence(tie: Tie, household: Household) -> str:
    """`Why: Yamilet, mother of Maite`."""
    adult, child = household.member(tie.adult).portrait, household.member(tie.child).portrait
    return _("Why: %(kin)s") % {"kin": kin_of(tie.relation, adult.sex, called(adult), called(child))}


def kin_of(relation: str, sex: str, adult: str, child: str) -> str:
    """`Yamilet, mother of Maite`; `Rosa, kin of Maite` where the kinship is not said."""
    if relation == Relation.UNKNOWN:
        return _("%(adult)s, kin of %(child)s") % {"adult": adult, "child": child}
    word = kin(relation, sex)
    return _("%(adult)s, %(kin)s of %(child)s") % {"adult": adult, "child": child, "kin": word[:1].lower() + word[1:]}


def adult_words(one: Apart, household: Household) -> str:
    """`mother`; the given name where the kinship does not say who it is."""
    if not one.adult:
        return _("an adult whom no source names")
    adult = household.member(one.adult).portrait
    return str(OF_A_CHILD.get((household.relation(one.child, one.adult), adult.sex)) or called(adult))
