"""What people choose on a page. All of it stands in the address, and none of it is personal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy

from kinkeeper.domain.casework.inquiries import ASKERS
from kinkeeper.domain.casework.saved_views import LONGEST_VALUE
from kinkeeper.domain.reviews import Answer, Key, Subject
from kinkeeper.domain.terms import Basis, Outcome
from kinkeeper.extracts.places.search import canonical, name_of
from kinkeeper.queries.choosing import NO_REASON, NOBODY, Chosen, Order
from kinkeeper.queries.court.due_by import DAY, LATE, LATER, WEEK
from kinkeeper.queries.searching.families import NOBODY as NOT_ONE
from kinkeeper.queries.searching.families import SOME
from kinkeeper.reports.listings.apart_by import ANY_OUTCOME, chosen_by
from kinkeeper.reports.listings.held_by import HOLDERS
from kinkeeper.reports.listings.moving_by import ANSWERED, NO, OPEN, YES
from kinkeeper.reports.words import BASES, NOT_RECORDED, OUTCOMES, REASONS
from kinkeeper.web.words.codes import VALUES
from kinkeeper.web.words.custodians import LOOKS, lazy_holder
from kinkeeper.web.words.review import USUAL


class StandpointForm(forms.Form):  # type: ignore[misc]
    """The day that is looked at, and as known when. What was typed is read by `asked`."""

    day = forms.DateField(
        required=False,
        label=gettext_lazy("On the day"),
        validators=[MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31))],
    )
    known = forms.CharField(required=False, max_length=60, label=gettext_lazy("As known on"))


class Filters(forms.Form):  # type: ignore[misc]
    """By what a list is narrowed. A choice that there is not counts as any."""

    def __init__(self, told: Mapping[str, str]) -> None:
        super().__init__(told)
        for name in self.fields.keys() & {"child_with", "adult_with", "from_custodian", "to_custodian"}:
            self.fields[name].choices = [one for one in _custodians() if one[0] != NOBODY or name.endswith("_with")]
        for field in self.fields.values():
            field.widget.attrs["class"] = "usa-select"

    def told(self) -> dict[str, str]:
        """What was chosen, by name; empty: any."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}

    def in_force(self) -> list[str]:
        """The filters that are set, as `Basis: Detected`. Sorting is none."""
        chosen = {name: told for name, told in self.told().items() if told and name != "order"}
        return [f"{self.fields[name].label}: {dict(self.fields[name].choices)[told]}" for name, told in chosen.items()]


def _custodians() -> list[tuple[str, Any]]:
    named = [(name, one.long) for name, one in LOOKS.items() if name != NOBODY]
    return [("", gettext_lazy("Any custodian")), *named, (NOBODY, LOOKS[NOBODY].long)]


YES_OR_NO = [(YES, gettext_lazy("yes")), (NO, gettext_lazy("no"))]
AGED = [("", gettext_lazy("Any")), ("0-4", gettext_lazy("Under 5")), ("5-11", gettext_lazy("5 to 11")), ("12-17", gettext_lazy("12 to 17"))]


OWNERS = gettext_lazy("Anybody")


class FamiliesForm(Filters):
    """Which families to list."""

    apart = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Children apart"),
        choices=[("", gettext_lazy("Any")), (SOME, gettext_lazy("At least one")), (NOT_ONE, gettext_lazy("None of them"))],
    )
    age = forms.ChoiceField(required=False, label=gettext_lazy("Age of a child apart"), choices=AGED)
    child_with = forms.ChoiceField(required=False, label=gettext_lazy("Child apart is with"))
    adult_with = forms.ChoiceField(required=False, label=gettext_lazy("Adult is with"))


class DueForm(Filters):
    """Which clocks that run to list. Rules and who must act stand in orders, so these are said by the page."""

    clock = forms.ChoiceField(required=False, label=gettext_lazy("Rule"))
    left = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Time left"),
        choices=[
            ("", gettext_lazy("Any")),
            (LATE, gettext_lazy("Late")),
            (DAY, gettext_lazy("Due within a day")),
            (WEEK, gettext_lazy("Due within a week")),
            (LATER, gettext_lazy("Due later")),
        ],
    )
    age = forms.ChoiceField(required=False, label=gettext_lazy("Child’s age"), choices=AGED)
    child_with = forms.ChoiceField(required=False, label=gettext_lazy("Child is with"))
    owner = forms.ChoiceField(required=False, label=gettext_lazy("Who must act"))

    def __init__(self, told: Mapping[str, str], rules: Sequence[tuple[str, Any]], owners: Iterable[str]) -> None:
        super().__init__(told)
        for name, known, words in (("clock", rules, gettext_lazy("Any rule")), ("owner", [(one, one) for one in owners], OWNERS)):
            asked = told.get(name, "")[:LONGEST_VALUE]  # what no order has by now is still what is asked, and found nowhere
            more = [(asked, asked)] if asked and asked not in dict(known) else []
            self.fields[name].choices = [("", words), *known, *more]


class InquiriesForm(Filters):
    """Which inquiries to list."""

    asker = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Who asks"),
        choices=[("", gettext_lazy("Anybody")), *((one, VALUES.get(one, one)) for one in ASKERS)],
    )
    state = forms.ChoiceField(
        required=False,
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("Any")), (OPEN, gettext_lazy("open")), (ANSWERED, gettext_lazy("answered"))],
    )
    verified = forms.ChoiceField(
        required=False, label=gettext_lazy("It is made sure who asks"), choices=[("", gettext_lazy("Either")), *YES_OR_NO]
    )


class HeldForm(Filters):
    """Which persons to list, by the custodian with whom they are."""

    custodian = forms.ChoiceField(required=False, label=gettext_lazy("With"), choices=[(one, lazy_holder(one)) for one in HOLDERS])
    place = forms.ChoiceField(required=False, label=gettext_lazy("Place"))
    order = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Sorted by"),
        choices=[("", gettext_lazy("Longest there first")), (Order.SHORTEST, gettext_lazy("Shortest there first"))],
    )

    def __init__(self, told: Mapping[str, str], usual: str) -> None:
        custodian = told.get("custodian", "")
        place = canonical(told.get("place", ""))
        custodian = custodian if custodian in HOLDERS else usual
        super().__init__({"order": told.get("order", ""), "custodian": custodian, "place": place})
        self.fields["place"].choices = [("", gettext_lazy("Any place")), (place, name_of(place))]
        if not place:  # offered where a row's place led here: there are hundreds
            del self.fields["place"]

    def in_force(self) -> list[str]:
        """The place, if one is chosen: some custodian always is."""
        return [f"{self.fields['place'].label}: {name_of(self.told()['place'])}"] if "place" in self.fields else []


class CustodyForm(Filters):
    """Which hand-overs, and which programs with beds, to list."""

    from_custodian = forms.ChoiceField(required=False, label=gettext_lazy("Handed over from"))
    to_custodian = forms.ChoiceField(required=False, label=gettext_lazy("Handed over to"))
    overdue = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Answer"),
        choices=[("", gettext_lazy("Either")), (YES, gettext_lazy("overdue")), (NO, gettext_lazy("in time"))],
    )
    with_room = forms.ChoiceField(
        required=False, label=gettext_lazy("Beds"), choices=[("", gettext_lazy("Every program")), (YES, gettext_lazy("Programs with room"))]
    )


class FilterForm(Filters):
    """Which children apart to list."""

    outcome = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Outcome"),
        choices=[
            ("", OUTCOMES[Outcome.APART]),
            *((one, words) for one, words in OUTCOMES.items() if one not in (Outcome.APART, Outcome.LEFT_CUSTODY)),
            (ANY_OUTCOME, gettext_lazy("Any")),
        ],
    )
    age = forms.ChoiceField(required=False, label=gettext_lazy("Child’s age"), choices=AGED)
    child_with = forms.ChoiceField(required=False, label=gettext_lazy("Child is with"))
    adult_with = forms.ChoiceField(required=False, label=gettext_lazy("Adult is with"))
    child_at = forms.ChoiceField(required=False, label=gettext_lazy("Child is at"))
    adult_at = forms.ChoiceField(required=False, label=gettext_lazy("Adult is at"))
    basis = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Basis"),
        choices=[("", gettext_lazy("Either")), *((one, BASES[one]) for one in (Basis.RECORDED, Basis.DETECTED))],
    )
    reason = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Reason"),
        choices=[("", gettext_lazy("Any")), (NO_REASON, NOT_RECORDED), *REASONS.items()],
    )
    order = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Sorted by"),
        choices=[
            ("", gettext_lazy("Longest apart first")),
            (Order.SHORTEST, gettext_lazy("Shortest apart first")),
            (Order.YOUNGEST, gettext_lazy("Youngest first")),
            (Order.OLDEST, gettext_lazy("Oldest first")),
        ],
    )

    def __init__(self, told: Mapping[str, str]) -> None:
        placed = {name: canonical(told.get(name, "")) for name in ("child_at", "adult_at")}
        super().__init__({**{name: told.get(name, "") for name in told}, **placed})
        for name, place in placed.items():  # offered where a search for a place led here: there are hundreds
            self.fields[name].choices = [("", gettext_lazy("Any place")), (place, name_of(place))]
            if not place:
                del self.fields[name]

    def chosen(self, persons: frozenset[str] | None) -> Chosen:
        """What was chosen, with the persons searched for. A search looks at every outcome unless one is chosen."""
        return chosen_by(self.told(), persons)


class AnswerForm(forms.Form):  # type: ignore[misc]
    """A reader's answer to one question, or its undoing (without an answer)."""

    subject = forms.ChoiceField(choices=[(one, one) for one in Subject])
    one = forms.CharField(max_length=200)
    other = forms.CharField(max_length=200)
    seen = forms.IntegerField(min_value=0)
    answer = forms.ChoiceField(required=False, choices=[(one, one) for one in Answer])
    usual = forms.ChoiceField(required=False, choices=list(USUAL.items()))
    reason = forms.CharField(required=False, max_length=500)

    def key(self) -> Key:
        """What the question is known by."""
        return self.cleaned_data["subject"], self.cleaned_data["one"], self.cleaned_data["other"]

    def reason_given(self) -> str:
        """The reader's own words, else the reason chosen, in the reader's language."""
        return self.cleaned_data["reason"].strip() or str(USUAL.get(self.cleaned_data["usual"], ""))

    def lacks_reason(self) -> bool:
        """Whether the answer is one that needs a reason and has none."""
        return self.cleaned_data["answer"] != Answer.SAME and not self.reason_given()
