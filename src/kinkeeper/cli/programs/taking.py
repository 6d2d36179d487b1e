"""`kinkeeper exports take`: a list as a file, as an export; `kinkeeper exports dictionary`: what the columns of each list mean."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kinkeeper.cli.console import OUT, print_json, print_table
from kinkeeper.cli.reconcile import Json, Where, check_day
from kinkeeper.cli.report import AsOf, KnownAt, stand
from kinkeeper.cli.session import looking
from kinkeeper.domain.access.exports import Export, ExportState
from kinkeeper.domain.errors import BadExtract, Refused
from kinkeeper.domain.terms import counted

if TYPE_CHECKING:
    from kinkeeper.reports.dictionary import Column

Out = Annotated[Path, typer.Option("--out", help="The file to write: .csv, .xlsx, .parquet or .json.")]
Reason = Annotated[str, typer.Option("--why", help="What the file is needed for. It stands in the file and on the record.")]
Again = Annotated[str, typer.Option("--export", help="Fetch the file of this number, after it was let go.")]
HEADS = ("list", "table", "column", "holds", "meaning", "significado", "codes", "source")


def take(
    name: Annotated[str, typer.Argument(help="Which list, as in `kinkeeper exports dictionary`: children-apart, families, people …")],
    out: Out,
    database: Where = None,
    as_of: AsOf = "",
    known_at: KnownAt = "",
    why: Reason = "",
    export: Again = "",
    by: Annotated[list[str] | None, typer.Option("--by", help="Only some of it: NAME=VALUE, as its page has it in its address.")] = None,
    dictionary: Annotated[Path | None, typer.Option("--dictionary", help="Write what its columns mean to this file (CSV).")] = None,
    *,
    json: Json = False,
) -> None:
    """Take a list away as a file: few rows at once, more when a second person has let them go."""
    check_day(as_of)
    filters = dict(_filter(one) for one in by or ())
    take_list(ListWanted(name, filters, as_of, known_at), out, why=why, export=export, database=database, json=json)
    if dictionary:
        from kinkeeper.reports.listings.making import listing_named

        _write_dictionary(dictionary, [(name, "", column) for column in listing_named(name).dictionary])


@dataclass(frozen=True, slots=True)
class ListWanted:
    """Which list, narrowed by which filters, of which day, as known when."""

    name: str
    filters: Mapping[str, str]
    as_of: str = ""
    known_at: str = ""
    command: str = "exports take"
    """The door through which whoever is in it is looked at."""


def take_list(wanted: ListWanted, out: Path, *, why: str, export: str, database: str | None, json: bool) -> None:
    """
    Write a list to a file, where one person lets it go; else say its number, by which it is fetched once a second person has.

    :raises NoSuchList: where there is none of that name.
    :raises Refused: where it cannot be narrowed so, or it is not said what for.
    """
    form = out.suffix.removeprefix(".").lower()
    with looking(database, wanted.command) as viewer:
        from kinkeeper.queries.access.exports import get_export
        from kinkeeper.reports.leaving import Copy, fetch_file
        from kinkeeper.reports.listings.leaving import By, ask_for_list
        from kinkeeper.reports.listings.making import listing_named

        listing_named(wanted.name).check(wanted.filters)
        if export:
            one = _known(get_export(viewer, export), f"listing {wanted.name}", form)
        else:
            here = stand(viewer, wanted.as_of, wanted.known_at)
            one = ask_for_list(wanted.name, here, Copy(form, why), by=By(wanted.filters), actor=viewer)
        waits = one.state is ExportState.WAITING and not export
        written = None if waits else fetch_file(one.export_id, actor=viewer)[1]
    if written is not None:
        _write(out, written)
    _tell(one, f"take {wanted.name}", out, fetched=written is not None, json=json)


def _filter(told: str) -> tuple[str, str]:
    name, parted, value = told.partition("=")
    if not parted:
        raise Refused(f"Write a filter as NAME=VALUE; '{told}' is none.")
    return name.strip(), value.strip()


def exchange(
    out: Annotated[Path, typer.Option("--out", help="The file to write: .xml, or .json for NIEM as JSON.")],
    family: Annotated[str, typer.Option("--family", help="Of this family alone. Else: of every child apart.")] = "",
    database: Where = None,
    as_of: AsOf = "",
    known_at: KnownAt = "",
    why: Reason = "",
    export: Again = "",
    *,
    public: Annotated[bool, typer.Option("--public", help="PFIF 1.4 of those who consented to it, instead of NIEM 6.0.")] = False,
    json: Json = False,
) -> None:
    """Take families away for another agency (NIEM 6.0), or who consented to it for boards of the public (PFIF 1.4)."""
    check_day(as_of)
    name, form = "published" if public else "families", out.suffix.removeprefix(".").lower()
    with looking(database, "exports exchange") as viewer:
        from kinkeeper.queries.access.exports import get_export
        from kinkeeper.reports.exchange.leaving import ask_for_exchange
        from kinkeeper.reports.leaving import Copy, fetch_file

        one = _known(get_export(viewer, export), f"exchange {name}", form) if export else None
        one = one or ask_for_exchange(name, stand(viewer, as_of, known_at), Copy(form, why), family=family, actor=viewer)
        waits = one.state is ExportState.WAITING and not export
        written = None if waits else fetch_file(one.export_id, actor=viewer)[1]
    if written is not None:
        _write(out, written)
    _tell(one, f"exchange{' --public' if public else ''}", out, fetched=written is not None, json=json)


def show_dictionary(
    out: Annotated[Path | None, typer.Option("--out", help="Write all of them to this file (CSV).")] = None, *, json: Json = False
) -> None:
    """Say what each column of each list and report means: what it holds, its codes, and the source of its definition."""
    from kinkeeper.reports.dictionary.every import every_column

    found = list(every_column())
    if out:
        _write_dictionary(out, found)
    if json:
        print_json({"columns": [dict(zip(HEADS, line, strict=True)) for line in map(_line, found)]})
    elif not out:
        print_table("Data dictionary", HEADS[:5], [_line(one)[:5] for one in found])


def _known(one: Export, what: str, form: str) -> Export:
    """The export, where it is of this and in this form."""
    if one.content.what != what or one.content.form != form:
        raise Refused(f"{one.export_id} is {one.content.what} as {one.content.form}: name that list, and a file with that ending.")
    return one


def _tell(one: Export, command: str, out: Path, *, fetched: bool, json: bool) -> None:
    if json:
        print_json({"export": one.export_id, "state": one.state.value, "rows": one.rows, "out": str(out) if fetched else ""})
    elif fetched:
        OUT.print(f"{counted(one.rows, 'row')} written to {out}, as export {one.export_id}.")
    else:
        again = f"kinkeeper exports {command} --export {one.export_id} --out {out}"
        OUT.print(f"{one.rows:,} rows are more than one person lets go: a second person runs `kinkeeper exports approve {one.export_id}`,")
        OUT.print(f"then `{again}` fetches the file.")


def _line(told: "tuple[str, str, Column]") -> tuple[Any, ...]:
    listing, table, one = told
    return listing, table, one.name, str(one.holds), one.meaning, one.significado, " | ".join(one.codes), one.source


def _write_dictionary(path: Path, found: "Sequence[tuple[str, str, Column]]") -> None:
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEADS, *map(_line, found)])
    except OSError as error:
        raise BadExtract(f"{path} cannot be written: {error.strerror}.") from error


def _write(path: Path, written: bytes) -> None:
    try:
        path.write_bytes(written)
    except OSError as error:
        raise BadExtract(f"{path} cannot be written: {error.strerror}.") from error
