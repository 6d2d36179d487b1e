"""The nouns of a hand-over: their commands, their kinds of entry, and what in them is personal."""

from kinkeeper.domain.handover import capacity, needs, tags, transfers
from kinkeeper.domain.nouns import Noun

HANDOVER: tuple[Noun, ...] = (
    Noun("needs", needs, needs.NeedState, {needs.RecordNeed: "report"}, {"need.recorded": needs.NeedRecorded}),
    Noun(
        "transfers",
        transfers,
        transfers.TransferState,
        {transfers.OfferTransfer: "report", transfers.AcknowledgeTransfer: "report", transfers.RefuseTransfer: "report"},
        {
            "transfer.offered": transfers.TransferOffered,
            "transfer.acknowledged": transfers.TransferAcknowledged,
            "transfer.refused": transfers.TransferRefused,
        },
        hears=(needs.NeedRecorded,),
    ),
    Noun(
        "tags",
        tags,
        tags.TagState,
        {tags.GiveTag: "report", tags.ScanTag: "report"},
        {"tag.given": tags.TagGiven, "tag.scanned": tags.TagScanned},
    ),
    Noun("capacity", capacity, capacity.CapacityState, {capacity.ReportBeds: "report"}, {"beds.reported": capacity.BedsReported}),
)

PERSONAL: dict[type, frozenset[str]] = {
    needs.Need: frozenset({"kind", "words", "ended_because"}),
    transfers.Transfer: frozenset({"from_place", "to_place", "because"}),
    transfers.TransferRefused: frozenset({"because"}),
    tags.Tag: frozenset({"tag", "place", "retired_because"}),
    tags.Scan: frozenset({"tag", "place"}),
}
"""Class -> the fields that stand in the detail alone."""
