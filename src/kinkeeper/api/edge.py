"""The thin edge: reads the request, makes one call, writes down who was shown, and answers."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from kinkeeper.api.caller import caller_of
from kinkeeper.api.operations import Content, Operation
from kinkeeper.api.problems import NoSuchMethod, answer_of
from kinkeeper.api.reading import JSON, read_body, read_parameters
from kinkeeper.domain.access.decisions import rule_of
from kinkeeper.domain.access.log import NotShown
from kinkeeper.domain.errors import KinkeeperError, NotFound
from kinkeeper.gateway import access_log
from kinkeeper.queries.access.reading import reading


def answer(request: HttpRequest, operations: Mapping[str, Operation], path: Mapping[str, str]) -> HttpResponse:
    """What one of the operations at an address answers, or why it does not."""
    method = "GET" if request.method == "HEAD" else request.method or ""
    asked = operations.get(method)
    try:
        if asked is None:
            raise NoSuchMethod(f"This address takes {', '.join(sorted(operations))}.")
        return _answer(request, asked, path)
    except KinkeeperError as error:
        told = answer_of(error)
        if isinstance(error, NoSuchMethod):
            told["Allow"] = ", ".join(sorted(operations))
        return told


def nothing_there(request: HttpRequest, **_path: str) -> HttpResponse:
    """What is answered where no operation is."""
    return answer_of(NotFound("There is no operation at this address. See openapi.json."))


def _answer(request: HttpRequest, asked: Operation, path: Mapping[str, str]) -> HttpResponse:
    request.operation = asked.name
    caller = caller_of(request, asked)
    told = [read_parameters(request, path, asked.asked)]
    if asked.body is not None:
        told.append(read_body(request, asked.body))
    with reading() as seen:
        try:
            found = asked.call(caller, *told)
        except NotFound as error:
            if not asked.whom:
                raise
            access_log.write_down([NotShown(f"api {asked.name}", next(iter(path.values()), "")[:40])], caller.viewer)
            why = rule_of(caller.viewer)
            raise NotFound(f"{error} {why.words}" if why.words not in str(error) else str(error), rule=why.rule) from error
    said, persons = seen.said(f"api {asked.name}")
    if said:
        access_log.write_down(said, caller.viewer, persons)
    return _written(request, asked, found)


def _written(request: HttpRequest, asked: Operation, found: Any) -> HttpResponse:
    if isinstance(found, Content):
        headers = {"Content-Disposition": f'attachment; filename="{found.file}"'} if found.file else {}
        return HttpResponse(found.data, content_type=found.media_type, headers=headers)
    data = msgspec.json.encode(found, enc_hook=plain)
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(data, content_type=JSON, status=asked.status)
    tag = f'"{sha256(data).hexdigest()[:32]}"'
    if tag in (one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")):
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(data, content_type=JSON, headers={"ETag": tag})


def plain(value: Any) -> Any:
    """A lazy translation as text."""
    return str(value)
