"""One form for everything that staff can say."""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kinkeeper.domain.access import Actor, rights_of
from kinkeeper.domain.access.accounts import Agency
from kinkeeper.domain.access.consents import PUBLIC
from kinkeeper.domain.casework import (
    aftercare,
    cases,
    contacts,
    counts,
    decisions,
    departures,
    designations,
    inquiries,
    milestones,
    parentage,
)
from kinkeeper.domain.casework.objections import Subject
from kinkeeper.domain.casework.saved_views import FILTERS
from kinkeeper.domain.catalog import NOUN_OF_COMMAND
from kinkeeper.domain.court import adjustments, members
from kinkeeper.domain.court.regimes import TESTED
from kinkeeper.domain.errors import KinkeeperError, NotFound
from kinkeeper.domain.handover import needs
from kinkeeper.domain.terms import Custodian, StayEnd
from kinkeeper.extracts.court import shipped_plans
from kinkeeper.jobs.saying import Asked, Saying, say
from kinkeeper.jobs.sayings import SAYINGS, saying
from kinkeeper.queries.casework.caseload import get_document
from kinkeeper.queries.casework.changed_meanwhile import Meanwhile
from kinkeeper.queries.casework.objections import find_persons_of
from kinkeeper.queries.handover.moving import moved_person
from kinkeeper.queries.requests import find_receipt
from kinkeeper.reports.words import REASONS
from kinkeeper.web.asked import read_standpoint
from kinkeeper.web.at_work.merging import changed_meanwhile, chosen, differences, seen_now
from kinkeeper.web.frame import show
from kinkeeper.web.sections import Section, cells, say_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.views.custody import choose_transfer
from kinkeeper.web.words.casework import FIELDS, LIST, LISTS, WHEN
from kinkeeper.web.words.casework import SAYINGS as TITLES
from kinkeeper.web.words.codes import VALUES
from kinkeeper.web.words.refusals import refusal

LONG = frozenset(["words", "facts", "evidence", "explained", "definition", "looks_for", "answer", "because", "finding", "why"])
MOMENTS = frozenset(
    [
        "at",
        "on",
        "start",
        "end",
        "separated_on",
        "since",
        "until",
        "ended",
        "offered_at",
        "answer_by",
        "given_at",
        "due",
        "reconsider_until",
        "signed_at",
        "revoked_at",
        "planned_at",
        "answered_at",
        "next_due",
        "done_at",
        "from_day",
        "first_day",
        "last_day",
        "taken_back_on",
        "until_day",
    ]
)
CUSTODIANS = tuple(Custodian)
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("designation", "code"): designations.CODES,
    ("designation", "column"): designations.COLUMNS,
    ("milestone", "step"): tuple(milestones.REPORTED),
    ("account", "reason_code"): tuple(REASONS),
    ("account", "looked_into"): tuple(sorted(TESTED)),
    ("claim", "unit"): counts.UNITS,
    ("need", "kind"): needs.KINDS,
    ("placement", "end_reason"): tuple(one for one in StayEnd if one),
    ("case", "plan"): tuple(shipped_plans()),
    ("close-case", "outcome"): cases.OUTCOMES,
    ("proof", "kind"): parentage.KINDS,
    ("proof", "result"): parentage.RESULTS,
    ("decision", "choice"): decisions.CHOICES,
    ("departure", "kind"): departures.KINDS,
    ("consent", "agency"): (*Agency, PUBLIC),
    ("contact", "kind"): contacts.KINDS,
    ("contact", "consent"): contacts.CONSENTS,
    ("attempt", "result"): contacts.RESULTS,
    ("inquiry", "asker"): inquiries.ASKERS,
    ("aftercare", "kind"): aftercare.KINDS,
    ("aftercare", "told_by"): aftercare.TOLD_BY,
    ("aftercare", "confidence"): aftercare.CONFIDENCES,
    ("list-member", "standing"): members.STANDINGS,
    ("adjustment", "kind"): tuple(adjustments.Kind),
    ("save-view", "page"): tuple(FILTERS),
    ("refuse", "withdrawn"): ("yes", "no"),
    ("answer-cases", "accepted"): ("yes", "no"),
    **{(name, "subject"): tuple(Subject) for name in ("dispute", "retract", "supersede", "lift-objection")},
}

ANSWERS = ("acknowledge", "refuse")
"""What is said of a transfer that somebody offered: nobody knows its number by heart."""

GROUPS: Mapping[Any, tuple[str, ...]] = {
    gettext_lazy("Where somebody is, and hand-overs"): (
        *("placement", "offer", "acknowledge", "refuse", "need", "tag", "retire-tag", "scan", "beds"),
    ),
    gettext_lazy("The separation, and the way back together"): (
        *("account", "case", "step", "flag", "close-flag", "close-case", "hand-over-cases", "answer-cases", "task", "milestone"),
        *("designation", "aftercare"),
    ),
    gettext_lazy("The parent: choices, proof, contact, departure"): (
        *("decision", "revoke-decision", "proof", "contact", "attempt", "departure", "override", "consent", "take-back-consent"),
    ),
    gettext_lazy("Warnings"): ("warning", "answer", "close-warning", "take-back-answer", "reopen-warning"),
    gettext_lazy("Somebody looks for somebody"): ("inquiry", "match", "verify-asker", "answer-inquiry", "reopen-inquiry"),
    gettext_lazy("Orders of courts"): ("list-member", "adjustment", "revoke-adjustment"),
    gettext_lazy("Lists and counts"): (
        *("claim", "arrange-meeting", "hold-meeting", "end-meeting", "explain-difference", "take-back-explanation"),
    ),
    gettext_lazy("Against what was said"): ("dispute", "retract", "supersede", "lift-objection", "withdraw-document"),
}
"""What can be said, by what it is about."""


def right_of(one: Saying) -> str:
    """The right that a saying needs at the gateway."""
    return NOUN_OF_COMMAND[one.command].commands[one.command]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form."""

    name: str
    label: Any
    needed: bool
    value: str
    hint: Any
    choices: tuple[tuple[str, Any], ...]
    long: bool


@require_GET
def sayings(request: HttpRequest) -> HttpResponse:
    """Everything that the reader can say, by what it is about, each with its form."""
    looked = read_standpoint(request)
    rights = rights_of(viewer_of(request))
    groups = [(title, [name for name in names if right_of(SAYINGS[name]) in rights]) for title, names in GROUPS.items()]
    sections = tuple(
        Section(f"sayings-{nth}", title, (_("What"),), tuple(cells(_cell(name)) for name in names), "")
        for nth, (title, names) in enumerate(groups)
        if names
    )
    lines = () if sections else (_("Your role records nothing."),)
    context = {"section": "say", "heading": _("Record something"), "sections": sections, "lines": lines}
    return show(request, "kinkeeper/sections.html", context, looked)


@require_http_methods(["GET", "POST"])
def say_it(request: HttpRequest, name: str) -> HttpResponse:
    """The form of one saying; sent, it is recorded once however often it is sent."""
    if name not in SAYINGS:
        raise NotFound("There is nothing of that name to record.")
    one = saying(name)
    error, told = "", {field: request.GET.get(field, "") for field in one.asked}
    status = 200
    if request.method == "POST":
        told = chosen({field: request.POST.get(field, "") for field in one.asked}, request.POST)
        meanwhile = changed_meanwhile(name, told, request.POST.get("seen", ""), viewer_of(request))
        if meanwhile and find_receipt(viewer_of(request), _request_id(request)) is None:
            return _merge(request, one, told, meanwhile)
        try:
            say(one, told, viewer_of(request), request_id=_request_id(request))
            return redirect(_where_next(told, viewer_of(request)))
        except KinkeeperError as refused:
            error, status = refusal(refused), 400
    elif name in ANSWERS and not told["transfer_id"]:
        return choose_transfer(request, TITLES[name], to_take_over=name == "acknowledge")
    looked = read_standpoint(request)
    context = {
        "section": "say",
        "heading": TITLES[name],
        "saying": name,
        "fields": [field_of(one, field, told.get(field.name, "")) for field in one.asked.values()],
        "error": error,
        "request_id": request.POST.get("request") or token_hex(16),
        "seen": request.POST.get("seen") or seen_now(name, told, viewer_of(request)),
    }
    answer = show(request, "kinkeeper/say.html", context, looked)
    answer.status_code = status
    return answer


def _request_id(request: HttpRequest) -> str:
    return f"page:{request.POST.get('request', token_hex(16))[:64]}"


def _merge(request: HttpRequest, one: Saying, told: dict[str, str], meanwhile: Meanwhile) -> HttpResponse:
    """Another has changed it since the form was opened: both sides by field, and nothing is recorded yet."""
    context = {
        "section": "say",
        "heading": TITLES[one.name],
        "saying": one.name,
        "told": told.items(),
        "meanwhile": meanwhile,
        "differences": differences(meanwhile, told),
        "request_id": request.POST.get("request") or token_hex(16),
        "unchanged": _where_next(told, viewer_of(request)),
    }
    answer = show(request, "kinkeeper/merge.html", context, read_standpoint(request))
    answer.status_code = 409
    return answer


def _where_next(told: dict[str, str], viewer: Actor) -> str:
    """To the file of the person it is about; where something was said against a statement, to the family; else to what is open."""
    if told.get("subject"):
        against = find_persons_of(viewer, [(told["subject"], told["id"])])
        return reverse("person", args=[min(against)]) if against else reverse("families")
    if "to_owner" in told or "caseload_id" in told:
        return reverse("caseload")
    if "looks_for" in told and not told.get("inquiry_id"):
        return reverse("inquiries")
    if told.get("inquiry_id"):
        return reverse("inquiry", args=[told["inquiry_id"]])
    if told.get("document_id"):
        return reverse("case", args=[get_document(viewer, told["document_id"]).about]) + "#documents"
    if told.get("view_id") or told.get("filters") is not None:
        return reverse("own-views")
    if told.get("transfer_id") or told.get("tag"):
        moved = moved_person(viewer, told.get("transfer_id", ""), told.get("tag", ""))
        return reverse("case", args=[moved]) if moved else reverse("custody")
    person = next((told[name] for name in ("child", "person_id", "adult", "about") if told.get(name)), "")
    return reverse("case", args=[person]) if person else reverse("warnings")


def _cell(name: str) -> Any:
    from kinkeeper.web.sections import Cell

    return Cell(TITLES[name], say_link("", name).href)


def field_of(one: Saying, field: Asked, value: str) -> Field:
    """What the form shows for a part of a saying."""
    choices = CHOICES.get((one.name, field.name)) or (CUSTODIANS if field.name.endswith("custodian") else ())
    hint = WHEN if field.name in MOMENTS else LIST if field.kind == tuple[str, ...] else ""
    words = LISTS if field.name == "page" else VALUES
    labelled = tuple((str(choice), REASONS.get(choice) or words.get(choice, choice)) for choice in choices)
    return Field(field.name, FIELDS.get(field.name, field.name), field.needed, value, hint, labelled, field.name in LONG)
