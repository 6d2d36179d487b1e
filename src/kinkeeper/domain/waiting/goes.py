"""A go: one thing done to many rows of a list by the worker, kept so that it can be left, stopped, and gone on with by another worker.

What it does is on the ledger, row by row; the go itself says nothing of anybody and is kept beside it, like the import desk.
"""

from enum import StrEnum

from kinkeeper.domain.facts import Fact


class GoState(StrEnum):
    """How a go stands."""

    WAITING = "waiting"
    GOING = "going"
    STOPPED = "stopped"
    """By who began it; it can be gone on with."""
    DONE = "done"
    FAILED = "failed"
    """Whoever began it has another account by now, or none."""


UNFINISHED = (GoState.WAITING, GoState.GOING)


class Refusal(Fact, frozen=True):
    """A row that the rules refused: the sentence with its places, and what stands in them, by which a page says it in its language."""

    row: str
    form: str
    told: dict[str, str]


class Came(Fact, frozen=True):
    """What came of the rows so far: those recorded, those that were so already, those refused."""

    done: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows it is of."""
        return len(self.done) + len(self.same) + len(self.refused)


class Asked(Fact, frozen=True):
    """What was asked for: by whom, what is done (or, with `undo`, taken back), with which token of the form, to which rows in order."""

    name: str
    deed: str
    undo: bool
    token: str
    told: dict[str, str]
    """What is said once for all rows."""
    rows: tuple[str, ...]
    back: str = ""
    """The list that it came from."""


class Go(Fact, frozen=True):
    """A go as it stands. `begun` and `moved`: UTC, to the second; when it was asked for, and when it last came further."""

    go_id: str
    state: GoState
    begun: str
    moved: str
    asked: Asked
    came: Came = Came()

    @property
    def left(self) -> tuple[str, ...]:
        """The rows that are still to be done."""
        return self.asked.rows[self.came.rows :]

    @property
    def is_unfinished(self) -> bool:
        """Whether a worker does it, or is to."""
        return self.state in UNFINISHED
