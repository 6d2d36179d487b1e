"""The published log over HTTP (tlog-tiles): for witnesses, mirrors and everybody; it names nobody, so nobody has to sign in."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kinkeeper.domain.errors import NotFound
from kinkeeper.queries.log.published import Published, latest_checkpoint, read_tile

TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
FOR_SECONDS, FOR_EVER = "public, max-age=2", "public, max-age=31536000, immutable"


@login_not_required
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint."""
    return _answer(str(_newest().note), TEXT, FOR_SECONDS)


@login_not_required
@require_safe
def log_key(request: HttpRequest) -> HttpResponse:
    """The key that the log's signatures are checked with."""
    return _answer(f"{_newest().key}\n", TEXT, FOR_SECONDS)


@login_not_required
@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """A tile or an entry bundle. None ever changes."""
    return _answer(read_tile(path), BYTES, FOR_EVER)


def _newest() -> Published:
    with connection.cursor() as cursor:
        found = latest_checkpoint(cursor)
    if found is None:
        raise NotFound("Nothing was signed yet.")
    return found


def _answer(content: str | bytes, kind: str, kept: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": kept, "Access-Control-Allow-Origin": "*"})
