"""The import desk: put files down, see what each was taken for, mend by rule, take them, take a file back."""

import tempfile
from pathlib import Path, PurePath
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kinkeeper.domain.deliveries.desk import DeskFile
from kinkeeper.domain.errors import Refused
from kinkeeper.extracts.files.damage import shown
from kinkeeper.gateway.waiting import desk
from kinkeeper.jobs.deliveries.desk import refused_of
from kinkeeper.jobs.deliveries.looking import layout_choices
from kinkeeper.jobs.deliveries.queue import ask_for
from kinkeeper.jobs.deliveries.withdrawing import bring_back, take_back
from kinkeeper.queries.deliveries.desk import get_desk_file, list_desk
from kinkeeper.queries.extracts import get_extract, list_extracts
from kinkeeper.web.asked import read_standpoint
from kinkeeper.web.desk.forms import rows_of_columns, tellings_of, values_of_clusters
from kinkeeper.web.frame import show
from kinkeeper.web.taking import take_link
from kinkeeper.web.viewer import viewer_of

LARGEST = 2 << 30
AS_FILES = {
    "imports": gettext_lazy("What came in, as a file"),
    "refused": gettext_lazy("Everything that was refused, as a file"),
    "desk": gettext_lazy("What lies on the desk, as a file"),
}
CAME_IN = 50
"""So many extracts are listed; the command line lists all."""


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """The desk: what lies on it, what came in, and a form to put files down."""
    viewer = viewer_of(request)
    came_in = list_extracts(viewer)
    on_desk = list_desk(viewer)
    context = {
        "section": "imports",
        "desk": on_desk,
        "takes": [(words, take_link(request, name)) for name, words in AS_FILES.items()],
        "working": any(one.is_working for one in on_desk),
        "came_in": came_in[:CAME_IN],
        "more": max(len(came_in) - CAME_IN, 0),
        "senders": sorted({one.extract.sender for one in came_in if one.extract.sender}),
    }
    template = "kinkeeper/imports_desk.html" if getattr(request, "htmx", False) else "kinkeeper/imports.html"
    return show(request, template, context, read_standpoint(request))


@require_POST
def put_down(request: HttpRequest) -> HttpResponse:
    """Put the files down, each to be looked at by a worker."""
    viewer = viewer_of(request)
    files = request.FILES.getlist("files")
    if not files:
        raise Refused("No file was chosen. Go back and choose one or more.")
    for one in files:
        if one.size > LARGEST:
            raise Refused(
                "A file of %(size)s MB is too large for a page. Import it with the command line: kinkeeper import", size=one.size >> 20
            )
    sender = request.POST.get("sender", "").strip()[:200]
    for one in files:
        name = shown(PurePath(one.name.replace("\\", "/")).name)[:200] or "file"
        with tempfile.TemporaryDirectory(prefix="kinkeeper-") as folder:
            path = Path(folder) / "file"
            with path.open("wb") as stream:
                for piece in one.chunks():
                    stream.write(piece)
            file_id = desk.put_down(path, name, sender=sender, actor=viewer)
        ask_for(file_id, "look", viewer)
    return redirect("imports") if len(files) > 1 else redirect("import", file_id=file_id)


@require_GET
def import_file(request: HttpRequest, file_id: str) -> HttpResponse:
    """One file on the desk: its tables, their columns, what is wrong, and what would come of taking it."""
    file = get_desk_file(viewer_of(request), file_id)
    template = "kinkeeper/import_file_state.html" if getattr(request, "htmx", False) else "kinkeeper/import_file.html"
    response = show(request, template, _context(file, viewer_of(request)), read_standpoint(request))
    if getattr(request, "htmx", False) and not file.is_working:
        response["HX-Refresh"] = "true"
    return response


def _context(file: DeskFile, viewer: Any) -> dict[str, Any]:
    earlier = {one.extract.extract_id: one.name for one in list_extracts(viewer) if not one.withdrawn and one.extract.layout}
    tables = [(number, table, rows_of_columns(table), values_of_clusters(table)) for number, table in enumerate(file.tables)]
    return {
        "section": "imports",
        "file": file,
        "tables": tables,
        "layouts": layout_choices(),
        "earlier": earlier.items(),
        "can_be_taken": file.state == "looked" and any(table.new or table.changed for table in file.tables),
    }


@require_POST
def work_on_file(request: HttpRequest, file_id: str) -> HttpResponse:
    """Look again with what was told, take the file, or take it off the desk."""
    viewer = viewer_of(request)
    file = get_desk_file(viewer, file_id)
    what = request.POST.get("what", "")
    if what == "off":
        desk.take_off(file_id, actor=viewer)
        return redirect("imports")
    if what == "look":
        told = tellings_of(request.POST, file.tables)
        sender, corrects = request.POST.get("sender", "").strip()[:200], request.POST.get("corrects", "")
        if corrects:
            get_extract(viewer, corrects)
        desk.tell(file_id, sender=sender, corrects=corrects, tellings=told, actor=viewer)
        ask_for(file_id, "look", viewer)
    elif what == "take":
        if file.state != "looked":
            raise Refused("The file is being worked on, or was taken already. Look at it again.")
        desk.set_state(file_id, "waiting")
        ask_for(file_id, "take", viewer)
    return redirect("import", file_id=file_id)


@require_GET
def refused(request: HttpRequest, file_id: str) -> HttpResponse:
    """The refused rows in the layout they came in, with the reason; of several tables packed together."""
    viewer = viewer_of(request)
    name, content = refused_of(get_desk_file(viewer, file_id), viewer)
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def withdraw(request: HttpRequest, extract_id: str) -> HttpResponse:
    """Take a whole file back, or let it count again."""
    viewer = viewer_of(request)
    get_extract(viewer, extract_id)
    change = bring_back if request.POST.get("what") == "reinstate" else take_back
    change(extract_id, request.POST.get("why", "").strip()[:500], actor=viewer)
    return redirect("imports")
