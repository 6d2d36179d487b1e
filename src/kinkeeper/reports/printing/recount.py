"""A printed report counted again from the ledger: are its figures and rows what the entries give that it says were counted?"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from django.utils.translation import override

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.terms import counted
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.proof import NotProven
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports.making import REPORTS, make_report
from kinkeeper.reports.printing.json import write
from kinkeeper.reports.public import make_public
from kinkeeper.reports.reach import counted_for

LANGUAGES = ("en", "es")
ASKED = ("report", "definition", "as_of", "entries", "root", "checkpoint", "total", "breakdowns", "tables", "public", "counted_for")


def recount(viewer: Viewer, printed: bytes, name: str) -> int:
    """
    Count a report again of which the JSON is at hand, and compare. Returns how many figures and rows are the same.

    :raises Unreadable: where it is no report as JSON, or one that this viewer and this version of the program cannot count again.
    :raises NotProven: naming the first thing that differs.
    """
    told = _read(printed, name)
    language = _language(viewer, told, name)
    here = find_standpoint(viewer, today=told["as_of"], as_of=told["as_of"], known_at=told["entries"])
    if here.known_at != told["entries"]:
        raise NotProven(f"{name} counts {counted(told['entries'], 'entry', 'entries')}, and the ledger has {here.size:,}.")
    with override(language):
        made = make_report(viewer, told["report"], here)
        again = msgspec.json.decode(write(make_public(made) if told["public"] else made))
    for what, printed_as, is_now in _compared(told, again):
        if printed_as != is_now:
            raise NotProven(f"{name} is not what the ledger gives: {what} is {is_now}, and the report says {printed_as}.")
    return sum(len(one["figures"]) for one in again["breakdowns"]) + sum(len(one["rows"]) for one in again["tables"])


def _read(printed: bytes, name: str) -> Mapping[str, Any]:
    try:
        told = msgspec.json.decode(printed)
    except msgspec.DecodeError as error:
        raise Unreadable(
            f"{name} is not a report as JSON. Print it with --format json; it carries every figure of the other formats."
        ) from error
    if not isinstance(told, dict) or any(key not in told for key in ASKED) or told["report"] not in REPORTS:
        raise Unreadable(f"{name} is not a report that Kinkeeper prints and can count again; the difference of two printings is not.")
    now = REPORTS[told["report"]].DEFINITION.version
    if told["definition"].get("version") != now:
        raise Unreadable(f"{name} was printed by another version of its definition than {now}. Count it again with the program of then.")
    return told


def _language(viewer: Viewer, told: Mapping[str, Any], name: str) -> str:
    """In which language it was printed, by the words of its definition."""
    reaches, language = set(), ""
    for code in LANGUAGES:
        with override(code):
            reaches.add(str(counted_for(viewer)))
            if str(REPORTS[told["report"]].DEFINITION.words) == told["definition"].get("words"):
                language = language or code
    if told["counted_for"] not in reaches:
        raise Unreadable(f"{name} was counted for somebody who may know of others than you. Only they can count it again.")
    if not language:
        raise Unreadable(f"{name} has other words for its definition than this program. Count it again with the program that printed it.")
    return language


def _compared(told: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """What, as printed, as it is: totals before figures before rows."""
    for key in ("root", "checkpoint", "total"):
        yield key, told[key], again[key]
    yield "the breakdowns", [one["name"] for one in told["breakdowns"]], [one["name"] for one in again["breakdowns"]]
    for one, other in zip(told["breakdowns"], again["breakdowns"], strict=True):
        yield f"'{one['name']}' in all", one["total"], other["total"]
        yield f"the lines of '{one['name']}'", [line["key"] for line in one["figures"]], [line["key"] for line in other["figures"]]
        for line, its in zip(one["figures"], other["figures"], strict=True):
            yield f"'{one['name']}', line '{line['key']}'", line["count"], its["count"]
    yield "the tables", [one["name"] for one in told["tables"]], [one["name"] for one in again["tables"]]
    for one, other in zip(told["tables"], again["tables"], strict=True):
        yield f"the number of rows of '{one['name']}'", len(one["rows"]), len(other["rows"])
        for at, (row, its) in enumerate(zip(one["rows"], other["rows"], strict=True), 1):
            yield f"row {at} of '{one['name']}'", row, its
