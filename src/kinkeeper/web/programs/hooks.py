"""Hooks: an agency's administrator says where programs are told of what changed. What they check signatures with is shown once."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kinkeeper.domain.access import ROLES, Purpose
from kinkeeper.domain.errors import KinkeeperError
from kinkeeper.gateway.programs.hooks import GivenHook, change_secret, end_hook, make_hook
from kinkeeper.queries.access.accounts import list_accounts
from kinkeeper.queries.access.hooks import list_hooks
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.words.refusals import refusal


@never_cache
@require_http_methods(["GET", "POST"])
def hooks(request: HttpRequest) -> HttpResponse:
    """The agency's hooks with what came of their last tries, and a form for a new one; sent, one is made, ended or signed anew."""
    given, error = None, ""
    if request.method == "POST":
        try:
            given = _done(request)
            if given is None:
                return redirect("hooks")
        except KinkeeperError as refused:
            error = refusal(refused)
    viewer, typed = viewer_of(request), request.POST if error else QueryDict()
    context = {
        "section": "hooks",
        "hooks": list_hooks(viewer),
        "accounts": [one for one in list_accounts(viewer) if not one.closed and "read" in ROLES[one.role].rights],
        "purposes": [purpose.value for purpose in Purpose if purpose is not Purpose.ENFORCEMENT],
        "told": {name: typed.get(name, "") for name in ("account", "words", "address", "purpose")},
        "given": given,
        "error": error,
    }
    return render(request, "kinkeeper/hooks.html", context, status=400 if error else 200)


def _done(request: HttpRequest) -> GivenHook | None:
    """What was asked for; the hook with its secret where there is a new one."""
    viewer, told = viewer_of(request), request.POST
    if told.get("what") == "make":
        purpose = told.get("purpose", "")
        return make_hook(told.get("account", ""), told.get("address", ""), told.get("words", ""), purpose, actor=viewer)
    if told.get("what") == "secret":
        return change_secret(told.get("hook", ""), actor=viewer)
    end_hook(told.get("hook", ""), actor=viewer)
    return None
