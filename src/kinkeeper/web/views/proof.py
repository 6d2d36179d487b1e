"""The page "Proof": for the court, counsel, inspectors, and everybody who holds a receipt. Not signed in, and it names nobody."""

from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kinkeeper.domain.errors import KinkeeperError, NotFound
from kinkeeper.gateway import clock
from kinkeeper.ledger.policy import Policy, parse_policy
from kinkeeper.queries.log.orders import list_orders
from kinkeeper.queries.log.proof import Proof, find_proof, list_checkpoints
from kinkeeper.queries.log.published import checkpoint_over
from kinkeeper.queries.log.receipts import Answer, Found, find_receipt, make_receipt
from kinkeeper.web.pictures.growth import growth
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.views.log import BYTES, TEXT
from kinkeeper.witness.one_file import one_file

MARGIN = 2


@login_not_required
@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """Is everything in place; and, with a receipt's number, is that receipt good."""
    asked = request.GET.get("receipt", "")[:100]
    answer = find_receipt(asked) if asked.strip() else None
    found = find_proof(read_policy(), clock.instant())
    code = _code(_address_of(request, answer.number)) if answer and answer.found in (Found.GOOD, Found.SEALED) else None
    context = {"proof": found, "answer": answer, "asked": asked, "code": code, "lines": _lines(found), "growth": growth(found.growth)}
    context["orders"] = list_orders()
    return _show(request, "kinkeeper/proof.html", context)


@login_not_required
@require_safe
def docket(request: HttpRequest) -> HttpResponse:
    """The checkpoint, its witnesses and what they are, to be printed and filed."""
    found = find_proof(read_policy(), clock.instant())
    if found.published is None:
        raise NotFound("Nothing was signed yet: there is nothing to file.")
    code = _code(str(found.published.note))
    return _show(request, "kinkeeper/docket.html", {"proof": found, "lines": _lines(found), "code": code})


@login_not_required
@require_safe
def checkpoints(request: HttpRequest) -> HttpResponse:
    """Every checkpoint that was ever signed."""
    before = request.GET.get("before", "")
    listed = list_checkpoints(int(before) if before.isdecimal() and len(before) < 19 else None)
    return _show(request, "kinkeeper/checkpoints.html", {"section": "checkpoints", "listed": listed})


@login_not_required
@require_safe
def old_checkpoint(request: HttpRequest, size: int) -> HttpResponse:
    """One checkpoint as text."""
    with connection.cursor() as cursor:
        found = checkpoint_over(cursor, min(size, 2**63 - 1))
    if found is None:
        raise NotFound("No checkpoint was signed over so many entries: %(size)s.", size=size)
    return HttpResponse(str(found.note), content_type=TEXT)


@login_not_required
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Who the witnesses are, and how many have to agree (tlog-policy)."""
    text = _policy_bytes()
    if text is None:
        raise NotFound("No witnesses are named for this ledger.")
    return HttpResponse(text, content_type=TEXT)


@login_not_required
@require_safe
def checker(request: HttpRequest) -> HttpResponse:
    """The checker as one file."""
    headers = {"Content-Disposition": 'attachment; filename="kinkeeper-check.pyz"'}
    return HttpResponse(one_file(), content_type=BYTES, headers=headers)


@require_safe
def receipt(request: HttpRequest, position: int) -> HttpResponse:
    """The receipt of an entry, to be printed and given to whoever made the statement."""
    made = make_receipt(viewer_of(request), position)
    code = _code(_address_of(request, str(made.number)))
    return _show(request, "kinkeeper/receipt.html", {"made": made, "code": code})


@require_safe
def receipt_file(request: HttpRequest, position: int) -> HttpResponse:
    """The same as a file (tlog-proof), with what its holder may see; with `?names=no`, without."""
    made = make_receipt(viewer_of(request), position, with_bodies=request.GET.get("names") != "no")
    headers = {"Content-Disposition": f'attachment; filename="{made.number}.tlog-proof"'}
    return HttpResponse(str(made.receipt), content_type=TEXT, headers=headers)


def read_policy() -> Policy | None:
    """The policy that this installation shows; None where it has none, or it cannot be read."""
    text = _policy_bytes()
    try:
        return parse_policy(text) if text is not None else None
    except KinkeeperError:
        return None


def _policy_bytes() -> bytes | None:
    try:
        return Path(settings.KINKEEPER_POLICY).read_bytes() if settings.KINKEEPER_POLICY else None
    except OSError:
        return None


def _lines(found: Proof) -> list[str]:
    """The checkpoint's lines as they are, the empty one, too."""
    return str(found.published.note).removesuffix("\n").split("\n") if found.published else []


def _address_of(request: HttpRequest, number: str) -> str:
    return request.build_absolute_uri(f"{reverse('proof')}?receipt={number}")


def _code(text: str) -> dict[str, Any]:
    """A code that telephones read, as the path of a drawing and its size."""
    made = segno.make_qr(text)
    rows = enumerate(made.matrix, MARGIN)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in rows for x, dark in enumerate(row, MARGIN) if dark)
    return {"path": path, "size": len(made.matrix) + 2 * MARGIN}


def _show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"section": "proof", "demonstration": settings.KINKEEPER_DEMONSTRATION, **context})


__all__ = ["Answer", "checker", "checkpoints", "docket", "old_checkpoint", "policy", "proof", "receipt", "receipt_file"]
