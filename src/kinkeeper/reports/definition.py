"""What a report counts, as data: no figure leaves without it.

One day had two totals in 2018 because seven things were left open: the agency, the period, the place, the unit, the instant, who is in the
class, and who confirmed it. Each has a field here, and none may be empty.
"""

from dataclasses import dataclass, fields
from typing import Any

from kinkeeper.domain.errors import KinkeeperError


class Undefined(KinkeeperError):
    """A report that does not say what it counts."""

    code = "undefined"


@dataclass(frozen=True, slots=True)
class Definition:
    """
    The definition of a report. Texts may be lazy translations; `name` and `version` are for programs.

    A change of what is counted is a new version; the words alone may be bettered.
    """

    name: str
    version: int
    title: Any
    unit: Any
    """What one is: a child, an adult, a separation of one child from one adult."""
    population: Any
    period: Any
    place: Any
    instant: Any
    """At which instant the status holds: the end of the day asked for, as known when the ledger had so many entries."""
    in_class: Any
    """Whether it is the class of a court's order that is counted."""
    confirmed_by: Any
    words: Any
    """The whole definition in one or two sentences."""

    def __post_init__(self) -> None:
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        self._refuse(
            [name for name, value in told.items() if value is None or (isinstance(value, str | int) and not str(value).strip("0 "))]
        )

    def see_told(self) -> None:
        """
        See that each field says something in the language that is active; a lazy text cannot be asked before.

        :raises Undefined: naming those that do not.
        """
        self._refuse([name for name, value in self.told().items() if not str(value).strip()])

    def _refuse(self, empty: list[str]) -> None:
        if empty:
            raise Undefined(f"The report '{self.name}' does not say its {', '.join(empty)}. It cannot be printed.")

    def told(self) -> dict[str, Any]:
        """Each field as text, in the language that is active."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}


def _plain(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)
