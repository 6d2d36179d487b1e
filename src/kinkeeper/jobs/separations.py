"""See who is apart: from where everybody is held, whoever reports it or not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kinkeeper.domain.access import Actor
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.divergence import LISTED_FROM, UnansweredFlag, find_separations, find_unanswered_flags
from kinkeeper.domain.records import Record
from kinkeeper.domain.separations import RaiseSeparations
from kinkeeper.domain.ties import Tie
from kinkeeper.jobs.runs import run_name, submit_slices
from kinkeeper.queries.findings import list_ties
from kinkeeper.queries.whereabouts import find_who_can_be_parted, get_people

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Raised:
    """How many separations show, and what sources say of a separation that nothing bears out."""

    separations: int
    unanswered: list[UnansweredFlag]


def raise_separations(records: Sequence[Record] | None, *, as_of: Moment, actor: Actor, progress: Progress) -> Raised:
    """
    Compare the custody of every child who can have been parted with that of every tied adult, and record what shows.

    `records` are all records, where they are at hand; None: those that are needed are read.
    """
    parted = find_who_can_be_parted(actor, records)
    concerned = _likely(list_ties(actor, parted))
    ties_known = bool(concerned) or bool(_likely(list_ties(actor)))
    persons = parted.union(*((tie.child, tie.adult) for tie in concerned))
    people = {name: one for name, one in get_people(actor, persons, records).people.items() if one.records}
    found = find_separations(people, concerned, as_of, ties_known=ties_known)
    run = run_name("separations")
    submit_slices(found, lambda some: RaiseSeparations(run, some), run=run, actor=actor)
    progress("separations", len(found))
    return Raised(len(found), find_unanswered_flags(people, found))


def _likely(ties: Iterable[Tie]) -> list[Tie]:
    return [tie for tie in ties if float(tie.probability) >= LISTED_FROM]
