"""Find which records are one person."""

from collections.abc import Callable, Sequence
from hashlib import sha256

from kinkeeper.domain.access import Actor
from kinkeeper.domain.models import Weight
from kinkeeper.domain.people import IdentifyPeople, Join, Person
from kinkeeper.domain.records import Record
from kinkeeper.jobs.find import learn_to_find
from kinkeeper.jobs.learnt import run_by
from kinkeeper.jobs.naming import lasting_names
from kinkeeper.jobs.questions import Reunions, about_persons, ask, decisions
from kinkeeper.jobs.runs import submit_slices
from kinkeeper.linkage.explain import weights
from kinkeeper.linkage.people import LinkedPeople, link_people
from kinkeeper.queries.findings import list_ties
from kinkeeper.queries.people import get_person_of

Progress = Callable[[str, int], None]


def link_records(records: Sequence[Record], *, actor: Actor, progress: Progress) -> int:
    """
    Link all the records known, record the persons that changed, and ask people about those in doubt.

    What people have decided holds. Returns the number of persons.
    """
    linked = link_people(records, decisions(actor))
    learn_to_find(records, actor=actor)
    groups: dict[int, list[str]] = {}
    for record, number in zip(records, linked.person_of, strict=True):
        groups.setdefault(number, []).append(record.record_id)
    people = _people(list(groups.values()), get_person_of(actor), _joins(linked))
    run = run_by("link", _weights(linked), actor=actor)
    submit_slices(people, lambda some: IdentifyPeople(run, some), run=run, actor=actor)
    progress("persons", len(people))
    person_of = get_person_of(actor)
    wanted = about_persons(linked.doubts, linked.lots, Reunions(records, person_of, list_ties(actor)))
    progress("questions", ask(wanted, person_of, run=run, actor=actor))
    return len(people)


def _weights(linked: LinkedPeople) -> list[Weight]:
    return [Weight(one.feature, one.level, f"{one.same:.2f}", f"{one.kin:.2f}") for one in weights(linked.model)]


def _people(groups: list[list[str]], known: dict[str, str], joins: dict[str, list[Join]]) -> list[Person]:
    names = lasting_names(groups, known, _new_person_id)
    people = []
    for name, group in zip(names, groups, strict=True):
        held = tuple(join for record in sorted(group) for join in joins.get(record, ()))
        people.append(Person(name, tuple(sorted(group)), held))
    return sorted(people, key=lambda person: person.person_id)


def _joins(linked: LinkedPeople) -> dict[str, list[Join]]:
    by_record: dict[str, list[Join]] = {}
    for join in linked.joins:
        by_record.setdefault(join.record, []).append(join)
    return by_record


def _new_person_id(first_record: str, attempt: int) -> str:
    return "P" + sha256(f"{first_record}:{attempt}".encode()).hexdigest()[:10]
