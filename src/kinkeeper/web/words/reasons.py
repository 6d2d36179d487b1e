"""Why a child was taken from an adult, as agencies wrote it, sorted by what they meant."""

from kinkeeper.reports.words import NOT_RECORDED, REASONS
from kinkeeper.web.words.names import shown


def reason(code: str) -> str:
    """The reason in words; the code where it is a new one; `None recorded` where there is none."""
    return str(REASONS.get(code) or shown(code) or NOT_RECORDED)
