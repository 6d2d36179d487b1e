"""Lists in pages. A cursor holds what was asked and from where: what is recorded meanwhile moves no row to another page."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec import Meta

from kinkeeper.api.operations import not_as_described
from kinkeeper.domain.access import Viewer
from kinkeeper.domain.dates import end_of
from kinkeeper.gateway import clock
from kinkeeper.queries.standpoint import Standpoint, find_standpoint, hour_of

Row = TypeVar("Row")
Asked = TypeVar("Asked", bound="Listed")
Day = Annotated[
    str,
    Meta(
        pattern=r"^((19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})?$",
        description="The day in the world. Without it: the newest day of which the extracts speak.",
        examples=["2018-07-08"],
    ),
]
Known = Annotated[
    str,
    Meta(
        pattern=r"^([0-9]{1,15}|(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?Z?)?)?$",
        description="As known then: how many entries the ledger had, or a day or moment (UTC). Without it: now.",
        examples=["2018-07-10"],
    ),
]
Number = Annotated[str, Meta(pattern=r"^[A-Za-z0-9._:~-]{1,80}$", description="A number of Kinkeeper's own.", examples=["KF-20418"])]
MOST = 200


class Looking(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From where one looks: a day in the world, and what was known when."""

    as_of: Day = ""
    known_at: Known = ""


class Listed(Looking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From where one looks, and which page."""

    limit: Annotated[int, Meta(ge=1, le=MOST, description="So many rows a page.")] = 50
    cursor: Annotated[
        str, Meta(pattern=r"^[A-Za-z0-9_-]{0,2000}$", description="`next` of the page before. It stands alone: it holds what was asked.")
    ] = ""
    page: Annotated[int, Meta(ge=1, le=1_000_000, description="Stands in cursors.")] = 1


class Here(msgspec.Struct, frozen=True):
    """From where the answer looks: the day in the world, the entries that were known, and when the last of them was recorded (UTC)."""

    as_of: str
    known_at: int
    known_to: str


class Page(msgspec.Struct, Generic[Row], frozen=True):
    """Some rows of a list; `next` is the cursor of the rows after them, empty at the end."""

    rows: tuple[Row, ...]
    total: int
    next: str
    here: Here


def stand(viewer: Viewer, asked: Looking) -> Standpoint:
    """
    The standpoint asked for.

    :raises NotAsDescribed: for a day or a moment that there is not.
    """
    _check_moment("as_of", asked.as_of)
    entries = int(asked.known_at) if asked.known_at.isdigit() else None
    recorded_by = ""
    if asked.known_at and entries is None:
        _check_moment("known_at", asked.known_at)
        recorded_by = end_of(asked.known_at.removesuffix("Z"))
    return find_standpoint(viewer, today=clock.today().isoformat(), known_at=entries, recorded_by=recorded_by, as_of=asked.as_of)


def instant_of(standpoint: Standpoint) -> datetime:
    """The instant by which clocks are read: the pages' and the commands' too."""
    return hour_of(standpoint, clock.instant()).instant


def here(standpoint: Standpoint) -> Here:
    """What an answer says of its standpoint."""
    return Here(standpoint.as_of, standpoint.known_at, standpoint.known_to)


def opened(asked: Asked) -> Asked:
    """
    What a cursor holds; without one, what was asked.

    :raises NotAsDescribed: where it is no cursor of this list, or something else was asked beside it.
    """
    if asked.page != 1:
        raise not_as_described("query.page", "Follow `next` of the page before: send it as cursor.")
    if not asked.cursor:
        return asked
    if msgspec.structs.replace(asked, cursor="") != type(asked)():
        raise not_as_described("query.cursor", "A cursor stands alone: it holds what was asked for the first page.")
    try:
        told = msgspec.json.decode(urlsafe_b64decode(asked.cursor + "=" * (-len(asked.cursor) % 4)))
        held: Asked = msgspec.convert(told, type(asked))
    except (ValueError, TypeError, msgspec.ValidationError, msgspec.DecodeError) as error:
        raise not_as_described("query.cursor", "This is no cursor of this list. Begin with the first page.") from error
    if held.cursor or not re.fullmatch("[0-9]+", held.known_at) or not held.as_of:
        raise not_as_described("query.cursor", "This is no cursor of this list. Begin with the first page.")
    return held


def page_of(asked: Listed, standpoint: Standpoint, rows: Sequence[Row], total: int) -> Page[Row]:
    """One page, and the cursor of the next: what was asked, pinned to the standpoint."""
    more = asked.page * asked.limit < total and bool(rows)
    pinned: dict[str, Any] = {"as_of": standpoint.as_of, "known_at": str(standpoint.known_at), "page": asked.page + 1, "cursor": ""}
    following = msgspec.structs.replace(asked, **pinned)
    kept = {name: value for name, value in msgspec.to_builtins(following).items() if value != ""}
    cursor = urlsafe_b64encode(msgspec.json.encode(kept)).decode().rstrip("=") if more else ""
    return Page(tuple(rows), total, cursor, here(standpoint))


def cut(asked: Listed, rows: Sequence[Row]) -> Sequence[Row]:
    """Of all rows, those of the page."""
    return rows[(asked.page - 1) * asked.limit : asked.page * asked.limit]


def _check_moment(name: str, text: str) -> None:
    if not text:
        return
    try:
        (datetime if "T" in text else date).fromisoformat(text.removesuffix("Z"))
    except ValueError as error:
        raise not_as_described(f"query.{name}", "There is no such day or moment.") from error
