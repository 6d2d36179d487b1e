"""What programs can ask and say: each operation as data, from which the addresses, the description and the matrix of rights are made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

import msgspec

from kinkeeper.domain.access.tokens import Scope
from kinkeeper.domain.errors import Refused

OPEN, SIGNED_IN = "", "signed in"
"""No right is needed: the answer names nobody, or is about the own way of signing in."""


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No parameter."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that programs can do. `asked` holds its parameters, of the path and of the query; `body` what is sent, if anything."""

    name: str
    method: str
    path: str
    right: str
    scope: Scope
    tag: str
    summary: str
    words: str
    asked: type
    body: Any
    answer: Any
    call: Callable[..., Any]
    whom: bool = False
    """It shows one person or family, and so who may see depends on whom it is about."""
    status: int = 200
    proof: bool = False
    """A person who asks it in a session has to have shown a second factor within five minutes."""
    keyed: bool = False
    """It records something, under a key that the sender chooses."""
    raw: bool = False
    """It answers with bytes that are no JSON: a `Content`."""


@dataclass(frozen=True, slots=True)
class Content:
    """An answer that is no JSON."""

    data: bytes
    media_type: str
    file: str


def operation(
    method: str, path: str, *, tag: str, summary: str, right: str = "read", **more: Any
) -> Callable[[Callable[..., Any]], Operation]:
    """A function `(caller, asked[, body])` as an operation. Its docstring is the description, its types are the schema."""

    def of(call: Callable[..., Any]) -> Operation:
        hints = get_type_hints(call, include_extras=True)
        scope = more.pop("scope", Scope.READ if method == "GET" else Scope.SAY)
        words = " ".join((call.__doc__ or "").split())
        name = more.pop("name", call.__name__)
        kinds = hints.get("asked", Nothing), hints.get("body"), hints.get("return")
        return Operation(name, method, path, right, scope, tag, summary, words, *kinds, call, **more)

    return of


class NotAsDescribed(Refused):
    """A request that is not what the description of the operation asks for."""

    code = "not_as_described"

    def __init__(self, words: str, at: str = "", detail: str = "") -> None:
        super().__init__(words)
        self.errors = ({"at": at, "detail": detail},) if at else ()
        """What is not as described: where, and why."""


def not_as_described(at: str, detail: str) -> NotAsDescribed:
    """The error for one place of a request."""
    return NotAsDescribed("The request is not as the description (openapi.json) says. See errors.", at, detail)
