"""How late, incomplete and contradicted what each agency sent is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.queries.counts.agencies import Delivered, list_delivered
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.definition import Definition
from kinkeeper.reports.report import Breakdown, Counted, Figure, Kind
from kinkeeper.reports.table import Table
from kinkeeper.reports.tally import flags
from kinkeeper.reports.words import INSTANT

DEFINITION = Definition(
    name="agencies",
    version=1,
    title=_("Agencies: late, incomplete, contradicted"),
    unit=_("agencies"),
    population=_("Agencies, and keepers of lists, of whom at least one extract came in."),
    period=_("Extracts made up to the day asked for."),
    place=_("Every place that an extract taken in speaks of."),
    instant=INSTANT,
    in_class=_("No person’s class plays a part."),
    confirmed_by=_("By the extracts themselves, as they were read."),
    words=_(
        "One row is one agency. Late: the median of days between the beginning of a stay and the day of the extract that told of it. "
        "Incomplete: records and stays that lack what they should say. Contradicted: stays during which another source has the person "
        "with another custodian."
    ),
)
AGENCIES = {
    "border_patrol": "CBP",
    "port_of_entry": "CBP",
    "separation_list": "DHS",
    "prosecutions": "DOJ",
    "ice_detention": "ICE",
    "ice_arrests": "ICE",
    "ice_encounters": "ICE",
    "ice_removals": "ICE",
    "orr_children": "ORR",
    "orr_releases": "ORR",
    "hand_list": "hand-kept lists",
    "hotline": "hotline",
    "": "fits no layout",
}
"""Layout -> whose it is; a layout of a new agency stands under its own name."""

COLUMNS = (
    "agency",
    "extracts",
    "rows_read",
    "rows_refused",
    "cells_refused",
    "records",
    "without_birth",
    "without_number",
    "stays",
    "stays_undated",
    "stays_placeless",
    "stays_contradicted",
    "most_days_late",
)


def make(viewer: Viewer, standpoint: Standpoint) -> Counted:
    """The scorecard at a standpoint."""
    by_agency: dict[str, list[Delivered]] = defaultdict(list)
    for one in list_delivered(viewer, standpoint):
        by_agency[AGENCIES.get(one.layout, one.layout)].append(one)
    rows = [_row(agency, by_agency[agency]) for agency in sorted(by_agency)]
    return Counted(
        total=len(rows),
        breakdowns=(_rows_read(rows), *(_incomplete(row) for row in rows if row[5])),
        tables=(Table("agencies", _("Agencies"), COLUMNS, rows),),
        coverage=(
            _("An agency that sent nothing does not stand here, and is the least complete of all."),
            _("Nobody can tell from a file what it leaves out: what it lacks is seen only where another source speaks of the same person."),
        ),
    )


def _row(agency: str, delivered: Sequence[Delivered]) -> tuple[object, ...]:
    counted = (
        "extracts",
        "rows_read",
        "rows_refused",
        "cells_refused",
        "records",
        "without_birth",
        "without_number",
        "stays",
        "stays_undated",
        "stays_placeless",
        "stays_contradicted",
    )
    late = [one.days_late for one in delivered if one.days_late is not None]
    return agency, *(sum(getattr(one, name) for one in delivered) for name in counted), max(late, default="")


def _rows_read(rows: Sequence[tuple[object, ...]]) -> Breakdown:
    """Read = taken + refused, agency by agency."""
    figures: list[Figure] = []
    for row in rows:
        read, refused = int(str(row[2])), int(str(row[3]))
        figures.append(Figure(str(row[0]), row[0], read))
        figures.append(Figure(f"{row[0]}_taken", _("taken"), read - refused, 2))
        figures.append(Figure(f"{row[0]}_refused", _("refused"), refused, 2))
    whole = sum(int(str(row[2])) for row in rows)
    return Breakdown("rows", _("Rows read: taken and refused"), Kind.TREE, whole, tuple(figures), of=_("Rows read"))


def _incomplete(row: tuple[object, ...]) -> Breakdown:
    told = {name: int(str(value)) for name, value in zip(COLUMNS[1:-1], row[1:-1], strict=True)}
    whole = told["records"] + told["stays"]
    lines = (
        ("without_birth", _("records without a day of birth"), told["without_birth"]),
        ("without_number", _("records without an alien file number"), told["without_number"]),
        ("stays_undated", _("stays without a beginning"), told["stays_undated"]),
        ("stays_placeless", _("stays without a place"), told["stays_placeless"]),
        ("stays_contradicted", _("stays that another source contradicts"), told["stays_contradicted"]),
    )
    made = flags(f"incomplete_{row[0]}", _("%(agency)s: what is missing or contradicted") % {"agency": row[0]}, whole, lines)
    return replace(made, of=_("Records and stays"))
