"""Reports: which there are, each as a page, and as a file."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.access.exports import Export
from kinkeeper.gateway import access_log
from kinkeeper.queries.access.reading import note
from kinkeeper.queries.standpoint import Standpoint, find_standpoint
from kinkeeper.reports import printing
from kinkeeper.reports.difference import compare
from kinkeeper.reports.leaving import Copy, ask_for_report, rows_of_persons
from kinkeeper.reports.making import definitions, make_earlier, make_report
from kinkeeper.reports.printing import check_format
from kinkeeper.reports.printing.about import about
from kinkeeper.reports.printing.curves import draw
from kinkeeper.reports.printing.heads import heads
from kinkeeper.reports.public import TooFew, make_public
from kinkeeper.reports.report import Report
from kinkeeper.web.asked import kept, read_standpoint
from kinkeeper.web.frame import show
from kinkeeper.web.moments import NotAMoment, read_known
from kinkeeper.web.taking import Wanted, asked_for
from kinkeeper.web.viewer import viewer_of

ROWS = 50
"""A page shows so many rows; the files hold all of them."""


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """Every report with its definition."""
    return show(request, "kinkeeper/reports.html", {"section": "reports", "definitions": definitions()}, read_standpoint(request))


@require_GET
def report(request: HttpRequest, name: str) -> HttpResponse:
    """A report as a page; with `against`, the difference from the printing as known then."""
    looked = read_standpoint(request)
    made, wrong = _made(request, name, looked[0])
    for one in made.counted.tables:
        note(one.persons(ROWS), FieldGroup.CUSTODY)
    tables = [{"table": one, "heads": heads(made, one), "rows": one.rows[:ROWS], "count": len(one.rows)} for one in made.counted.tables]
    context = {
        "section": "reports",
        "name": name,
        "report": made,
        "definition": made.definition,
        "about": about(made)[2:],
        "picture": draw(made),
        "tables": tables,
        "rows_shown": ROWS,
        "forms": tuple(printing.FORMATS),
        "public_forms": tuple(form for form in printing.FORMATS if form != "parquet"),
        "asked": request.GET.urlencode(),
        "for_everybody": _for_everybody(made),
        "against": request.GET.get("against", ""),
        "against_error": wrong,
        "kept_by_comparison": kept(request, "against", "page"),
    }
    return show(request, "kinkeeper/report.html", context, looked)


@require_http_methods(["GET", "POST"])
def report_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A report as a file, in the reader's language; with `public`, what everybody may read. One whose rows name persons is an export."""
    here = read_standpoint(request)[0]
    made, _wrong = _made(request, name, here)
    if request.GET.get("public"):
        made = make_public(made)
    check_format(form)
    language = get_language() or "en"
    if rows := rows_of_persons(made):
        against = _against(request, here)

        def ask(why: str) -> Export:
            return ask_for_report(made, Copy(form, why, language, against), actor=viewer_of(request))

        return asked_for(request, Wanted(str(made.definition.title), rows, form.upper(), reverse("report", args=[name])), ask)
    written = printing.write(made, form, language)
    access_log.write_down([printing.printed(made, form)], viewer_of(request))
    response = HttpResponse(written, content_type=printing.media_type(made, form))
    response["Content-Disposition"] = f'attachment; filename="{printing.file_name(made, form)}"'
    return response


def _for_everybody(made: Report) -> bool:
    """Whether there is anything of it that everybody may read."""
    try:
        make_public(made)
    except TooFew:
        return False
    return True


def _against(request: HttpRequest, here: Standpoint) -> int | None:
    """How many entries were known at the moment that a report is compared with; None where it is with none."""
    try:
        known = read_known(request.GET.get("against", ""))
    except NotAMoment:
        return None
    return _earlier(request, here, known).known_at


def _made(request: HttpRequest, name: str, here: Standpoint) -> tuple[Report, str]:
    """The report asked for, and what is wrong with the moment that it is to be compared with."""
    made = make_report(viewer_of(request), name, here)
    text = request.GET.get("against", "")
    if not text:
        return made, ""
    try:
        known = read_known(text)
    except NotAMoment as error:
        return made, str(error)
    earlier = _earlier(request, here, known)
    return compare(viewer_of(request), make_earlier(viewer_of(request), name, earlier), made), ""


def _earlier(request: HttpRequest, here: Standpoint, known: int | str) -> Standpoint:
    return find_standpoint(
        viewer_of(request),
        today=here.as_of,
        known_at=known if isinstance(known, int) else None,
        recorded_by=known if isinstance(known, str) else "",
        as_of=here.as_of,
    )
