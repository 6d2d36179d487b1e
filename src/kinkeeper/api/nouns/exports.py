"""Exports: a list or a report's rows as a file. What one may not take alone, a second person of the agency lets go on the pages."""

from typing import Annotated

import msgspec
from msgspec import Meta

from kinkeeper.api.caller import Caller
from kinkeeper.api.listing import Looking, Number, stand
from kinkeeper.api.operations import Content, Nothing, operation
from kinkeeper.domain.access.exports import Export
from kinkeeper.domain.access.tokens import Scope
from kinkeeper.queries.access.exports import get_export, list_exports
from kinkeeper.reports.dictionary import Column
from kinkeeper.reports.dictionary.every import every_column
from kinkeeper.reports.exchange.leaving import ask_for_exchange as ask_exchanged
from kinkeeper.reports.leaving import Copy, ask_for_report, fetch_file
from kinkeeper.reports.listings.leaving import By
from kinkeeper.reports.listings.leaving import ask_for_list as ask_listed
from kinkeeper.reports.making import make_report

TAG = "Exports"


class ExportWanted(Looking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which report, as what, and what it is needed for: that stands in the file and on the record."""

    report: Annotated[str, Meta(pattern="^[a-z0-9_-]{1,60}$", examples=["separations"])]
    form: Annotated[str, Meta(pattern="^(csv|xlsx|json|html|pdf|parquet)$", examples=["csv"])]
    why: Annotated[str, Meta(min_length=8, max_length=300, examples=["Status report to the court of 10 July"])]


class ListWanted(Looking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which list, as what, and what it is needed for: that stands in the file and on the record."""

    list: Annotated[str, Meta(pattern="^[a-z0-9_-]{1,60}$", examples=["families"])]
    form: Annotated[str, Meta(pattern="^(csv|xlsx|parquet|json)$", examples=["parquet"])]
    why: Annotated[str, Meta(min_length=8, max_length=300, examples=["Reunification meeting of 10 July"])]
    by: Annotated[
        dict[Annotated[str, Meta(pattern="^[a-z_]{1,40}$")], Annotated[str, Meta(max_length=500)]],
        Meta(description="Only some of it, by the filters that its page has in its address.", max_length=20, examples=[{"owner": "ORR"}]),
    ] = {}


class ExchangeWanted(Looking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which exchange, as what, of one family or all of children apart, and what it is needed for."""

    exchange: Annotated[str, Meta(pattern="^[a-z-]{1,60}$", examples=["families"])]
    form: Annotated[str, Meta(pattern="^(xml|json)$", examples=["xml"])]
    family_id: Annotated[str, Meta(pattern=r"^([A-Za-z0-9._:~-]{1,80})?$", description="Empty: every family of a child apart.")] = ""
    why: Annotated[str, Meta(min_length=8, max_length=300, examples=["Hand-over of the family to the consulate"])]


class ColumnTold(msgspec.Struct, frozen=True):
    """What a column holds and means; `codes`: all that may stand there, where the list is closed; `source`: whose definition it is.

    `significado` is the meaning in Spanish.
    """

    list: str
    table: str
    column: str
    holds: str
    meaning: str
    significado: str
    codes: tuple[str, ...]
    source: str


class Dictionary(msgspec.Struct, frozen=True):
    """Every column of every list and report. `table` is empty where a list has one table."""

    columns: tuple[ColumnTold, ...]


class Exports(msgspec.Struct, frozen=True):
    """Your exports; those of the agency for who lets them go, all for oversight. The newest first, at most 200."""

    exports: tuple[Export, ...]


class OfExport(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which export."""

    export_id: Number


@operation("POST", "/exports", tag=TAG, summary="Ask for a report's rows as a file", scope=Scope.EXPORT, status=201, proof=True)
def ask_for_export(caller: Caller, asked: Nothing, body: ExportWanted) -> Export:
    """Up to 500 rows can be fetched at once, for 24 hours; more wait until somebody else of the agency lets them go."""
    made = make_report(caller.viewer, body.report, stand(caller.viewer, body))
    return ask_for_report(made, Copy(body.form, body.why), actor=caller.viewer)


@operation("POST", "/exports/lists", tag=TAG, summary="Ask for a list as a file", scope=Scope.EXPORT, status=201, proof=True)
def ask_for_list(caller: Caller, asked: Nothing, body: ListWanted) -> Export:
    """By the rules of every export. Parquet has days as days, and the data dictionary in its metadata."""
    here = stand(caller.viewer, body)
    return ask_listed(body.list, here, Copy(body.form, body.why), by=By(body.by), actor=caller.viewer)


@operation("POST", "/exports/exchanges", tag=TAG, summary="Ask for an exchange as a file", scope=Scope.EXPORT, status=201, proof=True)
def ask_for_exchange(caller: Caller, asked: Nothing, body: ExchangeWanted) -> Export:
    """`families`: NIEM 6.0, as XML or JSON-LD. `published`: PFIF 1.4 of those who consented to it."""
    here, copy = stand(caller.viewer, body), Copy(body.form, body.why)
    return ask_exchanged(body.exchange, here, copy, family=body.family_id, actor=caller.viewer)


@operation("GET", "/dictionary", tag=TAG, summary="What the columns of lists mean")
def get_dictionary(caller: Caller, asked: Nothing) -> Dictionary:
    """The data dictionary: it names nobody."""
    return Dictionary(tuple(_told(of, table, one) for of, table, one in every_column()))


def _told(of: str, table: str, one: Column) -> ColumnTold:
    return ColumnTold(of, table, one.name, str(one.holds), one.meaning, one.significado, one.codes, one.source)


@operation("GET", "/exports", tag=TAG, summary="Files that were asked for", scope=Scope.EXPORT, name="list_exports")
def exports(caller: Caller, asked: Nothing) -> Exports:
    """Each with who, what for, how many rows, and how it stands."""
    return Exports(tuple(list_exports(caller.viewer)))


@operation("GET", "/exports/{export_id}", tag=TAG, summary="A file that was asked for", scope=Scope.EXPORT, name="get_export")
def one_export(caller: Caller, asked: OfExport) -> Export:
    """How it stands with one export."""
    return get_export(caller.viewer, asked.export_id)


@operation("GET", "/exports/{export_id}/file", tag=TAG, summary="Fetch a file", scope=Scope.EXPORT, raw=True, proof=True)
def fetch_export(caller: Caller, asked: OfExport) -> Content:
    """The file, made now, with its number and whose it is in it. Everybody in it is written down as looked at."""
    name, written, media_type = fetch_file(asked.export_id, actor=caller.viewer)
    return Content(written, media_type, name)


OPERATIONS = (ask_for_export, ask_for_list, ask_for_exchange, get_dictionary, exports, one_export, fetch_export)
