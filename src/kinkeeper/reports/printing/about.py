"""What stands above the figures in every format: what was counted, how, as of when, as known when, and what proves it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinkeeper.reports.public import PublicReport
from kinkeeper.reports.report import Report

CLASSIFICATION = "Controlled unclassified information: personal data of children. Do not forward."

FOR_EVERYBODY = "For everybody: no row and no count by which a family could be found."


def classification(report: Report) -> str:
    """Who may read it, in English; to be translated."""
    return FOR_EVERYBODY if isinstance(report, PublicReport) else CLASSIFICATION


def about(report: Report) -> list[tuple[str, str]]:
    """Lines of a heading and its text."""
    told, here = report.definition, report.standpoint
    return [
        *([(_("Export"), report.export)] if report.export else []),
        (_("Counted"), f"{report.counted.total} {told.unit}"),
        (_("Definition"), f"{told.words} ({told.name}, {_('version')} {told.version})"),
        (_("Population"), str(told.population)),
        (_("Period"), str(told.period)),
        (_("Place"), str(told.place)),
        (_("Instant"), str(told.instant)),
        (_("Class"), str(told.in_class)),
        (_("Confirmed by"), str(told.confirmed_by)),
        (_("Counted for"), str(report.reach)),
        (_("As of the day"), here.as_of),
        (_("As known at"), _known(report)),
        (_("Root of the ledger then"), report.proof.root),
    ]


def _known(report: Report) -> str:
    here = report.standpoint
    moment = f"{here.known_to.replace('T', ' ')} UTC" if here.known_to else _("nothing was recorded")
    entries = report.proof.entries
    words = ngettext("%(count)s entry, recorded on %(moment)s", "%(count)s entries, the last recorded on %(moment)s", entries)
    return str(words % {"count": entries, "moment": moment})
