"""The names of the tables, for those who write SQL."""

LEDGER_TABLES = ("entry", "part", "head", "request")
"""Only ever added to; `head` alone is updated, and only grows."""

PUBLISHED_TABLES = ("tile", "checkpoint", "cosignature", "inspection", "alarm")
"""What was signed of the ledger, and what was found when it was looked at; only ever added to. Names nobody."""
COURT_TABLES = ("court_order", "adjustment", "clock", "running_clock", "class_member")
CASEWORK_TABLES = (
    "designation",
    "milestone",
    "account",
    "count_claim",
    "warning",
    "child_case",
    "proof",
    "decision",
    "departure",
    "contact",
    "inquiry",
    "aftercare",
    "task",
    "caseload",
    "document",
    "saved_view",
    "mention",
)
MEETING_TABLES = ("meeting", "difference")
HANDOVER_TABLES = ("need", "transfer", "tag", "beds")
OPENING_TABLES = ("agreement", "consent")

API_TABLES = ("token", "sent", "export", "hook")
"""Tokens of programs, the keys under which they sent, the files that were asked for, and where programs are told of what changed."""

READ_TABLES = (
    "extract",
    "refusal",
    "extract_withdrawal",
    "record_withdrawal",
    "recipe",
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
    "objection",
    "file_expunged",
    "question",
    "judgement",
    "draw",
    "custody_day",
    "custody_move",
    "child_apart",
    "agency_apart",
    "apart_pair",
    "apart_tally",
    "apart_person",
    "apart_member",
    "apart_day",
    "model",
    "findable",
    "findable_value",
    "sought",
    *COURT_TABLES,
    *CASEWORK_TABLES,
    *HANDOVER_TABLES,
    *MEETING_TABLES,
    *OPENING_TABLES,
)
"""Made from the ledger; can be thrown away and rebuilt."""

ACCESS_TABLES = ("access_entry", "access_head", "person_read")
"""The access log: only ever added to, like the ledger."""

NOT_KEPT_TABLES = (
    "linking",
    "linked_line",
    "holding",
    "usual_reading",
    "django_session",
    "usersessions_usersession",
    "cached",
    "tried",
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
)
"""What is made from the read tables, what lasts for hours, and what Django fills by itself and we use nothing of: no backup holds it."""

SIGN_IN_TABLES = (
    "staff",
    "sign_in",
    "tried",
    "cached",
    "django_session",
    "mfa_authenticator",
    "usersessions_usersession",
    "account_emailaddress",
    "account_emailconfirmation",
)
"""Accounts, and what those who sign in bring along: passwords' hashes, second factors, sessions."""

ACCESS_PUBLISHED_TABLES = ("access_tile", "access_checkpoint")
"""What was signed of the access log; only ever added to. Names nobody."""

IDENTITY_TABLES = ("identity",)
"""By what accounts are known at providers of proof."""
