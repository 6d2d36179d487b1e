"""Find who belongs to whom, and the families that follow."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256

from kinkeeper.domain.access import Actor
from kinkeeper.domain.families import Family, FormFamilies
from kinkeeper.domain.models import Weight
from kinkeeper.domain.records import Record
from kinkeeper.domain.reviews import Answer
from kinkeeper.domain.terms import Basis, IdentifierKind, Relation, TieStatus
from kinkeeper.domain.ties import AssessTies, Tie
from kinkeeper.jobs.learnt import run_by
from kinkeeper.jobs.naming import lasting_names
from kinkeeper.jobs.questions import Reunions, about_ties, ask, decided_ties, weigh_again
from kinkeeper.jobs.runs import run_name, submit_slices
from kinkeeper.linkage.sentences import evidence as evidence_of
from kinkeeper.linkage.sentences import say
from kinkeeper.linkage.ties import FoundTie, find_ties
from kinkeeper.linkage.ties.learning import DECIDED
from kinkeeper.queries.findings import list_families, list_ties
from kinkeeper.queries.people import get_person_of
from kinkeeper.queries.review.verdicts import Verdict

Progress = Callable[[str, int], None]


def assess_ties(records: Sequence[Record], *, actor: Actor, progress: Progress) -> int:
    """
    Find ties among everybody linked, record those that are new or known differently, ask people about those in doubt, form the families.

    What people have decided holds. Returns the number of ties found.
    """
    person_of = get_person_of(actor)
    records = [record for record in records if record.record_id in person_of]
    settled = decided_ties(actor, person_of)
    once = {tie.key for tie in list_ties(actor) if tie.decided}
    decided = {key: settled[key].answer == Answer.SAME if key in settled else None for key in once | settled.keys()}
    findings = find_ties(records, [person_of[record.record_id] for record in records], decided)
    refuted = [_refuted(key, verdict) for key, verdict in settled.items() if verdict.answer == Answer.DIFFERENT]
    ties = [_tie(one, settled) for one in findings.ties]
    # Whom readers had called kin and have taken back: the machine's own word stands again, however little it is.
    found = {tie.key for tie in ties} | settled.keys()
    ties += [_tie(one, settled) for one in findings.doubts if (one.child, one.adult) in once - found]
    run = run_by("ties", [Weight(*one) for one in findings.weights], actor=actor)
    submit_slices(sorted(ties + refuted, key=lambda tie: tie.key), lambda some: AssessTies(run, some), run=run, actor=actor)
    progress("ties", len(ties))
    reunions = Reunions(records, person_of, list_ties(actor))
    progress("questions", ask(about_ties(findings.doubts, findings.lots, reunions), person_of, run=run, actor=actor))
    weigh_again(records, person_of, run=run, actor=actor)
    _form_families(records, person_of, actor=actor, progress=progress)
    return len(findings.ties)


def _tie(one: FoundTie[str], settled: Mapping[tuple[str, str], Verdict]) -> Tie:
    decided = (one.child, one.adult) in settled
    return Tie(one.child, one.adult, one.relation, one.status, f"{one.probability:.4f}", one.basis, tuple(one.evidence), decided)


def _refuted(key: tuple[str, str], verdict: Verdict) -> Tie:
    """The tie that readers say is none. The judgements with their names stand in the ledger; here is why, in their words."""
    reasons = tuple(dict.fromkeys(one.reason for one in verdict.judgements if one.answer == Answer.DIFFERENT))
    words = say("Readers compared the records and said that they are not kin: %(reasons)s", reasons="; ".join(reasons))
    evidence = (evidence_of("readers", words, -DECIDED),)
    return Tie(*key, Relation.UNKNOWN, TieStatus.REFUTED, "0.0000", Basis.RECORDED, evidence, decided=True)


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
