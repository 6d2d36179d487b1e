"""Commands about orders and casework for properties: few people, so that they collide."""

from hypothesis import strategies as st

from kinkeeper.domain.access.agreements import Agreement, EndAgreement, ProposeAgreement, SignAgreement
from kinkeeper.domain.access.consents import Consent, RecordConsent
from kinkeeper.domain.casework.accounts import Account, RecordAccount
from kinkeeper.domain.casework.aftercare import Aftercare, RecordAftercare
from kinkeeper.domain.casework.caseloads import AnswerCaseload, Caseload, OfferCaseload
from kinkeeper.domain.casework.cases import CloseCase, CloseFlag, DoStep, Flag, OpenCase, RaiseFlag
from kinkeeper.domain.casework.contacts import ContactPoint, RecordContact
from kinkeeper.domain.casework.counts import CountClaim, RecordClaim
from kinkeeper.domain.casework.decisions import Decision, RecordDecision
from kinkeeper.domain.casework.departures import OverrideStop, PlanDeparture
from kinkeeper.domain.casework.designations import CODES, Designation, RecordDesignation
from kinkeeper.domain.casework.documents import Document, RecordDocument
from kinkeeper.domain.casework.inquiries import Inquiry, RecordInquiry
from kinkeeper.domain.casework.mentions import Dismissal, DismissMention
from kinkeeper.domain.casework.milestones import REPORTED, Milestone, ReportMilestone
from kinkeeper.domain.casework.parentage import Proof, RecordProof
from kinkeeper.domain.casework.plans import Plan, PlanStep
from kinkeeper.domain.casework.saved_views import RemoveView, RenameView, SavedView, SaveView
from kinkeeper.domain.casework.tasks import RecordTask, Task
from kinkeeper.domain.casework.warnings import (
    AnswerWarning,
    ClimbWarnings,
    CloseWarning,
    RaiseWarnings,
    ReopenWarning,
    TakeBackAnswer,
    Warning,
)
from kinkeeper.domain.court.adjustments import Adjustment, GrantAdjustment, Kind, RevokeAdjustment
from kinkeeper.domain.court.clocks import Clock, SetClocks
from kinkeeper.domain.court.members import Member, PlaceMember, ReviseList
from kinkeeper.domain.court.orders import ApproveOrder, EnterOrder, RecordTrial, WithdrawOrder
from kinkeeper.domain.court.wording import Order, Trial
from kinkeeper.domain.deliveries.differences import ExplainDifference, Explanation
from kinkeeper.domain.deliveries.meetings import Meeting, RecordMeeting
from kinkeeper.domain.handover.capacity import Beds, ReportBeds
from kinkeeper.domain.handover.needs import Need, RecordNeed
from kinkeeper.domain.handover.tags import GiveTag, Scan, ScanTag, Tag, check_character
from kinkeeper.domain.handover.transfers import AcknowledgeTransfer, OfferTransfer, RefuseTransfer, Transfer

words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
days = st.dates().map(lambda day: day.isoformat()) | st.just("")
person_ids = st.integers(0, 4).map(lambda n: f"P{n}")
ME = "R. Delgado"
"""Who gives the commands: those that bear a name bear this one."""

clocks = st.builds(
    Clock,
    order_id=st.sampled_from("op"),
    clock=st.sampled_from("cd"),
    child=person_ids,
    version=st.just(1),
    adult=person_ids,
    owner=st.just("CBP"),
    covered=st.sampled_from(["yes", "no"]),
    started=days,
    due_first=st.just("2018-05-20T05:00:00Z"),
    due_last=st.just("2018-05-21T05:00:00Z"),
)
orders = st.builds(
    lambda name, version: Order(name, version, "order", "An order", "Una orden", "docket", "recalled", "2018-06-26", "2018-06-26"),
    st.sampled_from("op"),
    st.integers(1, 2),
)
a_or_b = st.sampled_from("ab")
accounts = st.builds(
    Account,
    a_or_b,
    person_ids,
    person_ids,
    days,
    reason_as_recorded=words,
    reason_code=st.sampled_from(["", "PROSECUTION", "PARENTAGE_DOUBT"]),
    corrects=words,
)
flags = st.builds(Flag, a_or_b, words, words, st.just("HHS"), days)
proofs = st.builds(
    Proof, a_or_b, person_ids, person_ids, st.sampled_from(["dna", "document"]), st.just("supports"), days, words, words, st.just("199")
)
choices = st.builds(
    Decision,
    a_or_b,
    person_ids,
    person_ids,
    st.sampled_from(["part", "reunite_here", "undecided"]),
    days,
    words,
    words,
    words,
    words,
    days,
    days,
    days,
)
needs = st.builds(Need, a_or_b, person_ids, st.sampled_from(["deaf", "other"]), words, days, days, words)
hand_overs = st.builds(
    Transfer, a_or_b, person_ids, st.just("CBP"), words, st.just("ORR"), words, days, days, needs=st.lists(a_or_b, max_size=2).map(tuple)
)
PLAN = Plan(
    "p", "A plan", "Un plan", "x", "recalled", (PlanStep("one", "One", "Uno", "HHS"), PlanStep("two", "Two", "Dos", "ORR", ("one",), True))
)
TAGS = [token + check_character(token) for token in ("0123456789ABCDEF", "ZZZZZZZZZZZZZZZZ")]
steps = st.sampled_from(["one", "two", "three"])
warned = st.builds(Warning, a_or_b, st.just(""), person_ids, words, st.just("supervisor"), st.just(24), st.just("2018-07-01T00:00:00Z"))
shared = st.sampled_from([("identity",), ("identity", "custody", "shelter"), ("identity", "sponsor")])
spans = st.sampled_from([("2018-07-01", "2018-07-09"), ("2018-07-09", "2018-07-01")])
openings = st.one_of(
    st.builds(
        lambda name, giver, groups, span: ProposeAgreement(
            Agreement(name, giver, "ORR", groups, ("reunification",), *span, "why"), ME, giver
        ),
        a_or_b,
        st.sampled_from(["CBP", "ICE"]),
        shared,
        spans,
    ),
    st.builds(SignAgreement, a_or_b, st.just("ben"), st.just("ORR")),
    st.builds(EndAgreement, a_or_b, words, st.just("ben"), st.sampled_from(["ORR", "ICE"])),
    st.builds(
        lambda name, person, groups, span, back: RecordConsent(
            Consent(name, person, "ORR", groups, ("reunification",), *span, "es", "none needed", back)
        ),
        a_or_b,
        person_ids,
        shared,
        spans,
        st.sampled_from(["", "2018-07-05"]),
    ),
)
more = st.one_of(
    openings,
    st.builds(RecordAccount, accounts),
    st.builds(RecordClaim, st.builds(CountClaim, a_or_b, words, st.integers(0, 9), st.just("children"), words, days, days)),
    st.builds(RecordNeed, needs),
    st.builds(OfferTransfer, hand_overs),
    st.builds(AcknowledgeTransfer, a_or_b, days, st.lists(a_or_b, max_size=2).map(tuple), st.just(ME)),
    st.builds(RefuseTransfer, a_or_b, days, words, st.booleans(), st.just(ME)),
    st.builds(GiveTag, st.builds(Tag, st.sampled_from(TAGS), person_ids, days, words, st.sampled_from(["", "lost"]))),
    st.builds(ScanTag, st.builds(Scan, a_or_b, st.sampled_from(TAGS), st.just("2018-05-17T06:13"), st.just("ORR"), words)),
    st.builds(ReportBeds, st.builds(Beds, a_or_b, words, days, st.integers(0, 9))),
    st.builds(ClimbWarnings, st.lists(a_or_b, max_size=3).map(tuple), st.sampled_from(["2018-07-01T23:00:00Z", "2018-07-03T00:00:00Z"])),
    st.builds(RaiseWarnings, st.lists(warned, unique_by=lambda one: one.warning_id, max_size=2).map(tuple)),
    st.builds(AnswerWarning, a_or_b, words, st.just("2018-07-02T00:00:00Z"), st.just(ME)),
    st.builds(CloseWarning, a_or_b, words, st.just("2018-07-03T00:00:00Z"), st.just(ME)),
    st.builds(TakeBackAnswer, a_or_b, words, st.just("2018-07-03T01:00:00Z"), st.just(ME)),
    st.builds(ReopenWarning, a_or_b, words, st.just("2018-07-03T02:00:00Z"), st.just(ME)),
    st.builds(
        OfferCaseload,
        st.builds(Caseload, a_or_b, st.sampled_from(["ana", "luz"]), st.just(ME), st.lists(person_ids, max_size=2).map(tuple), days),
    ),
    st.builds(AnswerCaseload, a_or_b, st.booleans(), days, words, st.just(ME)),
    st.builds(
        RecordDocument,
        st.builds(Document, a_or_b, person_ids, words, days, words, st.sampled_from(["pdf", "x"]), st.integers(0, 9), st.just("0" * 64)),
    ),
    st.builds(OpenCase, person_ids, st.just(PLAN), days, st.sampled_from(["ana", "luz"])),
    st.builds(DoStep, person_ids, steps, days, words, st.just(ME)),
    st.builds(RaiseFlag, person_ids, flags, st.just(ME)),
    st.builds(CloseFlag, person_ids, a_or_b, words, st.just(ME)),
    st.builds(CloseCase, person_ids, st.sampled_from(["reunited", "x"]), days, st.just(ME)),
    st.builds(RecordProof, proofs),
    st.builds(RecordDecision, choices),
    st.builds(PlanDeparture, a_or_b, person_ids, st.just("removal"), days),
    st.builds(OverrideStop, a_or_b, words, st.just(ME)),
    st.builds(RecordContact, st.builds(ContactPoint, a_or_b, person_ids, st.just("phone"), words, words, days)),
    st.builds(RecordInquiry, st.builds(Inquiry, a_or_b, st.just("relative"), words, words, words, days)),
    st.builds(RecordAftercare, st.builds(Aftercare, a_or_b, person_ids, st.just("visit"), days, st.just("family"), st.just("low"), words)),
    st.builds(
        SaveView,
        st.builds(SavedView, a_or_b, st.just(ME), st.sampled_from(["due", "x"]), words, st.sampled_from(["", "owner=ORR"])),
        st.just(ME),
    ),
    st.builds(RenameView, a_or_b, words, st.just(ME)),
    st.builds(RemoveView, a_or_b, st.just(ME)),
    st.builds(DismissMention, st.builds(Dismissal, a_or_b, person_ids, words, st.just(ME))),
    st.builds(RecordTask, st.builds(Task, a_or_b, person_ids, words, words, days)),
    st.builds(
        RecordMeeting,
        st.builds(Meeting, a_or_b, words, st.lists(a_or_b, max_size=3).map(tuple), st.sampled_from(["", "child"]), days, words),
    ),
    st.builds(
        ExplainDifference,
        st.builds(Explanation, a_or_b, person_ids, st.sampled_from(["", "left_off", "other", "x"]), words, words, words, st.just(ME)),
    ),
    st.builds(
        ReviseList,
        st.just("run"),
        st.lists(
            st.builds(Member, st.just("o"), person_ids, st.just(1), st.sampled_from(["included", "excluded"]), words),
            unique_by=lambda one: one.child,
            max_size=3,
        ).map(tuple),
    ),
    st.builds(PlaceMember, st.just("o"), person_ids, st.just(1), st.just("excluded"), words, st.just(ME)),
)
casework = st.one_of(
    more,
    st.builds(EnterOrder, orders, st.just(ME)),
    st.builds(RecordTrial, st.sampled_from("op"), st.integers(1, 2), st.just(Trial(1, "2018-07-01", 1, 1, 1, 1, 1)), st.just(ME)),
    st.builds(ApproveOrder, st.sampled_from("op"), st.integers(1, 2), st.just(ME)),
    st.builds(WithdrawOrder, st.sampled_from("op"), st.integers(1, 2), words, st.just(ME)),
    st.builds(
        GrantAdjustment,
        st.builds(Adjustment, a_or_b, st.just("o"), st.just(""), person_ids, st.sampled_from(Kind).map(str), words, days, days),
        st.just(ME),
    ),
    st.builds(RevokeAdjustment, a_or_b, words, st.just(ME)),
    st.builds(SetClocks, st.just("run"), st.lists(clocks, unique_by=lambda one: one.key, max_size=4).map(tuple)),
    st.builds(RecordDesignation, st.builds(Designation, a_or_b, person_ids, st.sampled_from(CODES), days)),
    st.builds(ReportMilestone, st.builds(Milestone, a_or_b, person_ids, st.sampled_from(REPORTED).map(str), days)),
)
