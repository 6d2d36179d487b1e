"""Children apart as lines, one for each adult a child is apart from: for a command's answer and for a file that leaves."""

from collections.abc import Sequence

from kinkeeper.queries.custody import Custody
from kinkeeper.queries.separations import Row, TiedAdult

OF_THE_CHILD = ("child", "name", "born", "age", "family", "with")
OF_THE_ADULT = ("adult", "adult_name", "relation", "adult_with")
OF_BOTH = ("separated_on", "days", "basis", "reason_code", "reason_as_recorded", "outcome", "outcome_on")
COLUMNS = (*OF_THE_CHILD, *OF_THE_ADULT, *OF_BOTH)


def lines_of(rows: Sequence[Row]) -> list[dict[str, object]]:
    """A line for each adult of each child, in the order of the list. An adult whom no source names is empty."""
    return [dict(zip(COLUMNS, (*_child(row), *_adult(row, adult)), strict=True)) for row in rows for adult in row.adults]


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
