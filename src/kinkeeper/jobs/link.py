"""Find which records are one person: of all records, learning from them, or of what came since, by what was learnt."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from hashlib import sha256

from kinkeeper.domain.access import Actor
from kinkeeper.domain.models import Weight
from kinkeeper.domain.people import IdentifyPeople, Join, Person
from kinkeeper.domain.records import Record
from kinkeeper.gateway.linking import held
from kinkeeper.jobs.find import learn_to_find
from kinkeeper.jobs.imports import nothing_to_collect
from kinkeeper.jobs.learnt import run_by
from kinkeeper.jobs.linking.asking import doubts_and_lots
from kinkeeper.jobs.naming import lasting_names
from kinkeeper.jobs.questions import Reunions, about_persons, ask, decisions
from kinkeeper.jobs.runs import run_name, submit_slices
from kinkeeper.linkage.explain import weights
from kinkeeper.linkage.memory.held import Memory, remember
from kinkeeper.linkage.memory.resuming import resume
from kinkeeper.linkage.memory.wording import Said
from kinkeeper.linkage.people import LinkedPeople, link_people
from kinkeeper.queries.findings import get_model_version, list_ties
from kinkeeper.queries.people import get_person_of
from kinkeeper.queries.records import list_record_ids, list_records

Progress = Callable[[str, int], None]

DAMAGED = "What linkage held since its last run is damaged. It was thrown away, and all records are linked anew."

LEARN_AGAIN_FROM = 1.25
"""By how much the different contents may outnumber those that a version was learnt from before all is learnt anew."""


def link_what_came(*, actor: Actor, progress: Progress, anew: bool = False, warn: Callable[[str], None] = lambda sentence: None) -> int:
    """
    Link what came, was withdrawn or was decided since the last run, by what that had learnt: the persons are those of linking all by it.

    All records are linked, and learnt from, where this is asked for (`anew`), where nothing is held, where a source speaks that was not
    learnt from, and where more has come than `LEARN_AGAIN_FROM`; and where what is held is damaged, which is said to `warn`. Returns the
    number of persons.
    """
    with nothing_to_collect():
        persons = None if anew else _go_on(actor, progress, warn)
    return link_records(list_records(actor), actor=actor, progress=progress) if persons is None else persons


def link_records(records: Sequence[Record], *, actor: Actor, progress: Progress) -> int:
    """
    Link all the records known, record the persons that changed, ask people about those in doubt, and hold what the next run goes on from.

    What people have decided holds. Returns the number of persons.
    """
    since, readable, decided = held.mark(), set(list_record_ids(actor)), decisions(actor)
    linked = link_people(records, decided)
    learn_to_find(records, actor=actor)
    groups = _groups((record.record_id for record in records), linked.person_of)
    joins = linked.joins
    people = _people(groups, get_person_of(actor), lambda asked: joins)
    run = run_by("link", _weights(linked), actor=actor)
    submit_slices(people, lambda some: IdentifyPeople(run, some), run=run, actor=actor)
    progress("persons", len(groups))
    person_of = get_person_of(actor)
    reunions = Reunions(records, person_of, list_ties(actor))
    progress("questions", ask(about_persons(linked.doubts, linked.lots, reunions.by_joining), person_of, run=run, actor=actor))
    # The records were read before the mark was made: what was sealed in between is held nowhere.
    if all(record.record_id in readable for record in records):
        held.keep_all(remember(linked.formed, records, decided), since, get_model_version(actor, "link"))
    return len(groups)


def _go_on(actor: Actor, progress: Progress, warn: Callable[[str], None]) -> int | None:
    """Link what came since; None where all is to be linked."""
    since, model = held.mark(), get_model_version(actor, "link")
    try:
        memory = held.load(model)
    except held.Damaged:
        held.throw_away(since)
        warn(DAMAGED)
        return None
    if memory is None:
        return None
    ids = list_record_ids(actor)
    known = {record for members in memory.lines.members for record in members}
    arrived = list_records(actor, record_ids=[record for record in ids if record not in known])
    if not _still_holds(memory, arrived):
        return None
    resumed = resume(memory, ids, arrived, decisions(actor))
    said = Said(resumed)
    groups = _groups(ids, said.number_persons(ids))
    people = _people(groups, get_person_of(actor), said.joins)
    run = f"{run_name('link')}, model {model}"
    submit_slices(people, lambda some: IdentifyPeople(run, some), run=run, actor=actor)
    progress("persons", len(groups))
    person_of = get_person_of(actor)
    progress("questions", ask(doubts_and_lots(said, person_of, actor=actor), person_of, run=run, actor=actor))
    held.keep_changed(resumed.memory, resumed.come.tolist(), resumed.gone, since, model)
    return len(groups)


def _still_holds(memory: Memory, arrived: Sequence[Record]) -> bool:
    """Whether what was learnt still speaks for what came."""
    heard = {record.layout for record in arrived} <= set(memory.version.reading.layouts)
    return heard and len(memory.lines) + len(arrived) <= LEARN_AGAIN_FROM * memory.version.lines


def _groups(ids: Iterable[str], person_of: Sequence[int]) -> list[list[str]]:
    groups: dict[int, list[str]] = {}
    for record, number in zip(ids, person_of, strict=True):
        groups.setdefault(number, []).append(record)
    return list(groups.values())


def _weights(linked: LinkedPeople) -> list[Weight]:
    return [Weight(one.feature, one.level, f"{one.same:.2f}", f"{one.kin:.2f}") for one in weights(linked.model)]


def _people(groups: list[list[str]], known: dict[str, str], joins_of: Callable[[Collection[str]], Iterable[Join]]) -> list[Person]:
    """The persons of whom other records are known than before, with what holds them together."""
    before: dict[str, set[str]] = defaultdict(set)
    for record, person in known.items():
        before[person].add(record)
    names = lasting_names(groups, known, _new_person_id)
    changed = [(name, group) for name, group in zip(names, groups, strict=True) if before.get(name) != set(group)]
    by_record: dict[str, list[Join]] = {}
    for join in joins_of([record for _, group in changed for record in group]):
        by_record.setdefault(join.record, []).append(join)
    people = []
    for name, group in changed:
        held = tuple(join for record in sorted(group) for join in by_record.get(record, ()))
        people.append(Person(name, tuple(sorted(group)), held))
    return sorted(people, key=lambda person: person.person_id)


def _new_person_id(first_record: str, attempt: int) -> str:
    return "P" + sha256(f"{first_record}:{attempt}".encode()).hexdigest()[:10]
