"""What kind of number a number is, in the reader's words."""

from typing import Any

from django.utils.translation import gettext_lazy

from kinkeeper.domain.terms import IdentifierKind

NUMBERS: dict[str, Any] = {
    IdentifierKind.A_NUMBER: gettext_lazy("A-number"),
    IdentifierKind.SUBJECT: gettext_lazy("subject number"),
    IdentifierKind.EVENT: gettext_lazy("event number"),
    IdentifierKind.FAMILY_UNIT: gettext_lazy("family unit number"),
    IdentifierKind.FINS: gettext_lazy("FINS number"),
    IdentifierKind.REGISTER: gettext_lazy("Marshals register number"),
    IdentifierKind.ORR: gettext_lazy("ORR number"),
    IdentifierKind.COURT_CASE: gettext_lazy("court case number"),
    IdentifierKind.PHONE: gettext_lazy("telephone number"),
    IdentifierKind.OTHER: gettext_lazy("another number"),
}


def number_of(kind: str) -> str:
    """`A-number`, `telephone number`; what the list does not have as it is."""
    return str(NUMBERS.get(kind, kind))
