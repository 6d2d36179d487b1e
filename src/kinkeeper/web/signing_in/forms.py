"""The forms of signing in that are not quite allauth's."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.exceptions import ValidationError

from kinkeeper.gateway import limits
from kinkeeper.web.signing_in.adapters import TRIES, WITHIN


class Login(LoginForm):  # type: ignore[misc]
    """Name and password, without words in the fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""  # allauth's leads to a page for lost passwords, which there is not


class _Counted:
    def clean_code(self) -> Any:
        """The code, if it is right; its tries are counted like those of a password."""
        try:
            limits.count("code", str(self.user.pk), most=TRIES, seconds=WITHIN)  # type: ignore[attr-defined]
        except limits.TooOften as error:
            raise ValidationError(str(error)) from error
        code = super().clean_code()  # type: ignore[misc]
        limits.forget("code", str(self.user.pk))  # type: ignore[attr-defined]
        return code


class Code(_Counted, AuthenticateForm):  # type: ignore[misc]
    """The code of an authenticator app or a recovery code, when signing in."""


class CodeAgain(_Counted, ReauthenticateForm):  # type: ignore[misc]
    """The same, before something that asks for proof again."""
