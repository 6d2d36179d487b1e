"""Everything that staff can say, by name."""

from collections.abc import Callable, Mapping
from secrets import choice, token_hex
from typing import TypeVar

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.consents import Consent, RecordConsent
from kinkeeper.domain.access.decisions import Reach, reach_of
from kinkeeper.domain.casework.accounts import RecordAccount
from kinkeeper.domain.casework.aftercare import RecordAftercare
from kinkeeper.domain.casework.caseloads import AnswerCaseload, Caseload, OfferCaseload
from kinkeeper.domain.casework.cases import Case, CloseCase, CloseFlag, DoStep, OpenCase, RaiseFlag
from kinkeeper.domain.casework.contacts import ContactPoint, RecordContact
from kinkeeper.domain.casework.counts import RecordClaim
from kinkeeper.domain.casework.decisions import Decision, RecordDecision
from kinkeeper.domain.casework.departures import OverrideStop, PlanDeparture
from kinkeeper.domain.casework.designations import RecordDesignation
from kinkeeper.domain.casework.documents import Document, RecordDocument
from kinkeeper.domain.casework.milestones import ReportMilestone
from kinkeeper.domain.casework.objections import Dispute, LiftObjection, Retract, Subject, Supersede
from kinkeeper.domain.casework.parentage import RecordProof
from kinkeeper.domain.casework.saved_views import RemoveView, RenameView, SavedView, SaveView, filters_of
from kinkeeper.domain.casework.tasks import RecordTask
from kinkeeper.domain.casework.warnings import AnswerWarning, CloseWarning, RaiseWarnings, ReopenWarning, TakeBackAnswer, Warning
from kinkeeper.domain.court.adjustments import GrantAdjustment, RevokeAdjustment
from kinkeeper.domain.court.instants import utc_text
from kinkeeper.domain.court.members import PlaceMember
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import replace
from kinkeeper.domain.handover.capacity import ReportBeds
from kinkeeper.domain.handover.needs import RecordNeed
from kinkeeper.domain.handover.tags import LENGTH, LETTERS, GiveTag, ScanTag, Tag, check_character
from kinkeeper.domain.handover.transfers import AcknowledgeTransfer, OfferTransfer, RefuseTransfer
from kinkeeper.domain.placements import ReportPlacement
from kinkeeper.extracts.court import shipped_plans
from kinkeeper.gateway import clock
from kinkeeper.jobs.casework.inquiries import INQUIRY_SAYINGS
from kinkeeper.jobs.deliveries.meeting import MEETING_SAYINGS
from kinkeeper.jobs.saying import Saying, known_thing, parts
from kinkeeper.queries.casework.objections import find_persons_of, find_record_id
from kinkeeper.queries.things import list_things

Told = Mapping[str, str]
Thing = TypeVar("Thing")


def warn(told: Told, actor: Actor) -> RaiseWarnings:
    """Somebody says that something is wrong."""
    hours = told["hours"] or "24"
    if not hours.isdigit():
        raise Refused("'hours' is a whole number.")
    one = Warning(
        f"W-{token_hex(6)}",
        "",
        told["person_id"],
        told["words"],
        told["role"] or "supervisor",
        int(hours),
        utc_text(clock.instant()),
        actor.name,
        told["caused_by"],
    )
    return RaiseWarnings((one,))


def answer(told: Told, actor: Actor) -> AnswerWarning:
    """Somebody says what is done about a warning."""
    return AnswerWarning(told["warning_id"], told["answer"], utc_text(clock.instant()), actor.name)


def close_warning(told: Told, actor: Actor) -> CloseWarning:
    """Somebody else says that the answer holds."""
    return CloseWarning(told["warning_id"], told["because"], utc_text(clock.instant()), actor.name)


def take_back_answer(told: Told, actor: Actor) -> TakeBackAnswer:
    """Somebody says that their answer is none."""
    return TakeBackAnswer(told["warning_id"], told["why"], utc_text(clock.instant()), actor.name)


def reopen_warning(told: Told, actor: Actor) -> ReopenWarning:
    """Somebody opens a closed warning again."""
    return ReopenWarning(told["warning_id"], told["why"], utc_text(clock.instant()), actor.name)


def open_case(told: Told, actor: Actor) -> OpenCase:
    """A child gets a case by one of the plans."""
    plans = shipped_plans()
    if told["plan"] not in plans:
        raise Refused("There is no plan '%(told)s'. Known: %(known)s.", told=told["plan"], known=", ".join(plans))
    return OpenCase(told["child"], plans[told["plan"]], told["at"] or clock.today().isoformat(), told["owner"] or actor.name)


def new_token() -> str:
    """A token that says nothing of anybody, with its check character."""
    token = "".join(choice(LETTERS) for _ in range(LENGTH))
    return token + check_character(token)


def give_tag(told: Told, actor: Actor) -> GiveTag:
    """A person gets a new token."""
    return GiveTag(Tag(new_token(), told["person_id"], told["given_at"], told["place"]))


def attempt(told: Told, actor: Actor) -> RecordContact:
    """Somebody tried a contact point."""
    one = known_thing(actor, "contact", ContactPoint, "contact_id", told["contact_id"])
    tried = f"{told['at']} {told['result']} {told['words']}".strip()
    return RecordContact(replace(one, attempts=(*one.attempts, tried)))


def revoke_decision(told: Told, actor: Actor) -> RecordDecision:
    """A parent takes a choice back. No reason is asked for."""
    one = known_thing(actor, "decision", Decision, "decision_id", told["decision_id"])
    return RecordDecision(replace(one, revoked_at=told["at"], revoked_words=told["words"]))


def take_back(told: Told, actor: Actor) -> RecordConsent:
    """Somebody takes a consent back. No reason is asked for."""
    one = known_thing(actor, "consent", Consent, "consent_id", told["consent_id"])
    return RecordConsent(replace(one, taken_back_on=told["taken_back_on"] or clock.today().isoformat()))


def withdraw_document(told: Told, actor: Actor) -> RecordDocument:
    """Somebody says that a document counts no longer. Its file is kept, and what rested on it stays shown."""
    one = known_thing(actor, "document", Document, "document_id", told["document_id"])
    return RecordDocument(replace(one, withdrawn=told["why"]))


def save_view(told: Told, actor: Actor) -> SaveView:
    """Somebody keeps the filters of a list under a name."""
    filters = filters_of(told["page"], told["filters"])
    return SaveView(SavedView(f"VI-{token_hex(6)}", actor.name, told["page"], told["name"], filters), actor.name)


def offer_caseload(told: Told, actor: Actor) -> OfferCaseload:
    """Somebody hands over cases: those named, or all that are open. They are the giver's own, unless said otherwise."""
    owner, named = told["from_owner"] or actor.name, [part.strip() for part in told["children"].split(",") if part.strip()]
    own = [one.child for one in list_things(actor, "child_case", Case, "open AND owner = %(owner)s", {"owner": owner})]
    others = sorted(set(named) - set(own))
    if others:
        raise Refused("%(owner)s has no open case of %(others)s.", owner=owner, others=others[0])
    if not own:
        raise Refused("%(owner)s has no open case.", owner=owner)
    at = told["offered_at"] or clock.today().isoformat()
    return OfferCaseload(Caseload(f"CA-{token_hex(6)}", owner, told["to_owner"], tuple(named or own), at, told["words"]))


def answer_caseload(told: Told, actor: Actor) -> AnswerCaseload:
    """Somebody accepts cases that were offered, or does not."""
    if told["accepted"] not in ("yes", "no"):
        raise Refused("Say 'yes' or 'no' to whether the cases are accepted.")
    at = told["at"] or clock.today().isoformat()
    return AnswerCaseload(told["caseload_id"], told["accepted"] == "yes", at, told["because"], actor.name)


def _against(command: Callable[..., Thing]) -> Callable[[Told, Actor], Thing]:
    """What makes an objection: a record may be named by its row (FILE#ROW) as well. Against what one is not shown there is none to make."""

    def make(told: Told, actor: Actor) -> Thing:
        named = {name: told[name] for name in ("id", "instead") if name in told}
        if told["subject"] == Subject.RECORD:
            named = {name: find_record_id(actor, text) for name, text in named.items()}
        if reach_of(actor) is not Reach.EVERYBODY and not find_persons_of(actor, [(told["subject"], named["id"])]):
            raise Refused("No %(told)s %(told2)s is known. Nothing was recorded.", told=told["subject"], told2=told["id"])
        return command(subject=told["subject"], why=told["why"], by=actor.name, **named)

    return make


OF_ONES_OWN = frozenset({"save-view", "rename-view", "remove-view"})
"""What is said of one's own views and of nobody: pages offer it beside lists, not among what can be recorded."""

SAYINGS = {
    one.name: one
    for one in (
        Saying("placement", ReportPlacement, "placement_id", "PL"),
        Saying("dispute", Dispute, parts=parts("subject", "id", "why"), make=_against(Dispute)),
        Saying("retract", Retract, parts=parts("subject", "id", "why"), make=_against(Retract)),
        Saying("supersede", Supersede, parts=parts("subject", "id", "instead", "why"), make=_against(Supersede)),
        Saying("lift-objection", LiftObjection, parts=parts("subject", "id", "why"), make=_against(LiftObjection)),
        Saying("designation", RecordDesignation, "designation_id", "DE"),
        Saying("milestone", ReportMilestone, "milestone_id", "MI"),
        Saying("account", RecordAccount, "account_id", "AC"),
        Saying("claim", RecordClaim, "claim_id", "CL"),
        Saying("need", RecordNeed, "need_id", "NE"),
        Saying("offer", OfferTransfer, "transfer_id", "TR"),
        Saying("acknowledge", AcknowledgeTransfer),
        Saying("refuse", RefuseTransfer),
        Saying("tag", GiveTag, parts=parts("person_id", "given_at", "place?"), make=give_tag),
        Saying("retire-tag", GiveTag),
        Saying("scan", ScanTag, "scan_id", "SC"),
        Saying("beds", ReportBeds, "beds_id", "BE"),
        Saying("warning", RaiseWarnings, parts=parts("person_id", "words", "role?", "hours?", "caused_by?"), make=warn),
        Saying("answer", AnswerWarning, parts=parts("warning_id", "answer"), make=answer),
        Saying("close-warning", CloseWarning, parts=parts("warning_id", "because"), make=close_warning),
        Saying("take-back-answer", TakeBackAnswer, parts=parts("warning_id", "why"), make=take_back_answer),
        Saying("reopen-warning", ReopenWarning, parts=parts("warning_id", "why"), make=reopen_warning),
        Saying("case", OpenCase, parts=parts("child", "plan", "at?", "owner?"), make=open_case),
        Saying("step", DoStep),
        Saying("flag", RaiseFlag, "flag_id", "FL"),
        Saying("close-flag", CloseFlag),
        Saying("close-case", CloseCase),
        Saying(
            "hand-over-cases",
            OfferCaseload,
            parts=parts("to_owner", "children?", "words?", "offered_at?", "from_owner?"),
            make=offer_caseload,
        ),
        Saying("answer-cases", AnswerCaseload, parts=parts("caseload_id", "accepted", "because?", "at?"), make=answer_caseload),
        Saying("withdraw-document", RecordDocument, parts=parts("document_id", "why"), make=withdraw_document),
        Saying("proof", RecordProof, "proof_id", "PR"),
        Saying("decision", RecordDecision, "decision_id", "DC"),
        Saying("revoke-decision", RecordDecision, parts=parts("decision_id", "at", "words?"), make=revoke_decision),
        Saying("departure", PlanDeparture, "departure_id", "DP"),
        Saying("override", OverrideStop),
        Saying("consent", RecordConsent, "consent_id", "CN"),
        Saying("take-back-consent", RecordConsent, parts=parts("consent_id", "taken_back_on?"), make=take_back),
        Saying("contact", RecordContact, "contact_id", "CO"),
        Saying("attempt", RecordContact, parts=parts("contact_id", "at", "result", "words?"), make=attempt),
        *INQUIRY_SAYINGS,
        Saying("aftercare", RecordAftercare, "aftercare_id", "AF"),
        Saying("task", RecordTask, "task_id", "TA"),
        Saying("save-view", SaveView, parts=parts("page", "name", "filters?"), make=save_view),
        Saying("rename-view", RenameView),
        Saying("remove-view", RemoveView),
        Saying("list-member", PlaceMember),
        Saying("adjustment", GrantAdjustment, "adjustment_id", "AD"),
        Saying("revoke-adjustment", RevokeAdjustment),
        *MEETING_SAYINGS,
    )
}


def saying(name: str) -> Saying:
    """
    A saying by its name.

    :raises Refused: naming those there are.
    """
    if name not in SAYINGS:
        raise Refused("'%(name)s' is nothing that can be said. Known: %(known)s.", name=name, known=", ".join(SAYINGS))
    return SAYINGS[name]
