"""The page between a list and its file: how many rows, in what form, and what it is needed for."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kinkeeper.domain.access.exports import LASTS_HOURS, MOST_ROWS, Export, ExportState, state_of_new
from kinkeeper.domain.errors import Refused
from kinkeeper.web.viewer import viewer_of

LIST = "list children-apart"
FAMILY, FILE = "paper of a family", "paper of a person"
"""What an export holds that is a list of the pages, or a family's or a person's page as a PDF."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody is about to take away: in words, how many rows, in which form; and the page it comes from."""

    what: str
    rows: int
    form: str
    back: str
    forms: tuple[tuple[str, str], ...] = ()
    """The forms to choose from, where they are asked for here."""


def asked_for(request: HttpRequest, wanted: Wanted, ask: Callable[[str], Export]) -> HttpResponse:
    """The form; sent, the file is asked for, and stands in the list of exports."""
    error, why = "", request.POST.get("why", "")
    if request.method == "POST":
        try:
            export = ask(why)
            return HttpResponse(status=302, headers={"Location": f"{reverse('exports')}#{export.export_id}"})
        except Refused as refused:
            error = str(refused)
    context = {
        "section": "exports",
        "wanted": wanted,
        "needs_another": state_of_new(wanted.rows) is ExportState.WAITING,
        "most_rows": MOST_ROWS,
        "hours": LASTS_HOURS,
        "purpose": viewer_of(request).purpose,
        "why": why,
        "error": error,
    }
    return render(request, "kinkeeper/export.html", context, status=400 if error else 200)
