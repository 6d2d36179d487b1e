"""What holds of every file that leaves: how it is asked for, and that it holds no more than was let go."""

from dataclasses import dataclass

from kinkeeper.domain.access.exports import Export
from kinkeeper.domain.access.log import ReportPrinted
from kinkeeper.domain.errors import Refused


class MoreRows(Refused):
    """A file would hold more rows than were asked for."""

    code = "more_rows"


@dataclass(frozen=True, slots=True)
class Copy:
    """How something is to leave: as what, what for, in which language. `against`: the entries known to the printing it is compared with."""

    form: str
    why: str
    language: str = "en"
    against: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it leaves: what it is called, its bytes, their media type; of a report, what the access log says of the printing."""

    name: str
    written: bytes
    media_type: str
    printed: ReportPrinted | None = None


def check_rows(export: Export, rows: int) -> None:
    """
    See that a file holds no more rows than were let go.

    :raises MoreRows: where it would.
    """
    if rows > export.rows:
        raise MoreRows(
            "By now this file would hold more rows (%(more)s) than were asked for (%(rows)s). Ask for it again.",
            more=rows,
            rows=export.rows,
        )
