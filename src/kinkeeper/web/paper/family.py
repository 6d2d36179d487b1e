"""A family on paper, as plain tables: who, apart, where each was, ties with what speaks for them, what happened, every statement."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kinkeeper.queries.casework.way import Way
from kinkeeper.queries.families import Household, Member
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web.pictures.waterfall import waterfall
from kinkeeper.web.sections import Cell, Section, cells
from kinkeeper.web.templatetags.kinkeeper import a_number
from kinkeeper.web.words.custodians import chips
from kinkeeper.web.words.dates import exact, long_day
from kinkeeper.web.words.kin import ages, kin, roles, state, tie_sentence, tie_words
from kinkeeper.web.words.marks import marks
from kinkeeper.web.words.names import full, shown
from kinkeeper.web.words.reasons import reason
from kinkeeper.web.words.statements import Line
from kinkeeper.web.words.stays import stay_lines


def family_sections(household: Household, way: Way, lines: Sequence[Line], standpoint: Standpoint) -> tuple[Section, ...]:
    """The sections, in the order in which they are read."""
    return (
        _who(household, standpoint),
        _apart(household),
        _stays(household),
        _ties(household),
        *_evidence(household),
        _happened(household, way),
        _documents(way),
        _statements(lines),
    )


def _who(household: Household, standpoint: Standpoint) -> Section:
    role = roles(household)

    def row(one: Member) -> tuple[Cell, ...]:
        where = "; ".join(
            f"{chip.look.long}, {chip.words}" if chip.words else str(chip.look.long) for chip in chips(one.custody, standpoint.as_of)
        )
        born = f"{long_day(one.portrait.born)} ({ages(one.age)})" if one.portrait.born else ages(one.age)
        numbers = ", ".join(f"A {a_number(number)}" for number in one.portrait.a_numbers)
        return cells(full(one.portrait), role.get(one.person_id, ""), born, numbers, where)

    columns = (_("Person"), _("In the family"), _("Born"), _("Numbers"), _("Now"))
    return Section("who", _("Who"), columns, tuple(map(row, household.members)), "")


def _apart(household: Household) -> Section:
    rows = tuple(
        cells(
            state(one, household),
            long_day(one.separated_on) or _("day not known"),
            reason(one.reason_code) + (f" (“{shown(one.reason_as_recorded)}”)" if one.reason_as_recorded else ""),
        )
        for one in household.apart
    )
    columns = (_("Separation"), _("Since"), _("Reason"))
    return Section("apart", _("Separations"), columns, rows, _("No separation is known in this family"))


def _stays(household: Household) -> Section:
    rows = tuple(
        cells(
            full(member.portrait),
            one.where + (f" ({_('Two records disagree')})" if one.disagreement else ""),
            exact(one.start) or _("not given"),
            exact(one.until) or (_("now") if one.start else _("not given")),
            one.ended,
            one.sources,
        )
        for member in household.members
        for one in stay_lines(member.custody.timeline)
    )
    columns = (_("Person"), _("Where"), _("From"), _("Until"), _("How it ended, as recorded"), _("Sources"))
    return Section("stays", _("Who was where"), columns, rows, _("No record says where this person was."))


def _ties(household: Household) -> Section:
    rows = tuple(
        cells(
            full(household.member(one.child).portrait),
            full(household.member(one.adult).portrait),
            kin(one.relation, household.member(one.adult).portrait.sex),
            tie_words(one),
        )
        for one in household.ties
    )
    columns = (_("Child"), _("Adult"), _("Kinship"), _("Status"))
    return Section("ties", _("Ties"), columns, rows, _("No tie is known yet"), note=_("No transfer, release or removal ends a tie"))


def _evidence(household: Household) -> Iterable[Section]:
    """What speaks for and against each tie, with its weight in bits; the last line is the sum."""
    for number, tie in enumerate(household.ties):
        if not tie.evidence:
            continue
        told = waterfall(tie.evidence)
        rows = (
            *(cells(fact.words, fact.signed) for fact in told.facts),
            cells(Cell(_("Sum"), strong=True), Cell(told.signed, strong=True)),
        )
        yield Section(f"evidence-{number}", tie_sentence(tie, household), (_("What was found"), _("Weight, in bits")), rows, "")


def _happened(household: Household, way: Way) -> Section:
    rows = tuple(cells(exact(one.at), one.sentence) for one in marks(way, household))
    return Section("happened", _("Calls, decisions and deadlines"), (_("When"), _("What")), rows, _("None is on record."))


def _documents(way: Way) -> Section:
    rows = tuple(cells(one.title, long_day(one.on), one.kind, one.source) for one in way.documents if one.title)
    columns = (_("Title"), _("Of which day"), _("Kind"), _("From whom"))
    return Section("documents", _("Documents"), columns, rows, _("No document is kept."))


def _statements(lines: Sequence[Line]) -> Section:
    rows = tuple(
        cells(
            f"{one.position:,}",
            f"{exact(one.recorded_at)} UTC",
            " ".join(one.words) + (f" {one.mark}" if one.mark else "") + _replaced(one),
            one.holds,
            one.who,
        )
        for one in lines
    )
    columns = (_("Entry"), pgettext("when", "Recorded"), _("Statement"), _("Holds"), _("Who said it"))
    note = _("Newest first. Nothing is deleted; a correction is a later statement.")
    return Section("statements", _("Every statement"), columns, rows, _("Your role is shown no statement."), note=note)


def _replaced(one: Line) -> str:
    if one.replaced_by is None:
        return ""
    told = {"day": exact(one.replaced_at), "entry": f"{one.replaced_by:,}"}
    return " " + _("Replaced on %(day)s by entry %(entry)s.") % told
