"""The form of an intake: who is here, who is whose, and who of them is known already."""

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from itertools import product
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinkeeper.domain.handover.needs import KINDS as NEEDS
from kinkeeper.domain.intake import RELATION_OF, Arrival, Intake, Kinship
from kinkeeper.extracts.cells import read_a_number, read_country, read_sex
from kinkeeper.extracts.moments import Unreadable, read_moment
from kinkeeper.gateway import clock
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.kin import CLAIMED

ROLES = ("adult", "adult", "child", "child")
"""What the first rows are for; a row without a name is left out."""
ADULT_OR_CHILD = [("adult", gettext_lazy("Adult")), ("child", gettext_lazy("Child"))]
MOST_PERSONS = 20
NEW = "new"


@contextmanager
def said_at_the_field(sentence: str) -> Any:
    """A text that cannot be read is said where it was typed, in the reader's language."""
    try:
        yield
    except Unreadable as error:
        raise forms.ValidationError(sentence) from error


class PlaceForm(forms.Form):  # type: ignore[misc]
    """Where and when the family was taken into custody."""

    intake_id = forms.RegexField(r"^intake-[0-9a-f]{16}$", widget=forms.HiddenInput)
    place = forms.CharField(max_length=80, label=gettext_lazy("Station"))
    day = forms.DateField(label=gettext_lazy("Day taken into custody"))
    time = forms.TimeField(required=False, label=gettext_lazy("Time, as the clock at the station"))
    event = forms.CharField(required=False, max_length=40, label=gettext_lazy("Event number"))
    family_unit = forms.CharField(required=False, max_length=40, label=gettext_lazy("Family unit number"))

    def clean_day(self) -> Any:
        """Nobody was taken in tomorrow; a day ahead is allowed, since the station's clock may be."""
        day = self.cleaned_data["day"]
        if (day - clock.today()).days > 1:
            raise forms.ValidationError(_("This day is yet to come."))
        return day

    def at(self) -> str:
        """The moment, as precise as it was said."""
        time = self.cleaned_data["time"]
        return self.cleaned_data["day"].isoformat() + (f"T{time:%H:%M}" if time else "")


class ArrivalForm(forms.Form):  # type: ignore[misc]
    """One person, as he or she says."""

    role = forms.ChoiceField(choices=ADULT_OR_CHILD, label=gettext_lazy("Adult or child"))
    given = forms.CharField(required=False, max_length=120, label=gettext_lazy("Given names"))
    surnames = forms.CharField(required=False, max_length=120, label=gettext_lazy("Surnames, both"))
    born = forms.CharField(required=False, max_length=30, label=gettext_lazy("Born"))
    sex = forms.CharField(required=False, max_length=12, label=gettext_lazy("Sex"))
    nationality = forms.CharField(required=False, max_length=40, label=gettext_lazy("Nationality"))
    a_number = forms.CharField(required=False, max_length=20, label=gettext_lazy("A-number"))
    known_as = forms.RegexField(r"^(new|P[0-9A-Za-z]+)?$", required=False)

    def clean_born(self) -> str:
        """A day, a month or a year that has been."""
        typed = self.cleaned_data["born"].strip()
        with said_at_the_field(_("Write the day as 7/9/2012, the month as 2012-07 or the year as 2012.")):
            born = read_moment(typed) if typed else ""
        if born[:10] > clock.today().isoformat():
            raise forms.ValidationError(_("This day is yet to come."))
        return born

    def clean_sex(self) -> str:
        """F, M, or left open."""
        return self._read("sex", read_sex, _("Write F or M, or leave it open."))

    def clean_nationality(self) -> str:
        """A country that the list of countries has, in English or Spanish."""
        return self._read("nationality", read_country, _("This is no country that is known here. Write it in full."))

    def clean_a_number(self) -> str:
        """Nine digits, however spaced."""
        return self._read("a_number", read_a_number, _("An A-number has 7 to 9 digits."))

    def _read(self, name: str, read: Callable[[str], str], otherwise: str) -> str:
        typed = self.cleaned_data[name].strip()
        with said_at_the_field(otherwise):
            return read(typed) if typed else ""

    @property
    def is_blank(self) -> bool:
        """Nothing was typed in this row."""
        return not any(str(self[name].value() or "").strip() for name in self.fields if name not in ("role", "known_as"))

    def arrival(self) -> Arrival:
        """What was said, read."""
        told = self.cleaned_data
        known = told["known_as"] if told["known_as"] != NEW else ""
        return Arrival(known_as=known, **{name: told[name] for name in Arrival.__struct_fields__ if name != "known_as"})


class IntakeForm:
    """Place, arrivals and kinships of one form."""

    def __init__(self, posted: Any = None, *, place: str = "", intake_id: str = "", rows: Sequence[str] = ROLES) -> None:
        self.posted = posted
        if posted is None:
            self.place = PlaceForm(initial={"place": place, "intake_id": intake_id, "day": clock.today()})
            self.rows = [ArrivalForm(prefix=f"p{number}", initial={"role": role}) for number, role in enumerate(rows)]
        else:
            self.place = PlaceForm(posted)
            count = max(1, sum(f"p{number}-role" in posted for number in range(MOST_PERSONS)))
            self.rows = [ArrivalForm(posted, prefix=f"p{number}", use_required_attribute=False) for number in range(count)]

    @property
    def arrived(self) -> list[tuple[int, ArrivalForm]]:
        """The rows that somebody stands in, each with its number."""
        return [(number, row) for number, row in enumerate(self.rows) if not row.is_blank]

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """Every fault: the field's id, its label, and what to do."""
        filled: list[forms.Form] = [self.place, *(row for _number, row in self.arrived)]
        found = [
            (form[name].id_for_label, str(form[name].label), str(sentence))
            for form in filled
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]
        if not self.arrived:
            found.append(_at_name(self.rows[0], _("Nobody was entered. Enter at least one person.")))
        nameless = [row for _number, row in self.arrived if not (row["given"].value() or row["surnames"].value())]
        return found + [_at_name(row, _("Enter what the person is called, as far as it is known.")) for row in nameless]

    def pairs(self) -> list[tuple[int, int]]:
        """Every child with every adult, by number among those who arrived."""
        roles = [row["role"].value() for _number, row in self.arrived]
        children = [number for number, role in enumerate(roles) if role == "child"]
        adults = [number for number, role in enumerate(roles) if role == "adult"]
        return list(product(children, adults))

    def said(self, child: int, adult: int) -> str:
        """The kinship said of a pair, empty where none is."""
        word = (self.posted or {}).get(f"kin-{child}-{adult}", "")
        return word if word in RELATION_OF else ""

    def needs(self) -> dict[int, tuple[str, str]]:
        """What must travel with whom, by number among those who arrived: kind, and words (the kind's own where none were typed)."""
        posted = self.posted or {}
        found = {}
        for number in range(len(self.arrived)):
            kind = posted.get(f"need-{number}", "")
            if kind in NEEDS:
                found[number] = (kind, posted.get(f"need-words-{number}", "").strip()[:300] or value(kind))
        return found

    @property
    def wants_tags(self) -> bool:
        """Whether everybody is to wear a tag."""
        return bool((self.posted or {}).get("tags"))

    def intake(self) -> Intake:
        """The intake that the form tells. It has no faults."""
        told = self.place.cleaned_data
        arrivals = tuple(row.arrival() for _number, row in self.arrived)
        kinships = tuple(Kinship(child, adult, word) for child, adult in self.pairs() if (word := self.said(child, adult)))
        return Intake(told["intake_id"], told["place"], self.place.at(), arrivals, kinships, told["event"], told["family_unit"])


def _at_name(row: ArrivalForm, sentence: str) -> tuple[str, str, str]:
    return row["given"].id_for_label, str(row["given"].label), sentence


def kin_choices(sex: str) -> list[tuple[str, Any]]:
    """What can be said that an adult is to a child, as far as the adult's sex allows."""
    barred = {"F": {"father", "grandfather", "uncle"}, "M": {"mother", "grandmother", "aunt"}}.get(sex, set())
    return [(word, CLAIMED[word]) for word in RELATION_OF if word not in barred]
