"""What a page shows of persons is written into the access log before anybody sees the page."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from kinkeeper.domain.access import Actor
from kinkeeper.domain.access.log import NotShown
from kinkeeper.domain.access.unusual import BOUNDS
from kinkeeper.domain.facts import Fact
from kinkeeper.gateway import access_log, clock, limits
from kinkeeper.gateway.looks import noticing
from kinkeeper.gateway.wall import NO_MORE, looked_no_more
from kinkeeper.queries.access.reading import reading
from kinkeeper.web.rights import RIGHTS
from kinkeeper.web.signing_in.step_up import address_of_proof
from kinkeeper.web.viewer import account_of

ONE_BY_ONE = frozenset({"family", "person"})
"""The pages that show one family whole."""

WITHIN = 600
"""Seconds for which a proof that it is they counts. Pages of persons who may not be seen or are not there are counted too: they are what
somebody meets who tries numbers."""


class WrittenDown:
    """Writes down who looked at whom; where that fails, nobody is shown. Asks for proof again where somebody opens family after family."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, once what it shows is on the record."""
        with reading() as seen:
            answer = self.answer(request)
        account = account_of(request)
        where = request.resolver_match.url_name or "" if request.resolver_match else ""
        said, persons = seen.said(getattr(request, "door", f"page {where}"))
        withheld = answer.status_code == 404 and where in RIGHTS and RIGHTS[where].whom
        if withheld:
            said = [*said, NotShown(f"page {where}", _asked(request))]
        if account is None or not said:
            return answer
        what = "not shown" if withheld else "searches" if seen.searched else "families" if where in ONE_BY_ONE else ""
        _write(said, account.actor, persons, last=not what)
        if what and _is_unusual(request, account.actor, what, persons):
            there = _proof(request) + "?" + urlencode({"next": request.get_full_path()})
            return HttpResponseClientRedirect(there) if getattr(request, "htmx", False) else HttpResponseRedirect(there)
        return answer


def _write(said: Sequence[Fact], actor: Actor, persons: Collection[str], *, last: bool) -> None:
    """Write it down; where nothing more is asked for this answer, end the looking in the same message.

    It is ended first: the statement that writes is kept for the path that every connection has where nobody looks.
    """
    access_log.write_down(said, actor, persons, first=NO_MORE if last else ())
    if last:
        looked_no_more()


def _asked(request: HttpRequest) -> str:
    """Our own number of whom the page was asked about."""
    named = request.resolver_match.kwargs if request.resolver_match else {}
    return str(named.get("family_id") or named.get("person_id") or "")[:40]


def _proof(request: HttpRequest) -> str:
    """Where they show again that it is they: with the second factor, where they have one."""
    from allauth.mfa.utils import is_mfa_enabled

    return address_of_proof(request) if is_mfa_enabled(request.user) else reverse("account_reauthenticate")


def _is_unusual(request: HttpRequest, viewer: Actor, what: str, persons: Collection[str]) -> bool:
    """Whether this is more than is usual, and whoever asks has not just proven who they are."""
    found = noticing.count_look(what, _asked(request), viewer, persons)
    if not found:
        return False
    if _has_just_proven(request):
        for one in found:
            limits.forget(one.what, viewer.name)
        return False
    for one in found:
        noticing.tell(one.what, one.many, BOUNDS[one.what].seconds // 60, viewer, persons)
    return True


def _has_just_proven(request: HttpRequest) -> bool:
    now = datetime.fromisoformat(clock.now()).timestamp()
    proofs = [one for one in request.session.get("account_authentication_methods", []) if one.get("reauthenticated")]
    return any(now - one["at"] < WITHIN for one in proofs)
