"""What leaves with rows of persons: asked for, let go, and made when it is fetched, with the mark of whoever took it."""

from dataclasses import replace

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.exports import Content, Export
from kinkeeper.domain.errors import Refused
from kinkeeper.gateway import access_log
from kinkeeper.gateway.programs import exports
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports import printing
from kinkeeper.reports.difference import compare
from kinkeeper.reports.exchange.leaving import EXCHANGE, make_exchange
from kinkeeper.reports.listings.leaving import LISTING, Recall, forgotten, make_list
from kinkeeper.reports.making import make_report
from kinkeeper.reports.report import Report
from kinkeeper.reports.taking import Copy as Copy
from kinkeeper.reports.taking import Taken
from kinkeeper.reports.taking import check_rows as check_rows

REPORT = "report "


def rows_of_persons(report: Report) -> int:
    """How many rows of a report name somebody: none, and it leaves without being asked for."""
    return sum(len(one.rows) for one in report.counted.tables if one.persons(1))


def ask_for_report(report: Report, copy: Copy, *, actor: Viewer) -> Export:
    """
    Ask for a report as a file.

    :raises NoSuchFormat: where there is none of that name.
    :raises Refused: where it is not said what for.
    """
    printing.check_format(copy.form)
    here = report.standpoint
    asked = "" if copy.against is None else str(copy.against)
    content = Content(REPORT + report.definition.name, asked, here.as_of, here.known_at, copy.form, copy.language)
    return exports.ask_for(content, rows_of_persons(report), copy.why, actor=actor)


def fetch_file(export_id: str, *, actor: Viewer, recall: Recall = forgotten) -> tuple[str, bytes, str]:
    """
    The file that was asked for: its name, its bytes, and their media type. `recall` knows what was searched for.

    :raises NotAllowed: where somebody else asked for it.
    :raises NotFound: where there is none.
    :raises Refused: where it waits, was refused, its time is over, or it is made elsewhere.
    """
    made: list[Taken] = []

    def make(export: Export) -> bytes:
        made.append(_made(export, actor, recall))
        return made[0].written

    exports.fetch(export_id, make, actor=actor)
    taken = made[0]
    if taken.printed:
        access_log.write_down([taken.printed], actor)
    return f"{export_id}-{taken.name}", taken.written, taken.media_type


def _made(export: Export, viewer: Viewer, recall: Recall) -> Taken:
    if export.content.what.startswith(LISTING):
        return make_list(export, viewer, recall)
    if export.content.what.startswith(EXCHANGE):
        return make_exchange(export, viewer)
    if export.content.what.startswith(REPORT):
        return _report(export, viewer)
    raise Refused("This export is a page as paper, which the pages give; or of a version before this one: then ask for it again.")


def _report(export: Export, viewer: Viewer) -> Taken:
    told = export.content
    name = told.what.removeprefix(REPORT)
    here = find_standpoint(viewer, today=told.as_of, known_at=told.entries, as_of=told.as_of)
    made = make_report(viewer, name, here)
    if told.asked:
        earlier = find_standpoint(viewer, today=told.as_of, known_at=int(told.asked), as_of=told.as_of)
        made = compare(viewer, make_report(viewer, name, earlier), made)
    check_rows(export, rows_of_persons(made))
    made = replace(made, export=export.mark)
    written = printing.write(made, told.form, told.language)
    return Taken(printing.file_name(made, told.form), written, printing.media_type(made, told.form), printing.printed(made, told.form))
