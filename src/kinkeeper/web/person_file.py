"""The parts of a person's file that children and adults both have: needs, hand-overs, contact, what is known after, tasks."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kinkeeper.domain.casework.contacts import read_attempt
from kinkeeper.domain.terms import Custodian
from kinkeeper.queries.casework.case_file import CaseFile
from kinkeeper.web.sections import Cell, Link, Section, cells, say_link
from kinkeeper.web.words.casework import ACTIONS, BACK
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.custodians import look, names
from kinkeeper.web.words.dates import exact, long_day


def needs(file: CaseFile) -> Section:
    """What must travel with the person."""
    rows = tuple(
        cells(
            value(one.kind),
            one.words,
            long_day(one.since),
            f"{long_day(one.ended)}: {one.ended_because}" if one.ended else Cell(_("stands"), strong=True),
            one.need_id,
        )
        for one in file.needs
    )
    links = (say_link(_("Record a need"), "need", person_id=file.person.person_id),)
    columns = (_("Need"), _("In words"), _("Since"), _("Ended"), _("Number"))
    return Section("needs", _("What must travel with this person"), columns, rows, _("No need is on record."), links)


def transfers(file: CaseFile) -> Section:
    """Hand-overs and tags."""
    rows = [
        cells(
            Cell(one.transfer_id, reverse("referral", args=[one.transfer_id])),
            look(one.from_custodian).long,
            look(one.to_custodian).long,
            exact(one.offered_at),
            value(one.answered) if one.answered != "open" else _("open"),
            exact(one.answered_at) or exact(one.answer_by),
        )
        for one in file.transfers
    ]
    for worn in file.tags:
        link = Cell(_("Print the tag"), reverse("tag", args=[worn.tag.tag]))
        rows.append(
            cells(link, "", "", exact(worn.tag.given_at), worn.tag.retired_because or _("worn"), _("scans: %(n)s") % {"n": len(worn.scans)})
        )
    links = (
        say_link(_("Offer a transfer"), "offer", person_id=file.person.person_id),
        say_link(_("Say where a person is or was"), "placement", person_id=file.person.person_id),
        say_link(_("Give a tag"), "tag", person_id=file.person.person_id),
    )
    columns = (_("Number"), _("From"), _("To"), _("Offered"), _("State"), _("When"))
    return Section("transfers", _("Hand-overs and tags"), columns, tuple(rows), _("No hand-over is on record."), links)


def contacts(file: CaseFile) -> Section:
    """Ways to reach the person, and what to try next."""
    rows = []
    for one in file.contacts:
        last: Any = read_attempt(one.attempts[-1]) if one.attempts else None
        tried = f"{exact(last.at)}: {value(last.result)} {last.words}" if last else _("not tried yet")
        link = Cell(_("Record an attempt"), say_link("", "attempt", contact_id=one.contact_id).href)
        rows.append(cells(value(one.kind), one.value, one.source, long_day(one.since), value(one.consent), tried, link))
    action = str(ACTIONS[file.next_action.action])
    if file.next_action.contact:
        action += f": {value(file.next_action.contact.kind)}, {file.next_action.contact.value}"
    note = _("Next: %(action)s. Due %(day)s.") % {"action": action.rstrip("."), "day": long_day(file.next_action.due.isoformat())}
    links = (say_link(_("Record a way to reach a person"), "contact", person_id=file.person.person_id),)
    columns = (_("Kind"), _("Number or address"), _("Source"), _("Since"), _("Consent"), _("Last attempt"), _("Next step"))
    return Section(
        "contacts", _("Ways to reach this person"), columns, tuple(rows), _("No way to reach this person is known."), links, note
    )


def after(file: CaseFile) -> Section:
    """What is known after a release."""
    rows = tuple(
        cells(value(one.kind), long_day(one.on), value(one.told_by), value(one.confidence), one.words, long_day(one.next_due))
        for one in file.aftercare
    )
    links = (say_link(_("Record what is known after a release"), "aftercare", child=file.person.person_id),)
    columns = (_("Kind"), _("Of which day"), _("Who says so"), _("How sure"), _("In words"), _("To be asked again on"))
    return Section("after", _("After"), columns, rows, _("Nothing is known after a release."), links)


def designations(file: CaseFile) -> Section:
    """Designations, and the steps that staff reported."""
    rows = [cells(one.code, value(one.column), exact(one.at), one.reason) for one in file.designations]
    rows += [
        cells(value(one.step), _("withdrawn") if one.withdrawn else _("reported"), exact(one.at), one.words) for one in file.milestones
    ]
    links = (say_link(_("Record a designation"), "designation", person_id=file.person.person_id),)
    note = _("A designation is an agency’s paper. It never changes a tie.")
    columns = (_("What"), _("Kind"), _("When"), _("In words"))
    return Section(
        "designations", _("Designations, calls, notices and hearings"), columns, tuple(rows), _("None is on record."), links, note
    )


def tasks(file: CaseFile) -> Section:
    """Tasks and notes."""
    rows = tuple(
        cells(one.words, one.owner, long_day(one.due), _("done") if one.done_at else _("open") if one.due else _("note"))
        for one in file.tasks
    )
    links = (say_link(_("Give a task or leave a note"), "task", about=file.person.person_id),)
    return Section("tasks", _("Tasks and notes"), (_("What"), _("Owner"), _("Due"), _("State")), rows, _("There is nothing to do."), links)


def documents(file: CaseFile) -> Section:
    """Documents, each to be saved."""
    rows = tuple(
        cells(
            Cell(one.title or _("expunged by a court’s order"), reverse("document", args=[one.document_id]) if one.sha256 else ""),
            long_day(one.on),
            one.kind,
            f"{max(one.size // 1_000, 1):,} kB",
            one.source,
            Cell(_("counts no longer: %(why)s") % {"why": one.withdrawn}, strong=True)
            if one.withdrawn
            else Cell(_("Withdraw"), say_link("", "withdraw-document", document_id=one.document_id).href),
        )
        for one in file.documents
    )
    links = (Link(_("Keep a document"), reverse("add-document", args=[file.person.person_id])),)
    columns = (_("Title"), _("Of which day"), _("Kind"), _("Size"), _("From whom"), _("State"))
    return Section("documents", _("Documents"), columns, rows, _("No document is kept."), links)


def inquiries(file: CaseFile) -> tuple[Section, ...]:
    """Who has asked for this person, and whether they were answered; nothing where nobody has."""
    rows = tuple(
        cells(
            Cell(one.asker_name or value(one.asker), reverse("inquiry", args=[one.inquiry_id])),
            value(one.asker),
            exact(one.at),
            Cell(_("answered") if one.answered_at else _("open"), strong=not one.answered_at),
        )
        for one in file.inquiries
    )
    columns = (_("Name of who asks"), _("Who asks"), _("When"), _("State"))
    return (Section("inquiries", _("Who has asked for this person"), columns, rows, ""),) if rows else ()


HELD_BY_NOBODY = frozenset({Custodian.RELEASED, Custodian.SPONSOR, Custodian.ABROAD})
"""Where somebody is, and nobody in government who would have to answer for them."""


def lines(file: CaseFile) -> list[str]:
    """What stands above everything: where the person is, who must answer, and whether a child is back."""
    where = names(file.custody.now) if file.custody.now else _("nobody says where")
    lines = [_("Now: %(where)s.") % {"where": where}]
    if file.answers and file.answers not in HELD_BY_NOBODY:
        lines.append(_("Must answer for this person: %(who)s.") % {"who": look(file.answers).long})
    if file.apart:
        lines.append(str(BACK[file.back]))
    return lines
