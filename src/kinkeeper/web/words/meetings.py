"""Meetings at which lists are brought together, in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinkeeper.queries.deliveries.differences import Difference, Settled
from kinkeeper.reports.work.reasons import DESCRIBED, list_name

SAYINGS: dict[str, Any] = {
    "arrange-meeting": gettext_lazy("Arrange how lists are brought together"),
    "hold-meeting": gettext_lazy("Say that a meeting was held"),
    "end-meeting": gettext_lazy("Say that a meeting is held no more"),
    "explain-difference": gettext_lazy("Say why lists differ on a person, and who sees to it"),
    "take-back-explanation": gettext_lazy("Take back why lists differ on a person"),
}

FIELDS: dict[str, Any] = {
    "meeting_id": gettext_lazy("Meeting"),
    "lists": gettext_lazy("Lists, with commas: apart, sender:NAME, or a file’s name, in which * stands for what changes"),
    "next_step": gettext_lazy("Next step"),
}


def described(one: Difference | Settled) -> str:
    """How lists differ on somebody: on which they are missing, or what the lists say differently."""
    if one.missing:
        return _("Not on %(lists)s") % {"lists": ", ".join(list_name(name) for name in one.missing)}
    told = []
    for what in one.differs:
        says = [f"{list_name(name)}: {getattr(listed, what) or '–'}" for name, listed in getattr(one, "on", {}).items()]
        told.append(f"{DESCRIBED[what]} ({'; '.join(says)})" if says else str(DESCRIBED[what]))
    return _("Described otherwise: %(what)s") % {"what": ", ".join(told)}
