"""What a password must be (NIST SP 800-63B-4, 3.1.1.2): long, not guessable, and nothing about its letters."""

import re
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ALONE, BESIDE_A_FACTOR = 15, 8
OURS = ("kinkeeper", "separated", "families", "reunification", "border", "patrol", "children", "password", "contrasena", "welcome")


class LongEnough:
    """15 characters where the password stands alone; 8 where a second factor stands beside it."""

    def validate(self, password: str, user: Any = None) -> None:
        """
        See that it is.

        :raises ValidationError: where it is too short.
        """
        least = BESIDE_A_FACTOR if user is not None and user.pk and is_mfa_enabled(user) else ALONE
        if len(password) < least:
            raise ValidationError(
                _("A password has at least %(least)s characters here. Four words that do not belong together are good.") % {"least": least}
            )

    def get_help_text(self) -> str:
        """What people read beside the field."""
        return _("At least 15 characters; 8 are enough beside a second factor. Any characters, also blanks.")


class NotGuessable:
    """Not made of the account's name, of our own words, or of one thing again and again."""

    def validate(self, password: str, user: Any = None) -> None:
        """
        See that it is not.

        :raises ValidationError: where it is.
        """
        rest = anyascii(password).lower()
        for word in (*re.split(r"[._-]", user.pk if user is not None and user.pk else ""), *OURS):
            rest = rest.replace(word, "") if len(word) > 2 else rest
        if len(set(password)) < 6 or len(set(re.sub(r"\d{3,}|\s", "", rest))) < 4:
            raise ValidationError(_("This password can be guessed from the account's name or from the words of this work. Choose another."))

    def get_help_text(self) -> str:
        """What people read beside the field."""
        return _("Not a word of this work and not your name.")
