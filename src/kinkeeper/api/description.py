"""The description of the API: OpenAPI 3.1, made from the operations, so that it cannot say anything else than they do."""

from functools import cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from kinkeeper import __version__
from kinkeeper.api.caller import PURPOSE
from kinkeeper.api.catalog import OPERATIONS
from kinkeeper.api.operations import OPEN, SIGNED_IN, Operation
from kinkeeper.api.problems import MEDIA_TYPE, Problem
from kinkeeper.api.reading import JSON
from kinkeeper.domain.access import Purpose

TITLE = "Kinkeeper"
WORDS = (
    "Families across agencies, for programs. Each request bears a token (`Authorization: Bearer kk_...`), which an agency's administrator "
    f"gives, and states its purpose (`{PURPOSE}`). What you see is what your account sees on the pages: of whom you may not know, you get "
    "404, as where there is nobody. Every person shown is written down. Lists come in pages that follow each other by `next`. An answer "
    "that is no is problem details (RFC 9457): `code` is for programs, `detail` says what to do."
)
ALWAYS = {
    "401": "Nobody is known to ask",
    "403": "The role, the purpose or the token does not reach",
    "404": "There is none, or you may not know of it",
    "422": "Not as described",
    "429": "Too often: wait as Retry-After says",
    "503": "Not now",
}
SAID = {"400": "Refused by the rules", "409": "The key was used for something else", "413": "Too large", "415": "Not JSON"}


def description(request: HttpRequest) -> HttpResponse:
    """The document; it names nobody."""
    return HttpResponse(written(), content_type=JSON, headers={"Cache-Control": "public, max-age=300"})


@cache
def written() -> bytes:
    """The document as bytes."""
    return msgspec.json.format(msgspec.json.encode(document()), indent=1)


def document() -> dict[str, Any]:
    """The document."""
    kinds = [kind for one in OPERATIONS.values() for kind in (one.asked, one.body, None if one.raw else one.answer) if kind is not None]
    _, components = msgspec.json.schema_components([*kinds, Problem], ref_template="#/components/schemas/{name}")
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS.values():
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": __version__,
            "description": WORDS,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "kk_..."}}},
    }


def _schema(kind: Any) -> Any:
    (found,), _ = msgspec.json.schema_components([kind], ref_template="#/components/schemas/{name}")
    return found


def _operation(one: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.name,
        "tags": [one.tag],
        "summary": one.summary,
        "description": f"{one.words} {_needs(one)}",
        "parameters": [*_parameters(one), *_headers(one)],
        "responses": {str(one.status): _good(one), **_bad(one)},
        "security": [] if one.right == OPEN else [{"token": []}],
    }
    if one.body is not None:
        told["requestBody"] = {"required": True, "content": {JSON: {"schema": _schema(one.body)}}}
    return told


def _needs(one: Operation) -> str:
    if one.right == SIGNED_IN:
        return "For everybody who has signed in."
    return "For everybody." if one.right == OPEN else f"Needs the right to {one.right} and the scope {one.scope}."


def _good(one: Operation) -> dict[str, Any]:
    if one.raw:
        return {"description": one.summary, "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
    headers = {"ETag": {"description": "Send it as If-None-Match.", "schema": {"type": "string"}}} if one.method == "GET" else {}
    return {"description": one.summary, "headers": headers, "content": {JSON: {"schema": _schema(one.answer)}}}


def _bad(one: Operation) -> dict[str, Any]:
    codes = {**ALWAYS, **({"304": "As it was"} if one.method == "GET" else {}), "400": SAID["400"]}
    if one.body is not None:
        codes |= SAID
    if one.tag == "Proof":
        codes |= {"409": "Not signed yet: ask again as Retry-After says"}
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        code: {"description": words, **({} if code == "304" else {"content": {MEDIA_TYPE: schema}})}
        for code, words in sorted(codes.items())
    }


def _parameters(one: Operation) -> list[dict[str, Any]]:
    _, components = msgspec.json.schema_components([one.asked])
    held = components[one.asked.__name__]
    found = []
    for name, schema in held.get("properties", {}).items():
        told = dict(schema)
        in_path = f"{{{name}}}" in one.path
        if name == "page" and not in_path:
            continue
        words = told.pop("description", "")
        examples = told.get("examples", [])
        parameter = {"name": name, "in": "path" if in_path else "query", "required": in_path, "description": words, "schema": told}
        if examples:
            parameter["example"] = examples[0]
        found.append(_resolved(parameter, components))
    return found


def _resolved(parameter: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """An enumeration is named by reference: a parameter says it itself."""
    schema = parameter["schema"]
    reference = schema.pop("$ref", "") or next((one["$ref"] for one in schema.pop("anyOf", ()) if "$ref" in one), "")
    if reference:
        schema |= {name: value for name, value in components[reference.rpartition("/")[2]].items() if name in ("enum", "type")}
    return parameter


def _headers(one: Operation) -> list[dict[str, Any]]:
    if one.right == OPEN:
        return []
    purposes = [purpose.value for purpose in Purpose]
    found: list[dict[str, Any]] = [_header(PURPOSE, "What you look for; it is written down.", {"type": "string", "enum": purposes})]
    if one.keyed:
        pattern = {"type": "string", "pattern": "^[A-Za-z0-9._:-]{8,100}$"}
        found.append(_header("Idempotency-Key", "Yours. The same key is recorded once.", pattern))
    return found


def _header(name: str, words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": True, "description": words, "schema": schema}
