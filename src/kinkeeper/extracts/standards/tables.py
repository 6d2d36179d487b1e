"""An exchange, or a PFIF document, as tables of text: what the layouts of the same names read, row by row, like any other file's."""

from collections import defaultdict
from collections.abc import Iterator

from kinkeeper.domain.terms import IdentifierKind, TieStatus
from kinkeeper.extracts.standards.exchange import Exchange, ExchangedPerson, ExchangedSeparation, ExchangedStay, ExchangedTie

Rows = list[list[str]]
KINDS = tuple(IdentifierKind)
NAMED = ("given", "surnames", "whole name", "born", "sex", "nationality")
NUMBER_HEADS = tuple(f"exchanged {kind.value.replace('_', ' ')}" for kind in KINDS)
STAY_HEADS = ("held by", "held at", "held from", "held until", "how it ended", "how it ended as recorded", "released to")
PEOPLE_HEADS = ("exchange reference", *(f"exchanged {name}" for name in NAMED), *NUMBER_HEADS, *STAY_HEADS)
KIN_HEADS = (
    *("exchange child", *(f"exchange child {name}" for name in (*NAMED, "a number"))),
    *("exchange adult", *(f"exchange adult {name}" for name in (*NAMED, "a number"))),
    *("exchanged relation", "exchanged status", "exchanged probability", "exchanged basis"),
    *("said to be separated", "separated on", "reason as exchanged", "outcome as exchanged", "outcome on"),
)
PEOPLE, KIN = "people", "kin"
REFUTED = "no kin"
"""What stands for the relation of a tie that the sender holds to be refuted: the source says that there is no kinship."""
NOBODY = ExchangedPerson("")


def tables(told: Exchange) -> Iterator[tuple[str, Rows]]:
    """The sheets of an exchange: people with their stays, and kin with what is said of their separation."""
    yield PEOPLE, [list(PEOPLE_HEADS), *_people(told)]
    kin = list(_kin(told))
    if kin or suggested(told):
        yield KIN, [list(KIN_HEADS), *kin]


def suggested(told: Exchange) -> str:
    """Which ties the sender's machine suggests and nobody said: they are no claims. Empty where there are none."""
    pairs = [f"{one.child} and {one.adult}" for one in told.ties if one.status == TieStatus.SUGGESTED]
    return f"Not taken as claims, as the sender only suggests it and nobody said so: {'; '.join(pairs)}." if pairs else ""


def _people(told: Exchange) -> Iterator[list[str]]:
    """A row for each person; as many more as they have stays, or numbers of one kind, beyond the first."""
    stays: dict[str, list[ExchangedStay]] = defaultdict(list)
    for stay in told.stays:
        stays[stay.person_id].append(stay)
    for one in told.people:
        numbers = [[value for kind, value in one.numbers if _kind(kind) is wanted] for wanted in KINDS]
        held = stays.get(one.person_id, [])
        for at in range(max(1, len(held), *map(len, numbers))):
            these = [of[at] if at < len(of) else "" for of in numbers]
            # The first A-number stands in each row: by it, name and birth the rows are known to be one person's.
            these[0] = these[0] or next(iter(numbers[0]), "")
            yield [one.person_id, *_named(one), *these, *_stay(held[at] if at < len(held) else None)]


def _kind(kind: str) -> IdentifierKind:
    return IdentifierKind(kind) if kind in set(IdentifierKind) else IdentifierKind.OTHER


def _named(one: ExchangedPerson) -> list[str]:
    return [one.given, one.surnames, one.whole_name, one.born, one.sex, one.nationality]


def _stay(one: ExchangedStay | None) -> list[str]:
    if one is None:
        return [""] * len(STAY_HEADS)
    return [one.custodian, one.place, one.start, one.end, one.end_reason, one.end_as_recorded, one.released_to]


def _kin(told: Exchange) -> Iterator[list[str]]:
    """A row for each tie that somebody said, with what is said of the pair's separation; other separations name the child alone."""
    people = {one.person_id: one for one in told.people}
    apart = {(one.child, one.adult): one for one in told.separations}
    for tie in told.ties:
        if tie.status != TieStatus.SUGGESTED:
            yield _pair(people, tie, apart.pop((tie.child, tie.adult), None))
    for separation in apart.values():
        yield _pair(people, ExchangedTie(separation.child, "", ""), separation)


def _pair(people: dict[str, ExchangedPerson], tie: ExchangedTie, apart: ExchangedSeparation | None) -> list[str]:
    relation = REFUTED if tie.status == TieStatus.REFUTED else tie.relation
    told = apart or ExchangedSeparation("", "")
    said = ["yes" if apart else "", told.separated_on, told.reason_as_recorded or told.reason_code, told.outcome, told.outcome_on]
    ends = [cell for person in (tie.child, tie.adult) for cell in _end(people, person)]
    return [*ends, relation, tie.status, tie.probability, tie.basis, *said]


def _end(people: dict[str, ExchangedPerson], person: str) -> list[str]:
    one = people.get(person, NOBODY)
    number = next((value for kind, value in one.numbers if kind == IdentifierKind.A_NUMBER), "")
    return [person, *_named(one), number]
