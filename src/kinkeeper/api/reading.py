"""What a request says, read strictly: what is not described is refused by name, and nothing is guessed."""

import unicodedata
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from kinkeeper.api.operations import not_as_described
from kinkeeper.domain.errors import KinkeeperError

Read = TypeVar("Read")
JSON = "application/json"
DEEPEST = 32
MOST_BYTES = 1 << 20
LARGEST = 2**53
"""Whole numbers above it are not the same in every language; none that is meant is so large."""


class TooLarge(KinkeeperError):
    """More was sent than an operation takes."""

    code = "too_large"


class OtherMediaType(KinkeeperError):
    """Something other than JSON was sent."""

    code = "other_media_type"


def read_parameters(request: HttpRequest, path: Mapping[str, str], kind: type[Read]) -> Read:
    """
    The parameters of the path and of the query.

    :raises NotAsDescribed: for one that is not known, comes twice, or is not what it should be.
    """
    told: dict[str, Any] = dict(path)
    for name, values in request.GET.lists():
        if len(values) != 1 or name in told:
            raise not_as_described(f"query.{_shown(name)}", "This parameter stands twice. Send it once.")
        told[name] = values[0]
    _check(told, "query")
    return _converted(told, kind, "query", strict=False)


def read_body(request: HttpRequest, kind: Any) -> Any:
    """
    The body, as JSON.

    :raises OtherMediaType: where it says that it is something else.
    :raises TooLarge: where it is longer than 1 MB.
    :raises NotAsDescribed: where it is no JSON, holds what text must not hold, or is not what it should be.
    """
    if request.content_type != JSON:
        raise OtherMediaType(f"Send JSON, with the header Content-Type: {JSON}.")
    try:
        sent = request.body
    except RequestDataTooBig:
        sent = b" " * (MOST_BYTES + 1)
    if len(sent) > MOST_BYTES:
        raise TooLarge("A request holds at most 1 MB. Send the statements in several.")
    try:
        told = msgspec.json.decode(sent)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise not_as_described("body", "This is no JSON in UTF-8, or too deep.") from error
    _check(told, "body")
    read = _converted(told, kind, "body", strict=True)
    _see_all_declared("body", told, read)
    return read


def _converted(told: Any, kind: Any, where: str, *, strict: bool) -> Any:
    try:
        return msgspec.convert(told, kind, strict=strict)
    except msgspec.ValidationError as error:
        words, _, at = str(error).partition(" - at `$")
        raise not_as_described(where + at.removesuffix("`"), f"{words}.") from error
    except (ValueError, OverflowError) as error:
        raise not_as_described(where, "A number is too large.") from error


def _see_all_declared(at: str, told: Any, read: Any) -> None:
    """A fact of the domain passes over members that it does not know; here a slip of the pen would be lost without a word."""
    if isinstance(told, dict) and isinstance(read, msgspec.Struct):
        names = {field.encode_name: field.name for field in msgspec.structs.fields(read)}
        for name, inner in told.items():
            if name not in names:
                raise not_as_described(at, f"Object contains unknown field `{_shown(name)}`.")
            _see_all_declared(f"{at}.{name}", inner, getattr(read, names[name]))
    elif isinstance(told, list) and isinstance(read, list | tuple):
        for number, (inner, one) in enumerate(zip(told, read, strict=False)):
            _see_all_declared(f"{at}[{number}]", inner, one)


def _check(told: Any, where: str) -> None:
    """See that no text holds controls or marks that hide or turn what is read, that numbers are usable, and that it is not too deep."""
    waiting = [(where, told, 0)]
    while waiting:
        at, one, depth = waiting.pop()
        if depth > DEEPEST:
            raise not_as_described(where, f"This is nested more than {DEEPEST} deep.")
        if isinstance(one, str):
            _check_text(at, one)
        elif isinstance(one, int | float) and not -LARGEST < one < LARGEST:
            raise not_as_described(at, "This number is too large.")
        elif isinstance(one, dict):
            for name, inner in one.items():
                _check_text(at, name)
                waiting.append((f"{at}.{_shown(name)}", inner, depth + 1))
        elif isinstance(one, list):
            waiting += [(f"{at}[{number}]", inner, depth + 1) for number, inner in enumerate(one)]


def _check_text(at: str, text: str) -> None:
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") and letter not in "\n\t" for letter in text):
        raise not_as_described(at, "Text may not hold control characters, nor marks that hide letters or turn their direction.")


def _shown(name: str) -> str:
    return "".join(letter for letter in name[:60] if letter.isascii() and letter.isprintable())
