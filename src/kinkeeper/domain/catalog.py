"""Every command and every kind of entry, by name: what the gateway, the ledger and the rebuild go by.

A kind's name and version are forever; a class may be renamed, its kind may not.
"""

from kinkeeper.domain import extracts, families, models, people, placements, records, reviews, sealings, separations, ties
from kinkeeper.domain.access import agreements, consents
from kinkeeper.domain.casework import objections
from kinkeeper.domain.casework.catalog import CASEWORK
from kinkeeper.domain.court.catalog import COURT
from kinkeeper.domain.deliveries import recipes, withdrawals
from kinkeeper.domain.deliveries.catalog import DELIVERIES
from kinkeeper.domain.handover.catalog import HANDOVER
from kinkeeper.domain.nouns import Noun

NOUNS: tuple[Noun, ...] = (
    Noun(
        "extracts",
        extracts,
        extracts.ExtractState,
        {extracts.ReceiveExtract: "import"},
        {"extract.received": extracts.ExtractReceived, "row.refused": extracts.RowRefused},
    ),
    Noun("records", records, records.RecordState, {records.ReceiveRecords: "import"}, {"record.received": records.RecordReceived}),
    Noun(
        "people",
        people,
        people.PeopleState,
        {people.IdentifyPeople: "assess", people.RecogniseRecords: "assess"},
        {"person.identified": people.PersonIdentified},
        hears=(withdrawals.RecordWithdrawn,),
    ),
    Noun(
        "ties",
        ties,
        ties.TieState,
        {ties.AssessTies: "assess", ties.VerifyTie: "judge", ties.DisputeTie: "judge", ties.RefuteTie: "judge"},
        {
            "tie.assessed": ties.TieAssessed,
            "tie.verified": ties.TieVerified,
            "tie.disputed": ties.TieDisputed,
            "tie.refuted": ties.TieRefuted,
        },
    ),
    Noun(
        "families",
        families,
        families.FamilyState,
        {families.FormFamilies: "assess", families.UniteFamily: "assess"},
        {"family.formed": families.FamilyFormed},
    ),
    Noun(
        "placements",
        placements,
        placements.PlacementState,
        {placements.ReportPlacement: "report"},
        {"placement.reported": placements.PlacementReported},
        hears=(
            records.RecordReceived,
            withdrawals.RecordWithdrawn,
            withdrawals.RecordRestored,
            objections.StatementRetracted,
            objections.StatementSuperseded,
            objections.ObjectionLifted,
        ),
    ),
    Noun(
        "objections",
        objections,
        objections.ObjectionState,
        {
            objections.Dispute: "dispute",
            objections.Retract: "correct",
            objections.Supersede: "correct",
            objections.LiftObjection: "correct",
        },
        {
            "statement.disputed": objections.StatementDisputed,
            "statement.retracted": objections.StatementRetracted,
            "statement.superseded": objections.StatementSuperseded,
            "objection.lifted": objections.ObjectionLifted,
        },
    ),
    Noun("recipes", recipes, recipes.RecipeState, {recipes.SaveRecipe: "import"}, {"recipe.saved": recipes.RecipeSaved}),
    Noun(
        "withdrawals",
        withdrawals,
        withdrawals.WithdrawalState,
        dict.fromkeys(
            (withdrawals.WithdrawExtract, withdrawals.RestoreExtract, withdrawals.WithdrawRecords, withdrawals.RestoreRecords), "import"
        ),
        {
            "extract.withdrawn": withdrawals.ExtractWithdrawn,
            "extract.restored": withdrawals.ExtractRestored,
            "record.withdrawn": withdrawals.RecordWithdrawn,
            "record.restored": withdrawals.RecordRestored,
        },
        hears=(extracts.ExtractReceived,),
    ),
    Noun(
        "separations",
        separations,
        separations.SeparationState,
        {separations.RaiseSeparations: "assess", separations.WithdrawSeparations: "assess"},
        {"separation.raised": separations.SeparationRaised, "separation.withdrawn": separations.SeparationWithdrawn},
    ),
    Noun(
        "sealings",
        sealings,
        sealings.SealingState,
        dict.fromkeys((sealings.ProposeSealing, sealings.ApproveSealing, sealings.CarryOutSealing, sealings.RejectSealing), "seal"),
        {
            "sealing.proposed": sealings.SealingProposed,
            "sealing.approved": sealings.SealingApproved,
            "sealing.rejected": sealings.SealingRejected,
            "record.sealed": sealings.RecordSealed,
            "record.unsealed": sealings.RecordUnsealed,
            "record.expunged": sealings.RecordExpunged,
            "file.expunged": sealings.FileExpunged,
        },
    ),
    Noun(
        "reviews",
        reviews,
        reviews.ReviewState,
        {
            reviews.AskQuestions: "assess",
            reviews.DrawControl: "assess",
            reviews.JudgeQuestion: "judge",
            reviews.TakeBackJudgement: "judge",
        },
        {
            "question.asked": reviews.QuestionAsked,
            "question.withdrawn": reviews.QuestionWithdrawn,
            "control.drawn": reviews.ControlDrawn,
            "question.judged": reviews.QuestionJudged,
            "judgement.undone": reviews.JudgementUndone,
        },
    ),
    Noun("models", models, models.ModelState, {models.LearnModel: "assess"}, {"model.learnt": models.ModelLearnt}),
    Noun(
        "agreements",
        agreements,
        agreements.AgreementState,
        dict.fromkeys((agreements.ProposeAgreement, agreements.SignAgreement, agreements.EndAgreement), "agree"),
        {
            "agreement.proposed": agreements.AgreementProposed,
            "agreement.signed": agreements.AgreementSigned,
            "agreement.ended": agreements.AgreementEnded,
        },
    ),
    Noun("consents", consents, consents.ConsentState, {consents.RecordConsent: "report"}, {"consent.recorded": consents.ConsentRecorded}),
    *COURT,
    *CASEWORK,
    *HANDOVER,
    *DELIVERIES,
)

NOUN_OF_COMMAND: dict[type, Noun] = {command: noun for noun in NOUNS for command in noun.commands}
KIND_OF: dict[type, str] = {entry: kind for noun in NOUNS for kind, entry in noun.entries.items()}
ENTRY_OF: dict[str, type] = {kind: entry for noun in NOUNS for kind, entry in noun.entries.items()}
FOLLOWERS: dict[type, tuple[Noun, ...]] = {
    entry: tuple(noun for noun in NOUNS if entry in (*noun.entries.values(), *noun.hears)) for entry in KIND_OF
}
"""Entry -> the nouns whose state it changes."""
