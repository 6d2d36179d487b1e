"""Find who belongs to whom, and the families that follow."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256

from kinkeeper.domain.access import Actor
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.records import Record
from kinkeeper.domain.terms import IdentifierKind, TieStatus
from kinkeeper.domain.ties import AssessTies, Tie
from kinkeeper.jobs.naming import lasting_names
from kinkeeper.jobs.runs import run_name, submit_slices
from kinkeeper.linkage.ties import find_ties
from kinkeeper.queries.findings import list_families, list_ties
from kinkeeper.queries.people import get_person_of

Progress = Callable[[str, int], None]


def assess_ties(records: Sequence[Record], *, actor: Actor, progress: Progress) -> int:
    """Find ties among everybody linked, record those that are new or known differently, and form the families."""
    person_of = get_person_of(actor)
    records = [record for record in records if record.record_id in person_of]
    findings = find_ties(records, [person_of[record.record_id] for record in records])
    ties = [
        Tie(str(one.child), str(one.adult), one.relation, one.status, f"{one.probability:.4f}", one.basis, tuple(one.evidence))
        for one in findings.ties
    ]
    run = run_name("ties")
    submit_slices(sorted(ties, key=lambda tie: tie.key), lambda some: AssessTies(run, some), run=run, actor=actor)
    progress("ties", len(ties))
    _form_families(records, person_of, actor=actor, progress=progress)
    return len(ties)


def _form_families(records: Sequence[Record], person_of: Mapping[str, str], *, actor: Actor, progress: Progress) -> None:
    live = [tie for tie in list_ties(actor) if tie.status != TieStatus.REFUTED]
    children = {tie.child for tie in live}
    groups = [sorted(group, key=lambda one: (one not in children, one)) for group in _connected(live)]
    known = {member: family.family_id for family in list_families(actor) for member in family.members}
    units = _units(records, person_of)
    names = lasting_names(groups, known, _new_family_id)
    families = [
        Family(name, tuple(group), tuple(sorted({unit for member in group for unit in units[member]})))
        for name, group in zip(names, groups, strict=True)
    ]
    run = run_name("families")
    submit_slices(sorted(families, key=lambda one: one.family_id), lambda some: FormFamilies(run, some), run=run, actor=actor)
    progress("families", len(families))


def _connected(ties: Iterable[Tie]) -> list[list[str]]:
    """Persons connected by ties, each group once."""
    lead: dict[str, str] = {}

    def leader(person: str) -> str:
        while lead.setdefault(person, person) != person:
            lead[person] = person = lead[lead[person]]
        return person

    for tie in ties:
        lead[leader(tie.child)] = leader(tie.adult)
    groups: dict[str, list[str]] = defaultdict(list)
    for person in sorted(lead):
        groups[leader(person)].append(person)
    return list(groups.values())


def _units(records: Sequence[Record], person_of: Mapping[str, str]) -> dict[str, set[str]]:
    units: dict[str, set[str]] = defaultdict(set)
    for record in records:
        numbers = (one.value for one in record.identifiers if one.kind == IdentifierKind.FAMILY_UNIT)
        units[person_of[record.record_id]].update(numbers)
    return units


def _new_family_id(first_member: str, attempt: int) -> str:
    return f"KF-{int(sha256(f'{first_member}:{attempt}'.encode()).hexdigest()[:12], 16) % 100_000_000:08d}"
