"""Children apart as lines, one for each adult a child is apart from: for a command's answer and for a file that leaves, marked."""

import csv
import io
from collections.abc import Iterator, Sequence

from kinkeeper.queries.custody import Custody
from kinkeeper.queries.separations import Row, TiedAdult
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.printing.cells import safe

OF_THE_CHILD = ("child", "name", "born", "age", "family", "with")
OF_THE_ADULT = ("adult", "adult_name", "relation", "adult_with")
OF_BOTH = ("separated_on", "days", "basis", "reason_code", "reason_as_recorded", "outcome", "outcome_on")
COLUMNS = (*OF_THE_CHILD, *OF_THE_ADULT, *OF_BOTH)


def lines_of(rows: Sequence[Row]) -> list[dict[str, object]]:
    """A line for each adult of each child, in the order of the list. An adult whom no source names is empty."""
    return [dict(zip(COLUMNS, (*_child(row), *_adult(row, adult)), strict=True)) for row in rows for adult in row.adults]


def as_csv(rows: Sequence[Row], standpoint: Standpoint, mark: str) -> bytes:
    """The lines as CSV, with a byte order mark for spreadsheets; before them whose export it is, of which day, and as known when."""
    out = io.StringIO()
    writer = csv.writer(out)
    for line in _whole(rows, standpoint, mark):
        writer.writerow([safe(str(cell)) for cell in line])
    return ("\ufeff" + out.getvalue()).encode()


def _whole(rows: Sequence[Row], standpoint: Standpoint, mark: str) -> Iterator[Sequence[object]]:
    yield ("Controlled unclassified information: personal data of children. Do not forward.",)
    yield "Export", mark
    yield "Day", standpoint.as_of
    yield "Entries known", standpoint.known_at
    yield ()
    yield COLUMNS
    for line in lines_of(rows):
        yield ["" if cell is None else cell for cell in line.values()]


def _child(row: Row) -> tuple[object, ...]:
    child = row.child
    return child.person_id, child.name, child.born, row.age, row.family_id, _with(row.custody)


def _adult(row: Row, adult: TiedAdult) -> tuple[object, ...]:
    whom, told = adult.portrait, adult.apart or row.told
    person = (whom.person_id, whom.name) if whom else ("", "")
    both = (told.separated_on, told.days, told.basis, told.reason_code, told.reason_as_recorded, told.outcome, told.outcome_on)
    return *person, adult.relation, _with(adult.custody), *both


def _with(custody: Custody) -> str:
    return "; ".join(str(period.custodian) for period in custody.now)
