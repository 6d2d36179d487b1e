"""A family's page or a person's file as a tagged PDF: asked for with a reason, written down, and made when it is fetched."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.exports import Content, Export
from kinkeeper.gateway.programs.exports import ask_for, fetch
from kinkeeper.queries.casework.case_file import get_case_file
from kinkeeper.queries.casework.way import get_way
from kinkeeper.queries.families import get_family
from kinkeeper.queries.history import list_statements
from kinkeeper.queries.standpoint import Standpoint, find_standpoint
from kinkeeper.reports.leaving import check_rows
from kinkeeper.reports.making import prove
from kinkeeper.reports.printing.about import CLASSIFICATION
from kinkeeper.reports.printing.pdf import write_page
from kinkeeper.web import person_file
from kinkeeper.web.asked import carried, instant_of_view, read_standpoint
from kinkeeper.web.paper.family import family_sections
from kinkeeper.web.sections import Cell, Section
from kinkeeper.web.taking import FAMILY, FILE, Wanted, asked_for
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.views.casework import case_sections
from kinkeeper.web.words.kin import family_name
from kinkeeper.web.words.names import full
from kinkeeper.web.words.statements import lines


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on it, and how many persons it names."""

    title: str
    number: str
    lines: Sequence[str]
    sections: Sequence[Section]
    persons: int


@require_http_methods(["GET", "POST"])
def family_pdf(request: HttpRequest, family_id: str) -> HttpResponse:
    """The page of a family as a PDF: how many persons it names, and what it is needed for."""
    back = reverse("family", args=[family_id]) + carried(request)
    return _asked(request, FAMILY, family_id, back)


@require_http_methods(["GET", "POST"])
def case_pdf(request: HttpRequest, person_id: str) -> HttpResponse:
    """A person's file as a PDF."""
    back = reverse("case", args=[person_id]) + carried(request)
    return _asked(request, FILE, person_id, back)


def _asked(request: HttpRequest, what: str, number: str, back: str) -> HttpResponse:
    viewer, here = viewer_of(request), read_standpoint(request)[0]
    paper = _paper(viewer, what, number, here)
    content = Content(what, number, here.as_of, here.known_at, "pdf", get_language() or "en")

    def ask(why: str) -> Export:
        return ask_for(content, paper.persons, why, actor=viewer)

    return asked_for(request, Wanted(paper.title, paper.persons, "PDF", back), ask)


def paper_file(export_id: str, viewer: Viewer) -> HttpResponse:
    """The PDF that was asked for, as the viewer may know of it now, as it was known then."""

    def make(one: Export) -> bytes:
        told = one.content
        here = find_standpoint(viewer, today=told.as_of, known_at=told.entries, as_of=told.as_of)
        with override(told.language):
            paper = _paper(viewer, told.what, told.asked, here)
            check_rows(one, paper.persons)
            return _written(viewer, paper, here, one)

    one, written = fetch(export_id, make, actor=viewer)
    name = f"{one.export_id}-{one.content.asked}-{one.content.as_of}-entry-{one.content.entries}.pdf"
    return HttpResponse(written, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _paper(viewer: Viewer, what: str, number: str, here: Standpoint) -> Paper:
    return _of_family(viewer, number, here) if what == FAMILY else _of_person(viewer, number, here)


def _of_family(viewer: Viewer, family_id: str, here: Standpoint) -> Paper:
    household = get_family(viewer, family_id, here)
    persons = [one.person_id for one in household.members]
    way = get_way(viewer, persons, here, instant_of_view(here))
    history = list_statements(viewer, here, persons, family_id, most=None)
    title = _("Family of %(name)s") % {"name": family_name(household.members)}
    sections = family_sections(household, way, lines(history, household), here)
    return Paper(title, family_id, (), sections, len(persons))


def _of_person(viewer: Viewer, person_id: str, here: Standpoint) -> Paper:
    file = get_case_file(viewer, person_id, here, instant_of_view(here))
    sections = [_printed(one.without(_("Next step"))) for one in case_sections(file, "", viewer)]
    title = _("File of %(name)s") % {"name": full(file.person)}
    return Paper(title, person_id, person_file.lines(file), sections, 1 + len(file.names))


def _printed(section: Section) -> Section:
    """The section without words that are nothing but the way to a form."""
    forms = reverse("sayings")
    rows = tuple(tuple(Cell("–") if one.href.startswith(forms) else one for one in row) for row in section.rows)
    return replace(section, rows=rows)


def _written(viewer: Viewer, paper: Paper, here: Standpoint, export: Export) -> bytes:
    proof = prove(viewer, here.known_at)
    context = {
        "language": get_language() or "en",
        "classification": CLASSIFICATION,
        "paper": paper,
        "export": export,
        "standpoint": here,
        "checkpoint": proof.checkpoint,
    }
    return write_page(render_to_string("kinkeeper/paper.html", context), proof.root)
