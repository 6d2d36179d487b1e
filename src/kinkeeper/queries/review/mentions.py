"""Kin named in free text, of records and of staff's notes: suggestions for people to read, with what is known of whoever they may be."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup
from kinkeeper.domain.casework.mentions import Dismissal
from kinkeeper.domain.errors import NotFound
from kinkeeper.domain.records import Claim, Record
from kinkeeper.domain.terms import IdentifierKind, TieStatus
from kinkeeper.extracts.remarks import claims_in
from kinkeeper.queries.access.reading import shows, unseen
from kinkeeper.queries.kept import PEOPLE, RECORDS, TIES, Mark, find_mark, keeping
from kinkeeper.queries.moments import COUNTS, ledger_size
from kinkeeper.queries.records import list_records
from kinkeeper.queries.review.notes import FIELDS, texts_in
from kinkeeper.queries.standpoint import standing
from kinkeeper.queries.things import Wanted, list_of_many
from kinkeeper.queries.together import Question, Rows, ask_together

OPEN, NOBODY, DISMISSED = "open", "nobody", "dismissed"
"""A suggestion is open where somebody bears the number and no tie stands, of nobody where no record has it or none is given."""
ACCEPTED, TIED = "accepted", "tied"
ALL = "all"
STATES = (OPEN, ACCEPTED, TIED, DISMISSED, NOBODY)
"""How a mention can stand: a tie was proven of it, or stands by other evidence, besides."""
WANTED = (*(one.wanted for one in FIELDS), Wanted("mention", Dismissal))
_Told = Mapping[str, list[tuple[Any, int]]]
"""What staff wrote and dismissed, as it was read of each table."""
NOTE = "note"
"""Where a passage stands that staff wrote here."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What a text says of one relative."""

    record: str
    """The name of the record; empty where it is a note."""
    person: str
    where: str
    words: str
    relation: str
    name: str
    a_number: str
    bearers: tuple[str, ...]
    """The other persons who have the number."""
    status: str
    """Of the tie with one of them, the best established; else `dismissed`, `open` or `nobody`."""
    mention_id: str = ""
    dismissal: Dismissal | None = None
    """Why it is followed up no further, where somebody said so."""

    @property
    def state(self) -> str:
        """How it stands: what was made of it, or that it is open."""
        return state_of(self.status)


def state_of(status: str) -> str:
    """How a mention of this status stands."""
    if status in (OPEN, NOBODY, DISMISSED):
        return status
    return ACCEPTED if status == TieStatus.VERIFIED else TIED


@dataclass(frozen=True, slots=True)
class Passage:
    """One claim of a text: whose, of which record or note, and the claim."""

    source: str
    record: str
    person: str
    """Empty until it is asked whose the record is."""
    claim: Claim

    @property
    def mention_id(self) -> str:
        """Made of where it stands and of what it says: the same on every day."""
        told = self.claim
        return "MN-" + sha256("\0".join((self.source, told.where, told.relation, told.name, told.a_number)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of mentions: how many stand in which way, how many are of those asked for, and those shown from the first on."""

    counted: Mapping[str, int]
    among: int
    first: int
    shown: tuple[Mentioned, ...]


def _whom(found: Iterable["Mentioned"]) -> Iterator[tuple[bool, str]]:
    return ((False, person) for one in found for person in (one.person, *one.bearers))


@shows(FieldGroup.STATEMENT, FieldGroup.IDENTITY, who=_whom)
def list_mentions(viewer: Viewer, *, record_ids: list[str] | None = None, known_at: int | None = None) -> tuple[Mentioned, ...]:
    """
    Kin named in free text: in records, in their order, and in what staff wrote.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with unseen():
        stand = _stand(viewer, ledger_size() if known_at is None else known_at, record_ids)
        return tuple(map(stand.mentioned, stand.passages))


@shows(FieldGroup.STATEMENT, FieldGroup.IDENTITY, who=lambda found: _whom(found.shown))
def get_page(viewer: Viewer, which: str, *, first: int, most: int, known_at: int) -> Page:
    """
    So many of those that stand in this way (`all`: in any), by person, from the first on; all are counted.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with unseen():
        told = list_of_many(viewer, WANTED, {"known_at": known_at})
        spots = _every_spot(viewer, known_at, told)
        dismissed = {one.mention_id for one, _ in told["mention"] if one.why}
        states = [DISMISSED if one.mention_id in dismissed and one.state in (OPEN, NOBODY) else one.state for one in spots]
        among = spots if which == ALL else [one for one, state in zip(spots, states, strict=True) if state == which]
        first = min(first, max(len(among) - 1, 0) // most * most)
        return Page(Counter(states), len(among), first, tuple(_shown(viewer, among[first : first + most], known_at, told)))


@shows(FieldGroup.STATEMENT, FieldGroup.IDENTITY, who=lambda found: _whom([found]))
def get_mention(viewer: Viewer, mention_id: str) -> Mentioned:
    """
    The mention of this number, among those that the viewer may see.

    :raises NotAllowed: if the viewer may not read.
    :raises NotFound: where there is none.
    """
    require(viewer, "read")
    with unseen():
        known_at = ledger_size()
        told = list_of_many(viewer, WANTED, {"known_at": known_at})
        named = [one for one in _every_spot(viewer, known_at, told) if one.mention_id == mention_id]
        found = next(_shown(viewer, named[:1], known_at, told), None)
        if found is None:
            raise NotFound("There is no such mention any more: the text was withdrawn, or you may not know of the person.")
        return found


@dataclass(frozen=True, slots=True, order=True)
class _Spot:
    """Where a mention stands in the order of pages, and how it stands if nobody dismissed it; no name and no words."""

    person: str
    record: str
    mention_id: str
    source: str
    state: str


def _every_spot(viewer: Viewer, known_at: int, told: _Told) -> Sequence[_Spot]:
    """Those in records, which are looked for once while nothing came, and those in what staff wrote."""
    notes = list(_in_notes(told))
    asked: list[_Spot] = []

    def mark() -> Mark | None:
        return find_mark(viewer, [known_at], *RECORDS, *PEOPLE, *TIES)

    def make() -> list[_Spot]:
        asked[:] = _spots(_stand_of([*_in_records(viewer, known_at, None), *notes], known_at, {}))
        return [one for one in asked if one.record]

    spots = keeping(mark, "mentions", make)
    return asked or (spots if not notes else sorted((*spots, *_spots(_stand_of(notes, known_at, {})))))


def _spots(stand: "_Stand") -> list[_Spot]:
    return sorted(_Spot(one.person, one.record, one.mention_id, one.source, state_of(stand.status(one))) for one in stand.passages)


def _shown(viewer: Viewer, spots: Sequence[_Spot], known_at: int, told: _Told) -> Iterator[Mentioned]:
    """These mentions, read anew: as they stand now, and as the viewer is shown them."""
    wanted = {one.mention_id for one in spots}
    passages = [*_in_records(viewer, known_at, sorted({one.source for one in spots if one.record})), *_in_notes(told)]
    stand = _stand_of([one for one in passages if one.mention_id in wanted], known_at, told)
    found = {one.mention_id: one for one in stand.passages}
    return (stand.mentioned(found[one.mention_id]) for one in spots if one.mention_id in found)


@dataclass(frozen=True, slots=True)
class _Stand:
    """All passages, and what is known of whom they name."""

    passages: Sequence[Passage]
    bearers: Mapping[str, Sequence[str]]
    ties: Mapping[tuple[str, str], str]
    dismissals: Mapping[str, Dismissal]

    def others(self, one: Passage) -> tuple[str, ...]:
        """Who else has the number."""
        return tuple(other for other in self.bearers.get(one.claim.a_number, ()) if other != one.person)

    def status(self, one: Passage) -> str:
        """Of the tie with one of them, else what was made of it."""
        ties, others = self.ties, self.others(one)
        tied = next((found for other in others if (found := ties.get((one.person, other)) or ties.get((other, one.person)))), "")
        return tied or (DISMISSED if self.dismissal(one) else OPEN if others else NOBODY)

    def dismissal(self, one: Passage) -> Dismissal | None:
        """Why it is followed up no further; None where that was taken back."""
        dismissal = self.dismissals.get(one.mention_id) if self.dismissals else None
        return dismissal if dismissal and dismissal.why else None

    def mentioned(self, one: Passage) -> Mentioned:
        """It, as it is shown."""
        told = one.claim
        said = told.where, told.words, told.relation, told.name, told.a_number
        return Mentioned(one.record, one.person, *said, self.others(one), self.status(one), one.mention_id, self.dismissal(one))


def _stand(viewer: Viewer, here: int, record_ids: list[str] | None) -> _Stand:
    told = list_of_many(viewer, WANTED, {"known_at": here})
    return _stand_of([*_in_records(viewer, here, record_ids), *(() if record_ids else _in_notes(told))], here, told)


def _stand_of(passages: Sequence[Passage], here: int, told: _Told) -> _Stand:
    whose, bears, tied = _known_of(passages, here) if passages else ([], [], [])
    person_of = {record: person for record, person in whose}
    bearers: dict[str, list[str]] = defaultdict(list)
    for number, person in bears:
        bearers[number].append(person)
    ties = {(child, adult): status for child, adult, status in tied}
    of_somebody = [one if one.person else replace(one, person=person_of.get(one.source, one.source)) for one in passages]
    return _Stand(of_somebody, bearers, ties, {one.mention_id: one for one, _ in told.get("mention", ())})


def _in_records(viewer: Viewer, here: int, record_ids: list[str] | None) -> list[Passage]:
    records = list_records(viewer, known_at=here, record_ids=record_ids, with_text=True)
    return [Passage(record.record_id, record.name, "", claim) for record in records for claim in _told_in_text(record)]


def _told_in_text(record: Record) -> Iterator[Claim]:
    """The claims that a passage makes; those of columns say it by themselves."""
    return (
        claim for claim in record.claims if claim.relation != "none" and not claim.record and claim.words and claim.words in record.remarks
    )


def _in_notes(told: _Told) -> Iterator[Passage]:
    """The same of what staff wrote."""
    for source, person, text in texts_in(told):
        for claim in claims_in(text, NOTE):
            if claim.relation != "none":
                yield Passage(source, "", person, claim)


_WHOSE = f"SELECT record_id, person_id FROM membership m WHERE {standing('m')} AND record_id = ANY(%(records)s)"
_BEARERS = (
    "SELECT DISTINCT i.value, m.person_id FROM identifier i JOIN record r USING (record_id) "
    f"JOIN membership m ON m.record_id = i.record_id AND {standing('m')} "
    f"WHERE i.kind = %(kind)s AND i.value = ANY(%(numbers)s) AND {COUNTS.format('r')} ORDER BY 1, 2"
)
_PERSONS = f"(%(persons)s::text[] || ARRAY(SELECT q.person_id FROM ({_WHOSE}) q))"
_TIES = f"SELECT child, adult, status FROM tie t WHERE {standing('t')} AND (child = ANY({_PERSONS}) OR adult = ANY({_PERSONS}))"


def _known_of(passages: Sequence[Passage], known_at: int) -> tuple[Rows, Rows, Rows]:
    """Whose the records are, who bears the numbers in order, and the ties of all of whom something is said; in one question."""
    asked = {
        "records": sorted({one.source for one in passages if not one.person}),
        "persons": sorted({one.person for one in passages} - {""}),
        "numbers": sorted({one.claim.a_number for one in passages} - {""}),
        "kind": IdentifierKind.A_NUMBER.value,
        "known_at": known_at,
    }
    found = ask_together(whose=Question(_WHOSE, 2, asked), bears=Question(_BEARERS, 2, asked), tied=Question(_TIES, 3, asked))
    return found["whose"], found["bears"], found["tied"]
