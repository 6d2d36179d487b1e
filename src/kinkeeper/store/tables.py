"""The names of the tables, for those who write SQL."""

LEDGER_TABLES = ("entry", "part", "head", "request")
"""Only ever added to; `head` alone is updated, and only grows."""

READ_TABLES = (
    "extract",
    "refusal",
    "record",
    "identifier",
    "person",
    "membership",
    "tie",
    "family",
    "family_member",
    "placement",
    "separation",
    "sealing",
    "withheld",
    "question",
    "judgement",
    "draw",
)
"""Made from the ledger; can be thrown away and rebuilt."""
