"""Tokens of programs: an agency's administrator gives, replaces and ends them. What opens the door is shown once, in the answer."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kinkeeper.domain.access import ROLES
from kinkeeper.domain.access.tokens import MOST_DAYS, Scope, Wanted
from kinkeeper.domain.errors import KinkeeperError, Refused
from kinkeeper.gateway import clock
from kinkeeper.gateway.programs.tokens import Given, end_token, make_token, replace_token
from kinkeeper.queries.access.accounts import list_accounts
from kinkeeper.queries.access.tokens import list_tokens
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.refusals import refusal

USUAL_DAYS = 90


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The agency's tokens, and a form for a new one; sent, it is made, replaced or ended."""
    given, error = None, ""
    if request.method == "POST":
        try:
            given = _done(request)
            if given is None:
                return redirect("tokens")
        except KinkeeperError as refused:
            error = refusal(refused)
    viewer, now, typed = viewer_of(request), clock.now(), request.POST if error else QueryDict()
    context = {
        "section": "tokens",
        "tokens": [(one, not one.ended_at and one.expires_at > now) for one in list_tokens(viewer)],
        "accounts": [one for one in list_accounts(viewer) if not one.closed and "read" in ROLES[one.role].rights],
        "scopes": [(scope.value, _words_of(scope)) for scope in Scope],
        "told": {name: typed.get(name, "") for name in ("account", "words", "days")},
        "chosen": typed.getlist("scope") or [Scope.READ.value],
        "usual_days": USUAL_DAYS,
        "most_days": MOST_DAYS,
        "given": given,
        "error": error,
    }
    return render(request, "kinkeeper/tokens.html", context, status=400 if error else 200)


def _done(request: HttpRequest) -> Given | None:
    """What was asked for; the new token where there is one."""
    viewer, what = viewer_of(request), request.POST.get("what", "")
    if what == "make":
        wanted = Wanted(request.POST.get("words", ""), request.POST.getlist("scope"), _days(request))
        return make_token(request.POST.get("account", ""), wanted, actor=viewer)
    if what == "replace":
        return replace_token(request.POST.get("token", ""), days=USUAL_DAYS, actor=viewer)
    end_token(request.POST.get("token", ""), actor=viewer)
    return None


def _days(request: HttpRequest) -> int:
    days = request.POST.get("days", "")
    if not (days.isascii() and days.isdigit() and len(days) < 5):
        raise Refused("Say for how many days, as a whole number.")
    return int(days)


def _words_of(scope: Scope) -> str:
    words = {
        Scope.READ: _("Look at what the account may see"),
        Scope.SAY: _("Record what the account may say"),
        Scope.EXPORT: _("Take lists away as files"),
    }
    return str(words[scope])
