"""The pages. Each view reads the request, asks one query, shows the answer."""

from kinkeeper.web.views.families import families, family, person
from kinkeeper.web.views.intake import intake, taken_in, taken_in_unshown
from kinkeeper.web.views.reports import report, report_file, reports
from kinkeeper.web.views.search import found, search
from kinkeeper.web.views.separations import separations

__all__ = [
    "families",
    "family",
    "found",
    "intake",
    "person",
    "report",
    "report_file",
    "reports",
    "search",
    "separations",
    "taken_in",
    "taken_in_unshown",
]
