"""What staff say of a child and its kin: a new version at each word about one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from kinkeeper.domain.casework import (
    accounts,
    aftercare,
    caseloads,
    cases,
    climbing,
    contacts,
    counts,
    decisions,
    departures,
    designations,
    documents,
    inquiries,
    mentions,
    milestones,
    parentage,
    saved_views,
    tasks,
    warnings,
)
from kinkeeper.domain.court.instants import span_of
from kinkeeper.domain.dates import Moment
from kinkeeper.domain.separations import Separation
from kinkeeper.projections.separations import KNOWN, SEPARATION
from kinkeeper.projections.things import Things
from kinkeeper.projections.versions import Cursor


def _apart_and_chosen(cursor: Cursor, commands: Sequence[Any] | None) -> Sequence[Any]:
    """The separations and decisions of the adults who are to leave."""
    adults = None if commands is None else [one.adult for one in commands if isinstance(one, departures.PlanDeparture)]
    columns = ", ".join(("child", "adult", *KNOWN))
    whose = "until IS NULL AND (%s::text[] IS NULL OR adult = ANY(%s))"
    cursor.execute(f"SELECT {columns} FROM {SEPARATION.name} WHERE {whose}", [adults, adults])
    named = [dict(zip(("child", "adult", *KNOWN), row, strict=True)) for row in cursor.fetchall()]
    apart = [Separation(**{**one, "probability": f"{one['probability']:.4f}"}) for one in named]
    cursor.execute(f"SELECT told FROM decision WHERE {whose}", [adults, adults])
    chosen = [msgspec.json.decode(told, type=decisions.Decision) for (told,) in cursor.fetchall()]
    return {one.key: one for one in apart}, {(one.decision_id,): one for one in chosen}


def _over(moment: Moment) -> datetime | None:
    span = span_of(moment)
    return span.latest if span else None


def _flagged(one: cases.Case) -> list[datetime]:
    """When the days of its open flags are over."""
    return [over for flag in one.open_flags if (over := _over(flag.due))]


DESIGNATIONS = Things(
    "designation",
    ("designation_id",),
    designations,
    designations.DesignationState,
    designations.Designation,
    ("person_id",),
    lambda one: (one.person_id,),
)
MILESTONES = Things(
    "milestone",
    ("milestone_id",),
    milestones,
    milestones.MilestoneState,
    milestones.Milestone,
    ("person_id",),
    lambda one: (one.person_id,),
)
ACCOUNTS = Things(
    "account",
    ("account_id",),
    accounts,
    accounts.AccountState,
    accounts.Account,
    (
        "child",
        "adult",
    ),
    lambda one: (
        one.child,
        one.adult,
    ),
)
COUNTS = Things(
    "count_claim",
    ("claim_id",),
    counts,
    counts.ClaimState,
    counts.CountClaim,
    (),
    lambda one: (),
)
WARNINGS = Things(
    "warning",
    ("warning_id",),
    warnings,
    warnings.WarningState,
    warnings.Warning,
    (
        "person_id",
        "role",
        "open",
        "climbs_at",
    ),
    lambda one: (
        one.person_id,
        one.role,
        not one.closed_by,
        climbing.next_step_at(one),
    ),
)
CASES = Things(
    "child_case",
    ("child",),
    cases,
    cases.CaseState,
    cases.Case,
    (
        "open",
        "owner",
        "flagged_from",
        "flagged_until",
    ),
    lambda one: (
        not one.outcome,
        one.owner,
        min(_flagged(one), default=None),
        max(_flagged(one), default=None),
    ),
)
PARENTAGE = Things(
    "proof",
    ("proof_id",),
    parentage,
    parentage.ParentageState,
    parentage.Proof,
    (
        "child",
        "adult",
    ),
    lambda one: (
        one.child,
        one.adult,
    ),
)
DECISIONS = Things(
    "decision",
    ("decision_id",),
    decisions,
    decisions.DecisionState,
    decisions.Decision,
    (
        "adult",
        "child",
    ),
    lambda one: (
        one.adult,
        one.child,
    ),
)
DEPARTURES = Things(
    "departure",
    ("departure_id",),
    departures,
    departures.DepartureState,
    departures.Departure,
    (
        "adult",
        "stand",
    ),
    lambda one: (
        one.adult,
        one.stand,
    ),
    _apart_and_chosen,
)
CONTACTS = Things(
    "contact",
    ("contact_id",),
    contacts,
    contacts.ContactState,
    contacts.ContactPoint,
    ("person_id",),
    lambda one: (one.person_id,),
)
INQUIRIES = Things(
    "inquiry",
    ("inquiry_id",),
    inquiries,
    inquiries.InquiryState,
    inquiries.Inquiry,
    ("open",),
    lambda one: (not one.answered_at,),
)
AFTERCARE = Things(
    "aftercare",
    ("aftercare_id",),
    aftercare,
    aftercare.AftercareState,
    aftercare.Aftercare,
    ("child",),
    lambda one: (one.child,),
)
CASELOADS = Things(
    "caseload",
    ("caseload_id",),
    caseloads,
    caseloads.CaseloadState,
    caseloads.Caseload,
    ("to_owner", "open"),
    lambda one: (one.to_owner, not one.answered),
)
DOCUMENTS = Things(
    "document",
    ("document_id",),
    documents,
    documents.DocumentState,
    documents.Document,
    ("about",),
    lambda one: (one.about,),
)
TASKS = Things(
    "task",
    ("task_id",),
    tasks,
    tasks.TaskState,
    tasks.Task,
    (
        "about",
        "owner",
        "open",
        "due_last",
    ),
    lambda one: (
        one.about,
        one.owner,
        bool(one.due) and not one.done_at,
        _over(one.due),
    ),
)
MENTIONS = Things(
    "mention", ("mention_id",), mentions, mentions.MentionState, mentions.Dismissal, ("person_id",), lambda one: (one.person_id,)
)
SAVED_VIEWS = Things(
    "saved_view",
    ("view_id",),
    saved_views,
    saved_views.ViewState,
    saved_views.SavedView,
    ("owner", "open"),
    lambda one: (one.owner, not one.removed),
)
THINGS = {
    "designations": DESIGNATIONS,
    "milestones": MILESTONES,
    "accounts": ACCOUNTS,
    "counts": COUNTS,
    "warnings": WARNINGS,
    "cases": CASES,
    "parentage": PARENTAGE,
    "decisions": DECISIONS,
    "departures": DEPARTURES,
    "contacts": CONTACTS,
    "inquiries": INQUIRIES,
    "aftercare": AFTERCARE,
    "caseloads": CASELOADS,
    "documents": DOCUMENTS,
    "saved_views": SAVED_VIEWS,
    "mentions": MENTIONS,
    "tasks": TASKS,
}
