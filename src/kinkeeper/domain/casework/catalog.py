"""The nouns of casework: their commands, their kinds of entry, and what in them is personal."""

from kinkeeper.domain.casework import (
    accounts,
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
    tasks,
    warnings,
)
from kinkeeper.domain.nouns import Noun
from kinkeeper.domain.separations import SeparationRaised, SeparationWithdrawn

CASEWORK: tuple[Noun, ...] = (
    Noun(
        "designations",
        designations,
        designations.DesignationState,
        {designations.RecordDesignation: "report"},
        {"designation.recorded": designations.DesignationRecorded},
    ),
    Noun(
        "milestones",
        milestones,
        milestones.MilestoneState,
        {milestones.ReportMilestone: "report"},
        {"milestone.reported": milestones.MilestoneReported},
    ),
    Noun("accounts", accounts, accounts.AccountState, {accounts.RecordAccount: "report"}, {"account.recorded": accounts.AccountRecorded}),
    Noun("counts", counts, counts.ClaimState, {counts.RecordClaim: "report"}, {"claim.recorded": counts.ClaimRecorded}),
    Noun(
        "warnings",
        warnings,
        warnings.WarningState,
        {
            warnings.RaiseWarnings: "report",
            warnings.AnswerWarning: "report",
            warnings.CloseWarning: "report",
            warnings.ClimbWarnings: "report",
        },
        {
            "warning.raised": warnings.WarningRaised,
            "warning.answered": warnings.WarningAnswered,
            "warning.closed": warnings.WarningClosed,
            "warning.climbed": warnings.WarningClimbed,
        },
    ),
    Noun(
        "cases",
        cases,
        cases.CaseState,
        {cases.OpenCase: "report", cases.DoStep: "report", cases.RaiseFlag: "report", cases.CloseFlag: "judge", cases.CloseCase: "judge"},
        {
            "case.opened": cases.CaseOpened,
            "step.done": cases.StepDone,
            "flag.raised": cases.FlagRaised,
            "flag.closed": cases.FlagClosed,
            "case.closed": cases.CaseClosed,
        },
    ),
    Noun("parentage", parentage, parentage.ParentageState, {parentage.RecordProof: "report"}, {"proof.recorded": parentage.ProofRecorded}),
    Noun(
        "decisions",
        decisions,
        decisions.DecisionState,
        {decisions.RecordDecision: "report"},
        {"decision.recorded": decisions.DecisionRecorded},
    ),
    Noun(
        "departures",
        departures,
        departures.DepartureState,
        {departures.PlanDeparture: "report", departures.OverrideStop: "report"},
        {"departure.checked": departures.DepartureChecked, "stop.overridden": departures.StopOverridden},
        hears=(SeparationRaised, SeparationWithdrawn, decisions.DecisionRecorded),
    ),
    Noun("contacts", contacts, contacts.ContactState, {contacts.RecordContact: "report"}, {"contact.recorded": contacts.ContactRecorded}),
    Noun(
        "inquiries",
        inquiries,
        inquiries.InquiryState,
        {inquiries.RecordInquiry: "report"},
        {"inquiry.recorded": inquiries.InquiryRecorded},
    ),
    Noun(
        "aftercare",
        aftercare,
        aftercare.AftercareState,
        {aftercare.RecordAftercare: "report"},
        {"aftercare.recorded": aftercare.AftercareRecorded},
    ),
    Noun("tasks", tasks, tasks.TaskState, {tasks.RecordTask: "report"}, {"task.recorded": tasks.TaskRecorded}),
)

PERSONAL: dict[type, frozenset[str]] = {
    designations.Designation: frozenset({"reason"}),
    milestones.Milestone: frozenset({"words", "withdrawn"}),
    accounts.Account: frozenset(accounts.Account.__struct_fields__)
    - {"account_id", "child", "adult", "separated_on", "agency", "reason_code", "looked_into"},
    warnings.Warning: frozenset({"words", "answer", "closed_because"}),
    warnings.WarningAnswered: frozenset({"answer"}),
    warnings.WarningClosed: frozenset({"because"}),
    cases.Done: frozenset({"words"}),
    cases.Flag: frozenset({"words", "closed_because"}),
    cases.FlagClosed: frozenset({"because"}),
    parentage.Proof: frozenset({"result", "words", "laboratory", "index", "prior"}),
    decisions.Decision: frozenset(decisions.Decision.__struct_fields__) - {"decision_id", "adult", "child"},
    departures.StopOverridden: frozenset({"because"}),
    departures.Departure: frozenset({"because"}),
    contacts.ContactPoint: frozenset(contacts.ContactPoint.__struct_fields__) - {"contact_id", "person_id", "kind"},
    inquiries.Inquiry: frozenset(inquiries.Inquiry.__struct_fields__) - {"inquiry_id", "asker", "matched"},
    aftercare.Aftercare: frozenset({"words"}),
    tasks.Task: frozenset({"words", "done_words"}),
}
"""Class -> the fields that stand in the detail alone."""
