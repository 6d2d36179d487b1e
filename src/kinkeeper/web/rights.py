"""Which right each page needs, to look and to send: asked at the door, before a page reads anything. What is not named here is closed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from kinkeeper.domain.access import require
from kinkeeper.domain.access.proof import PROVEN_SAYINGS
from kinkeeper.domain.errors import NotAllowed
from kinkeeper.web.middleware import refused
from kinkeeper.web.signing_in.step_up import ask, has_come_in, is_proven
from kinkeeper.web.viewer import account_of, viewer_of

OPEN, SIGNED_IN = "", "signed in"
"""No right: the page names nobody; or it is about the own way of signing in, and asks for that itself."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The right to look at a page and the right to send it something; `send` empty: the same. `whom`: it shows one person or family.

    `proof`: what asks for a second factor not older than five minutes: what is `sent`, or every `look` as well; empty: nothing.
    """

    look: str
    send: str = ""
    whom: bool = False
    proof: str = ""

    def right(self, method: str) -> str:
        """What a request of this method needs."""
        return self.send or self.look if method not in ("GET", "HEAD", "OPTIONS") else self.look


SENT, LOOK = "sent", "look"

READ = Needs("read")
ONE = Needs("read", whom=True)
READ_BY = ("home", "separations", "families", "review", "queue", "control", "decided", "reports", "report", "due")
ALSO_READ_BY = (
    "orders",
    "order",
    "custody",
    "held",
    "referral",
    "tag",
    "warnings",
    "inquiries",
    "inquiry",
    "sayings",
    "found",
    "pair",
    "caseload",
    "own-views",
    "keep-columns",
    *("at-once", "go"),  # what is done to a row asks for the right of its command at the gateway
    "document",
    "apart-lately",
    "in-pictures",
    "lists-to-take",
)
RECEIPTS = ("receipt", "receipt-file")
NAME_NOBODY = (
    *("account_login", "account_logout", "account_inactive", "demonstration_enter", "language"),
    *("elsewhere", "elsewhere-back"),
    *("proof", "docket", "checkpoints", "old-checkpoint", "policy", "checker", "checkpoint", "log_key", "tile"),
    *("account_signup", "account_reset_password", "account_email", "account_set_password"),
)
OF_ONES_OWN = (
    "go-on",
    *("account_reauthenticate", "account_change_password", "usersessions_list", "mfa_index", "mfa_authenticate", "mfa_reauthenticate"),
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
    *("mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
    *("mfa_login_webauthn", "mfa_reauthenticate_webauthn"),
)

BEFORE_ONE_IS_IN = frozenset({*NAME_NOBODY, *OF_ONES_OWN})
"""Pages that ask for nothing, and those by which a second factor is taken and shown."""

RIGHTS: Mapping[str, Needs] = MappingProxyType(
    {
        **dict.fromkeys(NAME_NOBODY, Needs(OPEN)),
        **dict.fromkeys(OF_ONES_OWN, Needs(SIGNED_IN)),
        **dict.fromkeys((*READ_BY, *ALSO_READ_BY, *RECEIPTS), READ),
        **dict.fromkeys(("family", "looks", "person", "case", "taken-in"), ONE),
        **dict.fromkeys(("family-pdf", "case-pdf"), Needs("read", whom=True, proof=LOOK)),
        "oversight": Needs("oversee"),
        "agreements": Needs(SIGNED_IN, "agree", proof=SENT),
        "emergency": Needs("read", proof=SENT),
        **dict.fromkeys(("tokens", "hooks"), Needs("administer", proof=SENT)),
        **dict.fromkeys(("export", "report-file", "list-to-take", "exchange-to-take"), Needs("read", proof=LOOK)),
        "exports": Needs(SIGNED_IN, proof=SENT),  # one's own; who lets them go, and oversight, see more
        "export-file": Needs("read", proof=LOOK),
        "search": READ,
        "say": Needs("read", proof=SENT),  # of some; what is said asks for the right of its command at the gateway
        "decide": Needs("judge", proof=SENT),
        "undo": Needs("judge", proof=SENT),
        **dict.fromkeys(("intake", "taken-in-unshown"), Needs("report")),
        "mentions": Needs("read", "judge"),
        "meetings": Needs("read", "assess"),
        "meeting": Needs("read", "report"),  # lists are of everybody: who sees a part finds none
        "add-document": Needs("report"),
        **dict.fromkeys(("imports", "put-down", "import", "work-on-file", "refused", "withdraw"), Needs("import")),
    }
)
"""The name of a page -> what it needs."""


class Rights:
    """Lets nobody to a page who has not the right that it needs, and nobody at all to a page that does not say which."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; the right is asked for when it is known which page is meant."""
        return self.answer(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, kwargs: Any) -> HttpResponse | None:
        """None where the page may be asked; else why not. An operation of the API asks for its right itself (`api/caller.py`)."""
        if request.resolver_match and request.resolver_match.namespace == "api":
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        needs = RIGHTS.get(name or "")
        try:
            if needs is None:
                raise NotAllowed("This page does not say who may see it, and so is closed.")
            if name not in BEFORE_ONE_IS_IN and (account := account_of(request)) and not has_come_in(request, account.actor):
                return ask(request)
            right = needs.right(request.method or "GET")
            if right not in (OPEN, SIGNED_IN):
                require(viewer_of(request), right)
        except NotAllowed as error:
            lacking = _("Your role does not carry the right that this page needs. Your agency’s administrator gives roles.")
            return refused(request, error, lacking)
        return ask(request) if _needs_proof(request, needs, kwargs) and not is_proven(request) else None


def _needs_proof(request: HttpRequest, needs: Needs, told: Mapping[str, Any]) -> bool:
    sends = request.method not in ("GET", "HEAD", "OPTIONS")
    if needs is RIGHTS["say"]:
        return sends and told.get("name") in PROVEN_SAYINGS
    return needs.proof == LOOK or (sends and needs.proof == SENT)
