"""Reports that leave with rows of persons: asked for, let go, and made when they are fetched, with the mark of whoever took them."""

from dataclasses import dataclass, replace

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.exports import Content, Export
from kinkeeper.domain.errors import Refused
from kinkeeper.gateway import access_log
from kinkeeper.gateway.programs import exports
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports import printing
from kinkeeper.reports.difference import compare
from kinkeeper.reports.making import make_report
from kinkeeper.reports.report import Report

REPORT = "report "


class MoreRows(Refused):
    """A file would hold more rows than were asked for."""

    code = "more_rows"


def rows_of_persons(report: Report) -> int:
    """How many rows of a report name somebody: none, and it leaves without being asked for."""
    return sum(len(one.rows) for one in report.counted.tables if one.persons(1))


@dataclass(frozen=True, slots=True)
class Copy:
    """How a report is to leave: as what, what for, in which language. `against`: the entries known to the printing it is compared with."""

    form: str
    why: str
    language: str = "en"
    against: int | None = None


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


def fetch_report(export_id: str, *, actor: Viewer) -> tuple[str, bytes, str]:
    """
    The file of a report that was asked for: its name, its bytes, and their media type.

    :raises NotAllowed: where somebody else asked for it.
    :raises NotFound: where there is none.
    :raises Refused: where it waits, was refused, its time is over, or it is no report.
    """
    made: list[Report] = []

    def make(export: Export) -> bytes:
        made.append(_made(export, actor))
        return printing.write(made[0], export.content.form, export.content.language)

    export, written = exports.fetch(export_id, make, actor=actor)
    form = export.content.form
    access_log.write_down([printing.printed(made[0], form)], actor)
    return f"{export.export_id}-{printing.file_name(made[0], form)}", written, printing.FORMATS[form][1]


def is_report(export: Export) -> bool:
    """Whether an export is of a report."""
    return export.content.what.startswith(REPORT)


def check_rows(export: Export, rows: int) -> None:
    """
    See that a file holds no more rows than were let go.

    :raises MoreRows: where it would.
    """
    if rows > export.rows:
        raise MoreRows(f"This file would hold {rows} rows by now, and {export.rows} were asked for. Ask for it again.")


def _made(export: Export, viewer: Viewer) -> Report:
    if not is_report(export):
        raise Refused("This export is a list of the pages: fetch it there.")
    name, told = export.content.what.removeprefix(REPORT), export.content
    here = find_standpoint(viewer, today=told.as_of, known_at=told.entries, as_of=told.as_of)
    made = make_report(viewer, name, here)
    if told.asked:
        earlier = find_standpoint(viewer, today=told.as_of, known_at=int(told.asked), as_of=told.as_of)
        made = compare(viewer, make_report(viewer, name, earlier), made)
    check_rows(export, rows_of_persons(made))
    return replace(made, export=export.mark)
