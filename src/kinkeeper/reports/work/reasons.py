"""Why lists differ, in words: the reasons that a meeting gives, and what in the data suggests one."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinkeeper.domain.deliveries.differences import Suggestion
from kinkeeper.domain.deliveries.meetings import OF_SENDER, OURS

REASONS: dict[str, Any] = {
    "not_yet_reported": gettext_lazy("Not reported yet"),
    "reported_late": gettext_lazy("Reported late"),
    "left_off": gettext_lazy("Left off the list"),
    "reunited": gettext_lazy("Reunited meanwhile"),
    "released_to_other": gettext_lazy("Released to somebody else meanwhile"),
    "turned_18": gettext_lazy("Turned 18"),
    "out_of_definition": gettext_lazy("Outside of the definition (say which ruling)"),
    "different_person": gettext_lazy("Another person after all"),
    "same_person_twice": gettext_lazy("The same person under another name or number"),
    "name_spelling": gettext_lazy("Another spelling of the name"),
    "day_and_month": gettext_lazy("Day and month the other way round"),
    "data_error": gettext_lazy("Error in the data"),
    "under_review": gettext_lazy("Under review"),
    "other": gettext_lazy("Something else (say what)"),
}

DESCRIBED: dict[str, Any] = {
    "name": gettext_lazy("name"),
    "born": gettext_lazy("day of birth"),
    "sex": gettext_lazy("sex"),
    "nationality": gettext_lazy("nationality"),
}


def list_name(named: str) -> str:
    """What a list is called: our own in words, a sender's by the sender, a file's as the file."""
    if named == OURS:
        return str(_("our list of children apart"))
    return named.removeprefix(OF_SENDER).strip()


def suggested(one: Suggestion) -> str:
    """What in the data speaks for a reason, as a sentence; `on` is a day as ISO text."""
    told = {"about": one.about, "list": list_name(one.on_list), "day": one.on or _("a day that nobody wrote down")}
    sentences = {
        "same_person_twice": _("%(about)s of %(list)s has the same birth and a like name."),
        "out_of_definition": _("Found to be outside of the class of %(about)s."),
        "reunited": _("Reunited on %(day)s, as custody records say."),
        "released_to_other": _("Released to somebody else on %(day)s, as custody records say."),
        "turned_18": _("Came of age on %(day)s."),
        "left_off": _("Stood on %(list)s until its edition of %(day)s."),
        "not_yet_reported": _("Apart since %(day)s; %(list)s speaks of %(about)s."),
        "day_and_month": _("Day and month change places: %(about)s."),
        "data_error": _("The lists say: %(about)s."),
        "name_spelling": _("The lists say: %(about)s."),
        "under_review": _("A question about this person waits in review."),
    }
    return str(sentences[one.reason] % told)
