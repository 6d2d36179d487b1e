"""From where a request looks: `day` and `known` of its address, read and turned into a standpoint."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest

from kinkeeper.gateway import clock
from kinkeeper.queries.standpoint import Standpoint, find_standpoint, hour_of
from kinkeeper.web.forms import StandpointForm
from kinkeeper.web.moments import NotAMoment, read_known
from kinkeeper.web.viewer import viewer_of


def read_standpoint(request: HttpRequest) -> tuple[Standpoint, StandpointForm]:
    """The standpoint asked for; what cannot be read is said at its field, and the page shows what is known now."""
    form = StandpointForm(request.GET)
    form.is_valid()
    known: int | str | None = None
    if form.cleaned_data.get("known"):
        try:
            known = read_known(form.cleaned_data["known"])
        except NotAMoment as error:
            form.add_error("known", str(error))
    day = form.cleaned_data.get("day")
    standpoint = find_standpoint(
        viewer_of(request),
        today=clock.today().isoformat(),
        known_at=known if isinstance(known, int) else None,
        recorded_by=known if isinstance(known, str) else "",
        as_of=day.isoformat() if day else "",
    )
    return replace(standpoint, hour=hour_of(standpoint, clock.instant())), form


def instant_of_view(standpoint: Standpoint) -> datetime:
    """The instant by which clocks are read on this page."""
    return (standpoint.hour or hour_of(standpoint, clock.instant())).instant


def carried(request: HttpRequest) -> str:
    """`?day=…&known=…` for links to other pages, so that they look from the same standpoint; empty for now."""
    kept = {name: request.GET[name] for name in ("day", "known") if request.GET.get(name)}
    return "?" + urlencode(kept) if kept else ""


def page_number(request: HttpRequest) -> int:
    """`page` of the address; 1 where it is no number."""
    number = request.GET.get("page", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1


def kept(request: HttpRequest, *left_out: str) -> list[tuple[str, str]]:
    """What a form has to send along of the address, besides its own fields."""
    return [(name, value) for name, value in request.GET.items() if value and name not in left_out]
