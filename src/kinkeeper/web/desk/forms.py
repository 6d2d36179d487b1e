"""What a person says of a file on the desk, read from the form: layouts, columns, orders of days, what values mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinkeeper.domain.deliveries.desk import Cluster, Column, TableLook, Telling
from kinkeeper.extracts.codes import code_list
from kinkeeper.extracts.layouts import layout_named, layouts
from kinkeeper.jobs.deliveries.looking import CLUSTERED, field_choices

MOST_COLUMNS = 400


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A row of the table of columns: the column, its place, and the fields to choose from."""

    place: int
    column: Column
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """A row of the table of spellings: the cluster, its place, what it is read as in words, and the meanings to choose from."""

    place: int
    cluster: Cluster
    read_as: str
    suggested: str
    meanings: Sequence[str]


def rows_of_columns(table: TableLook) -> list[ColumnRow]:
    """The columns of a table to be told what they are."""
    fields = field_choices(table.meant)
    return [ColumnRow(place, one, fields) for place, one in enumerate(table.columns[:MOST_COLUMNS])]


def values_of_clusters(table: TableLook) -> list[ClusterRow]:
    """The spellings of a table to be told what they mean."""
    if not table.layout:
        return []
    layout = layout_named(table.layout)
    rows = []
    for place, one in enumerate(table.clusters):
        codes = code_list(CLUSTERED[layout.holds(one.field)]).codes
        labels = {code.code: code.label for code in codes}
        rows.append(
            ClusterRow(place, one, labels.get(one.read_as, ""), labels[one.suggested] if one.suggested else "", list(labels.values()))
        )
    return rows


def tellings_of(form: Mapping[str, str], tables: Sequence[TableLook]) -> list[Telling]:
    """What the form says of each table; nothing of a table left as it was found."""
    known = {layout.name for layout in layouts()}
    told = []
    for number, table in enumerate(tables):
        layout = form.get(f"layout-{number}", "")
        if layout not in known:
            continue
        if layout != table.meant:
            told.append(Telling(table.sheet, layout))
            continue
        told.append(Telling(table.sheet, layout, _columns(form, number, table), _orders(form, number, table), _values(form, number, table)))
    return told


def _columns(form: Mapping[str, str], number: int, table: TableLook) -> dict[str, str]:
    fields = set(field_choices(table.meant))
    chosen = [(form.get(f"column-{number}-{place}", ""), one.header) for place, one in enumerate(table.columns[:MOST_COLUMNS])]
    return {field: header for field, header in reversed(chosen) if field in fields}


def _orders(form: Mapping[str, str], number: int, table: TableLook) -> dict[str, str]:
    chosen = {field: form.get(f"order-{number}-{field}", "") for field, _ in table.orders}
    return {field: order for field, order in chosen.items() if order in {"mdy", "dmy"}}


def _values(form: Mapping[str, str], number: int, table: TableLook) -> dict[str, dict[str, str]]:
    meant: dict[str, dict[str, str]] = {}
    for row in values_of_clusters(table):
        chosen, first = form.get(f"value-{number}-{row.place}", ""), row.cluster.spellings[0]
        codes = code_list(CLUSTERED[layout_named(table.layout).holds(row.cluster.field)])
        if chosen in row.meanings and codes.find(chosen) != codes.find(first):
            meant.setdefault(row.cluster.field, {})[first] = chosen
    return meant
