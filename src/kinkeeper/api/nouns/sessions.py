"""A person who asks from a page's session, and has to show a second factor before what cannot be taken back."""

from datetime import datetime, timedelta
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kinkeeper.api.caller import Caller
from kinkeeper.api.operations import SIGNED_IN, Nothing, not_as_described, operation
from kinkeeper.domain.access.proof import FRESH
from kinkeeper.domain.access.tokens import Scope
from kinkeeper.domain.errors import Refused
from kinkeeper.gateway import clock

TAG = "Sessions"


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an authenticator app shows now, or a recovery code that was not used yet."""

    code: Annotated[str, Meta(min_length=6, max_length=20, pattern="^[A-Za-z0-9-]+$", examples=["492039"])]


class Proven(msgspec.Struct, frozen=True):
    """Until when what asks for a second factor can be sent."""

    until: str


@operation("POST", "/proofs", tag=TAG, summary="Show a second factor", right=SIGNED_IN, scope=Scope.READ)
def prove(caller: Caller, asked: Nothing, body: Code) -> Proven:
    """For a person in a session. A code works once; its tries are counted with those of the pages. A program has a token instead."""
    if caller.session is None:
        raise Refused("A token shows no second factor: whoever gave it had shown one. Nothing more is asked of a program.")
    form = _form(caller, body.code)
    if not form.is_valid():
        raise not_as_described("body.code", " ".join(str(words) for words in form.errors.get("code", ())))
    _let_count(caller, form)
    until = datetime.fromisoformat(clock.now()) + timedelta(seconds=FRESH)
    return Proven(until.isoformat(timespec="seconds").replace("+00:00", "Z"))


def _form(caller: Caller, code: str) -> Any:
    """The form of the pages, which counts the tries."""
    from allauth.mfa import app_settings
    from allauth.mfa.base.forms import ReauthenticateForm
    from allauth.utils import get_form_class

    return get_form_class(app_settings.FORMS, "reauthenticate", ReauthenticateForm)({"code": code}, user=caller.session.user)


def _let_count(caller: Caller, form: Any) -> None:
    """Have the session hold that a second factor was shown now, as the pages have it."""
    from allauth.mfa.base.internal.flows import post_authentication

    post_authentication(caller.session, form.authenticator, reauthenticated=True)


OPERATIONS = (prove,)
