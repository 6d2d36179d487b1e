"""What the columns of a file were taken for, with some of their cells, and the spellings of values in clusters, as on the desk."""

from collections.abc import Sequence

from kinkeeper.cli.console import print_table
from kinkeeper.domain.deliveries.desk import Column, TableLook

SHOWN = 12
"""So many spellings of one value are printed; `--json` gives all."""


def show_looks(looks: Sequence[TableLook]) -> None:
    """Print them, table by table; what cannot be read stands first, with what it may be."""
    for one in looks:
        title = f"{one.name}: read as {one.layout}, {one.sure} in 100 sure" if one.layout else f"{one.name}: not known what it is"
        columns = [(told.header, _read_as(told), " · ".join(told.samples), f"{told.filled} %") for told in one.columns]
        print_table(title, ("column", "read as", "some of its cells", "given in"), columns)
        if one.clusters:
            spellings = [
                (told.header, told.read_as or _may_be(told.suggested), " · ".join(told.spellings[:SHOWN]), told.rows)
                for told in one.clusters
            ]
            print_table(f"{one.name}: spellings", ("column", "read as", "spellings", "rows"), spellings)


def _read_as(column: Column) -> str:
    return column.field or (f"kept, not read; may be {column.suggested}" if column.suggested else "kept, not read")


def _may_be(suggested: str) -> str:
    return f"not read; may be {suggested}" if suggested else "not read"
