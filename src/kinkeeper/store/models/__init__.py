"""The tables, one file per noun. Ledger tables are never updated; read tables can be thrown away and rebuilt."""

from kinkeeper.store.models.access_log import AccessCheckpointRow, AccessEntryRow, AccessHeadRow, AccessTileRow, PersonReadRow
from kinkeeper.store.models.accounts import IdentityRow, SignIn, StaffRow, TriedRow
from kinkeeper.store.models.casework import (
    AccountRow,
    AftercareRow,
    CaseloadRow,
    ChildCaseRow,
    ContactRow,
    CountClaimRow,
    DecisionRow,
    DepartureRow,
    DesignationRow,
    DocumentRow,
    InquiryRow,
    MilestoneRow,
    ProofRow,
    SavedViewRow,
    TaskRow,
    WarningRow,
)
from kinkeeper.store.models.court import AdjustmentRow, ClassMemberRow, ClockRow, CourtOrderRow, RunningClockRow
from kinkeeper.store.models.desk import DeskFileRow, GoRow
from kinkeeper.store.models.exports import ExportRow
from kinkeeper.store.models.extracts import DifferenceRow, ExtractRow, MeetingRow, RefusalRow
from kinkeeper.store.models.families import FamilyMemberRow, FamilyRow
from kinkeeper.store.models.findable import FindableRow, FindableValueRow, SoughtRow
from kinkeeper.store.models.handover import BedsRow, NeedRow, TagRow, TransferRow
from kinkeeper.store.models.hooks import HookRow
from kinkeeper.store.models.ledger import (
    AlarmRow,
    CheckpointRow,
    CosignatureRow,
    EntryRow,
    HeadRow,
    InspectionRow,
    PartRow,
    RequestRow,
    TileRow,
)
from kinkeeper.store.models.objections import ObjectionRow
from kinkeeper.store.models.openings import AgreementRow, ConsentRow, EmergencyRow
from kinkeeper.store.models.people import MembershipRow, PersonRow
from kinkeeper.store.models.placements import CustodyDayRow, CustodyMoveRow, PlacementRow
from kinkeeper.store.models.recipes import RecipeRow
from kinkeeper.store.models.records import IdentifierRow, RecordRow
from kinkeeper.store.models.reviews import DrawRow, JudgementRow, MentionRow, ModelRow, QuestionRow
from kinkeeper.store.models.sealings import FileExpungedRow, SealingRow, WithheldRow
from kinkeeper.store.models.separations import (
    AgencyApartRow,
    ApartDayRow,
    ApartMemberRow,
    ApartPairRow,
    ApartPersonRow,
    ApartTallyRow,
    ChildApartRow,
    SeparationRow,
)
from kinkeeper.store.models.ties import TieRow
from kinkeeper.store.models.tokens import SentRow, TokenRow
from kinkeeper.store.models.withdrawals import ExtractWithdrawalRow, FilePieceRow, RecordWithdrawalRow

__all__ = [
    "AccessCheckpointRow",
    "AccessEntryRow",
    "AccessHeadRow",
    "AccessTileRow",
    "AccountRow",
    "AdjustmentRow",
    "AftercareRow",
    "AgencyApartRow",
    "AgreementRow",
    "AlarmRow",
    "ApartDayRow",
    "ApartMemberRow",
    "ApartPairRow",
    "ApartPersonRow",
    "ApartTallyRow",
    "BedsRow",
    "CaseloadRow",
    "CheckpointRow",
    "ChildApartRow",
    "ChildCaseRow",
    "ClassMemberRow",
    "ClockRow",
    "ConsentRow",
    "ContactRow",
    "CosignatureRow",
    "CountClaimRow",
    "CourtOrderRow",
    "CustodyDayRow",
    "CustodyMoveRow",
    "DecisionRow",
    "DepartureRow",
    "DesignationRow",
    "DeskFileRow",
    "DifferenceRow",
    "DocumentRow",
    "DrawRow",
    "EmergencyRow",
    "EntryRow",
    "ExportRow",
    "ExtractRow",
    "ExtractWithdrawalRow",
    "FamilyMemberRow",
    "FamilyRow",
    "FileExpungedRow",
    "FilePieceRow",
    "FindableRow",
    "FindableValueRow",
    "GoRow",
    "HeadRow",
    "HookRow",
    "IdentifierRow",
    "IdentityRow",
    "InquiryRow",
    "InspectionRow",
    "JudgementRow",
    "MeetingRow",
    "MembershipRow",
    "MentionRow",
    "MilestoneRow",
    "ModelRow",
    "NeedRow",
    "ObjectionRow",
    "PartRow",
    "PersonReadRow",
    "PersonRow",
    "PlacementRow",
    "ProofRow",
    "QuestionRow",
    "RecipeRow",
    "RecordRow",
    "RecordWithdrawalRow",
    "RefusalRow",
    "RequestRow",
    "RunningClockRow",
    "SavedViewRow",
    "SealingRow",
    "SentRow",
    "SeparationRow",
    "SignIn",
    "SoughtRow",
    "StaffRow",
    "TagRow",
    "TaskRow",
    "TieRow",
    "TileRow",
    "TokenRow",
    "TransferRow",
    "TriedRow",
    "WarningRow",
    "WithheldRow",
]
