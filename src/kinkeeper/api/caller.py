"""Who asks, for which purpose: a program by its token, a person by the session; and how often."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

from kinkeeper.api.operations import OPEN, SIGNED_IN, Operation, not_as_described
from kinkeeper.api.problems import NoToken
from kinkeeper.domain.access import ROLES, Actor, require
from kinkeeper.domain.access.proof import ProofNeeded, is_fresh, shows_it_to_come_in, was_shown
from kinkeeper.domain.access.tokens import Scope
from kinkeeper.domain.errors import NotAllowed
from kinkeeper.gateway import clock, limits
from kinkeeper.gateway.looks import noticing
from kinkeeper.gateway.programs.tokens import open_by
from kinkeeper.gateway.wall import look_as
from kinkeeper.queries.access.accounts import get_account

SHOWS_ONE = "prove"
"""The operation by which a second factor is shown."""
PURPOSE = "Kinkeeper-Purpose"
ASKED, WITHIN = 600, 60
"""So many requests of one account within so many seconds."""

OF_AN_AGENCY = 6_000
"""So many of all accounts of one agency within the same time."""

MANY, LONG = 300, 600
"""So many persons and families opened one by one within so many seconds are more than anybody reads."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and what their token reaches; a session reaches all that its account may."""

    viewer: Actor
    scopes: frozenset[Scope]
    token_id: str = ""
    key: str = ""
    """The key under which something is sent."""
    session: Any = field(default=None, repr=False, compare=False)
    """The request of a person who has signed in; None for a program, which has a token instead."""

    def prove(self) -> None:
        """
        See that a person has shown a second factor within five minutes. A program's token was given by somebody who had.

        :raises ProofNeeded: where they have not.
        """
        if self.session is not None and not is_fresh(self.session.session.get("account_authentication_methods", []), _now()):
            raise ProofNeeded("This asks for a second factor not older than five minutes. Show one (POST /proofs), then send it again.")

    def come_in(self) -> None:
        """
        See that a person has shown a second factor in this session, where their role comes in with one.

        :raises ProofNeeded: where they have not.
        """
        if self.session is None or not shows_it_to_come_in(self.viewer, settings.KINKEEPER_SECOND_FACTOR):
            return
        if not was_shown(self.session.session.get("account_authentication_methods", [])):
            raise ProofNeeded("Your role comes in with a second factor. Show one (POST /proofs, or on the pages), then ask again.")


NOBODY = Caller(Actor("", "", "nobody", ""), frozenset())


def caller_of(request: HttpRequest, asked: Operation) -> Caller:
    """
    Who asks this operation, once they may. From here on the connection shows whom they may know of.

    :raises NoToken: where nobody is known to ask.
    :raises NotAsDescribed: where no purpose is stated.
    :raises NotAllowed: where the purpose, the scope or the role does not reach.
    :raises ProofNeeded: where a person has to show a second factor first.
    :raises TooOften: where they asked too often.
    """
    if asked.right == OPEN:
        return NOBODY
    caller = _by_token(request) if request.headers.get("Authorization") else _by_session(request)
    limits.count("api", caller.viewer.name, most=ASKED, seconds=WITHIN)
    limits.count("api of", caller.viewer.agency, most=OF_AN_AGENCY, seconds=WITHIN)
    purpose = _purpose(request, caller)
    if asked.scope not in caller.scopes:
        raise NotAllowed(
            f"This token does not reach as far as '{asked.scope}'. Ask your agency's administrator for one that does.", rule="scope"
        )
    caller = replace(caller, viewer=replace(caller.viewer, purpose=purpose), key=_key(request, asked))
    request.viewer = caller.viewer
    if asked.right != SIGNED_IN:
        require(caller.viewer, asked.right)
    if asked.proof:
        caller.prove()
    elif asked.name != SHOWS_ONE:
        caller.come_in()
    look_as(caller.viewer)
    if asked.whom:
        _notice(caller.viewer)
    return caller


def _by_token(request: HttpRequest) -> Caller:
    scheme, _, text = request.headers["Authorization"].partition(" ")
    opened = open_by(text.strip()) if scheme.lower() == "bearer" else None
    if opened is None:
        raise NoToken("This token opens nothing: it is not one, has ended, or its account is closed. Ask your agency's administrator.")
    token, account = opened
    return Caller(replace(account.actor, purpose=token.purpose), frozenset(token.scopes), token.token_id)


def _by_session(request: HttpRequest) -> Caller:
    user = getattr(request, "user", None)
    account = get_account(user.pk) if user is not None and user.is_authenticated else None
    if account is None or account.closed:
        raise NoToken("Send a token: Authorization: Bearer kk_... Your agency's administrator gives it.")
    if request.method not in ("GET", "HEAD") and CsrfViewMiddleware(lambda _: None).process_view(request, lambda _: None, (), {}):
        raise NotAllowed("A session sends something only with its page's own token against forgery. Programs use a token of their own.")
    return Caller(account.actor, frozenset(Scope), session=request)


def _now() -> float:
    return datetime.fromisoformat(clock.now()).timestamp()


def _purpose(request: HttpRequest, caller: Caller) -> str:
    stated = request.headers.get(PURPOSE, "").strip()
    if not stated:
        raise not_as_described(f"header.{PURPOSE}", f"Say what you look for: {PURPOSE}: {caller.viewer.purpose}.")
    role = ROLES.get(caller.viewer.role)
    if caller.token_id and stated != caller.viewer.purpose:
        raise NotAllowed(f"This token is for the purpose of {caller.viewer.purpose}, and opens nothing for another.", rule="purpose")
    if role is None or stated not in role.purposes:
        raise NotAllowed(
            f"The role '{caller.viewer.role}' does not look for this purpose. It looks for: {caller.viewer.purpose}.", rule="purpose"
        )
    return stated


def _key(request: HttpRequest, asked: Operation) -> str:
    if not asked.keyed:
        return ""
    key = request.headers.get("Idempotency-Key", "")
    if not (8 <= len(key) <= 100 and all(letter.isascii() and (letter.isalnum() or letter in "._:-") for letter in key)):
        raise not_as_described("header.Idempotency-Key", "Choose a key of 8 to 100 letters, digits and . _ : - for what you send.")
    return key


def _notice(viewer: Actor) -> None:
    """Person after person is more than anybody reads: from so many on it stops until the time is over, and stands in the access log."""
    try:
        limits.count("families", viewer.name, most=min(MANY, noticing.most("families", viewer.role)), seconds=LONG)
    except limits.TooOften:
        noticing.tell("families", min(MANY, noticing.most("families", viewer.role)), LONG // 60, viewer, ())
        raise
