"""What the import desk shows of a file before it is taken: what each table was taken for, what would come of it, what is wrong with it.

None of it is recorded: a file that only lies on the desk says nothing yet.
"""

from kinkeeper.domain.facts import Fact


class Column(Fact, frozen=True):
    """A column of the table: its header, what it is read as, what its cells hold, and some of them."""

    header: str
    field: str = ""
    kind: str = ""
    filled: int = 0
    samples: tuple[str, ...] = ()
    suggested: str = ""
    """The field that other recipes, or the content, suggest where none was found."""


class Cluster(Fact, frozen=True):
    """A value that stands in many cells of a column, in all its spellings: what it is read as, if it can be read."""

    field: str
    header: str
    spellings: tuple[str, ...]
    rows: int
    read_as: str = ""
    suggested: str = ""


class Problem(Fact, frozen=True):
    """One refusal in words."""

    row: int
    column: str
    value: str
    why: str
    whole_row: bool = True


class Changed(Fact, frozen=True):
    """A row that corrects an earlier one, cell by cell: header, before, now."""

    name: str
    cells: tuple[tuple[str, str, str], ...]


class Overlap(Fact, frozen=True):
    """An earlier extract that holds many of the same rows."""

    extract_id: str
    name: str
    rows: int


class TableLook(Fact, frozen=True):
    """One table of the file. `new + known + changed + refused` are its rows."""

    name: str
    sheet: str = ""
    extract_id: str = ""
    layout: str = ""
    sure: int = 0
    """How sure the layout is, of a hundred."""
    rows: int = 0
    new: int = 0
    known: int = 0
    changed: int = 0
    refused: int = 0
    gone: int = 0
    repeated: int = 0
    cells_refused: int = 0
    as_of: str = ""
    said: tuple[str, ...] = ()
    recipe: tuple[str, ...] = ()
    """What is otherwise than in the sender's last file."""
    from_recipe: bool = False
    columns: tuple[Column, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    problems: tuple[Problem, ...] = ()
    changes: tuple[Changed, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    orders: tuple[tuple[str, str], ...] = ()
    """Fields of days with the order they were read in, where that had to be guessed."""
    asked: str = ""
    """The layout that somebody said it is, also where columns for it are still missing."""

    @property
    def meant(self) -> str:
        """The layout that it has, or is said to have."""
        return self.layout or self.asked


class Telling(Fact, frozen=True):
    """What a person says of a table on the desk: its layout, which column is what, and how cells are to be read."""

    sheet: str = ""
    layout: str = ""
    columns: dict[str, str] = {}
    """Field -> header."""
    orders: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}


class DeskFile(Fact, frozen=True):
    """A file on the desk."""

    file_id: str
    name: str
    sha256: str
    state: str
    """`waiting`, `looking`, `looked`, `taking`, `taken` or `failed`."""
    sender: str = ""
    corrects: str = ""
    by: str = ""
    agency: str = ""
    """Whose member put it down: nobody else sees it, but for the task force and whoever commands at the computer."""
    put_down: str = ""
    rows_done: int = 0
    failure: str = ""
    tellings: tuple[Telling, ...] = ()
    tables: tuple[TableLook, ...] = ()

    @property
    def is_working(self) -> bool:
        """Whether a worker has it, or will soon."""
        return self.state in {"waiting", "looking", "taking"}
