"""What each statement in the ledger says, as sentences for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kinkeeper.domain.casework.objections import (
    TAKEN_AWAY,
    Objection,
    ObjectionLifted,
    StatementDisputed,
    StatementRetracted,
    StatementSuperseded,
)
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.deliveries.withdrawals import RecordWithdrawn
from kinkeeper.domain.families import FamilyFormed
from kinkeeper.domain.people import PersonIdentified
from kinkeeper.domain.placements import PlacementReported
from kinkeeper.domain.records import Claim, Record, RecordReceived, Stay
from kinkeeper.domain.separations import SeparationRaised, SeparationWithdrawn
from kinkeeper.domain.terms import Basis, Outcome
from kinkeeper.domain.ties import TieAssessed, TieDisputed, TieRefuted, TieVerified
from kinkeeper.queries.families import Household
from kinkeeper.queries.history import History, Said
from kinkeeper.reports.words import OUTCOMES
from kinkeeper.web.words.custodians import look
from kinkeeper.web.words.dates import long_day, short_day, span
from kinkeeper.web.words.kin import CLAIMED, KIN_NOT_SAID, kin_of
from kinkeeper.web.words.names import called, shown
from kinkeeper.web.words.sources import who_said

MOST_CLAIMS = 3
LONGEST_QUOTED = 300


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a statement says, and for which time it holds."""

    words: tuple[str, ...]
    holds: str


@dataclass(frozen=True, slots=True)
class Line:
    """One statement, as the page lists it."""

    position: int
    recorded_at: Moment
    words: tuple[str, ...]
    holds: str
    who: str
    replaced_by: int | None
    replaced_at: Moment
    mark: str = ""
    """What stands against it, in words."""
    struck: bool = False
    """Whether it counts no more."""
    subject: str = ""
    """`record` or `placement`, where it can be objected to; `id` is its id."""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is who, for sentences that name persons."""

    names: Mapping[str, str]
    sex: Mapping[str, str]

    def name(self, person_id: str) -> str:
        """What a person is called in this family; the number of somebody outside it."""
        return self.names.get(person_id) or person_id or _("an adult whom no source names")

    def kin(self, relation: str, adult: str, child: str) -> str:
        """`Yamilet, mother of Maite`."""
        return kin_of(relation, self.sex.get(adult, ""), self.name(adult), self.name(child))


NO_WORDS = {
    True: gettext_lazy("Sealed or expunged. Its place and its proof are kept."),
    False: gettext_lazy("Not shown: sealed, expunged, or not for you to read. Its place and its proof are kept."),
}
"""Whether the reader sees everybody -> what stands for a statement without words. To others the three are one, so that it tells of none."""


def lines(history: History, household: Household) -> list[Line]:
    """The statements as the page lists them."""
    return [_line(said, household, is_whole=history.is_whole) for said in history.statements]


def _line(said: Said, household: Household, *, is_whole: bool) -> Line:
    members = household.members
    reader = Reader(
        {member.person_id: called(member.portrait) for member in members}, {member.person_id: member.portrait.sex for member in members}
    )
    if said.statement is None:
        told, who = Sentences((str(NO_WORDS[is_whole]),), ""), ""
    else:
        told, who = sentences(said.statement.entry, reader), who_said(said.statement)
    against = said.against.objection if said.against else None
    struck = said.replaced_by is not None or (against is not None and against.kind in TAKEN_AWAY)
    mark = _mark(against, said.against.position) if said.against and against else ""
    told_of = (said.position, said.recorded_at, told.words, told.holds, who, said.replaced_by, said.replaced_at)
    return Line(*told_of, mark, struck, *_objectable(said.statement.entry if said.statement else None))


def _mark(one: Objection, position: int) -> str:
    told = {"who": one.by, "why": shown(one.why, LONGEST_QUOTED), "entry": f"{position:,}"}
    return {
        "disputed": _("Disputed by %(who)s (entry %(entry)s): %(why)s"),
        "retracted": _("Retracted by %(who)s (entry %(entry)s): %(why)s"),
        "superseded": _("Superseded by %(who)s (entry %(entry)s): %(why)s"),
    }[one.kind] % told


def _objectable(entry: Any) -> tuple[str, str]:
    if isinstance(entry, RecordReceived):
        return "record", entry.record.record_id
    if isinstance(entry, PlacementReported):
        return "placement", entry.placement.placement_id
    return "", ""


@singledispatch
def sentences(entry: Any, reader: Reader) -> Sentences:
    """What an entry says. Every kind of entry about persons has its own sentence."""
    raise NotImplementedError(f"No words for {type(entry).__name__}.")


# What sources say


@sentences.register
def _of_record(entry: RecordReceived, reader: Reader) -> Sentences:
    record = entry.record
    words = [_person(record), *map(_stay, record.stays), *map(_claim, record.claims[:MOST_CLAIMS])]
    if record.separation:
        words.append(_flag(record))
    starts = [stay.start for stay in record.stays if stay.start] or [record.encountered]
    ends = [stay.end for stay in record.stays]
    holds = span(min(starts), "" if "" in ends else max(ends, default=""))
    return Sentences(tuple(filter(None, words)), holds)


def _person(record: Record) -> str:
    name = f"{record.given} {record.surnames}".strip() or record.whole_name or _("Name not given")
    if record.born:
        return _("%(name)s, born %(day)s.") % {"name": shown(name), "day": long_day(record.born)}
    return f"{shown(name)}."


def _stay(stay: Stay) -> str:
    where = ", ".join(filter(None, (str(look(stay.custodian).long), shown(stay.place))))
    told = {"where": where, "span": span(stay.start, stay.end), "why": shown(stay.end_as_recorded)}
    return (_("%(where)s, %(span)s (“%(why)s”).") if stay.end_as_recorded else _("%(where)s, %(span)s.")) % told


def _claim(claim: Claim) -> str:
    relation = CLAIMED.get(claim.relation, KIN_NOT_SAID)
    if claim.words:
        return _("%(kin)s: “%(words)s”.") % {"kin": relation, "words": shown(claim.words, LONGEST_QUOTED)}
    return f"{relation}: {shown(claim.name) or claim.a_number}." if claim.name or claim.a_number else ""


def _flag(record: Record) -> str:
    told = record.separation
    if told and told.reason_as_recorded:
        return _("It says that the child was separated: “%(why)s”.") % {"why": shown(told.reason_as_recorded, LONGEST_QUOTED)}
    return _("It says that the child was separated, and gives no reason.")


@sentences.register
def _of_placement(entry: PlacementReported, reader: Reader) -> Sentences:
    stay = entry.placement.stay
    where = ", ".join(filter(None, (str(look(stay.custodian).long), shown(stay.place))))
    words = _("%(who)s: %(where)s, reported by staff.") % {"who": reader.name(entry.placement.person_id), "where": where}
    return Sentences((words,), span(stay.start, stay.end))


# What was found


@sentences.register
def _of_person(entry: PersonIdentified, reader: Reader) -> Sentences:
    count = len(entry.person.records)
    words = ngettext("%(count)s record is held to be %(who)s.", "%(count)s records are held to be one person, %(who)s.", count)
    return Sentences((words % {"count": count, "who": reader.name(entry.person.person_id)},), _("from birth"))


@sentences.register
def _of_family(entry: FamilyFormed, reader: Reader) -> Sentences:
    names = ", ".join(reader.name(member) for member in entry.family.members)
    return Sentences((_("Held to be one family: %(names)s.") % {"names": names},), "")


@sentences.register
def _of_separation(entry: SeparationRaised, reader: Reader) -> Sentences:
    one = entry.separation
    told = {
        "child": reader.name(one.child),
        "adult": reader.name(one.adult),
        "outcome": OUTCOMES.get(Outcome(one.outcome), one.outcome),
        "day": short_day(one.outcome_on),
    }
    found = one.basis == Basis.DETECTED
    said = _("%(child)s was separated from %(adult)s: the placements show it.") if found else _("%(child)s was separated from %(adult)s.")
    became = _("%(outcome)s, %(day)s.") if one.outcome_on else _("%(outcome)s.")
    return Sentences((said % told, became % told), span(one.separated_on, "" if one.outcome == Outcome.ADULT_REMOVED else one.outcome_on))


@sentences.register
def _of_withdrawal(entry: SeparationWithdrawn, reader: Reader) -> Sentences:
    told = {"child": reader.name(entry.child), "adult": reader.name(entry.adult)}
    words = _("That %(child)s was separated from %(adult)s does not show any more: what showed it was taken away.")
    return Sentences((words % told,), "")


# What is said against statements


@sentences.register
def _of_withdrawn_records(entry: RecordWithdrawn, reader: Reader) -> Sentences:
    count = len(entry.record_ids)
    words = ngettext("%(count)s record counts no more: %(why)s", "%(count)s records count no more: %(why)s", count)
    return Sentences((words % {"count": count, "why": shown(entry.why, LONGEST_QUOTED)},), "")


@sentences.register(StatementDisputed)
@sentences.register(StatementRetracted)
@sentences.register(StatementSuperseded)
def _of_objection(entry: StatementDisputed | StatementRetracted | StatementSuperseded, reader: Reader) -> Sentences:
    one = entry.objection
    told = {"entry": f"{one.entry:,}", "why": shown(one.why, LONGEST_QUOTED)}
    words = {
        "disputed": _("Entry %(entry)s is disputed: %(why)s"),
        "retracted": _("Entry %(entry)s is retracted: %(why)s"),
        "superseded": _("Entry %(entry)s is superseded: %(why)s"),
    }[one.kind]
    return Sentences((words % told,), "")


@sentences.register
def _of_lifting(entry: ObjectionLifted, reader: Reader) -> Sentences:
    return Sentences((_("An objection is lifted: %(why)s") % {"why": shown(entry.why, LONGEST_QUOTED)},), "")


# Ties


@sentences.register
def _of_assessment(entry: TieAssessed, reader: Reader) -> Sentences:
    tie = entry.tie
    told = {"kin": reader.kin(tie.relation, tie.adult, tie.child), "chance": f"{float(tie.probability):.2f}"}
    found = tie.basis == Basis.RECOVERED
    words = _("%(kin)s: found, probability %(chance)s.") if found else _("%(kin)s: recorded, probability %(chance)s.")
    return Sentences((words % told,), _("from birth"))


@sentences.register
def _of_verification(entry: TieVerified, reader: Reader) -> Sentences:
    told = {"kin": reader.kin(entry.relation, entry.adult, entry.child), "proof": entry.proof}
    return Sentences((_("Verified: %(kin)s. %(proof)s") % told,), _("from birth"))


@sentences.register
def _of_dispute(entry: TieDisputed, reader: Reader) -> Sentences:
    told = {"child": reader.name(entry.child), "adult": reader.name(entry.adult), "why": entry.reason}
    return Sentences((_("Doubted: that %(adult)s is kin of %(child)s. %(why)s") % told,), _("from birth"))


@sentences.register
def _of_refutation(entry: TieRefuted, reader: Reader) -> Sentences:
    told = {"child": reader.name(entry.child), "adult": reader.name(entry.adult), "why": entry.evidence}
    return Sentences((_("Refuted: that %(adult)s is kin of %(child)s. %(why)s") % told,), _("from birth"))
