"""Why a child was taken from an adult, as agencies wrote it, sorted by what they meant."""

from django.utils.translation import gettext_lazy

from kinkeeper.web.words.names import shown

NO_REASON_WORDS = gettext_lazy("None recorded")

REASONS = {
    "PROSECUTION": gettext_lazy("Prosecution"),
    "PRIOR_IMMIGRATION_VIOLATION": gettext_lazy("Earlier immigration violation"),
    "CRIMINAL_HISTORY": gettext_lazy("Criminal history"),
    "GANG_AFFILIATION": gettext_lazy("Alleged gang affiliation"),
    "ACTIVE_WARRANT": gettext_lazy("Outstanding warrant"),
    "PARENTAGE_DOUBT": gettext_lazy("Parentage doubted"),
    "PARENT_UNFIT": gettext_lazy("Fitness of the adult doubted"),
    "ABUSE_NEGLECT": gettext_lazy("Alleged abuse or neglect"),
    "MEDICAL": gettext_lazy("Illness of the adult"),
    "COMMUNICABLE_DISEASE": gettext_lazy("Communicable disease"),
    "LEGACY_UNKNOWN": gettext_lazy("Missing or unreadable"),
}


def reason(code: str) -> str:
    """The reason in words; the code where it is a new one; `None recorded` where there is none."""
    return str(REASONS.get(code) or shown(code) or NO_REASON_WORDS)
